import { randomUUID } from 'node:crypto';
import type { JsonObject } from '#kernel';
import type { Metadata } from '#ledger';

export const UNIT = '330681001001';
export const TEXT = '希望社区广场多装几盏路灯,晚上散步安全些';

/** What the ledger would record beside a wish, of the same size to the byte or two: whoever measures beside it stores as much. */
export function metaOf(): Omit<Metadata, 'subjects'> {
  return {
    v: 1,
    submission: randomUUID(),
    digest: '0'.repeat(64),
    action: 'post',
    actor: { account: 'desk-1', role: 'desk', unit: UNIT },
    authority: { kind: 'mandate', power: 'volunteers.run', rests: `mandates-${UNIT}.volunteers.run@0`, clause: '16' },
    refs: ['territory-330681@538'],
    occurredOn: '2026-01-01',
    recordedAt: new Date().toISOString(),
    source: { kind: 'api' },
    trace: randomUUID(),
    unit: UNIT,
  };
}

/** The fact that posting a wish records, as it is stored. */
export function wishPosted(
  id: string,
  data: JsonObject,
): { readonly type: string; readonly data: JsonObject; readonly metadata: JsonObject } {
  return { type: 'WishPosted', data, metadata: { ...metaOf(), subjects: [`unit:${UNIT}`, `wish:${id}`] } as unknown as JsonObject };
}
