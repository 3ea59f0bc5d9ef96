import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

const FOLDER = join(process.cwd(), 'test', 'browser', 'pictures');
/** A pixel differs when its colour is further off than this (0 to 1, of what the eye tells apart); edges of letters that were smoothed otherwise do not count. */
const COLOUR = 0.2;
/** As many of the pixels may differ: another build of the browser draws letters a little otherwise; a line that is gone is more. */
const SHARE_MAX = 0.01;

/**
 * Compares a picture with the committed one of that name; `UPDATE_GOLDENS=1` commits it anew.
 * @throws Error saying how much differs, and where the picture taken and the difference lie.
 */
export function compare(name: string, taken: Buffer): void {
  const golden = join(FOLDER, `${name}.png`);
  if (process.env['UPDATE_GOLDENS'] === '1') {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(golden, taken);
    return;
  }
  if (!existsSync(golden)) throw new Error(`${name}: no picture is committed; look at the screen, then UPDATE_GOLDENS=1`);
  const [before, now] = [PNG.sync.read(readFileSync(golden)), PNG.sync.read(taken)];
  if (before.width !== now.width || before.height !== now.height)
    throw new Error(`${name}: ${now.width}×${now.height}, the committed one is ${before.width}×${before.height}${kept(name, taken)}`);
  const difference = new PNG({ width: now.width, height: now.height });
  const pixels = pixelmatch(before.data, now.data, difference.data, now.width, now.height, { threshold: COLOUR });
  const share = pixels / (now.width * now.height);
  if (share > SHARE_MAX) throw new Error(`${name}: ${(share * 100).toFixed(2)} % of the pixels differ${kept(name, taken, difference)}`);
}

function kept(name: string, taken: Buffer, difference?: PNG): string {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-pictures-'));
  writeFileSync(join(folder, `${name}.png`), taken);
  if (difference) writeFileSync(join(folder, `${name}.difference.png`), PNG.sync.write(difference));
  return `; see ${folder}`;
}
