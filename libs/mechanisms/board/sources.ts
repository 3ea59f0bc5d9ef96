import type { Label } from '#kernel';
import type { ReadContext } from '#readside';
import type { DueLine } from './contract';

export interface BoardUnit {
  readonly code: string;
  readonly name: string;
  readonly level: string;
  readonly kind: string;
}

/** What is due at a unit on `context.asOf` though no fact has met it yet. At most a handful of lines. */
export type DueSource = (unit: BoardUnit, context: ReadContext) => Promise<readonly DueLine[]>;

export const TOPIC_LABELS: Readonly<Record<string, Label>> = {
  party: { zh: '党务', en: 'Party affairs' },
  residents: { zh: '居务', en: 'Residents’ affairs' },
  finance: { zh: '财务', en: 'Finance' },
  inspection: { zh: '巡察', en: 'Inspection' },
};
