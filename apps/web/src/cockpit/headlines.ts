import { computed, type ComputedRef } from 'vue';
import type { RouteLocationRaw } from 'vue-router';
import type { Coverage, Funds } from '../api/answers';
import { loaded, type Loaded } from '../api/loaded';
import { dayText, moneyText, number, shareText, today } from '../format';
import { chinese, say } from '../words';
import { coverage, funds, overdue, policyTargets, type OverdueCell, type PolicyTarget } from './answers';
import { COVERAGE_NUMBERS, type Evidence } from './evidence';
import { showsAmount } from './funds-evidence';
import { paceOf } from './pace';
import { tallyOf, worstFirst } from './readings';
import { useScene, type Scene } from './scene';
import { words } from './words';

/** A number of the first line: what it is, how it stands, where more of it is. */
export interface Headline {
  readonly name: string;
  readonly figure: string;
  readonly unit: string;
  readonly remark: string;
  /** What the remark's own numbers rest on; undefined: it has none but those of the figure. */
  readonly remarkShows?: Evidence;
  readonly tone: 'good' | 'warn' | 'bad' | '';
  readonly to: RouteLocationRaw;
  readonly evidence: Evidence;
}

export interface Headlines {
  readonly shown: ComputedRef<readonly Headline[]>;
  /** How many numbers are still on their way. */
  readonly awaited: ComputedRef<number>;
}

/** The first line for the unit and days looked at; a number whose source does not answer is left out, the others stand. */
export function useHeadlines(): Headlines {
  const scene = useScene();
  const targets = loaded(scene.seen, (seen) => policyTargets(seen));
  const covered = loaded(scene.seen, (seen) => coverage(seen));
  const money = loaded(scene.seen, (seen) => funds(seen, (seen.asOf ?? today()).slice(0, 4)));
  const late = loaded(scene.seen, (seen) => overdue(seen));
  const waits = ({ value, problem }: Pick<Loaded<unknown>, 'value' | 'problem'>): boolean =>
    value.value === undefined && problem.value === undefined;
  return {
    shown: computed(() => [
      ...(targets.value.value ? [ofTargets(targets.value.value, scene)] : []),
      ...(covered.value.value ? ofCoverage(covered.value.value, scene) : []),
      ...(money.value.value ? ofFunds(money.value.value, scene) : []),
      ...(late.value.value ? [ofOverdue(late.value.value, scene)] : []),
    ]),
    awaited: computed(() => [targets, covered, covered, money, money, late].filter(waits).length),
  };
}

function ofTargets(targets: readonly PolicyTarget[], scene: Scene): Headline {
  const tally = tallyOf(targets);
  return {
    name: say(words.policyMet),
    figure: `${tally.met}`,
    unit: `/ ${tally.judged}`,
    remark: say(words.notRecordedCount, { count: tally.notRecorded }),
    tone: tally.judged === 0 ? '' : tally.missed > 0 ? 'bad' : 'good',
    to: scene.link('/cockpit/policy'),
    evidence: metTargets(targets, scene),
    remarkShows: unrecordedTargets(targets, scene),
  };
}

/** So many met of those that can be judged: the targets themselves. */
export function metTargets(targets: readonly PolicyTarget[], scene: Scene): Evidence {
  const { met, judged } = tallyOf(targets);
  return {
    title: say(words.policyMet),
    value: say(words.judged, { met, judged }),
    unit: scene.seen.value.unit,
    targets: worstFirst(targets.filter(({ status }) => status === 'met' || status === 'short' || status === 'over')),
  };
}

export function unrecordedTargets(targets: readonly PolicyTarget[], scene: Scene): Evidence {
  const unrecorded = targets.filter(({ status }) => status === 'not-recorded');
  return { title: say(words['not-recorded']), value: number(unrecorded.length), unit: scene.seen.value.unit, targets: unrecorded };
}

