import type { RouteSpec } from '#gateway';
import type { Json, JsonObject, Label } from '#kernel';
import type { HistoryAsk } from './history-reading';

/** What a history may be asked by, in words; case files and screens say the same. */
export const SUBJECTS: Readonly<Record<Extract<HistoryAsk['of'], { by: unknown }>['by'], Label>> = {
  unit: { zh: '单位', en: 'Unit' },
  payment: { zh: '支付', en: 'Payment' },
  card: { zh: '志愿服务积分卡', en: 'Volunteer card' },
  mandate: { zh: '授权', en: 'Mandate' },
  round: { zh: '巡察轮次', en: 'Round' },
  term: { zh: '届期', en: 'Term' },
  organisation: { zh: '机构', en: 'Organisation' },
  parameter: { zh: '政策参数', en: 'Parameter' },
  account: { zh: '经费账户', en: 'Account of money' },
  sending: { zh: '拨款', en: 'Sending' },
  team: { zh: '义工队伍', en: 'Team' },
  station: { zh: '爱心驿站', en: 'Station' },
  wish: { zh: '微心愿', en: 'Wish' },
  subject: { zh: '当事人（化名）', en: 'Subject (pseudonym)' },
  actor: { zh: '办理人', en: 'Actor' },
};

/** What else a search finds or a history is narrowed to. */
const FOUND: Readonly<Record<string, Label>> = {
  stream: { zh: '对象', en: 'Thing' },
  q: { zh: '检索', en: 'Search' },
  voucher: { zh: '凭证', en: 'Voucher' },
  person: { zh: '任职人', en: 'Person in a role' },
};

/** `GET /api/history/subjects`: kinds of subject with their names. Says nothing of any ledger, so it is open. */
export const subjectKindsRoute: RouteSpec = {
  method: 'GET',
  path: '/api/history/subjects',
  label: { zh: '可按什么查历史', en: 'What a history is asked by' },
  who: 'public',
  scope: 'none',
  operation: {
    tags: ['history'],
    responses: {
      '200': {
        description: 'Kinds of subject in words; `asked` ones are members of the query of /api/history',
        content: { 'application/json': { schema: schema() } },
      },
    },
  },
  handle: () => Promise.resolve({ body: { items: [...kinds(SUBJECTS, true), ...kinds(FOUND, false)] as unknown as Json } }),
};

function kinds(labels: Readonly<Record<string, Label>>, asked: boolean): readonly JsonObject[] {
  return Object.entries(labels).map(([kind, { zh, en }]) => ({ kind, label: { zh, en }, asked }));
}

function schema(): JsonObject {
  const label = { type: 'object', required: ['zh', 'en'], properties: { zh: { type: 'string' }, en: { type: 'string' } } };
  const item = {
    type: 'object',
    required: ['kind', 'label', 'asked'],
    properties: { kind: { type: 'string' }, label, asked: { type: 'boolean' } },
  };
  return { type: 'object', required: ['items'], properties: { items: { type: 'array', items: item } } };
}
