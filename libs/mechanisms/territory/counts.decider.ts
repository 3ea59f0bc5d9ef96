import { refuse, type Asked, type Decider, type Fact } from '#kernel';
import type { CountsCorrected, RecordCounts } from './counts.contract';
import { unitOn, type CountsState, type UnitTree } from './rules';

export type CountsAction = Asked<'record', RecordCounts>;
export type CountsFact = Fact<'CountsRecorded', RecordCounts> | Fact<'CountsCorrected', CountsCorrected>;

/** Households and residents of one unit, one count per day; the same day again is a correction that names the former fact. */
export const countsDecider: Decider<CountsState, CountsAction, CountsFact> = {
  initial: () => ({ counts: [] }),
  evolve({ counts }, { data }, { revision }) {
    const count = { on: data.countedOn, households: data.households, residents: data.residents, revision };
    return { counts: [...counts.filter((c) => c.on < count.on), count, ...counts.filter((c) => c.on > count.on)] };
  },
  needs: ({ city }) => ({ streams: { territory: { category: 'territory', id: city } } }),
  concerns: ({ id }) => id,
  decide({ data }, { counts }, { id, occurredOn, refs }) {
    if (data.countedOn > occurredOn) return refuse('counts.day-ahead', { field: 'countedOn' });
    if (unitOn(refs['territory'] as UnitTree, id, data.countedOn)?.level !== 'community')
      return refuse('counts.unknown-unit', { values: { code: id, on: data.countedOn } });
    if ((data.households === 0) !== (data.residents === 0)) return refuse('counts.nobody-in-households', { field: 'residents' });
    const former = counts.find((count) => count.on === data.countedOn);
    if (!former) return [{ type: 'CountsRecorded', data }];
    if (former.households === data.households && former.residents === data.residents) return [];
    return [{ type: 'CountsCorrected', data: { ...data, corrects: `counts-${id}@${former.revision}` } }];
  },
};
