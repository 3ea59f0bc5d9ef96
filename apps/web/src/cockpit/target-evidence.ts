import { say } from '../words';
import type { PolicyTarget, UnitTarget } from './answers';
import type { Evidence } from './evidence';
import { measured, saysOf } from './texts';

/** What opens behind a target's value: what it is made of, and the facts that set what it is measured by. */
export function evidenceOf(target: PolicyTarget, unit: string): Evidence {
  const { label, value, unitOfMeasure, evidence: facts, parameters } = target;
  return { title: say(label), value: measured(value, unitOfMeasure, target.target), says: saysOf(target), unit, facts, parameters };
}

/** The same of one unit among others. */
export function evidenceOfUnit(target: PolicyTarget, of: UnitTarget): Evidence {
  const text = measured(of.value, target.unitOfMeasure, of.target);
  return {
    title: `${of.name} · ${say(target.label)}`,
    value: text,
    says: saysOf({ ...of, unitOfMeasure: target.unitOfMeasure }),
    unit: of.unit,
    facts: of.evidence,
    parameters: target.parameters,
  };
}
