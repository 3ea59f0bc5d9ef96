import type { Day } from '#kernel';
import { entryOn, type ReadContext } from '#readside';
import { FACTS, foundings, spansOf, type NumberAsked, type NumberRows, type NumberSources } from '../insight/sources';
import { SUMS } from './contract';
import { PARAMETER } from './due.queries';
import { lastDayOf } from './rules';

/** What the year's sums are sums of, entry by entry; what is due, community by community; and the payments that days are counted of. */
export const fundsNumbers: NumberSources = {
  ...Object.fromEntries(
    SUMS.map((kind): [string, NumberRows] => [`funds.sum-${kind}`, (context, asked) => entries(context, asked, `e.kind = '${kind}'`)]),
  ),
  'funds.balance': (context, asked) =>
    entries(context, asked, 'true', `CASE WHEN e.kind IN ('sent', 'paid') THEN -e.amount ELSE e.amount END`),
  'funds.reached': (context, asked) => entries(context, asked, REACHED),
  'funds.match-ratio': (context, asked) =>
    entries(context, { ...asked, fund: 'work' }, `u.is_base AND e.kind IN ('matched', 'received')`, NOTHING),
  'funds.paid-share': (context, asked) => entries(context, { ...asked, fund: undefined }, `e.kind = 'paid'`, NOTHING),
  'funds.due': due,
  'funds.reached-share': (context, asked) =>
    `${entries(context, asked, REACHED, NOTHING)} UNION ALL SELECT d.top, d.stream, d.position, d.revision, ${NOTHING} FROM (${due(context, asked)}) d`,
  'funds.in-transit': inTransit,
  'funds.payment-days': payments,
};

const REACHED = `u.is_base AND e.kind = 'received'`;
/** Belongs to the number, and adds nothing to it by itself. */
const NOTHING = 'NULL::bigint';

function entries(context: ReadContext, asked: NumberAsked, which: string, part = 'e.amount'): string {
  return `SELECT u.top, e.stream, e.position, split_part(split_part(e.key, '@', 2), '.', 1)::int AS revision, ${part} AS part
    FROM ${context.table('fund_entries')} e JOIN scope u ON u.code = e.unit WHERE ${ofYear('e', asked)} AND e.day <= $3 AND ${which}`;
}

function ofYear(alias: string, { year, fund }: NumberAsked): string {
  return `${alias}.year = ${Math.trunc(year)}${fund === undefined ? '' : ` AND ${alias}.fund = '${fund}'`}`;
}

/** The parameter in force, and what each community is due by it: service funds by its being there, work funds by its last count before the year. */
function due(context: ReadContext, { year, fund }: NumberAsked): string {
  const end = lastDayOf(year, 4);
  const on = context.asOf < end ? context.asOf : end;
  const governing = (of: 'service' | 'work'): string => parameterOn(context, PARAMETER[of], on);
  const governed = (of: 'service' | 'work'): string =>
    `EXISTS (SELECT FROM ${governing(of)} p WHERE p.kinds IS NULL OR cardinality(p.kinds) = 0 OR u.kind = ANY (p.kinds))`;
  const service = foundings(context, `u.is_base AND ${governed('service')}`, `'${on}'`, `(SELECT p.value FROM ${governing('service')} p)`);
  const work = `SELECT u.top, c.stream, c.position, (c.entry->>'revision')::int AS revision, (SELECT p.value FROM ${governing('work')} p) * (c.entry->>'households')::int / 1000 AS part, u.code AS unit
    FROM ${spansOf(context, 'counts')} c JOIN scope u ON u.code = c.key AND u.is_base AND u.since <= '${on}' AND (u.until IS NULL OR u.until >= '${on}') AND ${governed('work')}
    WHERE c.begins < '${String(year)}-01-01' AND (c.ends IS NULL OR c.ends >= '${String(year)}-01-01')`;
  const set = (of: 'service' | 'work'): string =>
    `SELECT u.top, p.stream, p.position, p.revision, ${NOTHING} AS part, NULL::text AS unit FROM ${governing(of)} p CROSS JOIN (SELECT DISTINCT top FROM scope) u`;
  return [...(fund === 'work' ? [] : [service, set('service')]), ...(fund === 'service' ? [] : [work, set('work')])].join(' UNION ALL ');
}

function parameterOn(context: ReadContext, code: string, on: Day): string {
  return `(SELECT p.stream, p.position, (e.entry->>'revision')::int AS revision, (e.entry->>'value')::bigint AS value, p.kinds FROM ${context.table('parameter_values')} p
    CROSS JOIN LATERAL (SELECT ${entryOn('p.timeline', on)} AS entry) e WHERE p.code = '${code}' AND e.entry IS NOT NULL ORDER BY e.entry->>'from' DESC LIMIT 1)`;
}

function inTransit(context: ReadContext, asked: NumberAsked): string {
  return `SELECT DISTINCT u.top, f.stream, f.position, f.revision, s.amount AS part FROM ${context.table('sendings')} s
    JOIN scope u ON u.code IN (s.sender_unit, s.receiver_unit)
    JOIN ${context.table('fund_entries')} e ON e.unit = s.sender_unit AND e.year = s.year AND e.fund = s.fund AND e.kind = 'sent' AND e.amount = s.amount
    JOIN ${context.table(FACTS)} f ON f.stream = e.stream AND f.revision = split_part(split_part(e.key, '@', 2), '.', 1)::int AND f.data->>'sending' = s.sending
    WHERE ${ofYear('s', asked)} AND s.sent_on <= $3 AND coalesce(s.received_on, '9999') > $3 AND coalesce(s.recalled_on, '9999') > $3`;
}

/** Approvals and payments of what was paid by the day and not reversed by it. */
function payments(context: ReadContext, asked: NumberAsked): string {
  return `SELECT u.top, f.stream, f.position, f.revision, NULL::bigint AS part FROM ${context.table('payments')} p JOIN scope u ON u.code = p.unit
    JOIN ${context.table(FACTS)} f ON f.stream = p.stream AND f.type IN ('PaymentApproved', 'PaymentPaid') AND f.data->>'payment' = p.payment
    WHERE ${ofYear('p', asked)} AND p.requested_on <= $3 AND p.paid_on <= $3 AND coalesce(p.reversed_on, '9999') > $3`;
}
