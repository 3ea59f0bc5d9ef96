/**
 * Why an engine of this machine cannot start, in one sentence a person can act on.
 * `code` is stable (`engine.folder-in-use`, `engine.disk-full`, …); `zh` and `en` say what is wrong and what to do next.
 */
export class EngineRefusal extends Error {
  constructor(
    readonly code: string,
    readonly zh: string,
    readonly en: string,
  ) {
    super(`${zh} / ${en} [${code}]`);
    this.name = 'EngineRefusal';
  }
}

/** True when an error, or the text an engine printed, says that the disk is full (ENOSPC, or the quota's EDQUOT). */
export function saysDiskFull(reason: unknown): boolean {
  return /ENOSPC|EDQUOT|No space left on device|Disk quota exceeded|could not extend file/i.test(String(reason));
}

export function diskFull(folder: string): EngineRefusal {
  return new EngineRefusal(
    'engine.disk-full',
    `磁盘已满：${folder} 所在的磁盘写不下了。请腾出空间，或用 --data 换一个磁盘，然后再启动。`,
    `The disk that holds ${folder} is full. Free some space, or choose another disk with --data, then start again.`,
  );
}
