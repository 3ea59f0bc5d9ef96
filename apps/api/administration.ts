import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LedgerState, RouteSpec } from '#gateway';
import { isObject } from '#kernel';
import type { Standing } from '../wiring';
import { attachmentRoutes } from './attachment-routes';
import { AttachmentStore } from './attachment-store';
import { healthRoute, type HealthDetailParts } from './health-detail';
import { sessionPageRoutes } from './session-routes';

export interface AdministrationParts extends Omit<HealthDetailParts, 'synthetic'> {
  readonly standing: Standing;
  /** From the genesis alone: what the settings say of demonstration data counts for nothing here. */
  readonly begun: LedgerState;
}

/** What screens ask of the ledger as a whole: who is signed in, how it is, and the scans beside it. */
export function administrationRoutes(parts: AdministrationParts): readonly RouteSpec[] {
  const { environment, access, side, standing, begun, now } = parts;
  const { city = '', synthetic } = begun;
  const store = new AttachmentStore(environment.attachments);
  void store.tidy(Date.parse(now())).catch(() => undefined);
  return [
    healthRoute({ ...parts, synthetic }),
    ...sessionPageRoutes({
      side,
      sessions: access.sessions,
      appointments: standing.appointments,
      demo: access.demo(begun),
      city,
      synthetic,
      version: versionOf(),
      now,
    }),
    ...attachmentRoutes({ store, uploads: access.attachments, units: standing.units, now }),
  ];
}

function versionOf(): string {
  const read: unknown = JSON.parse(readFileSync(join(process.cwd(), 'package.json'), 'utf8'));
  return isObject(read) && typeof read['version'] === 'string' ? read['version'] : '0';
}
