import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { problem, XLSX, type EdgeOutcome, type EdgeRequest, type RouteSpec } from '#gateway';
import type { Label } from '#kernel';
import { CASEFILE_FACTS_MAX, caseFileJson, caseFileOf, type CaseFileParts } from './casefile';
import type { CaseFile } from './casefile-content';
import { caseFileSheet } from './casefile-sheet';
import { ASKED_BY, readingHistory, WHO } from './history-reading';
import { NARROWING, query } from './history-routes';

/** Files made at one time, and seconds after which one more may be asked for. */
const [MAKING_MAX, AGAIN_S] = [2, 10];
/** A file of 5,000 facts takes some six seconds of one core; beyond this its making has gone wrong. */
const PDF_MS_MAX = 120_000;
/** What setting it may hold: 5,000 ordinary facts hold a third of this. */
const PDF_HEAP_MIB_MAX = 1_024;
const PDF_WORKER = join(process.cwd(), 'dist', 'apps', 'api', 'casefile-pdf.worker.js');

const FORMATS: Readonly<
  Record<string, { readonly type: string; readonly label: Label; readonly make: (file: CaseFile) => Promise<Buffer> }>
> = {
  pdf: { type: 'application/pdf', label: { zh: '案卷（PDF）', en: 'Case file (PDF)' }, make: pdfApart },
  xlsx: { type: XLSX, label: { zh: '案卷（表格）', en: 'Case file (workbook)' }, make: caseFileSheet },
  json: {
    type: 'application/json; charset=utf-8',
    label: { zh: '案卷（JSON）', en: 'Case file (JSON)' },
    make: (file) => Promise.resolve(caseFileJson(file)),
  },
};

/** `GET /api/casefile/{pdf|xlsx|json}` with the filters of `/api/history`, also `category`+`id` or `q`: what was found, as a file marked with who took it out and when. */
export function caseFileRoutes(parts: CaseFileParts): readonly RouteSpec[] {
  const making = { count: 0 };
  const filters = [...ASKED_BY.map((name) => query(name)), query('category'), query('id'), query('q'), ...NARROWING];
  return Object.entries(FORMATS).map(([format, { type, label, make }]) => ({
    method: 'GET',
    path: `/api/casefile/${format}`,
    label,
    who: WHO,
    scope: 'unit',
    operation: {
      tags: ['history'],
      parameters: filters,
      responses: {
        '200': {
          description: `At most ${CASEFILE_FACTS_MAX} facts`,
          content: { [type]: { schema: { type: 'string', format: 'binary' } } },
        },
      },
    },
    handle: async (request: EdgeRequest): Promise<EdgeOutcome> => {
      if (making.count >= MAKING_MAX) return problem('request.too-many', {}, { retryAfter: AGAIN_S });
      making.count += 1;
      try {
        return await readingHistory(request, parts, async (read) => {
          const file = await caseFileOf(read, parts);
          if ('status' in file) return file;
          return { file: await make(file), type, name: nameOf(file, format), headers: { 'ledger-position': file.watermark.position } };
        });
      } finally {
        making.count -= 1;
      }
    },
  }));
}

/** In a thread of its own, ended when it takes too long. */
function pdfApart(file: CaseFile): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(PDF_WORKER, { workerData: file, resourceLimits: { maxOldGenerationSizeMb: PDF_HEAP_MIB_MAX } });
    const late = setTimeout(() => void worker.terminate(), PDF_MS_MAX);
    worker.once('message', (pdf: Uint8Array) => resolve(Buffer.from(pdf)));
    worker.once('error', reject);
    worker.once('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`the making of the PDF ended with ${code}`));
    });
  });
}

/** The time is Shanghai's, as on the pages. */
function nameOf({ watermark }: CaseFile, format: string): string {
  const at = new Date(Date.parse(watermark.at) + 8 * 3_600_000).toISOString();
  return `casefile-${at.replaceAll(/[-:]/g, '').slice(0, 15)}-${watermark.position}.${format}`;
}
