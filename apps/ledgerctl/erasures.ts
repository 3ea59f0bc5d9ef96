import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { erasureLines, openKeyStore, parseErasureLines } from '#ledger';
import type { Environment } from '../environment';
import { CommandFailure, EXIT, type Output } from './output';

/** `erasures --to FILE`: writes down everyone ever erased, by pseudonym. Kept apart from backups and made more often than they are. */
export async function writeErasures(to: string, { keysDatabaseUrl, prefix, masterKey }: Environment, out: Output): Promise<void> {
  const keys = await openKeyStore({ databaseUrl: keysDatabaseUrl, prefix, master: masterKey });
  try {
    const erasures = await keys.erasures();
    writeFileSync(`${to}.new`, erasureLines(erasures), { mode: 0o600, flush: true });
    renameSync(`${to}.new`, to);
    out.result({ to, erasures: erasures.length }, [
      `已写出 ${erasures.length} 人的抹除清单 → ${to}`,
      '恢复备份时用 restore --erasures 带上它。',
    ]);
  } finally {
    await keys.close();
  }
}

/** The list to be carried out in a restored folder, as text, looked at before anything is restored. */
export function readErasures(file: string): string {
  try {
    const text = readFileSync(file, 'utf8');
    parseErasureLines(text);
    return text;
  } catch (reason) {
    const why = reason instanceof Error ? reason.message : String(reason);
    throw new CommandFailure(
      EXIT.usage,
      'restore.erasures',
      `${file} 不是完整的抹除清单（${why}）。请换一份。`,
      `${file} is no whole list of erasures (${why}). Use another one.`,
    );
  }
}
