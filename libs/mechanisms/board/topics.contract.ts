import type { Label } from '#kernel';

/** What residents look for: party affairs, their own affairs, money, inspection. */
export const TOPICS = ['party', 'residents', 'finance', 'inspection'] as const;
export type Topic = (typeof TOPICS)[number];

export const TOPIC_LABELS: Readonly<Record<string, Label>> = {
  party: { zh: '党务', en: 'Party affairs' },
  residents: { zh: '居务', en: 'Residents’ affairs' },
  finance: { zh: '财务', en: 'Finance' },
  inspection: { zh: '巡察', en: 'Inspection' },
};
