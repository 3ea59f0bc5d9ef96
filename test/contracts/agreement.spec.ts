import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { validateSync } from 'class-validator';
import * as fc from 'fast-check';
import { checkFields, fieldsOf, schemaOf, type Shape } from '#contracts';
import { isObject } from '#kernel';
import { all } from '#mechanisms';
import { oddPayload } from '../../libs/testing/payloads';

const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: false, keywords: ['x-personal'] });
addFormats(ajv);

/** Every payload and every fact of every contract. */
const shapes = new Map<Shape, string>();
for (const { contract } of all.flatMap((mechanism) => mechanism.categories)) {
  for (const [name, action] of Object.entries(contract.actions))
    if (!shapes.has(action.payload)) shapes.set(action.payload, `${contract.category}.${name}`);
  for (const [type, fact] of Object.entries(contract.facts)) if (!shapes.has(fact.data)) shapes.set(fact.data, type);
}

/** The three verdicts on one payload. What is no object never reaches class-validator: the edge answers it before. */
function verdicts(shape: Shape, validate: ValidateFunction, payload: unknown): readonly boolean[] {
  const ours = checkFields(fieldsOf(shape), payload).length === 0;
  const schema = validate(payload);
  if (!isObject(payload)) return [ours, schema];
  const instance = Object.assign(new shape(), payload);
  return [ours, schema, validateSync(instance, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false }).length === 0];
}

describe('checkFields, the derived JSON Schema and class-validator give one verdict', () => {
  it.each([...shapes].map(([shape, name]) => [name, shape] as const))('%s', (_name, shape) => {
    const validate = ajv.compile(schemaOf(shape));
    let accepted = 0;
    fc.assert(
      fc.property(oddPayload(fieldsOf(shape)), (payload) => {
        const [first, ...others] = verdicts(shape, validate, payload);
        if (first) accepted += 1;
        expect(others).toEqual(others.map(() => first));
      }),
      { numRuns: RUNS, seed: 20180927 },
    );
    expect(accepted).toBeGreaterThan(0);
    expect(accepted).toBeLessThan(RUNS);
  });

  it('was asked about every contract', () => expect(shapes.size).toBeGreaterThan(60));
});

/** Per shape; over all shapes some tens of thousands. */
const RUNS = 400;
