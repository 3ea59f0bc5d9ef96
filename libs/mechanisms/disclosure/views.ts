import { dayOf } from '#kernel';
import type { RecordedFact } from '#ledger';
import { memberOf, rowOf, textOf, view, type Row, type RowOp, type ViewSpec } from '#readside';
import { BOARD, line, lineChange } from '../board/lines';
import type { Topic } from '../board/topics.contract';
import { DISCLOSURES } from './shown.queries';

/** What was scheduled and shown, as it stands now; what stood there before is in its history. */
export const disclosuresView = view({
  name: DISCLOSURES,
  version: 1,
  tables: [
    {
      name: DISCLOSURES,
      columns: {
        unit: 'text',
        affair: 'text',
        title: 'text',
        text: 'text',
        status: 'text',
        since: 'day',
        until: 'day',
        due: 'day',
        scheduled_on: 'day',
        published_on: 'day',
        corrected_on: 'day',
        withdrawn_on: 'day',
        shown_until: 'day',
        reason: 'text',
        attachments: 'json',
        revision: 'integer',
      },
      indexes: [['unit', 'published_on'], ['published_on'], ['scheduled_on']],
      search: ['title', 'text'],
    },
  ],
  on: {
    DisclosureScheduled: (fact) => [
      put(fact, { ...rowOf(fact, 'unit', 'affair', 'title', 'due'), scheduled_on: recordedOn(fact), status: 'scheduled' }),
    ],
    DisclosurePublished: (fact) => [
      // One that was scheduled keeps that it was.
      (fact.data['due'] === undefined ? put : patch)(fact, {
        ...rowOf(fact, 'unit', 'affair', 'title', 'text', 'until', 'due', 'attachments'),
        since: memberOf(fact, 'from'),
        shown_until: memberOf(fact, 'shownUntil'),
        published_on: recordedOn(fact),
        status: 'published',
      }),
    ],
    DisclosureCorrected: (fact) => [
      patch(fact, {
        ...given(fact, { title: 'title', text: 'text', attachments: 'attachments', shown_until: 'shownUntil', reason: 'reason' }),
        corrected_on: recordedOn(fact),
        status: 'corrected',
      }),
    ],
    DisclosureWithdrawn: (fact) => [patch(fact, { reason: memberOf(fact, 'reason'), withdrawn_on: recordedOn(fact), status: 'withdrawn' })],
  },
});

/** Scheduled ones are due, then late; a corrected one says why; a withdrawn one says that it was and why, its words are in the story alone. */
export const disclosuresDisclose: ViewSpec['on'] = {
  DisclosureScheduled: (fact) => [
    line(keyOf(fact), {
      ...named(fact),
      text: `计划在 ${textOf(fact, 'due')} 前公开`,
      text_en: `To be shown by ${textOf(fact, 'due')}`,
      status: 'scheduled',
      due: textOf(fact, 'due'),
    }),
  ],
  DisclosurePublished: (fact) => [
    line(keyOf(fact), {
      ...named(fact),
      text: textOf(fact, 'text'),
      text_en: textOf(fact, 'text'),
      status: 'published',
      ...(typeof fact.data['due'] === 'string' ? { due: fact.data['due'], done: true, done_on: recordedOn(fact) } : {}),
      ...shownUntil(fact),
    }),
  ],
  DisclosureCorrected: (fact) => [
    lineChange(keyOf(fact), {
      ...(typeof fact.data['title'] === 'string' ? { title: fact.data['title'], title_en: fact.data['title'] } : {}),
      text: `${textOf(fact, 'text')}（${recordedOn(fact)} 更正，理由：${textOf(fact, 'reason')}；原文见经过）`,
      text_en: `${textOf(fact, 'text')} (corrected on ${recordedOn(fact)}: ${textOf(fact, 'reason')}; what stood before is in the story)`,
      status: 'corrected',
      ...shownUntil(fact),
    }),
  ],
  DisclosureWithdrawn: (fact) => [
    {
      op: 'patch',
      table: BOARD,
      key: keyOf(fact),
      // Nothing is due of it any more.
      row: {
        text: `${recordedOn(fact)} 撤回，理由：${textOf(fact, 'reason')}`,
        text_en: `Withdrawn on ${recordedOn(fact)}: ${textOf(fact, 'reason')}`,
        status: 'withdrawn',
        due: null,
      },
    },
  ],
};

function named(fact: RecordedFact): { readonly unit: string; readonly topic: Topic; readonly title: string; readonly title_en: string } {
  const title = textOf(fact, 'title');
  return { unit: textOf(fact, 'unit'), topic: textOf(fact, 'affair') as Topic, title, title_en: title };
}

function shownUntil(fact: RecordedFact): { readonly shown_until?: string } {
  const until = fact.data['shownUntil'];
  return typeof until === 'string' ? { shown_until: until } : {};
}

/** Columns of the members that a correction names; the others stay. */
function given(fact: RecordedFact, members: Readonly<Record<string, string>>): Row {
  return Object.fromEntries(
    Object.entries(members).flatMap(([column, member]) => (fact.data[member] === undefined ? [] : [[column, memberOf(fact, member)]])),
  );
}

function put(fact: RecordedFact, row: Row): RowOp {
  return { op: 'put', table: DISCLOSURES, key: fact.id, row: { ...row, revision: fact.revision } };
}

function patch(fact: RecordedFact, row: Row): RowOp {
  return { op: 'patch', table: DISCLOSURES, key: fact.id, row: { ...row, revision: fact.revision } };
}

/** Shown is shown on the day it was recorded. */
function recordedOn(fact: RecordedFact): string {
  return dayOf(fact.meta.recordedAt);
}

function keyOf(fact: RecordedFact): string {
  return `disclosure:${fact.stream}`;
}
