import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';

const bytesMax = 8 * 1024 * 1024;

/** A log bounded to twice 8 MiB: the current file and its one predecessor. A full disk loses log lines, never the program. */
export class LogFile {
  private fd: number | undefined;
  private size = 0;

  constructor(readonly path: string) {
    this.open();
  }

  write(text: string | Buffer): void {
    try {
      if (this.fd === undefined) this.open();
      if (this.fd === undefined) return;
      this.size += typeof text === 'string' ? writeSync(this.fd, text) : writeSync(this.fd, text);
      if (this.size > bytesMax) this.rotate();
    } catch {
      // said nowhere: the log is where it would be said
    }
  }

  close(): void {
    if (this.fd !== undefined) closeSync(this.fd);
    this.fd = undefined;
  }

  private open(): void {
    try {
      this.fd = openSync(this.path, 'a', 0o600);
      this.size = fstatSync(this.fd).size;
    } catch {
      this.fd = undefined;
    }
  }

  private rotate(): void {
    this.close();
    renameSync(this.path, `${this.path}.1`);
    this.open();
  }
}
