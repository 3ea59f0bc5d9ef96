import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { parseErasureLines } from '#ledger';
import { forgetPersonal, RebuildRefused } from '#readside';
import type { Environment } from '../environment';
import { tellNotice } from '../supervised';
import type { Wired } from '../wiring';

/**
 * A list of erasures that `ledgerctl restore --erasures` laid into the data folder: whoever was erased after the backup is erased again before any row
 * is written, and the plain values are filled anew. Carried out once; killed in between it is carried out again.
 */
export async function carryOutErasures({ dataFolder, databaseUrl, prefix }: Environment, { keys }: Wired): Promise<void> {
  const file = join(dataFolder, 'erasures.ndjson');
  if (!existsSync(file)) return;
  const erasures = parseErasureLines(readFileSync(file, 'utf8'));
  let destroyed = 0;
  for (const { subject, upTo } of erasures) destroyed += await keys.erase(subject, upTo);
  await forgetPersonal({ databaseUrl, prefix }).catch((reason: unknown) => {
    // Nothing was derived yet: nothing to forget.
    if (!(reason instanceof RebuildRefused)) throw reason;
  });
  renameSync(file, `${file}.done`);
  tellNotice(
    `已按清单再次抹除 ${erasures.length} 人（销毁密钥 ${destroyed} 个）。账本若早于其中某次决定，请补登记。`,
    `erased ${erasures.length} persons again as listed (${destroyed} keys destroyed); where the ledger is older than a decision, record it again`,
  );
}
