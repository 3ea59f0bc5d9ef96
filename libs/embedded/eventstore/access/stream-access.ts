import { type Access, type Caller, type StreamAction } from './access';
import { type Accounts } from './accounts';
import { isMetastream } from '../append/append-check';
import { type StreamAcl } from '../append/stream-metadata';

const ADMINS = '$admins';
const EVERYBODY = '$all';

/**
 * The real server's default rules: nobody without an account; administrators everything; anyone with an account ordinary streams, unless
 * the stream's `$acl` names others; `$`-streams and the whole log for administrators, unless an `$acl` opens them.
 */
export function streamAccess(accounts: Accounts, aclOf: (stream: string) => Promise<StreamAcl | undefined>): Access {
  return {
    identify: (metadata) => accounts.identify(metadata),
    async allows(caller, action, stream) {
      if (caller === undefined) return false;
      if (caller.groups.includes(ADMINS)) return true;
      const [subject, asked] =
        isMetastream(stream) && action !== 'delete' ? ([stream.slice(2), `metadata-${action}`] as const) : [stream, action];
      return isNamed(caller, rolesFor(await aclOf(subject), asked) ?? defaultRoles(subject));
    },
  };
}

function rolesFor(acl: StreamAcl | undefined, action: StreamAction): readonly string[] | undefined {
  switch (action) {
    case 'read':
      return acl?.read;
    case 'write':
      return acl?.write;
    case 'delete':
      return acl?.delete;
    case 'metadata-read':
      return acl?.metaRead;
    case 'metadata-write':
      return acl?.metaWrite;
  }
}

function defaultRoles(stream: string): readonly string[] {
  return stream.startsWith('$') ? [ADMINS] : [EVERYBODY];
}

function isNamed(caller: Caller, roles: readonly string[]): boolean {
  return roles.some((role) => role === EVERYBODY || role === caller.name || caller.groups.includes(role));
}
