import { refuse, type Asked, type Decider, type Fact } from '#kernel';
import type { DatedValue, ParameterState, SetParameter } from './contract';

export type ParameterAction = Asked<'set', SetParameter>;
export type ParameterFact = Fact<'ParameterSet', SetParameter>;

/** One number of the policy with its dates. Only the genesis may set what governed before the day of the act. */
export const parametersDecider: Decider<ParameterState, ParameterAction, ParameterFact> = {
  initial: () => ({ values: [] }),
  evolve({ values }, { data }) {
    return { values: [...values.filter((value) => value.from <= data.from), data, ...values.filter((value) => value.from > data.from)] };
  },
  concerns: () => undefined,
  decide({ data }, { values }, { source, occurredOn }) {
    if (values.some((value) => stands(value, values) && same(value, data))) return [];
    if (source !== 'genesis' && data.from < occurredOn)
      return refuse('parameter.reaches-back', { field: 'from', values: { from: data.from, on: occurredOn } });
    return [{ type: 'ParameterSet', data }];
  },
};

function same(value: DatedValue, data: SetParameter): boolean {
  const kinds = value.kinds.length === data.kinds.length && data.kinds.every((kind) => value.kinds.includes(kind));
  return (
    kinds &&
    value.from === data.from &&
    value.value === data.value &&
    value.unitOfMeasure === data.unitOfMeasure &&
    value.clause === data.clause &&
    value.decidedBy === data.decidedBy
  );
}

/** Not overruled by a later record for the same day and kinds. */
function stands(value: DatedValue, values: readonly DatedValue[]): boolean {
  const overruling = values.findLast(
    (other) =>
      other.from === value.from && other.kinds.length === value.kinds.length && other.kinds.every((kind) => value.kinds.includes(kind)),
  );
  return overruling === value;
}
