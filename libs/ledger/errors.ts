import type { Label } from '#kernel';

/**
 * Why the ledger did not do what was asked. `code` and texts are what a person is told; `outcome` says whether an append may nevertheless
 * have been recorded (`unknown`: read the stream again and look for the submission before deciding anew).
 */
export class LedgerError extends Error {
  constructor(
    readonly code: string,
    readonly text: Label,
    readonly next: Label,
    readonly outcome: 'not-recorded' | 'unknown',
    options?: ErrorOptions,
  ) {
    super(`${code}: ${text.en}`, options);
    this.name = new.target.name;
  }
}

/** Another fact came first: the stream stands at `actual` (−1: it does not exist), not where the decision was made. */
export class WrongRevision extends LedgerError {
  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly actual: number,
  ) {
    super(
      'ledger.wrong-revision',
      { zh: `${stream} 已到第 ${actual} 版，不是第 ${expected} 版`, en: `${stream} stands at revision ${actual}, not ${expected}` },
      { zh: '请重新读取后再提交', en: 'read it again and submit again' },
      'not-recorded',
    );
  }
}

/** The event store did not answer in our own time. */
export class LedgerTimeout extends LedgerError {
  constructor(what: string, waited_ms: number, options?: ErrorOptions) {
    super(
      'ledger.timeout',
      { zh: `事件库 ${waited_ms} 毫秒内没有回答（${what}）`, en: `the event store did not answer within ${waited_ms} ms (${what})` },
      { zh: '请用同一个幂等键重试', en: 'try again with the same idempotency key' },
      'unknown',
      options,
    );
  }
}

/** The event store cannot be reached, broke the call off, or answered what no event store answers. */
export class LedgerUnavailable extends LedgerError {
  constructor(why: string, options?: ErrorOptions) {
    super(
      'ledger.unavailable',
      { zh: `事件库暂不可用：${why}`, en: `the event store is not available: ${why}` },
      { zh: '请稍后用同一个幂等键重试', en: 'try again later with the same idempotency key' },
      'unknown',
      options,
    );
  }
}

/** More calls wait than may wait: refused before anything was sent. */
export class LedgerBusy extends LedgerError {
  constructor(waiting: number) {
    super(
      'ledger.busy',
      { zh: `事件库繁忙：已有 ${waiting} 个请求在等待`, en: `the event store is busy: ${waiting} calls are waiting` },
      { zh: '请稍后用同一个幂等键重试', en: 'try again later with the same idempotency key' },
      'not-recorded',
    );
  }
}

/** The event store does not let this account do it. */
export class LedgerDenied extends LedgerError {
  constructor(what: string, options?: ErrorOptions) {
    super(
      'ledger.denied',
      { zh: `事件库拒绝了本系统的账号（${what}）`, en: `the event store refused the account of this system (${what})` },
      {
        zh: '请检查 EVENTSTORE_URL 中的账号、密码及其读取 $all 的权限',
        en: 'check the account and password in EVENTSTORE_URL and its right to read $all',
      },
      'not-recorded',
      options,
    );
  }
}

/** An append larger than every event store of our range takes. Counted as 24.10 does: data + metadata + 2 × type. */
export class FactTooLarge extends LedgerError {
  constructor(
    readonly bytes: number,
    readonly bytes_max: number,
  ) {
    super(
      'ledger.fact-too-large',
      {
        zh: `要记录的内容为 ${bytes} 字节，最多 ${bytes_max} 字节`,
        en: `what is to be recorded has ${bytes} bytes, at most ${bytes_max} are allowed`,
      },
      { zh: '请缩短文字或分开提交', en: 'shorten the texts or submit in parts' },
      'not-recorded',
    );
  }
}

/** Nothing of ours is ever deleted: a stream that was is a sign of tampering. */
export class StreamGone extends LedgerError {
  constructor(readonly stream: string) {
    super(
      'ledger.stream-gone',
      { zh: `事件库中的 ${stream} 已被删除`, en: `${stream} was deleted in the event store` },
      {
        zh: '账本从不删除内容：请保全现场并通知审计人员',
        en: 'the ledger never deletes anything: keep everything as it is and tell the auditors',
      },
      'not-recorded',
    );
  }
}

/** The log is not the one the checkpoint was taken from: a restored, older or foreign store. Never resumed by itself. */
export class LedgerHalted extends LedgerError {
  constructor(follower: string, why: Label) {
    super(
      'ledger.halted',
      { zh: `跟读 ${follower} 已停止：${why.zh}`, en: `following for ${follower} has halted: ${why.en}` },
      {
        zh: '请确认事件库是否为同一账本；若已从备份恢复，请用 ledgerctl rebuild 重建',
        en: 'check that the event store is the same ledger; after a restore, rebuild with ledgerctl rebuild',
      },
      'not-recorded',
    );
  }
}

/** A fact in a declared category that this version of the software cannot read. Reader and follower stop. */
export class UnknownFactType extends LedgerError {
  constructor(
    readonly stream: string,
    readonly revision: number,
    readonly type: string,
  ) {
    super(
      'ledger.unknown-fact',
      { zh: `${stream} 第 ${revision} 版的事实类型 ${type} 未声明`, en: `fact type ${type} of ${stream}@${revision} is not declared` },
      { zh: '请升级到记录它的版本', en: 'run the version of the software that recorded it' },
      'not-recorded',
    );
  }
}

/** A fact whose stored form is not ours: metadata missing or misshapen, data no JSON object. */
export class UnreadableFact extends LedgerError {
  constructor(
    readonly stream: string,
    readonly revision: number,
    why: string,
  ) {
    super(
      'ledger.unreadable-fact',
      { zh: `${stream} 第 ${revision} 版无法读取：${why}`, en: `${stream}@${revision} cannot be read: ${why}` },
      { zh: '请保全现场并运行 ledgerctl verify', en: 'keep everything as it is and run ledgerctl verify' },
      'not-recorded',
    );
  }
}

/** The key store of personal values does not answer: nothing personal can be recorded or shown meanwhile. */
export class KeysUnavailable extends LedgerError {
  constructor(cause: unknown) {
    super(
      'ledger.keys-unavailable',
      {
        zh: '个人信息密钥库暂不可用',
        en: `the key store of personal data is not available: ${cause instanceof Error ? cause.message : String(cause)}`,
      },
      { zh: '请稍后用同一个幂等键重试', en: 'try again later with the same idempotency key' },
      'not-recorded',
      { cause },
    );
  }
}
