import { fieldsOf, type FieldSpec } from '#contracts';
import { isProblem, prepared, type PrepareParts, type SubmissionRequest } from '#gateway';
import { isObject, type Json, type JsonObject } from '#kernel';
import { sampleId, samplePayload } from '../../apps/api/samples.fixture';
import { house } from '../../apps/wiring';

const PHONE = '13812345678';
const UNIT = '330681001001';
const parts: PrepareParts = {
  categories: house.categories,
  secret: Buffer.from('secret of this spec'),
  now: () => '2026-06-15T02:00:00.000Z',
};

/** Every text that somebody types and that is not sealed: action, path to it, a payload with a phone number in it. */
const open = house.ruled.flatMap(({ contract }) =>
  Object.entries(contract.actions).flatMap(([action, spec]) => {
    const fields = fieldsOf(spec.payload);
    return textsIn(fields, []).map((path) => [contract.category, action, path.join('.'), placed(whole(fields), path)] as const);
  }),
);

describe('a number of a person typed into a text that is not sealed', () => {
  it.each(open)('%s %s: %s is refused by name', (category, action, path, body) => {
    const outcome = prepared(request(category, action, body), parts);
    expect(outcome).toMatchObject({
      status: 422,
      code: expect.stringMatching(/\.(nickname-)?shows-a-person$/) as unknown,
      errors: [{ field: path }],
    });
    if (isProblem(outcome))
      for (const said of [outcome.text, outcome.next])
        expect([said.zh, said.en]).toEqual([expect.stringMatching(/\p{Script=Han}/u), expect.stringMatching(/[a-z]/)]);
  });

  it('was looked for in every mechanism that takes texts', () => {
    expect(open.length).toBeGreaterThan(60);
    expect(new Set(open.map(([category]) => category)).size).toBeGreaterThan(12);
  });

  it('is refused in the id of a new thing too', () => {
    const body = whole(fieldsOf(house.categories.get('wishes')!.contract.actions['post']!.payload));
    expect(prepared({ ...request('wishes', 'post', body), id: `w-${PHONE}` }, parts)).toMatchObject({
      status: 422,
      errors: [{ field: 'id' }],
    });
    expect(isProblem(prepared(request('wishes', 'post', body), parts))).toBe(false);
  });
});

function request(category: string, action: string, body: Json): SubmissionRequest {
  const spec = house.categories.get(category)!.contract.actions[action]!;
  const role = spec.who[0]?.roles[0];
  const account = role ? 'somebody' : (spec.reserved?.[0] ?? 'somebody');
  const authority = { kind: 'clause', power: spec.power ?? '', rests: '', clause: '19' } as NonNullable<
    SubmissionRequest['caller']['authority']
  >;
  return {
    category,
    id: sampleId(category, UNIT, action),
    action,
    body,
    idempotencyKey: 'k1',
    caller: { account, held: role ? [{ role, unit: UNIT }] : [], ...(role ? {} : { authority }) },
    source: { kind: 'api' },
    trace: 't',
  };
}

/** Paths to the texts, also inside objects; of members that exclude each other the first counts. */
function textsIn(fields: readonly FieldSpec[], at: readonly string[], exactlyOne?: readonly string[]): readonly (readonly string[])[] {
  return fields
    .filter((field) => !field.personal && (exactlyOne === undefined || !exactlyOne.includes(field.name) || field.name === exactlyOne[0]))
    .flatMap((field) => {
      if (field.kind === 'text' && (field.max ?? 200) >= PHONE.length) return [[...at, field.name]];
      return field.kind === 'object' ? textsIn(field.fields ?? [], [...at, field.name], field.exactlyOne) : [];
    });
}

/** A payload that its form accepts, with every member there is. */
function whole(fields: readonly FieldSpec[]): JsonObject {
  return samplePayload(
    fields.map((field) => ({
      ...field,
      optional: false,
      ...(field.fields ? { fields: field.fields.map((one) => ({ ...one, optional: false })) } : {}),
    })),
    UNIT,
  );
}

function placed(payload: JsonObject, [head = '', ...rest]: readonly string[]): JsonObject {
  const member = payload[head];
  return { ...payload, [head]: rest.length === 0 ? PHONE : placed(isObject(member) ? (member as JsonObject) : {}, rest) };
}
