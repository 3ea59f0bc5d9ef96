import type { Label } from '../words';

export interface FieldFault {
  readonly field: string;
  readonly code: string;
  readonly text: Label;
}

/** What the api refused or what kept it from answering, in both languages with what to do next (RFC 9457). */
export class Problem extends Error {
  constructor(
    /** HTTP status; 0 = the server was not reached. */
    readonly status: number,
    readonly code: string,
    readonly text: Label,
    readonly next: Label,
    readonly errors: readonly FieldFault[] = [],
  ) {
    super(text.zh);
  }
  get unreachable(): boolean {
    return this.status === 0;
  }
}

interface Body {
  readonly code?: string;
  readonly detail?: string;
  readonly detailZh?: string;
  readonly next?: string;
  readonly nextZh?: string;
  readonly errors?: readonly { readonly field: string; readonly code: string; readonly detail: string; readonly detailZh: string }[];
}

const failed: Label = { zh: '没能取到数据', en: 'The data could not be fetched' };
const retry: Label = { zh: '请检查网络后再试。', en: 'Check the network and try again.' };

export function unreached(): Problem {
  return new Problem(0, 'network.unreachable', failed, retry);
}

export async function problemOf(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => ({}))) as Body;
  return new Problem(
    response.status,
    body.code ?? `http.${response.status}`,
    { zh: body.detailZh ?? failed.zh, en: body.detail ?? failed.en },
    { zh: body.nextZh ?? retry.zh, en: body.next ?? retry.en },
    (body.errors ?? []).map(({ field, code, detail, detailZh }) => ({ field, code, text: { zh: detailZh, en: detail } })),
  );
}
