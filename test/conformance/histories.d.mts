/** What the generator of random histories needs of a server, and what it gives: see `histories.mjs`. */
export interface HistoryEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
}
export type Expected = 'any' | 'no_stream' | 'stream_exists' | number;
export interface HistoryRead {
  readonly stream?: string;
  readonly all?: true;
  readonly filter?: { readonly prefixes: readonly string[] };
  readonly direction: 'forwards' | 'backwards';
  readonly from: 'start' | 'end' | number;
  readonly count?: number;
}
export interface HistoryServer {
  readonly w: {
    append(stream: string, expected: Expected, events: readonly HistoryEvent[]): unknown;
    read(spec: HistoryRead): unknown;
    remove(kind: 'delete' | 'tombstone', stream: string, expected: Expected): unknown;
  };
  one(stream: string, expected: Expected, events: readonly HistoryEvent[]): unknown;
  meta(stream: string, expected: Expected, json: string, number: number): unknown;
  s(name: string): string;
  ev(number: number): HistoryEvent;
  say(label: string, answer: unknown): void;
}
export type History = (server: HistoryServer) => Promise<void>;
export declare function build(from: number, to: number, calls?: number): Readonly<Record<string, History>>;
export declare const scenarios: Readonly<Record<string, History>>;
