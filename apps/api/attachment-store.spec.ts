import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ATTACHMENT_BYTES_MAX, AttachmentStore } from './attachment-store';

const PDF = Buffer.from('%PDF-1.7 a scan of a voucher');
const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const folder = mkdtempSync(join(tmpdir(), 'ledger-attachments-'));
const store = new AttachmentStore(folder);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function* parts(...given: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* given;
}

async function* cutOff(): AsyncGenerator<Buffer> {
  yield PDF;
  throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
}

const files = (): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);

describe('a file', () => {
  it('lies under its own hash, and the same bytes again are the same file', async () => {
    const hash = hashOf(PDF);
    expect(await store.keep(parts(PDF.subarray(0, 3), PDF.subarray(3)), 'application/pdf')).toEqual({ hash, bytes: PDF.length });
    expect(await store.keep(parts(PDF), 'application/pdf')).toEqual({ hash, bytes: PDF.length });
    expect(files()).toEqual([hash]);
    expect(await store.read(hash)).toEqual(PDF);
    expect(await store.read('f'.repeat(64))).toBeUndefined();
  });

  it.each([
    ['attachment.empty', parts(), 'application/pdf'],
    ['attachment.wrong-type', parts(PDF), 'image/png'],
    ['attachment.wrong-type', parts(Buffer.from('<html><script>')), 'application/pdf'],
    ['attachment.wrong-type', parts(Buffer.from('%PD')), 'application/pdf'],
    ['attachment.too-large', parts(PDF, ...Array<Buffer>(21).fill(Buffer.alloc(2 ** 20))), 'application/pdf'],
    ['attachment.cut-off', cutOff(), 'application/pdf'],
  ] as const)('that is refused leaves nothing behind: %s', async (code, bytes, type) => {
    const before = files();
    expect(await store.keep(bytes, type)).toBe(code);
    expect(files()).toEqual(before);
  });

  it('is taken up to the last byte that is allowed', async () => {
    const whole = Buffer.concat([PDF, Buffer.alloc(ATTACHMENT_BYTES_MAX - PDF.length)]);
    expect(await store.keep(parts(whole), 'application/pdf')).toEqual({ hash: hashOf(whole), bytes: ATTACHMENT_BYTES_MAX });
  });

  it('whose bytes changed on the disk is told apart from the one that was uploaded', async () => {
    const hash = hashOf(PDF);
    const path = join(folder, hash.slice(0, 2), hash);
    writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.from(' ')]));
    expect(await store.read(hash)).toBe('damaged');
  });

  it.each([
    ['image/png', '89504e470d0a1a0a0000000d49484452'],
    ['image/jpeg', 'ffd8ffe000104a464946000101000001'],
    ['image/webp', '524946462400000057454250565038'],
  ] as const)('of type %s is known by its first bytes', async (type, hex) => {
    const bytes = Buffer.from(hex, 'hex');
    expect(await store.keep(parts(bytes), type)).toEqual({ hash: hashOf(bytes), bytes: bytes.length });
  });
});

it('what a kill cut off is removed, what is still arriving is not', async () => {
  const incoming = join(folder, 'incoming');
  const now_ms = Date.parse('2026-03-05T04:00:00Z');
  for (const [name, age_ms] of [
    ['old.part', 7_200_000],
    ['new.part', 1_000],
  ] as const) {
    writeFileSync(join(incoming, name), '%PDF-');
    const at = new Date(now_ms - age_ms);
    utimesSync(join(incoming, name), at, at);
  }
  await store.tidy(now_ms);
  expect(readdirSync(incoming)).toEqual(['new.part']);
});
