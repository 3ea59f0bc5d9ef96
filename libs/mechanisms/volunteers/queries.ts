import { code, unitCode, withoutPersonalNumbers } from '#contracts';
import type { Json, JsonObject } from '#kernel';
import type { QuestionSpec, ReadContext } from '#readside';
import { YEAR_ASKED } from '../funds/asked.contract';

export class VolunteersAsked {
  @unitCode({ zh: '单位', en: 'Unit', optional: true, help: { zh: '不填为全市', en: 'The whole city unless given' } })
  readonly unit?: string;
  @code(YEAR_ASKED)
  readonly year?: string;
}

/**
 * `GET /api/volunteers`: hours and services of the volunteers whose cards belong to the unit's tree, in a year up to `asOf`; wishes of the
 * year; cards, teams, stations and the balance as at the end of the year or of `asOf`; who opted in, by nickname; and the same sums for each
 * unit directly below.
 */
export const volunteersQuestions: readonly QuestionSpec[] = [
  {
    path: 'volunteers',
    label: { zh: '志愿服务', en: 'Volunteers' },
    asks: VolunteersAsked,
    who: 'public',
    list: false,
    answers: { type: 'object', required: ['unit', 'year', 'hours', 'services', 'cards', 'wishes', 'ranking', 'units'] },
    answer: async (asked, context) => {
      const unit = asked['unit'] ?? context.city;
      const year = asked['year'] ?? context.asOf.slice(0, 4);
      const names = await unitsAt(unit, context);
      if (names.length === 0) return { missing: unit };
      return { found: await summary(unit, year, names, context) };
    },
  },
];

interface UnitName {
  readonly code: string;
  readonly name: string;
}

interface Sums {
  readonly top: string;
  readonly [count: string]: string | number;
}

interface Ranked {
  readonly nickname: string;
  readonly hours: number;
}

const RANKED_MAX = 50;

async function summary(unit: string, year: string, names: readonly UnitName[], context: ReadContext): Promise<JsonObject> {
  const tree = treeOf(context);
  const yearEnd = `${year}-12-31`;
  const upTo = [unit, context.asOf < yearEnd ? context.asOf : yearEnd];
  const inYear = [unit, context.asOf, `${year}-01-01`, yearEnd];
  const [served, credited, cards, wishes, places, ranking] = await Promise.all([
    context.rows<Sums>(
      `${tree} SELECT t.top, sum(s.hours)::float8 AS hours, count(*)::int AS services FROM ${servicesIn(context)} WHERE ${OF_THE_YEAR} GROUP BY t.top`,
      inYear,
    ),
    context.rows<Sums>(`${tree} ${creditsSql(context)}`, inYear),
    context.rows<Sums>(
      `${tree} SELECT t.top, count(*)::int AS cards FROM ${context.table('cards')} c JOIN tree t ON t.code = c.unit WHERE c.issued_on <= $2 AND c.status <> 'closed' GROUP BY t.top`,
      upTo,
    ),
    context.rows<Sums>(`${tree} ${wishesSql(context)}`, inYear),
    context.rows<Sums>(`${tree} ${placesSql(context)}`, upTo),
    context.rows<Ranked>(
      `${tree} SELECT n.nickname, sum(s.hours)::float8 AS hours FROM ${servicesIn(context)} JOIN ${context.table('card_nicknames')} n ON n.card = c.key AND NOT n.hidden
       WHERE ${OF_THE_YEAR} GROUP BY n.key, n.nickname ORDER BY hours DESC, n.nickname LIMIT ${RANKED_MAX}`,
      inYear,
    ),
  ]);
  const counted = [served, credited, cards, wishes, places];
  return {
    unit,
    name: names.find((one) => one.code === unit)?.name ?? unit,
    year: Number(year),
    ...sumsOf(counted.flat()),
    ranking: ranking.map((one): Json => ({
      rank: ranking.findIndex((other) => other.hours === one.hours) + 1,
      nickname: withoutPersonalNumbers(one.nickname),
      hours: one.hours,
    })),
    units: names
      .filter((one) => one.code !== unit)
      .map((one): Json => ({ unit: one.code, name: one.name, ...sumsOf(counted.flat().filter((sum) => sum.top === one.code)) })),
  };
}

