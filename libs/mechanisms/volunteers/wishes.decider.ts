import { refuse, type Asked, type Decider, type Decision, type Fact, type Given, type Needs } from '#kernel';
import { holdsPersonalNumber } from '#contracts';
import type { Card } from './card-state.contract';
import { unknownUnit } from './holding.decider';
import type { ClaimWish, ConfirmWish, GrantWish, PostWish, WishState, WithdrawWish } from './wishes.contract';

export type WishAction =
  | Asked<'post', PostWish>
  | Asked<'claim', ClaimWish>
  | Asked<'grant', GrantWish>
  | Asked<'confirm', ConfirmWish>
  | Asked<'withdraw', WithdrawWish>;
export type WishFact =
  | Fact<'WishPosted', PostWish>
  | Fact<'WishClaimed', ClaimWish>
  | Fact<'WishGranted', GrantWish>
  | Fact<'WishConfirmed', ConfirmWish>
  | Fact<'WishWithdrawn', WithdrawWish>;

/** Posted, claimed by a card, granted, confirmed by someone other than the holder of that card; until then it may be withdrawn. */
export const wishesDecider: Decider<WishState, WishAction, WishFact> = {
  initial: () => ({ is: 'none' }),
  evolve(wish, fact) {
    switch (fact.type) {
      case 'WishPosted':
        return { is: 'posted', text: fact.data.text, unit: fact.data.unit };
      case 'WishClaimed':
        return { ...wish, is: 'claimed', card: fact.data.card };
      case 'WishGranted':
        return { ...wish, is: 'granted' };
      case 'WishConfirmed':
        return { ...wish, is: 'confirmed' };
      case 'WishWithdrawn':
        return { ...wish, is: 'withdrawn' };
    }
  },
  needs: ({ action, state, city }) => needsOf(action, state, city),
  concerns: ({ action, state }) => (action.name === 'post' ? action.data.unit : state.unit),
  decide(action, wish, given) {
    if (action.name === 'post') return post(action.data, wish, given);
    if (wish.is === 'none') return refuse('wish.unknown');
    if (action.name === 'withdraw') return withdraw(action.data, wish);
    if (wish.is === 'withdrawn') return refuse('wish.withdrawn');
    switch (action.name) {
      case 'claim':
        return claim(action.data, wish, given);
      case 'grant':
        return grant(wish);
      case 'confirm':
        return confirm(wish, given);
    }
  },
};

function needsOf(action: WishAction, wish: WishState, city: string): Needs {
  if (action.name === 'post') return { streams: { territory: { category: 'territory', id: city } } };
  const card = action.name === 'claim' ? action.data.card : action.name === 'confirm' ? wish.card : undefined;
  return card === undefined ? {} : { streams: { card: { category: 'cards', id: card } } };
}

function post(data: PostWish, wish: WishState, given: Given): Decision<WishFact> {
  if (wish.is !== 'none') return wish.text === data.text && wish.unit === data.unit ? [] : refuse('wish.known');
  if (holdsPersonalNumber(data.text)) return refuse('wish.shows-a-person', { field: 'text' });
  return unknownUnit(data.unit, 'unit', given) ?? [{ type: 'WishPosted', data }];
}

function claim(data: ClaimWish, wish: WishState, { refs }: Given): Decision<WishFact> {
  if (wish.card === data.card) return [];
  if (wish.is !== 'posted') return refuse('wish.claimed');
  const card = refs['card'] as Card | undefined;
  return card?.is === 'active'
    ? [{ type: 'WishClaimed', data }]
    : refuse('card.not-usable', { field: 'card', values: { card: data.card } });
}

function grant(wish: WishState): Decision<WishFact> {
  if (wish.is === 'posted') return refuse('wish.not-claimed');
  return wish.is === 'claimed' ? [{ type: 'WishGranted', data: {} }] : [];
}

function confirm(wish: WishState, { refs, actor }: Given): Decision<WishFact> {
  if (wish.is === 'confirmed') return [];
  if (wish.is !== 'granted') return refuse('wish.not-granted');
  const card = refs['card'] as Card | undefined;
  return card?.holder === actor.account ? refuse('wish.own') : [{ type: 'WishConfirmed', data: {} }];
}

function withdraw(data: WithdrawWish, wish: WishState): Decision<WishFact> {
  if (wish.is === 'withdrawn') return [];
  if (wish.is === 'confirmed') return refuse('wish.confirmed');
  return holdsPersonalNumber(data.reason) ? refuse('wish.shows-a-person', { field: 'reason' }) : [{ type: 'WishWithdrawn', data }];
}
