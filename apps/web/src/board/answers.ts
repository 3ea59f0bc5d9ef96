/** What the public api answers, as far as the board reads it. Money in fen, days as `YYYY-MM-DD`. */
import type { Label } from '../words';

export interface Unit {
  readonly code: string;
  readonly name: string;
  readonly level: string;
  readonly kind: string;
  readonly parent: string | null;
  readonly until?: string;
  readonly households?: number;
  readonly residents?: number;
  readonly countedOn?: string;
  readonly size?: 'below' | 'within' | 'above';
  readonly path?: readonly { readonly code: string; readonly name: string }[];
}

export interface Line {
  readonly id: string;
  readonly unit: string;
  readonly topic: Topic;
  readonly title: string;
  readonly titleEn?: string;
  readonly text: string;
  readonly textEn?: string;
  readonly amountFen?: number;
  readonly status: string;
  readonly due?: string;
  readonly late?: boolean;
  readonly doneOn?: string;
  readonly publishedOn: string;
  readonly stream: string;
  readonly revision: number;
  readonly objections?: { readonly open: number; readonly answered: number };
}

export const TOPICS = ['party', 'residents', 'finance', 'inspection'] as const;
export type Topic = (typeof TOPICS)[number];

export interface Step {
  readonly on: string;
  readonly recordedAt: string;
  readonly type: string;
  readonly label: Label;
  readonly text: Label;
  readonly by: { readonly role: string | null; readonly unit: string; readonly unitName: string };
  readonly stream: string;
  readonly revision: number;
}

export interface Objection {
  readonly id: string;
  readonly unit: string;
  readonly line?: string;
  readonly kind: 'objection' | 'question';
  readonly text: string;
  readonly status: 'open' | 'answered';
  readonly raisedOn: string;
  readonly due?: string;
  readonly late: boolean;
  readonly answer?: string;
  readonly answeredOn?: string;
  readonly correctedOn?: string;
}

export interface Story {
  readonly line: Line;
  readonly steps: readonly Step[];
  readonly objections: readonly Objection[];
  readonly asOf: string;
}

export interface CoverageLevel {
  readonly level: string;
  readonly due: number;
  readonly inspected: number;
  readonly share: number | null;
  readonly projectedOn?: string | null;
  readonly never?: readonly { readonly code: string; readonly name: string }[];
  readonly villages?: { readonly selected: number; readonly inspected: number };
}

export interface Coverage {
  readonly name?: string;
  readonly term: string;
  readonly from: string;
  readonly until: string;
  readonly levels: readonly CoverageLevel[];
  readonly measures: { readonly due: number; readonly onTime: number; readonly late: number; readonly open: number };
}

export interface Funds {
  readonly year: number;
  readonly budget: number;
  readonly reached: number;
  readonly matched: number;
  readonly paid: number;
  readonly balance: number;
  readonly due: number | null;
  readonly withoutCount: number;
}

export interface Volunteers {
  readonly hours: number;
  readonly services: number;
  readonly cards: number;
  readonly wishes: { readonly posted: number; readonly granted: number };
  readonly ranking: readonly { readonly rank: number; readonly nickname: string; readonly hours: number }[];
}
