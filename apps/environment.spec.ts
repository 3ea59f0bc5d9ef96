import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnvironmentFault, readEnvironment } from './environment';

let folder: string;
let good: Record<string, string>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-environment-'));
  const secret = join(folder, 'secret');
  writeFileSync(secret, `${Buffer.alloc(32, 7).toString('base64url')}\n`);
  chmodSync(secret, 0o600);
  good = {
    EVENTSTORE_URL: 'esdb://ledger:x@127.0.0.1:2113?tls=true',
    DATABASE_URL: 'postgresql://a:b@127.0.0.1/ledger',
    KEYS_DATABASE_URL: 'postgres://a:b@127.0.0.1/keys',
    LEDGER_SECRET_FILE: secret,
    MASTER_KEY_FILE: secret,
    TOKEN_KEY_FILE: secret,
  };
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const faults = (given: Record<string, string | undefined>): readonly string[] => {
  try {
    readEnvironment(given);
    return [];
  } catch (reason) {
    if (reason instanceof EnvironmentFault) return reason.sentences;
    throw reason;
  }
};

test('a whole environment is read, with the defaults of one machine', () => {
  const { ledgerSecret, masterKey, ...rest } = readEnvironment(good);
  expect(rest).toMatchObject({ prefix: '', port: 3000, host: '127.0.0.1', synthetic: false, eventStoreUrl: good['EVENTSTORE_URL'] });
  expect(ledgerSecret).toEqual(Buffer.alloc(32, 7));
  expect(masterKey).toHaveLength(32);
});

test('a secret may be given directly, and goes before its file', () => {
  expect(readEnvironment({ ...good, LEDGER_SECRET: 'a secret text of more than thirty-two bytes' }).ledgerSecret.toString()).toMatch(
    /^a secret/,
  );
});

test('everything that is missing is named at once, one sentence each', () => {
  const said = faults({});
  expect(said).toHaveLength(6);
  for (const name of Object.keys(good))
    expect(said.filter((sentence) => new RegExp(`^缺少环境变量 ${name}[（。]`).test(sentence))).toHaveLength(1);
});

test.each([
  ['EVENTSTORE_URL', 'http://127.0.0.1:2113'],
  ['DATABASE_URL', 'mysql://x'],
  ['LEDGER_PREFIX', 'Drop Table'],
  ['PORT', '0'],
  ['PORT', '65536'],
  ['PORT', '3000; rm'],
  ['LEDGER_SYNTHETIC', 'maybe'],
  ['MASTER_KEY_FILE', '/nonexistent/master-key'],
])('%s=%s is refused by name', (name, value) => {
  const said = faults({ ...good, [name]: value });
  expect(said).toHaveLength(1);
  expect(said[0]).toContain(name);
});

test('a short secret is refused, and not repeated', () => {
  const short = join(folder, 'short');
  writeFileSync(short, 'hush');
  const said = faults({ ...good, TOKEN_KEY_FILE: short });
  expect(said).toHaveLength(1);
  expect(said.join()).not.toContain('hush');
});

test('the production forms set exactly the variables that are read', () => {
  const source = readFileSync(join(__dirname, 'environment.ts'), 'utf8');
  const read = new Set([...source.matchAll(/'([A-Z]+(?:_[A-Z]+)*)'/g)].map(([, name]) => name ?? ''));
  read.delete('LEDGER_SECRET'); // in production from a file
  const systemd = readFileSync('deploy/systemd/ledger.env.example', 'utf8');
  expect(new Set([...systemd.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name))).toEqual(read);
  const compose = readFileSync('deploy/ledger.environment.yaml', 'utf8');
  expect(new Set([...compose.matchAll(/^ {6}([A-Z_]+):/gm)].map(([, name]) => name))).toEqual(read);
});
