import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BEGINNING, type Day, type JsonObject } from '#kernel';
import type { Level, Role } from '#contracts';
import { DUTIES, PARAMETERS, POLICY, POWERS, type Holders } from '#policy';
import type { Appoint } from './appointments/contract';
import type { RegisterOrganisation, TakeDuty } from './organisations/contract';
import type { SetParameter } from './parameters/contract';
import type { Grant } from './mandates/contract';
import type { FoundUnit, Kind } from './territory/contract';

/** One submission of the genesis. Steps of one stream run in the order given; a phase begins when the one before is done. */
export interface GenesisStep {
  readonly phase: 'units' | 'organisations' | 'duties' | 'parameters' | 'powers' | 'appointments';
  readonly category: string;
  readonly id: string;
  readonly action: string;
  readonly data: JsonObject;
  readonly occurredOn: Day;
  /** What it rests on. */
  readonly clause: string;
}

export interface GenesisOptions {
  /** The day from which powers and appointments run: the policy's, or the demo's first day. */
  readonly firstDay: Day;
  /** The smallest genesis: one unit, one registrar, the powers to grant and to appoint. */
  readonly smallest?: boolean;
}

export interface FirstAccount {
  readonly account: string;
  readonly role: Role;
  readonly unit: string;
  readonly organisation?: string;
}

export interface Division {
  readonly code: string;
  readonly name: string;
  readonly level: Level;
  readonly kind: Kind;
  readonly parent?: string;
}

/** Day of the policy: what genesis begins with unless it is a demo's. */
export const POLICY_DAY: Day = POLICY.issuedOn;
export const CITY = '330681';
const STREET = '330681001';
const COMMUNITY = '330681001001';
/** Relative to the root of the repository, where every process of the ledger runs. */
const DIVISIONS = 'libs/mechanisms/territory/zhuji-divisions.csv';

/** Everything the ledger begins with, in order: units, organisations, their duties, parameters, powers, the first appointments. */
export function* genesisSteps(options: GenesisOptions, divisions: readonly Division[] = readDivisions()): Generator<GenesisStep> {
  const some = options.smallest ? divisions.filter((unit) => unit.level === 'city') : divisions;
  yield* unitSteps(some, options.firstDay);
  if (!options.smallest) {
    yield* organisationSteps(options.firstDay);
    yield* parameterSteps(options.firstDay);
  }
  yield* powerSteps(some, options);
  yield* appointmentSteps(options);
}

/** Accounts without which nobody could begin: the registrar first. */
export function firstAccounts(options: Pick<GenesisOptions, 'smallest'> = {}): readonly FirstAccount[] {
  const registrar: FirstAccount = { account: 'registrar', role: 'registrar', unit: CITY };
  if (options.smallest) return [registrar];
  return [
    registrar,
    { account: 'finance', role: 'finance', unit: CITY, organisation: 'org-finance-bureau' },
    { account: 'approver', role: 'approver', unit: STREET },
    { account: 'street-secretary', role: 'secretary', unit: STREET },
    { account: 'clerk', role: 'clerk', unit: COMMUNITY },
    { account: 'secretary', role: 'secretary', unit: COMMUNITY },
    { account: 'desk-1', role: 'desk', unit: COMMUNITY },
    { account: 'desk-2', role: 'desk', unit: COMMUNITY },
    { account: 'inspector-1', role: 'inspector', unit: CITY, organisation: 'org-discipline-commission' },
    { account: 'inspector-2', role: 'inspector', unit: CITY, organisation: 'org-discipline-commission' },
    { account: 'auditor', role: 'auditor', unit: CITY, organisation: 'org-discipline-commission' },
    { account: 'leader', role: 'leader', unit: CITY },
    { account: 'administrator', role: 'administrator', unit: CITY },
  ];
}

/** The divisions of the city, parents before children. @throws when the file is not what it should be. */
export function readDivisions(root = process.cwd()): readonly Division[] {
  const [head, ...lines] = readFileSync(join(root, DIVISIONS), 'utf8').trim().split(/\r?\n/);
  if (head !== 'code,name,parent_code,level') throw new Error(`${DIVISIONS}: unknown columns ${head}`);
  const divisions = lines.map(divisionOf);
  return divisions.sort((a, b) => a.code.length - b.code.length || (a.code < b.code ? -1 : 1));
}

