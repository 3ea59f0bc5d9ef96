import { say } from '../words';
import type { PolicyTarget, Point, UnitTarget } from './answers';
import type { Evidence } from './evidence';
import { measured, saysOf } from './texts';

/** What opens behind a target's value: what it is made of, and the facts that set what it is measured by. */
export function evidenceOf(target: PolicyTarget, unit: string): Evidence {
  const { id, label, value, unitOfMeasure, parameters } = target;
  const text = measured(value, unitOfMeasure, target.target);
  return { title: say(label), value: text, says: saysOf(target), unit, of: { number: id, measure: 'count' }, parameters };
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
