import { readFileSync, writeFileSync } from 'node:fs';
import { isObject } from '#kernel';
import { XLSX } from '#gateway';
import type { Door } from './door';
import { CommandFailure, EXIT, type Output } from './output';

export interface SheetOptions {
  readonly dryRun: boolean;
  readonly compensate: boolean;
  readonly reason: string | undefined;
  /** Where the sheet goes with its errors beside the lines. */
  readonly faultsTo: string;
}

/** `import xlsx FILE`: rehearse, then record in order; or take back what the file recorded. */
export async function importSheet(path: string, options: SheetOptions, door: Door, out: Output): Promise<void> {
  const content = readFile(path);
  const url = options.compensate
    ? `/api/excel/compensate?reason=${encodeURIComponent(options.reason ?? '')}`
    : options.dryRun
      ? '/api/excel/rehearse'
      : '/api/excel/import';
  const bar = out.bar('导入', 1);
  const report: unknown = await (await door.postFile(url, XLSX, content)).json();
  bar.at(1);
  bar.end();
  if (!isObject(report)) throw new CommandFailure(EXIT.failed, 'import.answer', '账本的答复无法读取。', 'The answer cannot be read.');
  const faults = list(report['faults']);
  if (faults.length > 0) {
    const file = Buffer.from(await (await door.postFile('/api/excel/faults', XLSX, content)).arrayBuffer());
    writeFileSync(options.faultsTo, file);
    throw new CommandFailure(
      EXIT.found,
      'import.faults',
      `${faults.length} 行有误，什么都没有记录。错误已写入 ${options.faultsTo}，改正后重新导入。\n${faultLines(faults)}`,
      `${faults.length} rows are wrong; nothing was recorded. The errors are in ${options.faultsTo}: mend them and import again.`,
      { report },
    );
  }
  const recorded = list(report['recorded']).length;
  if (isObject(report['stopped'])) {
    const { row, detailZh, detail } = report['stopped'] as Record<string, unknown>;
    throw new CommandFailure(
      EXIT.found,
      'import.stopped',
      `第 ${String(row)} 项被拒绝：${String(detailZh)}\n已记录 ${recorded} 行。改正后重新导入会从此处继续；要撤回已记录的，请加 --compensate --reason。`,
      `Row ${String(row)} was refused: ${String(detail)} ${recorded} rows are recorded. Import again to go on, or take them back with --compensate --reason.`,
      { report },
    );
  }
  const zh = options.compensate ? '已撤回' : options.dryRun ? '试算通过' : '已记录';
  out.result(report, [`${zh} ${options.dryRun ? String(report['rows']) : recorded} 行`]);
}

function readFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    throw new CommandFailure(EXIT.usage, 'import.file', `读不到文件 ${path}。`, `The file ${path} cannot be read.`);
  }
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function faultLines(faults: readonly unknown[]): string {
  return faults
    .slice(0, 20)
    .map((fault) =>
      isObject(fault)
        ? `  第 ${String(fault['line'])} 行：${list(fault['errors'])
            .map((error) => (isObject(error) ? `${String(error['field'])} ${String(error['detailZh'])}` : ''))
            .join(';')}`
        : '',
    )
    .join('\n');
}
