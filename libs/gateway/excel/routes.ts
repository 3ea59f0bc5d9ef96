import type { FastifyInstance } from 'fastify';
import type { JsonObject, Label } from '#kernel';
import { isProblem, problem, ProblemError, refusedBy, type Problem } from '../problem';
import type { EdgeOutcome, EdgeRequest, RouteSpec } from '../edge/route';
import { faultFile } from './faults';
import { WORKBOOK_BOUNDS } from './guard';
import { compensate, copyFor, isCopyOf, record, rehearse, type ImportParts, type ImportReport, type Sender } from './import';
import { EXCEL_REFUSALS, type ExcelRefusal } from './refusals';
import { readSheet, type Sheet } from './sheet';
import { template } from './template';

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export interface ExcelParts extends ImportParts {
  /** `code 名称` of the units alive today, for the dropdowns. */
  readonly units: () => Promise<readonly string[]>;
  readonly synthetic: boolean;
}

/** Takes workbooks as bytes, on the routes below alone. */
export function acceptWorkbooks(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(XLSX, { parseAs: 'buffer', bodyLimit: WORKBOOK_BOUNDS.uploadBytesMax }, (request, body, done) => {
    if (request.routeOptions.url?.startsWith('/api/excel/')) done(null, body);
    else done(new ProblemError(problem('request.media-type')), undefined);
  });
}

/** Templates out, sheets in. Whoever may ask for an action may do so by sheet; each row goes the way of every other submission. */
export function excelRoutes(parts: ExcelParts): readonly RouteSpec[] {
  const upload: JsonObject = {
    requestBody: { required: true, content: { [XLSX]: { schema: { type: 'string', format: 'binary' } } } },
    responses: REPORT,
  };
  const route = (path: string, label: Label, operation: JsonObject, handle: RouteSpec['handle']): RouteSpec => ({
    method: 'POST',
    path,
    label,
    who: 'known',
    scope: 'unit',
    operation,
    handle,
  });
  return [
    {
      method: 'GET',
      path: '/api/excel/:category/:action',
      label: { zh: '下载填报模板', en: 'Download the template of an action' },
      who: 'known',
      scope: 'own',
      operation: {
        tags: ['excel'],
        parameters: ['category', 'action'].map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
        responses: FILE,
      },
      handle: (request) => download(request, parts),
    },
    route('/api/excel/rehearse', { zh: '试算整张表，不记录', en: 'Rehearse a sheet, recording nothing' }, upload, (request) =>
      withSheet(request, parts, (sheet, sender) => rehearse(sheet, sender, parts)),
    ),
    route(
      '/api/excel/import',
      { zh: '导入整张表', en: 'Import a sheet' },
      {
        ...upload,
        parameters: [
          PORTION('from', 'Rows passed over, recorded before; default 0'),
          PORTION('most', 'Rows recorded by this request; default all'),
        ],
      },
      (request) => importing(request, parts),
    ),
    route(
      '/api/excel/faults',
      { zh: '下载标出错误的表', en: 'The sheet with its errors beside the lines' },
      { ...upload, responses: FILE },
      (request) => faults(request, parts),
    ),
    route(
      '/api/excel/compensate',
      { zh: '撤回一张表已记录的行', en: 'Take back what a sheet recorded' },
      { ...upload, parameters: [{ name: 'reason', in: 'query', required: true, schema: { type: 'string', maxLength: 200 } }] },
      (request) => takeBack(request, parts),
    ),
  ];
}

async function download(request: EdgeRequest, parts: ExcelParts): Promise<EdgeOutcome> {
  const { category = '', action = '' } = request.params;
  const known = parts.submissions.categories.get(category);
  const asked = known?.actions.get(action);
  if (!known || !asked || asked.spec.who.length === 0) return problem('thing.unknown', { id: `${category}/${action}` });
  if (!request.known?.held.some((held) => asked.roles.has(held.role))) return problem('access.role');
  const copy = copyFor(parts.submissions.secret, request.known.account, category, action);
  return {
    file: await template(known.contract, action, copy, parts.synthetic, await parts.units()),
    type: XLSX,
    name: `${category}-${action}.xlsx`,
  };
}

