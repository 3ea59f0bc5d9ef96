/** A fact named `stream@revision`, in its parts. */
export interface FactRef {
  readonly stream: string;
  readonly category: string;
  readonly id: string;
  readonly revision: number;
  /** The unit named in the stream's id, if it names one. */
  readonly unit: string | undefined;
}

/** `funds-330681001001.2025.service@3` in its parts; a category has no dash, the id may have. */
export function factRef(text: string): FactRef | undefined {
  const match = /^(.*?([a-z]+))-(.+)@(\d+)$/.exec(text);
  if (!match) return undefined;
  const [, , category = '', id = '', revision = '0'] = match;
  return {
    stream: text.slice(0, text.lastIndexOf('@')),
    category,
    id,
    revision: Number(revision),
    unit: /(?:^|\D)(\d{9}(?:\d{3})?)(?!\d)/.exec(id)?.[1],
  };
}