const KIND_OF: Readonly<Record<string, { readonly level: Level; readonly kind: Kind }>> = {
  county: { level: 'city', kind: 'city' },
  subdistrict: { level: 'subdistrict', kind: 'subdistrict' },
  town: { level: 'subdistrict', kind: 'town' },
  township: { level: 'subdistrict', kind: 'township' },
  community: { level: 'community', kind: 'community' },
  village: { level: 'community', kind: 'village' },
};

function divisionOf(line: string): Division {
  const [code, name, parent, called] = line.split(',');
  const is = KIND_OF[called ?? ''];
  if (!code || !name || !parent || !is) throw new Error(`${DIVISIONS}: cannot read “${line}”`);
  return is.level === 'city' ? { code, name, ...is } : { code, name, ...is, parent };
}

function* unitSteps(divisions: readonly Division[], firstDay: Day): Generator<GenesisStep> {
  for (const unit of divisions) {
    const data: FoundUnit = {
      code: unit.code,
      name: unit.name,
      level: unit.level,
      kind: unit.kind,
      from: BEGINNING,
      ...(unit.parent === undefined ? {} : { parent: unit.parent }),
    };
    yield step('units', 'territory', CITY, 'found-unit', data, firstDay, '三(一)');
  }
}

function* organisationSteps(firstDay: Day): Generator<GenesisStep> {
  for (const one of DUTIES) {
    const data: RegisterOrganisation = { name: one.name.zh, kind: one.kind, unit: CITY };
    yield step('organisations', 'organisations', one.organisation, 'register', data, firstDay, '三(二)');
  }
  for (const one of DUTIES) {
    const data: TakeDuty = { duty: one.duty, clause: '三(二)', from: firstDay };
    yield step('duties', 'organisations', one.organisation, 'take-duty', data, firstDay, '三(二)');
  }
}

/** Each value of the policy's text from its own day on: the demo's earlier days have the first one too. */
function* parameterSteps(firstDay: Day): Generator<GenesisStep> {
  for (const one of PARAMETERS) {
    for (const { value, from, clause = one.clause, decidedBy } of one.values) {
      const begins = from === POLICY_DAY && firstDay < from ? firstDay : from;
      const data: SetParameter = {
        value,
        unitOfMeasure: one.unitOfMeasure,
        kinds: one.kinds as readonly Kind[],
        clause,
        from: begins,
        decidedBy,
      };
      yield step('parameters', 'parameters', one.code, 'set', data, firstDay, one.clause);
    }
  }
}

function* powerSteps(divisions: readonly Division[], { firstDay, smallest }: GenesisOptions): Generator<GenesisStep> {
  const powers = smallest ? POWERS.filter(({ power }) => power === 'mandates.grant' || power === 'appointments.make') : POWERS;
  for (const { power, clause, heldBy } of powers) {
    const data: Grant = { basis: `${POLICY.issuer.zh}${POLICY.issuedOn}实施意见，条款 ${clause}`, from: firstDay };
    for (const unit of divisions)
      if (HOLDS[heldBy](unit)) yield step('powers', 'mandates', `${unit.code}.${power}`, 'grant', data, firstDay, clause);
  }
}

const HOLDS: Readonly<Record<Holders, (unit: Division) => boolean>> = {
  city: (unit) => unit.level === 'city',
  subdistricts: (unit) => unit.level === 'subdistrict',
  communities: (unit) => unit.kind === 'community',
  'communities-and-villages': (unit) => unit.level === 'community',
  'subdistricts-communities-and-villages': (unit) => unit.level === 'subdistrict' || unit.level === 'community',
  'all-levels': (unit) => unit.level !== 'grid',
};

function* appointmentSteps({ firstDay, smallest }: GenesisOptions): Generator<GenesisStep> {
  for (const { account, role, unit, organisation } of firstAccounts(smallest === undefined ? {} : { smallest })) {
    const data: Appoint = { role, unit, from: firstDay, ...(organisation === undefined ? {} : { organisation }) };
    yield step('appointments', 'appointments', account, 'appoint', data, firstDay, '1');
  }
}

function step(
  phase: GenesisStep['phase'],
  category: string,
  id: string,
  action: string,
  data: object,
  occurredOn: Day,
  clause: string,
): GenesisStep {
  return { phase, category, id, action, data: data as JsonObject, occurredOn, clause };
}
