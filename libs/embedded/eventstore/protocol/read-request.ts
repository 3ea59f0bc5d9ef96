import { ProtoReader } from './proto-reader';
import { readStreamName } from './recorded-event';

export interface Filter {
  readonly on: 'stream' | 'type';
  readonly regex: string;
  readonly prefixes: readonly string[];
  /** Events considered before a page of a filtered read ends; with the interval it spaces checkpoints. */
  readonly window: number;
  readonly interval: number;
}

export type StreamFrom = 'start' | 'end' | bigint;
export type AllFrom = 'start' | 'end' | { readonly commit: bigint; readonly prepare: bigint };

export interface ReadRequest {
  readonly of: { readonly stream: string; readonly from: StreamFrom } | { readonly all: AllFrom } | undefined;
  readonly backwards: boolean;
  readonly resolveLinks: boolean;
  /** undefined: a subscription. */
  readonly count: bigint | undefined;
  readonly filter: Filter | undefined;
  readonly structuredIds: boolean;
  /** The client understands first and last stream positions (control_option.compatibility ≥ 1). */
  readonly tellsPositions: boolean;
}

const DEFAULT_WINDOW = 32;
const END = 18446744073709551615n;

/** ReadReq {options 1 {stream 1 | all 2, read_direction 3, resolve_links 4, count 5 | subscription 6, filter 7 | no_filter 8, uuid_option 9, control_option 10}}. */
export function readReadRequest(buffer: Buffer): ReadRequest {
  const outer = new ProtoReader(buffer);
  let request: ReadRequest = {
    of: undefined,
    backwards: false,
    resolveLinks: false,
    count: 0n,
    filter: undefined,
    structuredIds: true,
    tellsPositions: false,
  };
  while (outer.next()) {
    if (outer.field === 1) request = readOptions(outer.message(), request);
    else outer.skip();
  }
  return request;
}

function readOptions(r: ProtoReader, empty: ReadRequest): ReadRequest {
  const request: { -readonly [K in keyof ReadRequest]: ReadRequest[K] } = { ...empty };
  while (r.next()) {
    if (r.field === 1) request.of = readStreamOptions(r.message());
    else if (r.field === 2) request.of = readAllOptions(r.message());
    else if (r.field === 3) request.backwards = r.number() === 1;
    else if (r.field === 4) request.resolveLinks = r.bool();
    else if (r.field === 5) request.count = r.uint();
    else if (r.field === 6) {
      r.skip();
      request.count = undefined;
    } else if (r.field === 7) request.filter = readFilter(r.message());
    else if (r.field === 9) request.structuredIds = readUuidOption(r.message());
    else if (r.field === 10) request.tellsPositions = readCompatibility(r.message()) >= 1;
    else r.skip();
  }
  return request;
}

function readStreamOptions(r: ProtoReader): { stream: string; from: StreamFrom } {
  let stream = '';
  let from: StreamFrom = 'start';
  while (r.next()) {
    if (r.field === 1) stream = readStreamName(r.message());
    else if (r.field === 2) {
      const revision = r.uint();
      from = revision === END ? 'end' : revision;
    } else {
      if (r.field === 4) from = 'end';
      r.skip();
    }
  }
  return { stream, from };
}

function readAllOptions(r: ProtoReader): { all: AllFrom } {
  let all: AllFrom = 'start';
  while (r.next()) {
    if (r.field === 1) all = readPosition(r.message());
    else {
      if (r.field === 3) all = 'end';
      r.skip();
    }
  }
  return { all };
}

function readPosition(r: ProtoReader): AllFrom {
  const position = { commit: 0n, prepare: 0n };
  while (r.next()) {
    if (r.field === 1) position.commit = r.uint();
    else if (r.field === 2) position.prepare = r.uint();
    else r.skip();
  }
  return position.commit === END ? 'end' : position;
}

function readFilter(r: ProtoReader): Filter {
  let filter: Filter = { on: 'stream', regex: '', prefixes: [], window: DEFAULT_WINDOW, interval: 0 };
  while (r.next()) {
    if (r.field === 1 || r.field === 2) filter = { ...filter, on: r.field === 1 ? 'stream' : 'type', ...readExpression(r.message()) };
    else if (r.field === 3) filter = { ...filter, window: r.number() };
    else if (r.field === 5) filter = { ...filter, interval: r.number() };
    else r.skip();
  }
  return filter;
}

function readExpression(r: ProtoReader): { regex: string; prefixes: readonly string[] } {
  let regex = '';
  const prefixes: string[] = [];
  while (r.next()) {
    if (r.field === 1) regex = r.string();
    else if (r.field === 2) prefixes.push(r.string());
    else r.skip();
  }
  return { regex, prefixes };
}

function readUuidOption(r: ProtoReader): boolean {
  let structured = true;
  while (r.next()) {
    if (r.field === 2) structured = false;
    r.skip();
  }
  return structured;
}

function readCompatibility(r: ProtoReader): number {
  let compatibility = 0;
  while (r.next()) {
    if (r.field === 1) compatibility = r.number();
    else r.skip();
  }
  return compatibility;
}
