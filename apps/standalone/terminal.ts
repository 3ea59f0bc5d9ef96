import type { Progress } from '../supervised';

/** What the person at the terminal sees. A terminal that went away is no error: the log file has everything. */
export class Terminal {
  private bar = '';
  private lastTenth = -1;
  private readonly redraws = process.stdout.isTTY === true;

  constructor() {
    process.stdout.on('error', () => undefined);
    process.stderr.on('error', () => undefined);
  }

  line(text: string): void {
    this.clear();
    process.stdout.write(`${text}\n`);
    this.draw();
  }

  both(zh: string, en: string): void {
    this.line(`${zh}  ${en}`);
  }

  /** Errors: one sentence in each language. */
  refusal(zh: string, en: string): void {
    this.clear();
    process.stderr.write(`${zh}\n${en}\n`);
  }

  progress({ label, done, total }: Progress): void {
    const share = total > 0 ? Math.min(1, done / total) : 0;
    const tenth = Math.floor(share * 10);
    const filled = Math.round(share * 24);
    const text = `${label} [${'█'.repeat(filled)}${'░'.repeat(24 - filled)}] ${Math.floor(share * 100)}% ${done}/${total}`;
    if (this.redraws) {
      this.clear();
      this.bar = done >= total ? '' : text;
      if (done >= total) process.stdout.write(`${text}\n`);
      else this.draw();
    } else if (tenth !== this.lastTenth) {
      this.lastTenth = tenth;
      process.stdout.write(`${text}\n`);
    }
  }

  private clear(): void {
    if (this.bar !== '') process.stdout.write('\r\u001b[2K');
  }

  private draw(): void {
    if (this.bar !== '') process.stdout.write(this.bar);
  }
}
