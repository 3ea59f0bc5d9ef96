import { fromBuffer, type Entry, type ZipFile } from 'yauzl';

/** Bounds on an uploaded workbook, checked while inflating and before it is parsed: a zip says nothing true about its size. */
export const WORKBOOK_BOUNDS = {
  uploadBytesMax: 5 * 2 ** 20,
  inflatedBytesMax: 60 * 2 ** 20,
  entriesMax: 200,
  rowsMax: 5_000,
  ratioMax: 200,
} as const;

export type Unfit = 'excel.not-a-workbook' | 'excel.too-large' | 'excel.bomb';

/** Inflates every entry once, counting, and throws nothing away but the bytes. Answers what is wrong, or undefined. */
export async function unfit(upload: Buffer): Promise<Unfit | undefined> {
  if (upload.length > WORKBOOK_BOUNDS.uploadBytesMax) return 'excel.too-large';
  if (upload.length < 4 || upload.readUInt32LE(0) !== 0x04034b50) return 'excel.not-a-workbook';
  let zip: ZipFile;
  try {
    zip = await opened(upload);
  } catch {
    return 'excel.not-a-workbook';
  }
  try {
    return await walked(zip, upload.length);
  } catch {
    return 'excel.not-a-workbook';
  } finally {
    zip.close();
  }
}

function opened(upload: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) =>
    fromBuffer(upload, { lazyEntries: true, validateEntrySizes: true }, (error, zip) => (error ? reject(error) : resolve(zip))),
  );
}

function walked(zip: ZipFile, uploadBytes: number): Promise<Unfit | undefined> {
  let entries = 0;
  let inflated = 0;
  let workbook = false;
  const inflatedMax = Math.min(WORKBOOK_BOUNDS.inflatedBytesMax, Math.max(uploadBytes * WORKBOOK_BOUNDS.ratioMax, 2 ** 20));
  return new Promise((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', () => resolve(workbook ? undefined : 'excel.not-a-workbook'));
    zip.on('entry', (entry: Entry) => {
      if (++entries > WORKBOOK_BOUNDS.entriesMax) return resolve('excel.bomb');
      if (entry.fileName === 'xl/workbook.xml') workbook = true;
      zip.openReadStream(entry, (error, stream) => {
        if (error) return reject(error);
        stream.on('error', reject);
        stream.on('end', () => zip.readEntry());
        stream.on('data', (chunk: Buffer) => {
          inflated += chunk.length;
          if (inflated <= inflatedMax) return;
          stream.destroy();
          resolve('excel.bomb');
        });
      });
    });
    zip.readEntry();
  });
}
