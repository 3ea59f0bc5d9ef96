import { get } from 'node:http';

/**
 * One client process: argv = url, connections, unit. Opens that many event streams, half of them of the unit, half of all units, twenty per
 * address of this machine. Told `lines` of a number over IPC, it answers how many milliseconds (of this machine's clock) it was until each
 * connection had that many, and whether any had one twice.
 */
const [url = '', connections = '0', unit = ''] = process.argv.slice(2);
const PER_ADDRESS = 20;
const { hostname: host, port } = new URL(url);

class Connection {
  readonly lines = new Set<string>();
  twice = 0;
  lastMs = 0;
  private text = '';

  take(chunk: string): void {
    this.text += chunk;
    for (let end = this.text.indexOf('\n\n'); end >= 0; end = this.text.indexOf('\n\n')) {
      const data = /^data: (.*)$/m.exec(this.text.slice(0, end))?.[1];
      this.text = this.text.slice(end + 2);
      if (data === undefined) continue;
      for (const { id } of (JSON.parse(data) as { readonly items: readonly { readonly id: string }[] }).items) {
        if (this.lines.has(id)) this.twice += 1;
        this.lines.add(id);
      }
      this.lastMs = Date.now();
    }
  }
}

const opened: Connection[] = [];

function open(n: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const localAddress = `127.0.${1 + Math.floor(n / PER_ADDRESS / 250)}.${1 + (Math.floor(n / PER_ADDRESS) % 250)}`;
    const path = n % 2 === 0 ? `/api/stream?unit=${unit}` : '/api/stream';
    const asked = get({ host, port, path, localAddress, agent: false }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`stream ${n}: ${response.statusCode}`));
      const connection = new Connection();
      opened.push(connection);
      response.setEncoding('utf8').on('data', (chunk: string) => connection.take(chunk));
      response.on('close', () => process.exit(3));
      resolve();
    });
    asked.on('error', reject);
  });
}

async function begin(): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < Number(connections)) await open(next++);
  };
  await Promise.all(Array.from({ length: 50 }, worker));
  process.send?.({ opened: opened.length });
}

process.on('message', ({ lines, withinMs }: { readonly lines: number; readonly withinMs: number }) => {
  const until = Date.now() + withinMs;
  const look = (): void => {
    const short = opened.filter((connection) => connection.lines.size < lines).length;
    if (short > 0 && Date.now() < until) return void setTimeout(look, 5);
    process.send?.({
      short,
      twice: opened.reduce((sum, one) => sum + one.twice, 0),
      most: Math.max(...opened.map((one) => one.lines.size)),
      lastMs: Math.max(...opened.map((one) => one.lastMs)),
    });
  };
  look();
});
process.on('disconnect', () => process.exit(0));
begin().catch((reason: unknown) => {
  process.stderr.write(`${String(reason)}\n`);
  process.exit(1);
});
