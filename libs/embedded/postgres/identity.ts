import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { EngineRefusal } from '../engine-refusal';

/** How PostgreSQL's programs are started: what goes before the command, and as whom. */
export interface Identity {
  readonly prefix: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * PostgreSQL refuses to run as root, and initdb needs a user that the machine knows by name. An ordinary, named user runs it as it is. Otherwise a
 * user namespace of its own maps us to some named user, so that files stay ours and a home folder of mode 0700 is no obstacle;
 * where namespaces are not allowed, root hands over to `nobody` if that user can reach the folders. No user is ever added.
 * @throws EngineRefusal `engine.root` when neither is possible.
 */
export function chooseIdentity(folders: readonly string[]): Identity {
  const uid = process.geteuid?.();
  if (uid === undefined) return { prefix: [] };
  const named = namedUsers();
  if (uid !== 0 && (named.length === 0 || named.some((user) => user.uid === uid))) return { prefix: [] };
  const guest = named.find((user) => user.uid === 1000) ?? named.find((user) => user.uid !== 0);
  if (guest !== undefined && process.platform === 'linux') {
    const prefix = ['unshare', '--user', `--map-user=${guest.uid}`, `--map-group=${guest.gid}`, '--'];
    if (works([...prefix, 'true'])) return { prefix };
  }
  const nobody = named.find((user) => user.name === 'postgres') ?? named.find((user) => user.name === 'nobody');
  if (uid === 0 && nobody !== undefined && folders.every(anyoneMayEnter)) return { prefix: [], uid: nobody.uid, gid: nobody.gid };
  throw new EngineRefusal(
    'engine.root',
    '内置 PostgreSQL 不能以 root 身份运行，本机又不允许用户命名空间。请以普通用户运行，或把程序与 --data 放到人人可进入的目录（例如 /srv），或设置 DATABASE_URL 与 KEYS_DATABASE_URL。',
    'The embedded PostgreSQL cannot run as root, and this machine allows no user namespaces. Run as an ordinary user, or put the program and --data ' +
      'into folders that everyone may enter (such as /srv), or set DATABASE_URL and KEYS_DATABASE_URL.',
  );
}

interface NamedUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

function namedUsers(): NamedUser[] {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .filter((fields) => fields.length >= 4)
      .map(([name, , uid, gid]) => ({ name: name ?? '', uid: Number(uid), gid: Number(gid) }))
      .filter((user) => Number.isSafeInteger(user.uid) && Number.isSafeInteger(user.gid));
  } catch {
    return [];
  }
}

function works([command, ...args]: readonly string[]): boolean {
  try {
    execFileSync(command ?? '', args, { stdio: 'ignore', timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}

function anyoneMayEnter(folder: string): boolean {
  for (let at = resolve(folder); ; at = dirname(at)) {
    try {
      if ((statSync(at).mode & 0o001) === 0) return false;
    } catch {
      // not made yet: its parent decides
    }
    if (at === dirname(at)) return true;
  }
}
