import { type Metadata } from '@grpc/grpc-js';

/** What one may do to a stream; `metadata…` are about `$$name`, asked with the name itself. */
export type StreamAction = 'read' | 'write' | 'delete' | 'metadata-read' | 'metadata-write';

/** Who calls: undefined = nobody (no credentials given). */
export interface Caller {
  readonly name: string;
  readonly groups: readonly string[];
}

export interface Access {
  /** Throws Refusal `unauthenticated` for credentials that are wrong. */
  identify(metadata: Metadata): Promise<Caller | undefined>;
  /** `stream` as named in the call; `$all` for the whole log. */
  allows(caller: Caller | undefined, action: 'read' | 'write' | 'delete', stream: string): Promise<boolean>;
}

/** Plaintext mode: whoever reaches the port may do everything, as with the real server's `--insecure`. */
export const OPEN_ACCESS: Access = {
  identify: () => Promise.resolve(undefined),
  allows: () => Promise.resolve(true),
};
