import { objectMembers } from '../append/raw-json';
import { parseAcl, type StreamAcl } from '../append/stream-metadata';
import { type EventLog } from '../read/event-log';
import { describe } from '../protocol/recorded-event';

/** What the last event of `$settings` gives every stream without an `$acl` of its own; undefined: the built-in rules. */
export interface DefaultAcls {
  readonly user: StreamAcl | undefined;
  readonly system: StreamAcl | undefined;
}

const SETTINGS = '$settings';
const NONE: DefaultAcls = { user: undefined, system: undefined };

/** Asks the log for the last word of `$settings`, read anew only when there is a newer one. */
export function defaultAcls(log: EventLog): () => Promise<DefaultAcls> {
  let known: { readonly at: bigint; readonly acls: Promise<DefaultAcls> } | undefined;
  return async () => {
    const view = await log.view(SETTINGS);
    if (view.is !== 'there') return NONE;
    if (known?.at !== view.last) {
      const acls = log
        .streamBackwards(view, view.last, 1)
        .then(([event]) => (event ? parseDefaultAcls(describe(event.body).data.toString('utf8')) : NONE));
      known = { at: view.last, acls };
    }
    return known.acls;
  };
}

/** `{"$userStreamAcl": {…}, "$systemStreamAcl": {…}}`; a document of another form says nothing. */
export function parseDefaultAcls(json: string): DefaultAcls {
  const members = new Map(objectMembers(json) ?? []);
  const [user, system] = ['"$userStreamAcl"', '"$systemStreamAcl"'].map((key) => parseAcl(members.get(key) ?? 'null'));
  return user === 'malformed' || system === 'malformed' ? NONE : { user, system };
}
