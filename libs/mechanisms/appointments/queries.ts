import { choice, code, UNIT_CODE } from '#contracts';
import type { JsonObject } from '#kernel';
import { keyset, paged, type QuestionSpec } from '#readside';
import { ROLE_CHOICES } from './contract';

class RolesAsked {
  @code({
    zh: '账号',
    en: 'Account',
    max: 64,
    optional: true,
    pattern: '^[a-z0-9][a-z0-9._-]{0,63}$',
    says: { zh: '应为账号名', en: 'must be an account' },
  })
  readonly account?: string;
  @code({ zh: '单位', en: 'Unit', max: 16, optional: true, ...UNIT_CODE })
  readonly unit?: string;
  @choice({ zh: '角色', en: 'Role', of: ROLE_CHOICES, optional: true })
  readonly role?: string;
}

const heldSchema: JsonObject = {
  type: 'object',
  required: ['account', 'role', 'unit', 'from'],
  properties: {
    account: { type: 'string' },
    role: { type: 'string' },
    unit: { type: 'string' },
    organisation: { type: 'string' },
    from: { type: 'string', format: 'date' },
    until: { type: 'string', format: 'date' },
  },
};

/** Who held which role on a day; an account may hold several, which the register shows only the newest of. */
export const appointmentsQuestions: readonly QuestionSpec[] = [
  {
    path: 'roles',
    label: { zh: '任职情况', en: 'Roles held on a day' },
    asks: RolesAsked,
    who: ['registrar', 'auditor', 'leader', 'administrator'],
    list: true,
    answers: heldSchema,
    answer: async ({ account = null, unit = null, role = null }, context, page) => {
      const place = keyset([{ sql: 'a.key' }], page, 6);
      const rows = await context.rows<HeldRow>(
        `SELECT a.key, a.account, a.role, a.unit, a.organisation, a.since, a.until FROM ${context.effective('appointed')} a
         WHERE a.held AND (a.until IS NULL OR a.until >= $1) AND ($2::text IS NULL OR a.account = $2) AND ($3::text IS NULL OR a.unit = $3) AND ($4::text IS NULL OR a.role = $4)
           AND ($5::text IS NULL OR EXISTS (SELECT FROM ${context.effective('units')} u LEFT JOIN ${context.effective('units')} p ON p.key = u.parent WHERE u.key = a.unit AND $5 IN (u.key, u.parent, p.parent)))
           AND ${place.where} ORDER BY ${place.orderBy} LIMIT ${place.limit}`,
        [context.asOf, account, unit, role, scopeOf(context), ...place.values],
      );
      return paged(rows, page, (row) => [row.key], itemOf);
    },
  },
];

interface HeldRow {
  readonly key: string;
  readonly account: string;
  readonly role: string;
  readonly unit: string;
  readonly organisation: string | null;
  readonly since: string;
  readonly until: string | null;
}

/** Readers of the city see all, others the tree of the unit they act for. */
function scopeOf({ reader, city }: Parameters<QuestionSpec['answer']>[1]): string | null {
  const unit = reader?.acting.unit ?? '';
  return unit === city ? null : unit;
}

function itemOf({ account, role, unit, organisation, since, until }: HeldRow): JsonObject {
  return { account, role, unit, ...(organisation === null ? {} : { organisation }), from: since, ...(until === null ? {} : { until }) };
}
