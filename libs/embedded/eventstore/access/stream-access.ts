import { type Access, type Caller, type StreamAction } from './access';
import { type Accounts } from './accounts';
import { isMetastream } from '../append/append-check';
import { type StreamAcl } from '../append/stream-metadata';
import { type DefaultAcls } from './default-acls';

const ADMINS = '$admins';
const EVERYBODY = '$all';

/**
 * The real server's default rules: nobody without an account; administrators everything; anyone with an account ordinary streams, unless
 * the stream's `$acl` names others; `$`-streams and the whole log for administrators, unless an `$acl` opens them. What `$settings` says
 * stands between a stream's own `$acl` and these rules, right by right.
 */
export function streamAccess(
  accounts: Accounts,
  aclOf: (stream: string) => Promise<StreamAcl | undefined>,
  defaults: () => Promise<DefaultAcls>,
): Access {
  return {
    identify: (metadata) => accounts.identify(metadata),
    async allows(caller, action, stream) {
      if (caller === undefined) return false;
      if (caller.groups.includes(ADMINS)) return true;
      const [subject, asked] =
        isMetastream(stream) && action !== 'delete' ? ([stream.slice(2), `metadata-${action}`] as const) : [stream, action];
      return isNamed(
        caller,
        rolesFor(await aclOf(subject), asked) ?? rolesFor(aclFor(subject, await defaults()), asked) ?? defaultRoles(subject),
      );
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

function aclFor(stream: string, defaults: DefaultAcls): StreamAcl | undefined {
  return stream.startsWith('$') ? defaults.system : defaults.user;
}

function defaultRoles(stream: string): readonly string[] {
  return stream.startsWith('$') ? [ADMINS] : [EVERYBODY];
}

function isNamed(caller: Caller, roles: readonly string[]): boolean {
  return roles.some((role) => role === EVERYBODY || role === caller.name || caller.groups.includes(role));
}
