import { addDays, type Day } from '#kernel';
import type { RecordedFact } from '#ledger';
import { rowOf, textOf, view, type Row, type RowOp, type ViewSpec } from '#readside';
import type { RecordCounts, UnitFounded, UnitSplit } from './contract';

const UNITS = 'units';

/** Every unit that ever was, its name and parent as spans. `until` is its last day. Key: the code. */
export const unitsView = view({
  name: 'units',
  version: 1,
  tables: [
    {
      name: UNITS,
      columns: {
        code: 'text',
        name: 'text',
        level: 'text',
        kind: 'text',
        parent: 'text',
        since: 'day',
        until: 'day',
        became: 'texts',
        timeline: 'json',
      },
      indexes: [['level'], ['parent'], ['kind']],
      search: ['name', 'code'],
    },
    { name: 'territory', columns: { founded: 'integer', ended: 'integer', proposals: 'integer' } },
    {
      name: 'resizes',
      columns: {
        proposal: 'text',
        code: 'text',
        plan: 'text',
        reason: 'text',
        status: 'text',
        proposed_on: 'day',
        decided_on: 'day',
        effect_on: 'day',
        decision_reason: 'text',
        revision: 'integer',
      },
      indexes: [['code']],
    },
  ],
  on: {
    UnitFounded: (fact) => [...founded(fact.data as unknown as UnitFounded), city(fact, { founded: 1 })],
    UnitRenamed: (fact) => [spanned(fact, textOf(fact, 'code'), { name: textOf(fact, 'name') })],
    UnitMoved: (fact) => [spanned(fact, textOf(fact, 'code'), { parent: textOf(fact, 'parent') })],
    UnitsMerged: (fact) => [
      ...codes(fact).map((code) => ended(fact, code, [textOf(fact, 'into')])),
      city(fact, { ended: codes(fact).length }),
    ],
    UnitSplit: (fact) => split(fact, fact.data as unknown as UnitSplit),
    UnitDissolved: (fact) => [ended(fact, textOf(fact, 'code'), []), city(fact, { ended: 1 })],
    ResizeProposed: (fact) => [
      {
        op: 'put',
        table: 'resizes',
        key: textOf(fact, 'proposal'),
        row: {
          ...rowOf(fact, 'proposal', 'code', 'plan', 'reason'),
          status: 'proposed',
          proposed_on: fact.meta.occurredOn,
          revision: fact.revision,
        },
      },
      city(fact, { proposals: 1 }),
    ],
    ResizeDecided: (fact) => [{ op: 'patch', table: 'resizes', key: textOf(fact, 'proposal'), row: decided(fact) }],
  },
});

/** Households and residents of a unit by the day counted. Key: the unit. */
export const countsView = view({
  name: 'counts',
  version: 1,
  tables: [
    {
      name: 'counts',
      columns: { unit: 'text', households: 'integer', residents: 'integer', counted_on: 'day', revision: 'integer', timeline: 'json' },
    },
  ],
  on: { CountsRecorded: (fact) => [counted(fact)], CountsCorrected: (fact) => [counted(fact)] },
});

/** What residents see of territory: foundings and their like, sizes and counts, on the boards of the units concerned. */
export const territoryDiscloses: ViewSpec['on'] = {
  UnitFounded: (fact) =>
    fact.meta.source.kind === 'genesis'
      ? []
      : [
          said(
            fact,
            textOf(fact, 'code'),
            ['设立单位', 'Unit founded'],
            [`设立${textOf(fact, 'name')}`, `${textOf(fact, 'name')} founded`],
          ),
        ],
  UnitRenamed: (fact) => [
    said(fact, textOf(fact, 'code'), ['更名', 'Renamed'], [`更名为${textOf(fact, 'name')}`, `Renamed to ${textOf(fact, 'name')}`]),
  ],
  UnitMoved: (fact) => [
    said(
      fact,
      textOf(fact, 'code'),
      ['调整隶属', 'Moved'],
      [`改隶 ${textOf(fact, 'parent')}`, `Moved to ${textOf(fact, 'parent')}`],
      [textOf(fact, 'parent')],
    ),
  ],
  UnitsMerged: (fact) => [
    said(
      fact,
      textOf(fact, 'into'),
      ['合并', 'Merged'],
      [`${codes(fact).join('、')} 并入`, `${codes(fact).join(', ')} merged into it`],
      codes(fact),
    ),
  ],
  UnitSplit: (fact) => [
    said(
      fact,
      textOf(fact, 'code'),
      ['拆分', 'Split'],
      [`拆分为 ${partsOf(fact).join('、')}`, `Split into ${partsOf(fact).join(', ')}`],
      partsOf(fact),
    ),
  ],
  UnitDissolved: (fact) => [said(fact, textOf(fact, 'code'), ['撤销单位', 'Dissolved'], [textOf(fact, 'reason'), textOf(fact, 'reason')])],
  ResizeProposed: (fact) => [
    {
      op: 'put',
      table: 'board',
      key: resizeKey(fact),
      row: {
        ...boardRow(textOf(fact, 'code'), ['社区规模调整', 'Resize'], [textOf(fact, 'plan'), textOf(fact, 'plan')]),
        status: 'proposed',
      },
    },
  ],
  ResizeDecided: (fact) => [{ op: 'patch', table: 'board', key: resizeKey(fact), row: decidedLine(fact) }],
  CountsRecorded: (fact) => [countLine(fact)],
  CountsCorrected: (fact) => [countLine(fact)],
};