async function faults(request: EdgeRequest, parts: ExcelParts): Promise<EdgeOutcome> {
  const read = await sheetOf(request, parts);
  if (isProblem(read)) return read;
  const report = await rehearse(read.sheet, read.sender, parts);
  return {
    file: await faultFile(request.body as Buffer, report.faults),
    type: XLSX,
    name: `${read.sheet.category}-${read.sheet.action}-errors.xlsx`,
  };
}

async function importing(request: EdgeRequest, parts: ExcelParts): Promise<EdgeOutcome> {
  const [from, most] = [countOf(request.query['from'], 0), countOf(request.query['most'], WORKBOOK_BOUNDS.rowsMax)];
  if (from === undefined || most === undefined || most === 0) return problem('request.query');
  return withSheet(request, parts, (sheet, sender) => record(sheet, sender, parts, { from, most }));
}

/** A count of rows; undefined when it is none. */
function countOf(value: unknown, otherwise: number): number | undefined {
  if (value === undefined) return otherwise;
  return typeof value === 'string' && /^\d{1,4}$/.test(value) && Number(value) <= WORKBOOK_BOUNDS.rowsMax ? Number(value) : undefined;
}

async function takeBack(request: EdgeRequest, parts: ExcelParts): Promise<EdgeOutcome> {
  const reason = request.query['reason'];
  if (typeof reason !== 'string' || reason.trim() === '' || [...reason].length > 200) return refused('excel.reason');
  return withSheet(
    request,
    parts,
    async (sheet, sender) => (await compensate(sheet, reason.trim(), sender, parts)) ?? refused('excel.no-compensation'),
  );
}

async function withSheet(
  request: EdgeRequest,
  parts: ExcelParts,
  use: (sheet: Sheet, sender: Sender) => Promise<ImportReport | Problem>,
): Promise<EdgeOutcome> {
  const read = await sheetOf(request, parts);
  if (isProblem(read)) return read;
  const report = await use(read.sheet, read.sender);
  return isProblem(report) ? report : { body: shown(report) };
}

async function sheetOf(request: EdgeRequest, parts: ExcelParts): Promise<{ readonly sheet: Sheet; readonly sender: Sender } | Problem> {
  if (!Buffer.isBuffer(request.body)) return problem('request.media-type');
  if (!request.known) return problem('access.login');
  const sheet = await readSheet(request.body, (category) => parts.submissions.categories.get(category)?.contract);
  if (typeof sheet === 'string') return refused(sheet);
  const { account, held } = request.known;
  if (!isCopyOf(parts.submissions.secret, account, sheet)) return refused('excel.other-account');
  const caller = { account, held, ...(request.acting ? { acting: request.acting } : {}) };
  return { sheet, sender: { caller, trace: request.trace } };
}

function refused(code: ExcelRefusal): Problem {
  return refusedBy(code, EXCEL_REFUSALS[code], { rows: WORKBOOK_BOUNDS.rowsMax, mib: WORKBOOK_BOUNDS.uploadBytesMax / 2 ** 20 });
}

/** Texts of the report as the API writes problems: `detail` in English, `detailZh` in Chinese. */
function shown(report: ImportReport): object {
  const faults = report.faults.map(({ line, row, errors }) => ({
    line,
    row,
    errors: errors.map(({ field, code, text }) => ({ field, code, detail: text.en, detailZh: text.zh })),
  }));
  const { stopped } = report;
  if (!stopped) return { ...report, faults };
  const { status, code, text, next } = stopped.problem;
  return {
    ...report,
    faults,
    stopped: { line: stopped.line, row: stopped.row, status, code, detail: text.en, detailZh: text.zh, next: next.en, nextZh: next.zh },
  };
}

const PORTION = (name: string, description: string): JsonObject => ({
  name,
  in: 'query',
  description,
  schema: { type: 'integer', minimum: 0, maximum: WORKBOOK_BOUNDS.rowsMax },
});
const FILE: JsonObject = { '200': { description: 'A workbook', content: { [XLSX]: { schema: { type: 'string', format: 'binary' } } } } };
const REPORT: JsonObject = {
  '200': { description: 'What became of each row', content: { 'application/json': { schema: { type: 'object' } } } },
};
