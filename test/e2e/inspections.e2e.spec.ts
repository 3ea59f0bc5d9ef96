import { addDays, dayOf } from '#kernel';
import { Clerk, refused, StandaloneRun } from '#testing';

jest.setTimeout(300_000);

const TODAY = dayOf(new Date().toISOString());
const TERM = 'e2e-term';
const ROUND = `rounds/${TERM}.1`;
const UNIT = '330681001';

let run: StandaloneRun;
let inspector: Clerk;
let anyone: Clerk;
beforeAll(async () => {
  run = await StandaloneRun.start();
  [inspector, anyone] = [Clerk.of(run, 'inspector'), Clerk.of(run)];
});
afterAll(() => run?.remove());

const member = (account: string, unit = '330681') => ({ account, unit });

test('a term is opened, a round planned, its team formed: nobody inspects their own unit', async () => {
  await inspector.must(`terms/${TERM}/open`, { name: '测试届', from: addDays(TODAY, -9), until: addDays(TODAY, 1800) });
  const plan = { kind: 'regular', units: [UNIT, '330681002'], from: addDays(TODAY, -5), until: addDays(TODAY, 60) };
  expect(await refused(inspector.ask(`${ROUND}/plan`, { ...plan, units: [UNIT, UNIT] }))).toEqual([409, 'round.unit-twice']);
  expect(await refused(inspector.ask(`${ROUND}/plan`, { ...plan, units: ['330681001001'] }))).toEqual([409, 'round.wrong-level']);
  expect(await refused(inspector.ask(`${ROUND}/plan`, { ...plan, until: addDays(TODAY, 1801) }))).toEqual([409, 'round.outside-term']);
  expect(await refused(Clerk.of(run, 'clerk').ask(`${ROUND}/plan`, plan))).toEqual([403, 'access.role']);
  await inspector.must(`${ROUND}/plan`, plan);
  expect(await refused(inspector.ask(`${ROUND}/enter`, { unit: UNIT, on: TODAY }))).toEqual([409, 'round.no-team']);
  // The secretary of the inspected subdistrict, who says to be of the city.
  const disguised = { leader: member('inspector-1'), members: [member('street-secretary')] };
  expect(await refused(inspector.ask(`${ROUND}/form-team`, disguised))).toEqual([409, 'round.own-unit']);
  await inspector.must(`${ROUND}/form-team`, { leader: member('inspector-1'), members: [member('inspector-2')] });
});

test('entered, found, reported; rectified by the secretary of the unit alone; closed only when all is accepted', async () => {
  const secretary = Clerk.of(run, 'secretary');
  const ofCommunity = Clerk.of(run, 'secretary', 1);
  expect(await refused(inspector.ask(`${ROUND}/report`, { unit: UNIT, on: TODAY }))).toEqual([409, 'round.unit-not-entered']);
  expect(await refused(inspector.ask(`${ROUND}/enter`, { unit: UNIT, on: addDays(TODAY, 1) }))).toEqual([409, 'round.not-yet']);
  await inspector.must(`${ROUND}/enter`, { unit: UNIT, on: TODAY });
  await inspector.must(`${ROUND}/raise`, {
    finding: 'f-1',
    unit: UNIT,
    class: '财务管理',
    severity: '一般',
    text: '凭证不全',
    evidence: [],
  });
  await inspector.must(`${ROUND}/report`, { unit: UNIT, on: TODAY });
  const measure = { finding: 'f-1', measure: 'm-1' };
  expect(await refused(inspector.ask(`${ROUND}/set-measure`, { finding: 'f-9', measure: 'm-1', text: '补齐', due: TODAY }))).toEqual([
    404,
    'finding.unknown',
  ]);
  await inspector.must(`${ROUND}/set-measure`, { ...measure, text: '补齐凭证', due: TODAY });
  expect(await refused(inspector.ask(`${ROUND}/close`, { on: TODAY }))).toEqual([409, 'round.unaccepted-findings']);
  expect(await refused(inspector.ask(`${ROUND}/accept`, measure))).toEqual([409, 'measure.not-done']);
  expect(await refused(ofCommunity.ask(`${ROUND}/report-done`, { ...measure, evidence: [] }))).toEqual([403, 'access.scope']);
  await secretary.must(`${ROUND}/report-done`, { ...measure, evidence: ['a'.repeat(64)] });
  const accepted = await inspector.must(`${ROUND}/accept`, measure);
  const closed = await inspector.must(`${ROUND}/close`, { on: TODAY });
  expect(closed.revision).toBe(accepted.revision + 1);
  expect(await refused(inspector.ask(`${ROUND}/enter`, { unit: '330681002', on: TODAY }))).toEqual([409, 'round.closed']);

  const { body } = await anyone.read(`coverage/inspections?term=${TERM}`, closed.position);
  const [subdistricts, communities] = body['levels'] as [Record<string, unknown>, Record<string, unknown>];
  expect(subdistricts).toMatchObject({
    level: 'subdistrict',
    due: 23,
    inspected: 1,
    share: 1 / 23,
    pacePerYear: 36.5,
    projectedOn: addDays(TODAY, 220),
  });
  expect(subdistricts['never']).toHaveLength(22);
  expect(communities).toMatchObject({ level: 'community', due: 0, share: null, projectedOn: null });
  expect(body['measures']).toEqual({ due: 1, onTime: 1, late: 0, open: 0 });
  const board = JSON.stringify((await anyone.read(`board/${UNIT}?topic=inspection`)).body);
  expect(board).toContain(`${TERM}.1`);
  expect(board).not.toContain('凭证不全');
});
