import type { RecordedFact } from '#ledger';
import { memberOf, rowOf, view, type Row, type RowOp, type ViewSpec } from '#readside';
import { line, lineChange } from '../board/lines';
import { OBJECTIONS } from './lines';

/** What residents asked and how it was answered; every answer there ever was is a row of its own. */
export const objectionsView = view({
  name: 'objections',
  version: 1,
  tables: [
    {
      name: OBJECTIONS,
      columns: {
        unit: 'text',
        line: 'text',
        kind: 'text',
        text: 'text',
        status: 'text',
        raised_on: 'day',
        due: 'day',
        answer: 'text',
        answered_on: 'day',
        corrected_on: 'day',
        revision: 'integer',
      },
      indexes: [['unit', 'raised_on'], ['line']],
      search: ['text', 'answer'],
    },
    {
      name: 'objection_answers',
      columns: { objection: 'text', text: 'text', reason: 'text', on_day: 'day', revision: 'integer' },
      indexes: [['objection']],
      history: false,
    },
  ],
  on: {
    ObjectionRaised: (fact) => [
      {
        op: 'put',
        table: OBJECTIONS,
        key: fact.id,
        row: {
          ...rowOf(fact, 'unit', 'line', 'kind', 'text', 'due'),
          status: 'open',
          raised_on: fact.meta.occurredOn,
          revision: fact.revision,
        },
      },
    ],
    ObjectionAnswered: (fact) => answered(fact, { status: 'answered', answered_on: fact.meta.occurredOn }),
    AnswerCorrected: (fact) => answered(fact, { corrected_on: fact.meta.occurredOn }),
  },
});

/** Open ones stand on the board as due, then late. What a resident wrote comes to the screens in the street with its answer: somebody has read it then. */
export const objectionsDisclose: ViewSpec['on'] = {
  ObjectionRaised: (fact) => {
    const { zh, en } = KIND[String(fact.data['kind'])] ?? QUESTION;
    const due = fact.data['due'];
    return [
      line(key(fact), {
        unit: String(fact.data['unit']),
        topic: 'residents',
        title: zh,
        title_en: en,
        text: `回执编号 ${fact.id}，待答复`,
        text_en: `Receipt code ${fact.id}, waits for an answer`,
        status: 'open',
        ...(typeof due === 'string' ? { due } : {}),
      }),
    ];
  },
  ObjectionAnswered: (fact) => [lineChange(key(fact), { ...words(fact), status: 'answered', done: true, done_on: fact.meta.occurredOn })],
  AnswerCorrected: (fact) => [lineChange(key(fact), { ...words(fact), status: 'corrected' })],
};

const QUESTION = { zh: '居民提问', en: 'A resident’s question' };
const KIND: Readonly<Record<string, typeof QUESTION>> = { objection: { zh: '居民异议', en: 'A resident’s objection' }, question: QUESTION };

function words(fact: RecordedFact): { readonly text: string; readonly text_en: string } {
  const text = String(fact.data['text']);
  return { text: `回执编号 ${fact.id}，答复：${text}`, text_en: `Receipt code ${fact.id}, answered: ${text}` };
}

function answered(fact: RecordedFact, row: Row): readonly RowOp[] {
  const { id, revision } = fact;
  return [
    { op: 'patch', table: OBJECTIONS, key: id, row: { ...row, answer: memberOf(fact, 'text'), revision } },
    {
      op: 'put',
      table: 'objection_answers',
      key: `${id}/${revision}`,
      row: { objection: id, ...rowOf(fact, 'text', 'reason'), on_day: fact.meta.occurredOn, revision },
    },
  ];
}

function key(fact: RecordedFact): string {
  return `objections:${fact.stream}`;
}
