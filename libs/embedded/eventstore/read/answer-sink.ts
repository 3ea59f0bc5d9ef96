/** The part of a gRPC server call that answers a read; `write` is false when the client does not keep up. */
export interface AnswerCall {
  write(message: Buffer): boolean;
  end(): void;
  emit(event: 'error', status: object): boolean;
  once(event: 'drain' | 'cancelled' | 'close', listener: () => void): unknown;
  removeListener(event: 'drain' | 'cancelled' | 'close', listener: () => void): unknown;
  readonly cancelled: boolean;
  readonly destroyed: boolean;
  readonly writableNeedDrain: boolean;
}

/** Writes answers as fast as the client takes them; nothing is buffered here beyond what the stream itself holds. */
export class AnswerSink {
  private isOpen = true;
  private readonly closers = new Set<() => void>();

  constructor(private readonly call: AnswerCall) {
    call.once('cancelled', () => this.shut());
    call.once('close', () => this.shut());
  }

  get open(): boolean {
    return this.isOpen && !this.call.cancelled && !this.call.destroyed;
  }

  /** The client does not keep up: wait for `drained` before writing more. */
  get blocked(): boolean {
    return this.call.writableNeedDrain;
  }

  write(message: Buffer): void {
    if (this.open) this.call.write(message);
  }

  /** Resolves when the client takes more, or is gone. */
  drained(): Promise<void> {
    if (!this.open || !this.call.writableNeedDrain) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        this.call.removeListener('drain', done);
        this.closers.delete(done);
        resolve();
      };
      this.call.once('drain', done);
      this.closers.add(done);
    });
  }

  onClose(callback: () => void): () => void {
    if (!this.open) callback();
    else this.closers.add(callback);
    return () => this.closers.delete(callback);
  }

  end(): void {
    if (this.open) this.call.end();
    this.shut();
  }

  fail(status: object): void {
    if (this.open) this.call.emit('error', status);
    this.shut();
  }

  private shut(): void {
    this.isOpen = false;
    const closers = [...this.closers];
    this.closers.clear();
    for (const close of closers) close();
  }
}
