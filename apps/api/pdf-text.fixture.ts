import { inflateSync } from 'node:zlib';

export interface ReadPdf {
  readonly pages: number;
  /** What a reader could copy out of all pages, by way of the fonts' own maps to Unicode. */
  readonly text: string;
  /** Names of the fonts whose files lie in the document. */
  readonly embedded: readonly string[];
}

/** Reads a PDF as a viewer does: fonts, their ToUnicode maps, and what the pages show with them. Of files with plain objects (no object streams). */
export function readPdf(pdf: Buffer): ReadPdf {
  const objects = objectsOf(pdf);
  const all = [...objects.values()];
  const fonts = new Map<string, ReadonlyMap<string, string>>();
  for (const { head } of all) {
    for (const [, name = '', id = ''] of (/\/Font <<([^>]*)>>/.exec(head)?.[1] ?? '').matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id)?.head ?? '')?.[1];
      if (map !== undefined) fonts.set(name, unicodeOf(objects.get(map)?.stream ?? ''));
    }
  }
  const pages = all.filter(({ head }) => /\/Type \/Page\b(?!s)/.test(head));
  const text = pages.map(({ head }) => shownOf(objects.get(/\/Contents (\d+) 0 R/.exec(head)?.[1] ?? '')?.stream ?? '', fonts)).join('\f');
  const embedded = all
    .filter(({ head }) => /\/FontFile[23] \d+ 0 R/.test(head))
    .map(({ head }) => /\/FontName \/(\S+)/.exec(head)?.[1] ?? '');
  return { pages: pages.length, text, embedded };
}

interface PdfObject {
  readonly head: string;
  readonly stream: string;
}

function objectsOf(pdf: Buffer): ReadonlyMap<string, PdfObject> {
  const raw = pdf.toString('latin1');
  const found = new Map<string, PdfObject>();
  for (const match of raw.matchAll(/(?:^|\n)(\d+) 0 obj\r?\n/g)) {
    const start = match.index + match[0].length;
    const end = raw.indexOf('endobj', start);
    const body = raw.slice(start, end);
    const at = body.indexOf('stream\n');
    const head = at < 0 ? body : body.slice(0, at);
    const length = Number(/\/Length (\d+)/.exec(head)?.[1] ?? 0);
    const bytes = at < 0 ? Buffer.alloc(0) : pdf.subarray(start + at + 7, start + at + 7 + length);
    found.set(match[1] ?? '', {
      head: head.replace(/\s+/g, ' '),
      stream: (head.includes('/FlateDecode') && length > 0 ? inflateSync(bytes) : bytes).toString('latin1'),
    });
  }
  return found;
}

function unicodeOf(map: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const text = (hex: string): string => Buffer.from(hex.replace(/\s/g, ''), 'hex').swap16().toString('utf16le');
  for (const [, range = ''] of map.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, from = '', , list = ''] of range.matchAll(/<([0-9a-f]+)> <([0-9a-f]+)> \[([^\]]*)\]/gi)) {
      [...list.matchAll(/<([0-9a-f ]*)>/gi)].forEach(([, hex = ''], i) =>
        found.set((Number.parseInt(from, 16) + i).toString(16).padStart(4, '0'), text(hex)),
      );
    }
  }
  return found;
}

/** The strings shown, in the order of the page. */
function shownOf(content: string, fonts: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  let font: ReadonlyMap<string, string> | undefined;
  let shown = '';
  for (const [, name, array] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name !== undefined) font = fonts.get(name);
    else
      for (const [, hex = ''] of (array ?? '').matchAll(/<([0-9a-f]*)>/gi))
        for (const code of hex.match(/.{4}/g) ?? []) shown += font?.get(code.toLowerCase()) ?? '?';
  }
  return shown;
}
