import { msBetween, type Day, type Instant } from '#kernel';
import type { Reader } from '#readside';
import {
  FACTS,
  TASKS_MAX,
  type OverdueCount,
  type OverdueSource,
  type OverdueThing,
  type Survey,
  type TaskRow,
  type TaskSource,
} from '../insight/sources';

/** Services to confirm, adjustments that need a second person, and wishes on their way. */
export const volunteersTasks: readonly TaskSource[] = [
  {
    id: 'confirm',
    category: 'cards',
    action: 'confirm',
    title: { zh: '确认志愿服务', en: 'Confirm a service' },
    find: unconfirmed,
  },
  {
    id: 'countersign',
    category: 'cards',
    action: 'countersign',
    title: { zh: '复核积分调整', en: 'Countersign an adjustment' },
    find: pending,
  },
  {
    id: 'grant',
    category: 'wishes',
    action: 'grant',
    title: { zh: '登记微心愿已实现', en: 'Record a wish as granted' },
    find: (survey) => wishes(survey, 'claimed', 'w.claimed_on'),
  },
  {
    id: 'confirm-wish',
    category: 'wishes',
    action: 'confirm',
    title: { zh: '确认微心愿实现', en: 'Confirm a granted wish' },
    find: (survey) => wishes(survey, 'granted', 'w.granted_on'),
  },
];

/** Services that ended and nobody has confirmed: open, though no day is set for it. */
export const volunteersOverdue: OverdueSource = {
  label: { zh: '志愿服务确认', en: 'Services to confirm' },
  count: ({ context, rows }) =>
    rows<OverdueCount>(
      `SELECT u.top, count(*)::int AS open, 0 AS late, NULL AS oldest FROM ${context.table('services')} s JOIN scope u ON u.code = s.host
       WHERE ${UNCONFIRMED} GROUP BY 1`,
      [context.asOf],
    ),
  things: ended,
};

const UNCONFIRMED = `s.checked_out_at IS NOT NULL AND s.day <= $3 AND coalesce(s.confirmed_on, '9999') > $3`;

interface EndedRow extends Pick<ServiceRow, 'key' | 'unit' | 'place' | 'day'> {
  readonly stream: string;
  readonly position: string;
  readonly revision: number | null;
}

/** Each by the fact that ended it. */
async function ended({ context, rows }: Survey): Promise<readonly OverdueThing[]> {
  const found = await rows<EndedRow>(
    `SELECT s.key, s.host AS unit, s.place, s.day, s.stream, s.position::text AS position, f.revision FROM ${context.table('services')} s
     JOIN scope u ON u.code = s.host LEFT JOIN LATERAL (SELECT h.revision FROM ${context.table(FACTS)} h
       WHERE h.stream = s.stream AND h.type = 'ServiceCheckedOut' AND h.data->>'service' = s.service ORDER BY h.revision DESC LIMIT 1) f ON true
     WHERE ${UNCONFIRMED}`,
    [context.asOf],
  );
  return found.map(({ key, unit, place, day, stream, position, revision }) => ({
    key: `volunteers/confirm/${key}`,
    isLine: false,
    unit,
    title: { zh: `志愿服务待确认（${day}，${place}）`, en: `A service to confirm (${day}, ${place})` },
    due: null,
    late: false,
    rests: revision === null ? { stream, revision, position } : { stream, revision },
  }));
}

const MS_PER_QUARTER = 15 * 60_000;
const HOURS_MAX = 24;

interface ServiceRow {
  readonly key: string;
  readonly card: string;
  readonly service: string;
  readonly unit: string;
  readonly place: string;
  readonly day: Day;
  readonly checked_in_at: Instant;
  readonly checked_out_at: Instant;
}

/** Served at a unit of the tree, or at the reader's own organisation; never on the reader's own card. */
async function unconfirmed({ context, rows }: Survey, { account, acting }: Reader): Promise<readonly TaskRow[]> {
  const found = await rows<ServiceRow>(
    `SELECT s.key, s.card, s.service, coalesce(u.code, $4) AS unit, s.place, s.day, s.checked_in_at, s.checked_out_at
     FROM ${context.table('services')} s JOIN ${context.table('cards')} c ON c.key = s.card LEFT JOIN scope u ON u.code = s.host
     WHERE s.checked_out_at IS NOT NULL AND s.confirmed_on IS NULL AND s.day <= $6 AND (u.code IS NOT NULL OR s.host = $5) AND coalesce(c.holder, '') <> $3
     ORDER BY s.day, s.key LIMIT ${TASKS_MAX}`,
    [account, acting.unit, acting.organisation ?? '', context.asOf],
  );
  return found.map((row) => {
    const hours = Math.min(Math.floor(msBetween(row.checked_in_at, row.checked_out_at) / MS_PER_QUARTER) / 4, HOURS_MAX);
    return {
      key: row.key,
      id: row.card,
      unit: row.unit,
      since: row.day,
      text: {
        zh: `${row.day} ${row.place}，签到签退共 ${hours} 小时`,
        en: `${row.day}, ${row.place}: ${hours} h between check-in and check-out`,
      },
      prefill: { service: row.service, ...(hours > 0 ? { hours } : {}) },
    };
  });
}

interface AdjustmentRow {
  readonly key: string;
  readonly card: string;
  readonly unit: string;
  readonly adjustment: string;
  readonly credits: number;
  readonly reason: string;
  readonly on_day: Day;
}

/** Proposed by somebody else. */
async function pending({ context, rows }: Survey, { account }: Reader): Promise<readonly TaskRow[]> {
  const found = await rows<AdjustmentRow>(
    `SELECT a.key, a.card, c.unit, a.adjustment, a.credits, a.reason, a.on_day
     FROM ${context.table('credit_adjustments')} a JOIN ${context.table('cards')} c ON c.key = a.card JOIN scope u ON u.code = c.unit
     WHERE a.status = 'pending' AND a.proposed_by <> $3 ORDER BY a.on_day, a.key LIMIT ${TASKS_MAX}`,
    [account],
  );
  return found.map(({ key, card, unit, adjustment, credits, reason, on_day: since }) => ({
    key,
    id: card,
    unit,
    since,
    text: { zh: `积分卡 ${card}：${credits} 分，理由：${reason}`, en: `Card ${card}: ${credits} credits, because: ${reason}` },
    prefill: { adjustment },
  }));
}

async function wishes({ context, rows }: Survey, status: string, since: string): Promise<readonly TaskRow[]> {
  const found = await rows<{ readonly key: string; readonly unit: string; readonly text: string; readonly since: Day }>(
    `SELECT w.key, w.unit, w.text, ${since} AS since FROM ${context.table('wishes')} w JOIN scope u ON u.code = w.unit
     WHERE w.status = $3 ORDER BY ${since}, w.key LIMIT ${TASKS_MAX}`,
    [status],
  );
  return found.map(({ key, unit, text, since: from }) => ({ key, id: key, unit, since: from, text: { zh: text, en: text }, prefill: {} }));
}
