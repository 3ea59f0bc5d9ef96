import { fieldsOf, type Contract, type FieldSpec } from '#contracts';
import { fenOf } from '#kernel';
import { FACTS, FACT_SUBJECTS, pseudonym } from '#gateway';
import { matching, type ReadContext } from '#readside';

/** Everything a searched text may name: a subject of any kind, an amount, a hash, a person by the value that identifies them. */
export function subjectsSearched(q: string, contracts: readonly Contract[], secret: Buffer): readonly string[] {
  const text = q.trim();
  const fen = fenOf(text.replace(/元$/, ''));
  return [
    ...['unit', 'payment', 'card', 'mandate', 'round', 'organisation', 'parameter'].map((kind) => `${kind}:${text}`),
    `hash:${text.toLowerCase()}`,
    ...(fen === undefined ? [] : [`amount:${fen}`]),
    ...purposesOf(contracts).map((purpose) => `person:${pseudonym(secret, purpose, text)}`),
    `person:${text}`,
  ];
}

/** SQL over the facts `f`: by subject, by account, or by words. `$1` on. */
export function searchCondition(
  q: string,
  subjects: readonly string[],
  context: ReadContext,
): { readonly sql: string; readonly values: readonly unknown[] } {
  const words = matching(FACTS, q.trim(), 3, 'f', true);
  return {
    sql: `(f.account = $1 OR f.key IN (SELECT s.fact FROM ${context.table(FACT_SUBJECTS.name)} s WHERE s.subject = ANY($2::text[])) OR ${words?.sql ?? 'false'})`,
    values: [q.trim(), subjects, ...(words?.values ?? [])],
  };
}

const purposes = new WeakMap<readonly Contract[], readonly string[]>();

function purposesOf(contracts: readonly Contract[]): readonly string[] {
  const known = purposes.get(contracts);
  if (known) return known;
  const found = new Set<string>();
  const walk = (fields: readonly FieldSpec[]): void => {
    for (const field of fields) {
      if (field.personal) found.add(field.personal.purpose);
      walk(field.fields ?? []);
    }
  };
  for (const contract of contracts) for (const action of Object.values(contract.actions)) walk(fieldsOf(action.payload));
  purposes.set(contracts, [...found]);
  return [...found];
}