/** Adds up what each query counted, over the units it counted for. */
function sumsOf(rows: readonly Sums[]): JsonObject {
  const sum = (name: string): number => rows.reduce((total, row) => total + (typeof row[name] === 'number' ? row[name] : 0), 0);
  return {
    hours: sum('hours'),
    services: sum('services'),
    cards: sum('cards'),
    credits: { earned: sum('earned'), spent: sum('spent'), expired: sum('expired'), adjusted: sum('adjusted'), balance: sum('balance') },
    wishes: { posted: sum('posted'), claimed: sum('claimed'), granted: sum('granted'), confirmed: sum('confirmed') },
    teams: sum('teams'),
    stations: sum('stations'),
  };
}

/** `tree(code, top)`: every unit at and below `$1`, and the unit directly below `$1` in whose tree it lies (`$1` itself for its own). */
function treeOf(context: ReadContext): string {
  return `WITH RECURSIVE u AS MATERIALIZED (SELECT key AS code, name, parent FROM ${context.effective('units')} e),
    tree AS (
      SELECT u.code, u.code AS top, 0 AS depth FROM u WHERE u.code = $1
      UNION ALL
      SELECT u.code, CASE WHEN t.depth = 0 THEN u.code ELSE t.top END, t.depth + 1 FROM u JOIN tree t ON u.parent = t.code WHERE t.depth < 4
    )`;
}

async function unitsAt(unit: string, context: ReadContext): Promise<readonly UnitName[]> {
  return context.rows<UnitName>(
    `SELECT u.key AS code, u.name FROM ${context.effective('units')} u WHERE u.key = $1 OR (u.parent = $1 AND (u.until IS NULL OR u.until >= $2)) ORDER BY u.key`,
    [unit, context.asOf],
  );
}

/** Services (s) with their cards (c) and units (t). */
function servicesIn(context: ReadContext): string {
  return `${context.table('services')} s JOIN ${context.table('cards')} c ON c.key = s.card JOIN tree t ON t.code = c.unit`;
}

/** Services of the year `$3`–`$4` that were confirmed by `$2`. */
const OF_THE_YEAR = 's.confirmed_on <= $2 AND s.day BETWEEN $3 AND $4';

/** Movements of the year; the balance is of all years, at the end of `$2` or of the year, whichever comes first. */
function creditsSql(context: ReadContext): string {
  const sums = ['earned', 'spent', 'expired', 'adjusted'].map(
    (kind) => `coalesce(sum(e.credits) FILTER (WHERE e.kind = '${kind}' AND e.day BETWEEN $3 AND $4), 0)::int AS ${kind}`,
  );
  return `SELECT t.top, ${sums.join(', ')}, sum(e.credits)::int AS balance
    FROM ${context.table('credit_entries')} e JOIN ${context.table('cards')} c ON c.key = e.card JOIN tree t ON t.code = c.unit WHERE e.day <= least($2, $4) GROUP BY t.top`;
}

function wishesSql(context: ReadContext): string {
  const counts = ['posted', 'claimed', 'granted', 'confirmed'].map(
    (step) => `count(*) FILTER (WHERE w.${step}_on BETWEEN $3 AND least($2, $4))::int AS ${step}`,
  );
  return `SELECT t.top, ${counts.join(', ')} FROM ${context.table('wishes')} w JOIN tree t ON t.code = w.unit
    WHERE w.withdrawn_on IS NULL OR w.withdrawn_on > $2 GROUP BY t.top`;
}

/** Teams formed and stations open on `$2`. */
function placesSql(context: ReadContext): string {
  return `SELECT top, sum(teams)::int AS teams, sum(stations)::int AS stations FROM (
      SELECT t.top, 1 AS teams, 0 AS stations FROM ${context.table('teams')} m JOIN tree t ON t.code = m.unit WHERE m.formed_on <= $2
      UNION ALL
      SELECT t.top, 0, 1 FROM ${context.table('stations')} s JOIN tree t ON t.code = s.unit WHERE s.opened_on <= $2 AND (s.closed_on IS NULL OR s.closed_on > $2)
    ) p GROUP BY top`;
}
