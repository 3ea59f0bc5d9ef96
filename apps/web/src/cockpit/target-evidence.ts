import { dayText } from '../format';
import { say } from '../words';
import type { PolicyTarget, Point, UnitTarget } from './answers';
import type { Evidence } from './evidence';
import { measured, movedText, saysOf, targetText } from './texts';
import { words } from './words';

/** What opens behind a target's value: what it is made of, and the facts that set what it is measured by. */
export function evidenceOf(target: PolicyTarget, unit: string): Evidence {
  const { id, label, value, unitOfMeasure, parameters } = target;
  const text = measured(value, unitOfMeasure, target.target);
  return { title: say(label), value: text, says: saysOf(target), unit, of: { number: id, measure: 'count' }, parameters };
}

/** What is aimed at: the numbers of the policy in force, with the facts that set them. */
export function aimOf({ label, clause, target, unitOfMeasure, parameters }: PolicyTarget, unit: string): Evidence {
  const value = targetText(target, unitOfMeasure);
  return {
    title: `${say(label)} · ${say(words.target)}`,
    value,
    says: say(words.clause, { clause }),
    unit,
    parameters,
    stated: say(words.aimStated),
  };
}

/** The same of one point of its curve, as that day's records tell it. */
export function evidenceOfPoint(target: PolicyTarget, { on, value }: Point, unit: string, knownAt: string | undefined): Evidence {
  const { id, label, unitOfMeasure } = target;
  return {
    title: say(label),
    value: measured(value, unitOfMeasure),
    unit,
    of: { number: id, measure: 'count' },
    at: { asOf: on, knownAt },
  };
}

/** What moved a target's value: the two last points of its curve, each with what that day's value rested on. */
export function evidenceOfChange(target: PolicyTarget, unit: string, knownAt: string | undefined): Evidence {
  const { label, unitOfMeasure, trend, series } = target;
  const points = series.slice(-2);
  return {
    title: `${say(label)} · ${say(words.trend)}`,
    value: movedText(trend ?? 0, unitOfMeasure),
    says: points.map(({ on }) => dayText(on)).join(' → '),
    unit,
    parts: points.map((point) => evidenceOfPoint(target, point, unit, knownAt)),
  };
}

/** The same of one unit among others. */
export function evidenceOfUnit(target: Pick<PolicyTarget, 'id' | 'label' | 'unitOfMeasure' | 'parameters'>, of: UnitTarget): Evidence {
  const { id, label, unitOfMeasure, parameters } = target;
  return {
    title: `${of.name} · ${say(label)}`,
    value: measured(of.value, unitOfMeasure, of.target),
    says: saysOf({ ...of, unitOfMeasure }),
    unit: of.unit,
    of: { number: id, measure: 'count' },
    parameters,
  };
}
