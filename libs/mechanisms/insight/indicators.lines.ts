import type { JsonObject } from '#kernel';

// What the answers of the scoreboard look like.

const TEXT = { type: 'string' } as const;
const DAY = { type: 'string', format: 'date' } as const;
const NUMBER = { type: ['number', 'null'] } as const;
const LABEL = { type: 'object', required: ['zh', 'en'], properties: { zh: TEXT, en: TEXT } } as const;
const TARGET = { type: ['object', 'null'], properties: { min: { type: 'number' }, max: { type: 'number' } } } as const;
const STATUS = { enum: ['met', 'short', 'over', 'no-data', 'no-target', 'not-recorded'] } as const;
const EVIDENCE = { type: 'array', items: TEXT, description: 'stream@revision, the newest first' } as const;
const PARTS = {
  part: { ...NUMBER, description: 'what the value is made of: part ÷ whole of a share or mean, the part itself of a sum' },
  whole: NUMBER,
} as const;

export const indicatorSchema: JsonObject = {
  type: 'object',
  required: [
    'id',
    'clause',
    'label',
    'unitOfMeasure',
    'value',
    'target',
    'status',
    'trend',
    'series',
    'evidence',
    'parameters',
    'mechanism',
  ],
  properties: {
    id: TEXT,
    clause: TEXT,
    label: LABEL,
    unitOfMeasure: TEXT,
    value: NUMBER,
    ...PARTS,
    target: TARGET,
    status: STATUS,
    trend: NUMBER,
    series: { type: 'array', items: { type: 'object', properties: { on: DAY, value: NUMBER } } },
    evidence: EVIDENCE,
    parameters: {
      type: 'array',
      items: { type: 'object', properties: { code: TEXT, value: { type: 'number' }, unitOfMeasure: TEXT, from: DAY, rests: TEXT } },
    },
    mechanism: { type: ['string', 'null'] },
  },
};

export const childSchema: JsonObject = {
  type: 'object',
  required: ['unit', 'name', 'kind', 'level', 'value', 'target', 'status', 'rank', 'evidence'],
  properties: {
    unit: TEXT,
    name: TEXT,
    kind: TEXT,
    level: TEXT,
    value: NUMBER,
    ...PARTS,
    target: TARGET,
    status: STATUS,
    rank: { type: ['integer', 'null'] },
    evidence: EVIDENCE,
  },
};
