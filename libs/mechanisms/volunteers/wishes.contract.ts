import { code, contract, text, unitCode } from '#contracts';
import type { JsonObject } from '#kernel';
import { cardInUseRefusals, unitRefusals } from './refusals.contract';

// Stored names: the category, the fact types and their members are a format. They never change; a new shape is a new type and an upcast.

export class PostWish {
  @text({
    zh: '微心愿',
    en: 'Wish',
    max: 300,
    help: { zh: '会公开显示，请勿写姓名、电话、证件号', en: 'Shown to the public: no names, phones or ID numbers' },
  })
  readonly text!: string;
  @unitCode({ zh: '所属单位', en: 'Unit' })
  readonly unit!: string;
}
export class ClaimWish {
  @code({
    zh: '认领人卡号',
    en: 'Card of who claims it',
    max: 40,
    pattern: '^[A-Za-z0-9][A-Za-z0-9-]{0,39}$',
    says: { zh: '应为志愿卡号', en: 'must be a card number' },
    refers: 'cards',
  })
  readonly card!: string;
}
export class GrantWish {}
export class ConfirmWish {}
export class WithdrawWish {
  @text({
    zh: '理由',
    en: 'Reason',
    max: 200,
    help: { zh: '会公开显示，请勿写姓名、电话、证件号', en: 'Shown to the public: no names, phones or ID numbers' },
  })
  readonly reason!: string;
}

export interface WishState {
  readonly is: 'none' | 'posted' | 'claimed' | 'granted' | 'confirmed' | 'withdrawn';
  readonly text?: string;
  readonly unit?: string;
  readonly card?: string;
}

const who = [{ roles: ['clerk', 'desk'], power: 'volunteers.run' }] as const;
const wish = (data: JsonObject, id: string) => [
  { kind: 'wish', id },
  ...(typeof data['card'] === 'string' ? [{ kind: 'card', id: data['card'] }] : []),
];
const look = { zh: '请先查看该心愿的历史', en: 'Look at the history of this wish first' };

