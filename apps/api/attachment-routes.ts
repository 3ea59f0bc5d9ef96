import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Attachments } from '#access';
import { filled, type Role } from '#contracts';
import {
  problem,
  ProblemError,
  type EdgeOutcome,
  type EdgeRequest,
  type Held,
  type Problem,
  type RouteSpec,
  type UnitTree,
} from '#gateway';
import { dayOf, type Instant, type JsonObject, type Label } from '#kernel';
import { ATTACHMENT_BYTES_MAX, ATTACHMENT_TYPES, AttachmentStore, isAttachmentType, type NotKept } from './attachment-store';

export interface AttachmentParts {
  readonly store: AttachmentStore;
  readonly uploads: Attachments;
  readonly units: UnitTree;
  readonly now: () => Instant;
}

/** Whoever records facts may attach to them; whoever reads business data may look. The administrator does neither. */
const WRITERS: readonly Role[] = ['approver', 'clerk', 'desk', 'finance', 'inspector', 'registrar', 'secretary'];
const READERS: readonly Role[] = [...WRITERS, 'auditor', 'leader'];
/** Files arriving or leaving at once in one process, each of at most 20 MiB. */
const AT_ONCE_MAX = 8;
const PATH = '/api/attachments';

/** Takes scans as they are, on this route alone; they are read as they come, never held whole. */
export function acceptAttachments(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(Object.keys(ATTACHMENT_TYPES), (request: FastifyRequest, payload, done) => {
    if (request.routeOptions.url === PATH) done(null, payload);
    else done(new ProblemError(problem('request.media-type')), undefined);
  });
}

/** Scans in and out. The ledger knows a file by its hash alone; the file lies in a folder beside it. */
export function attachmentRoutes(parts: AttachmentParts): readonly RouteSpec[] {
  let running = 0;
  const bounded =
    (handle: RouteSpec['handle']): RouteSpec['handle'] =>
    async (request) => {
      if (running >= AT_ONCE_MAX) return problem('request.too-many', {}, { retryAfter: 2 });
      running += 1;
      try {
        return await handle(request);
      } finally {
        running -= 1;
      }
    };
  return [
    {
      method: 'POST',
      path: PATH,
      label: { zh: '上传附件', en: 'Upload an attachment' },
      who: WRITERS,
      scope: 'unit',
      logged: true,
      operation: UPLOAD,
      handle: bounded((request) => upload(request, parts)),
    },
    {
      method: 'GET',
      path: `${PATH}/:hash`,
      label: { zh: '查看附件', en: 'Look at an attachment' },
      who: READERS,
      scope: 'unit',
      operation: DOWNLOAD,
      handle: bounded((request) => download(request, parts)),
    },
  ];
}

async function upload(request: EdgeRequest, { store, uploads, units, now }: AttachmentParts): Promise<EdgeOutcome> {
  const type =
    String(request.headers['content-type'] ?? '')
      .split(';')[0]
      ?.trim()
      .toLowerCase() ?? '';
  if (!isAttachmentType(type) || !isStream(request.body)) return refusal('attachment.wrong-type');
  if (Number(request.headers['content-length'] ?? 0) > ATTACHMENT_BYTES_MAX) return refusal('attachment.too-large');
  const held = heldAs(request, WRITERS);
  const unit = request.query['unit'] ?? held[0]?.unit;
  if (typeof unit !== 'string' || !/^[0-9-]{6,20}$/.test(unit)) return problem('request.query');
  if (!(await reaches(held, unit, units, now()))) return problem('access.scope', { unit });
  const kept = await store.keep(unbroken(request.body), type);
  if (typeof kept === 'string') return refusal(kept);
  await uploads.note({ ...kept, unit, account: request.known?.account ?? '', type, at: now() });
  return { body: { hash: kept.hash, size: kept.bytes, type } };
}

async function download(request: EdgeRequest, { store, uploads, units, now }: AttachmentParts): Promise<EdgeOutcome> {
  const hash = request.params['hash'] ?? '';
  const known = /^[0-9a-f]{64}$/.test(hash) ? await uploads.of(hash) : [];
  const [first] = known;
  const type = first?.type ?? '';
  if (!first || !isAttachmentType(type)) return refusal('attachment.unknown');
  const held = heldAs(request, READERS);
  const own = known.some((one) => one.account === request.known?.account);
  const visible = await Promise.all(known.map((one) => reaches(held, one.unit, units, now())));
  if (!own && !visible.includes(true) && !held.some((one) => one.role === 'auditor')) return problem('access.scope', { unit: first.unit });
  const file = await store.read(hash);
  if (file === undefined) return refusal('attachment.missing');
  if (file === 'damaged') return refusal('attachment.damaged');
  // What it holds came from outside: no script in it may run under our address.
  const headers = {
    'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    'cache-control': 'private, no-store',
  };
  return { file, type, name: `${hash.slice(0, 16)}.${ATTACHMENT_TYPES[type].ending}`, inline: true, headers };
}

