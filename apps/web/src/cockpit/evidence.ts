import { inject, provide, shallowRef, type InjectionKey, type ShallowRef } from 'vue';
import type { Label } from '../words';
import type { PolicyTarget } from './answers';
import type { FactRef } from './fact-ref';
import type { NumberAsked } from './number-asked';
import type { Moment } from './scene';

/** A number whose evidence is asked for: what it is, and what it rests on. */
export interface Evidence {
  readonly title: string;
  readonly value: string;
  readonly says?: string | undefined;
  readonly unit: string;
  /** The facts it is made of. */
  readonly of?: NumberAsked | undefined;
  /** When it stood so, where that is not the page's own moment. */
  readonly at?: Moment | undefined;
  /** What is open and late below: of one mechanism, or of all (`*`). */
  readonly overdueOf?: string | undefined;
  /** What it was worked out from, where it is not the facts themselves: each number opens its own. */
  readonly parts?: readonly Evidence[] | undefined;
  /** What the parts are, where nothing was worked out from them. */
  readonly partsAre?: string | undefined;
  /** What it rests on where no fact set it, in words. */
  readonly stated?: string | undefined;
  /** What it is measured by: the dated numbers of the policy, with the facts that set them. */
  readonly parameters?: PolicyTarget['parameters'];
  /** What a count of targets counts: each opens its own evidence. */
  readonly targets?: readonly PolicyTarget[] | undefined;
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
/** The numbers behind a level's coverage. */
export const COVERAGE_NUMBERS = { subdistrict: 'coverage.subdistricts', community: 'coverage.communities' } as const;
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

/** The page of a line on its unit's board, as it stood on a day where one is looked at. */
export function lineAddress(
  line: { readonly id: string; readonly unit?: string },
  unit: string,
  asOf?: string,
): { readonly path: string; readonly query: Record<string, string> } {
  return { path: `/board/${line.unit ?? unit}`, query: { line: line.id, ...(asOf === undefined ? {} : { asOf }) } };
}

/** The timeline of a fact's stream with that fact open, for those who audit. */
export function auditAddress(fact: Pick<FactRef, 'stream' | 'category' | 'id' | 'revision'>): {
  readonly path: string;
  readonly query: Record<string, string>;
} {
  return { path: '/audit/timeline', query: { category: fact.category, id: fact.id, fact: `${fact.stream}@${fact.revision}` } };
}

export const TOPIC_LABELS: Readonly<Record<string, Label>> = {
  party: { zh: '党务', en: 'Party affairs' },
  residents: { zh: '居务', en: 'Residents’ affairs' },
  finance: { zh: '财务', en: 'Finance' },
  inspection: { zh: '巡察', en: 'Inspection' },
};