/** The unit's own level: of a community whether it was inspected, of the others how many of the subdistricts were. */
function ofCoverage(term: Coverage, scene: Scene): readonly Headline[] {
  const level =
    term.levels.find((one) => one.level === 'subdistrict' && one.due > 0) ?? term.levels.find((one) => one.level === 'community');
  if (!level) return [];
  const pace = paceOf(level, term);
  const projected = level.projectedOn === null ? say(words.noProjection) : `${say(words.projected)} ${dayText(level.projectedOn)}`;
  const { due, onTime } = term.measures;
  const to = scene.link('/cockpit/coverage');
  const evidence = { unit: scene.seen.value.unit, says: chinese(term.name) };
  return [
    {
      name: say(words.coverage),
      figure: level.due === 0 ? say(words.noDataShort) : `${level.inspected}`,
      unit: level.due === 0 ? '' : `/ ${level.due}`,
      remark: level.due === 0 ? say(words.notSelected) : pace === 'complete' ? say(words.pace_complete) : projected,
      tone: pace === 'complete' || pace === 'in-time' ? 'good' : pace === 'late' ? 'warn' : pace === 'missed' ? 'bad' : '',
      to,
      evidence: {
        ...evidence,
        title: say(words.coverage),
        value: `${level.inspected} / ${level.due}`,
        of: { number: COVERAGE_NUMBERS[level.level], term: term.term, measure: 'count' },
      },
    },
    {
      name: say(words.rectified),
      figure: due === 0 ? say(words.noDataShort) : number((onTime / due) * 100, 1),
      unit: due === 0 ? '' : '%',
      remark: `${number(onTime)} / ${number(due)}`,
      tone: '',
      to,
      evidence: {
        ...evidence,
        title: say(words.rectified),
        value: `${onTime} / ${due}`,
        parts: [
          {
            ...evidence,
            title: say(words.onTime),
            value: number(onTime),
            of: { number: 'measures.on-time', term: term.term, measure: 'count' },
          },
          {
            ...evidence,
            title: say(words.dueMeasures),
            value: number(due),
            of: { number: 'measures.due', term: term.term, measure: 'count' },
          },
        ],
        of: { number: 'measures.due', term: term.term, measure: 'count' },
      },
    },
  ];
}

function ofFunds(all: Funds, scene: Scene): readonly Headline[] {
  const share = all.due ? all.reached / all.due : null;
  const to = scene.link('/cockpit/funds');
  const evidence = { unit: all.unit, says: all.name };
  return [
    {
      name: say(words.reachedShareOf, { year: all.year }),
      figure: share === null ? say(words.noDataShort) : number(share * 100, 1),
      unit: share === null ? '' : '%',
      remark: `${moneyText(all.reached, true)} / ${all.due === null ? say(words.noData) : moneyText(all.due, true)}`,
      tone: share === null ? '' : share < 0.9 ? 'warn' : 'good',
      to,
      evidence: {
        ...evidence,
        title: say(words.reachedShareOf, { year: all.year }),
        value: shareText(share),
        parts: [showsAmount(all, 'reached', scene.seen.value), showsAmount(all, 'due', scene.seen.value)],
        of: { number: 'funds.reached-share', year: all.year },
      },
    },
    {
      name: say(words.matchShort),
      figure: all.matchRatio === null ? say(words.noDataShort) : number(all.matchRatio, 2),
      unit: all.matchRatio === null ? '' : ': 1',
      remark: `${say(words.matched)} ${moneyText(all.matched, true)}`,
      tone: all.matchRatio === null ? '' : all.matchRatio < 1 ? 'warn' : 'good',
      to,
      evidence: {
        ...evidence,
        title: say(words.matchRatio),
        value: all.matchRatio === null ? say(words.noData) : `${number(all.matchRatio, 4)} : 1`,
        of: { number: 'funds.match-ratio', year: all.year },
      },
      remarkShows: showsAmount(all, 'matched', scene.seen.value),
    },
  ];
}

function ofOverdue(cells: readonly OverdueCell[], scene: Scene): Headline {
  const sum = (of: 'open' | 'late'): number => cells.reduce((total, cell) => total + cell[of], 0);
  const [open, late] = [sum('open'), sum('late')];
  const oldest = cells
    .map((cell) => cell.oldest)
    .filter((day): day is string => day !== null)
    .sort()[0];
  return {
    name: say(words.lateCount),
    figure: number(late),
    unit: say(words.item),
    remark: oldest === undefined ? say(words.nothingLate) : say(words.oldest, { day: dayText(oldest) }),
    tone: late > 0 ? 'bad' : 'good',
    to: scene.link('/cockpit/overdue'),
    evidence: {
      title: say(words.lateCount),
      value: say(words.openOf, { open: number(open), late: number(late) }),
      unit: scene.seen.value.unit,
      overdueOf: '*',
    },
  };
}