function heldAs({ known, acting }: EdgeRequest, roles: readonly Role[]): readonly Held[] {
  return (acting ? [acting] : (known?.held ?? [])).filter((held) => roles.includes(held.role));
}

async function reaches(held: readonly Held[], unit: string, units: UnitTree, now: Instant): Promise<boolean> {
  const today = dayOf(now);
  const found = await Promise.all(held.map((one) => units.holds(one.unit, unit, today)));
  return found.includes(true);
}

function isStream(body: unknown): body is Readable {
  return body instanceof Readable;
}

/** Whoever stops reading in the middle does not break the connection with it: the refusal has to get through. */
function unbroken(body: Readable): AsyncIterable<Buffer> {
  return { [Symbol.asyncIterator]: () => body.iterator({ destroyOnReturn: false }) };
}

function refusal(code: keyof typeof REFUSALS): Problem {
  const { status, text, next } = REFUSALS[code];
  const values = { mib: ATTACHMENT_BYTES_MAX / 2 ** 20 };
  return { status, code, text: { zh: filled(text.zh, values), en: filled(text.en, values) }, next };
}

const REFUSALS: Readonly<
  Record<
    NotKept | 'attachment.unknown' | 'attachment.missing' | 'attachment.damaged',
    { readonly status: number; readonly text: Label; readonly next: Label }
  >
> = {
  'attachment.empty': {
    status: 422,
    text: { zh: '文件是空的', en: 'The file is empty' },
    next: { zh: '请重新选择文件', en: 'Choose the file again' },
  },
  'attachment.too-large': {
    status: 413,
    text: { zh: '文件超过 {mib} MiB', en: 'The file is larger than {mib} MiB' },
    next: { zh: '请降低扫描分辨率，或分成几个文件', en: 'Scan it at a lower resolution, or in several files' },
  },
  'attachment.wrong-type': {
    status: 415,
    text: { zh: '文件内容与所称的类型不符', en: 'The file is not of the type it says it is' },
    next: { zh: '请上传 PDF、JPEG、PNG 或 WebP 原件', en: 'Upload a PDF, JPEG, PNG or WebP as it is' },
  },
  'attachment.cut-off': {
    status: 400,
    text: { zh: '上传中断，没有保存', en: 'The upload was cut off; nothing was kept' },
    next: { zh: '请重新上传', en: 'Upload it again' },
  },
  'attachment.no-room': {
    status: 503,
    text: { zh: '附件存储已满，没有保存', en: 'There is no room left for attachments; nothing was kept' },
    next: { zh: '请通知管理员清理或扩充磁盘，之后重新上传', en: 'Tell the administrator to make room, then upload it again' },
  },
  'attachment.unknown': {
    status: 404,
    text: { zh: '这个指纹没有上传过文件', en: 'No file of this hash was ever uploaded' },
    next: { zh: '请向登记单位索要原件，用 SHA-256 指纹核对', en: 'Ask the unit that recorded it for the original and compare its SHA-256' },
  },
  'attachment.missing': {
    status: 404,
    text: { zh: '附件的文件不在存储中', en: 'The file of this attachment is not in the store' },
    next: { zh: '请管理员从备份恢复附件文件夹', en: 'Ask the administrator to restore the folder of attachments from the backup' },
  },
  'attachment.damaged': {
    status: 500,
    text: { zh: '附件的文件已损坏，与登记的哈希不符', en: 'The file of this attachment is damaged: it no longer has its hash' },
    next: { zh: '请管理员从备份恢复这个文件', en: 'Ask the administrator to restore the file from the backup' },
  },
};

const BINARY: JsonObject = Object.fromEntries(
  Object.keys(ATTACHMENT_TYPES).map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
);
const UPLOAD: JsonObject = {
  tags: ['attachments'],
  parameters: [
    {
      name: 'unit',
      in: 'query',
      description: 'The unit whose business it belongs to; default the unit of the appointment',
      schema: { type: 'string' },
    },
  ],
  requestBody: { required: true, content: BINARY },
  responses: {
    '200': {
      description: 'Kept, or kept before',
      content: {
        'application/json': {
          schema: {
            type: 'object',
            required: ['hash', 'size', 'type'],
            properties: { hash: { type: 'string', pattern: '^[0-9a-f]{64}$' }, size: { type: 'integer' }, type: { type: 'string' } },
          },
        },
      },
    },
  },
};
const DOWNLOAD: JsonObject = {
  tags: ['attachments'],
  parameters: [{ name: 'hash', in: 'path', required: true, schema: { type: 'string', pattern: '^[0-9a-f]{64}$' } }],
  responses: { '200': { description: 'The file', content: BINARY } },
};
