import { addDays, type JsonObject } from '#kernel';
import type { Agenda, Told } from './agenda';
import type { DemoCity } from './city';

/** Who appoints: the first account of the genesis. */
const REGISTRAR = 'registrar';
export const FINANCE = 'demo-finance';
export const LEADER = 'demo-leader';
export const INSPECTORS = ['demo-inspector-1', 'demo-inspector-2', 'demo-inspector-3'] as const;

/** Accounts without login, one per office and unit. */
export const clerkOf = (unit: string): string => `demo-clerk-${unit}`;
export const secretaryOf = (unit: string): string => `demo-secretary-${unit}`;
export const approverOf = (street: string): string => `demo-approver-${street}`;
export const deskOf = (unit: string, seat: 1 | 2 = 1): string => `demo-desk-${seat}-${unit}`;

/** On the second day everyone is appointed. */
export function appoint(agenda: Agenda, city: DemoCity): void {
  const from = addDays(city.first, 1);
  const seat = (account: string, role: string, unit: string, more: JsonObject = {}): Told => ({
    by: REGISTRAR,
    to: ['appointments', account, 'appoint'],
    data: { role, unit, from, ...more },
  });
  agenda.on(from, () => [
    seat(FINANCE, 'finance', city.code, { organisation: 'org-finance-bureau' }),
    seat(LEADER, 'leader', city.code),
    ...INSPECTORS.map((account) => seat(account, 'inspector', city.code, { organisation: 'org-discipline-commission' })),
    ...city.streets.flatMap(({ code }) => [seat(approverOf(code), 'approver', code), seat(secretaryOf(code), 'secretary', code)]),
    ...city.communities.flatMap(({ code }) => [
      seat(clerkOf(code), 'clerk', code),
      seat(secretaryOf(code), 'secretary', code),
      seat(deskOf(code), 'desk', code),
      seat(deskOf(code, 2), 'desk', code),
    ]),
    ...city.villages.flatMap(({ code }) => [seat(clerkOf(code), 'clerk', code), seat(secretaryOf(code), 'secretary', code)]),
  ]);
}
