import { inject, provide, shallowRef, type InjectionKey, type ShallowRef } from 'vue';
import type { Label } from '../words';

/** A number whose evidence is asked for: what it is, and the facts it is made of, or whose board tells of it. */
export interface Evidence {
  readonly title: string;
  readonly value: string;
  readonly says?: string | undefined;
  readonly unit: string;
  /** `stream@revision` of the facts; where the number names none, the lines of `topic` on the unit's board stand for them. */
  readonly facts?: readonly string[] | undefined;
  readonly topic?: 'party' | 'residents' | 'finance' | 'inspection' | undefined;
}
/** What a note can be about: a place in the cockpit and its name. */
export interface NoteAbout {
  readonly unit: string;
  readonly unitName: string;
  readonly label?: string | undefined;
}
export interface Asked {
  readonly evidence: ShallowRef<Evidence | undefined>;
  readonly note: ShallowRef<NoteAbout | undefined>;
}
export interface FactRef {
  readonly stream: string;
  readonly category: string;
  readonly id: string;
  readonly revision: number;
  /** The unit named in the stream's id, if it names one. */
  readonly unit: string | undefined;
}

const ASKED: InjectionKey<Asked> = Symbol('asked');

/** The page holds what its panels ask to be opened. */
export function provideAsked(): Asked {
  const asked: Asked = { evidence: shallowRef(), note: shallowRef() };
  provide(ASKED, asked);
  return asked;
}

export function useAsked(): Asked {
  const asked = inject(ASKED);
  if (!asked) throw new Error('A panel of the cockpit stands outside its page.');
  return asked;
}

/** `funds-330681001001.2025.service@3` in its parts; a category has no dash, the id may have. */
export function factRef(text: string): FactRef | undefined {
  const match = /^(.*?([a-z]+))-(.+)@(\d+)$/.exec(text);
  if (!match) return undefined;
  const [, , category = '', id = '', revision = '0'] = match;
  return { stream: text.slice(0, text.lastIndexOf('@')), category, id, revision: Number(revision), unit: /(?:^|\D)(\d{9}(?:\d{3})?)(?!\d)/.exec(id)?.[1] };
}

export const TOPIC_LABELS: Readonly<Record<string, Label>> = {
  party: { zh: '党务', en: 'Party affairs' },
  residents: { zh: '居务', en: 'Residents’ affairs' },
  finance: { zh: '财务', en: 'Finance' },
  inspection: { zh: '巡察', en: 'Inspection' },
};