function founded(unit: Pick<UnitFounded, 'code' | 'name' | 'level' | 'kind' | 'from'> & { readonly parent?: string }): readonly RowOp[] {
  const { code, name, level, kind, from } = unit;
  return [
    { op: 'span', table: UNITS, key: code, from, row: { name, parent: unit.parent ?? null }, set: { code, level, kind, since: from } },
  ];
}

function split(fact: RecordedFact, { code, level, kind, parent, parts }: UnitSplit): readonly RowOp[] {
  const made = parts.flatMap((part) => founded({ code: part.code, name: part.name, level, kind, parent, from: fact.meta.occurredOn }));
  const moved = parts.flatMap((part) => part.children.map((child) => spanned(fact, child, { parent: part.code })));
  return [
    ...made,
    ...moved,
    ended(
      fact,
      code,
      parts.map((part) => part.code),
    ),
    city(fact, { founded: parts.length, ended: 1 }),
  ];
}

function spanned(fact: RecordedFact, key: string, values: Row): RowOp {
  return { op: 'span', table: UNITS, key, from: fact.meta.occurredOn, row: values };
}

function ended(fact: RecordedFact, key: string, became: readonly string[]): RowOp {
  return { op: 'patch', table: UNITS, key, row: { until: addDays(fact.meta.occurredOn, -1), became: [...became] } };
}

function city(fact: RecordedFact, add: Readonly<Record<string, number>>): RowOp {
  return { op: 'add', table: 'territory', key: fact.id, add };
}

function decided(fact: RecordedFact): Row {
  const status = fact.data['accepted'] === true ? 'accepted' : 'rejected';
  return {
    status,
    decided_on: fact.meta.occurredOn,
    effect_on: fact.data['effectOn'] ?? null,
    decision_reason: textOf(fact, 'reason'),
    revision: fact.revision,
  };
}

function counted(fact: RecordedFact): RowOp {
  const { households, residents, countedOn } = fact.data as unknown as RecordCounts;
  return {
    op: 'span',
    table: 'counts',
    key: fact.id,
    from: countedOn,
    row: { households, residents, counted_on: countedOn, revision: fact.revision },
    set: { unit: fact.id },
  };
}

/** The line stays where its proposal stands: residents learn of the decision on its day, not on the day it takes effect. */
function decidedLine({ data, meta }: RecordedFact): Row {
  const effectOn = String(data['effectOn']);
  const accepted = data['accepted'] === true;
  const [zh, en] = accepted ? [`自 ${effectOn} 起施行`, `in effect from ${effectOn}`] : ['不同意', 'not accepted'];
  return {
    title: `社区规模调整（${zh}）`,
    title_en: `Resize (${en})`,
    status: accepted ? 'accepted' : 'rejected',
    done: true,
    done_on: meta.occurredOn,
  };
}

function countLine(fact: RecordedFact): RowOp {
  const { households, residents, countedOn } = fact.data as unknown as RecordCounts;
  const words: Both = [
    `${countedOn} 清点：${households} 户、${residents} 人`,
    `Counted on ${countedOn}: ${households} households, ${residents} residents`,
  ];
  const row = {
    ...boardRow(fact.id, ['户数与人口', 'Households and residents'], words),
    effective_on: countedOn,
    status: fact.type === 'CountsCorrected' ? 'corrected' : 'recorded',
  };
  return { op: 'put', table: 'board', key: `territory:counts-${fact.id}:${countedOn}`, row };
}

/** Chinese and English. */
type Both = readonly [string, string];

function said(fact: RecordedFact, unit: string, title: Both, words: Both, concerns: readonly string[] = []): RowOp {
  const row = {
    ...boardRow(unit, title, words),
    ...(concerns.length > 0 ? { concerns: [...concerns] } : {}),
    effective_on: effective(fact) ?? fact.meta.occurredOn,
  };
  return { op: 'put', table: 'board', key: `territory:${fact.stream}@${fact.revision}`, row };
}

function boardRow(unit: string, [title, titleEn]: Both, [zh, en]: Both): Row {
  return { unit, topic: 'residents', title, title_en: titleEn, text: zh, text_en: en, status: 'recorded' };
}

function partsOf(fact: RecordedFact): readonly string[] {
  return (fact.data as unknown as UnitSplit).parts.map((part) => part.code);
}

function effective(fact: RecordedFact): Day | undefined {
  const from = fact.data['from'];
  return typeof from === 'string' ? from : undefined;
}

function resizeKey(fact: RecordedFact): string {
  return `territory:resize:${textOf(fact, 'proposal')}`;
}

function codes(fact: RecordedFact): readonly string[] {
  return fact.data['codes'] as readonly string[];
}