export const wishesContract = contract({
  category: 'wishes',
  label: { zh: '微心愿', en: 'Micro-wishes' },
  clause: '16',
  id: {
    pattern: '^[A-Za-z0-9][A-Za-z0-9-]{0,39}$',
    says: { zh: '1 至 40 个字母、数字或短横', en: 'must be 1 to 40 letters, digits or dashes' },
    label: { zh: '心愿编号', en: 'Wish' },
    proposed: true,
  },
  readers: 'public',
  state: {
    is: {
      zh: '状态',
      en: 'State',
      values: {
        none: { zh: '未发布', en: 'none' },
        posted: { zh: '待认领', en: 'posted' },
        claimed: { zh: '已认领', en: 'claimed' },
        granted: { zh: '已实现', en: 'granted' },
        confirmed: { zh: '已确认', en: 'confirmed' },
        withdrawn: { zh: '已撤回', en: 'withdrawn' },
      },
    },
  },
  actions: {
    post: {
      label: { zh: '发布心愿', en: 'Post' },
      payload: PostWish,
      facts: ['WishPosted'],
      who,
      clause: '16',
      refusals: ['wish.known', 'wish.shows-a-person', 'unit.unknown'],
      compensation: { action: 'withdraw', data: (_data, reason) => ({ reason }) },
    },
    claim: {
      label: { zh: '认领心愿', en: 'Claim' },
      payload: ClaimWish,
      facts: ['WishClaimed'],
      who,
      clause: '16',
      refusals: ['wish.unknown', 'wish.claimed', 'wish.withdrawn', 'card.not-usable'],
    },
    grant: {
      label: { zh: '实现心愿', en: 'Grant' },
      payload: GrantWish,
      facts: ['WishGranted'],
      who,
      clause: '16',
      refusals: ['wish.unknown', 'wish.not-claimed', 'wish.withdrawn'],
    },
    confirm: {
      label: { zh: '确认心愿已实现', en: 'Confirm' },
      payload: ConfirmWish,
      facts: ['WishConfirmed'],
      who,
      clause: '16',
      refusals: ['wish.unknown', 'wish.not-granted', 'wish.own', 'wish.withdrawn'],
    },
    withdraw: {
      label: { zh: '撤回心愿', en: 'Withdraw' },
      help: { zh: '公开栏显示撤回及理由，原文仍可查', en: 'The board shows the withdrawal and its reason; the text stays to be found' },
      payload: WithdrawWish,
      facts: ['WishWithdrawn'],
      who,
      clause: '16',
      refusals: ['wish.unknown', 'wish.confirmed', 'wish.shows-a-person'],
    },
  },
  corrections: {
    claim: { by: ['withdraw', 'post'], says: { zh: '请撤回心愿，用新编号重新发布', en: 'Withdraw the wish and post it under a new id' } },
    grant: {
      by: ['withdraw', 'post'],
      says: { zh: '确认之前可以撤回心愿，用新编号重新发布', en: 'Until it is confirmed, withdraw the wish and post it anew' },
    },
    confirm: { by: [], says: { zh: '确认后不能撤回', en: 'What was confirmed stands' } },
    withdraw: { by: ['post'], says: { zh: '请用新编号重新发布', en: 'Post it under a new id' } },
  },
  facts: {
    WishPosted: {
      label: { zh: '心愿已发布', en: 'Wish posted' },
      data: PostWish,
      subjects: wish,
      says: { zh: '{unit} 发布心愿：{text}', en: 'Wish posted in {unit}: {text}' },
      tells: { zh: '发布心愿：{text}', en: 'Wish posted: {text}' },
    },
    WishClaimed: {
      label: { zh: '心愿已认领', en: 'Wish claimed' },
      data: ClaimWish,
      subjects: wish,
      says: { zh: '由卡 {card} 认领', en: 'Claimed by card {card}' },
      tells: { zh: '有志愿者认领了这个心愿', en: 'A volunteer has claimed the wish' },
    },
    WishGranted: {
      label: { zh: '心愿已实现', en: 'Wish granted' },
      data: GrantWish,
      subjects: wish,
      says: { zh: '认领人已实现心愿', en: 'Granted by who claimed it' },
      tells: { zh: '志愿者已实现心愿', en: 'The volunteer has granted it' },
    },
    WishConfirmed: {
      label: { zh: '心愿已确认', en: 'Wish confirmed' },
      data: ConfirmWish,
      subjects: wish,
      says: { zh: '确认心愿已实现', en: 'Confirmed as granted' },
      tells: { zh: '已确认心愿实现', en: 'Confirmed as granted' },
    },
    WishWithdrawn: {
      label: { zh: '心愿已撤回', en: 'Wish withdrawn' },
      data: WithdrawWish,
      subjects: wish,
      says: { zh: '撤回，理由：{reason}', en: 'Withdrawn, because: {reason}' },
      tells: { zh: '撤回，理由：{reason}', en: 'Withdrawn, because: {reason}' },
    },
  },
  refusals: {
    'wish.withdrawn': {
      zh: '这个心愿已撤回',
      en: 'The wish was withdrawn',
      next: { zh: '请用新编号重新发布', en: 'Post it under a new id' },
    },
    'wish.confirmed': {
      zh: '心愿已确认实现，不能撤回',
      en: 'The wish was confirmed as granted and cannot be withdrawn',
      next: { zh: '如有不实，请提出积分调整', en: 'If it is not so, adjust the credits' },
    },
    'wish.unknown': { zh: '没有这个心愿', en: 'There is no such wish', status: 404, next: { zh: '请核对编号', en: 'Check the id' } },
    'wish.known': {
      zh: '心愿编号已用于另一心愿',
      en: 'This id belongs to another wish',
      next: { zh: '请换一个编号', en: 'Take another id' },
    },
    'wish.shows-a-person': {
      zh: '心愿会公开显示，不能含电话、证件或银行卡号',
      en: 'A wish is shown to the public: no phone, ID-card or bank-card numbers',
      clause: '16',
      status: 422,
      next: { zh: '请去掉这些号码', en: 'Leave those numbers out' },
    },
    'wish.claimed': {
      zh: '心愿已由他人认领',
      en: 'The wish was claimed by someone else',
      clause: '16',
      next: { zh: '请认领其他心愿', en: 'Claim another wish' },
    },
    'wish.not-claimed': {
      zh: '心愿还没有人认领',
      en: 'Nobody has claimed the wish yet',
      clause: '16',
      next: { zh: '请先认领', en: 'Claim it first' },
    },
    'wish.not-granted': { zh: '心愿还没有实现', en: 'The wish was not granted yet', clause: '16', next: look },
    'wish.own': {
      zh: '认领人不能确认自己实现的心愿',
      en: 'Who granted a wish does not confirm it',
      clause: '16',
      status: 403,
      next: { zh: '请由另一人确认', en: 'Have another person confirm it' },
    },
    ...cardInUseRefusals,
    ...unitRefusals,
  },
});
