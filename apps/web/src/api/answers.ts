/** What the api answers, once for all areas that read it. Money in fen, days as `YYYY-MM-DD`. */
import type { Label } from '../words';

export interface Unit {
  readonly code: string;
  readonly name: string;
  readonly level: string;
  readonly kind: string;
  readonly parent: string | null;
  readonly from: string;
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
  /** A resident's step names neither unit nor office. */
  readonly by: { readonly role: string | null; readonly unit?: string; readonly unitName?: string };
  readonly stream: string;
  readonly revision: number;
  /** Where it stands in the ledger. */
  readonly position: string;
  /** SHA-256 of the scans that belong to it. */
  readonly files: readonly string[];
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
  readonly level: 'subdistrict' | 'community';
  readonly due: number;
  readonly inspected: number;
  readonly share: number | null;
  readonly pacePerYear: number | null;
  readonly projectedOn: string | null;
  readonly never: readonly { readonly code: string; readonly name: string }[];
  readonly villages?: { readonly selected: number; readonly inspected: number };
}

export interface Coverage {
  readonly term: string;
  readonly name: string;
  readonly from: string;
  readonly until: string;
  readonly on: string;
  readonly levels: readonly CoverageLevel[];
  readonly measures: { readonly due: number; readonly onTime: number; readonly late: number; readonly open: number };
}

export interface Funds {
  readonly unit: string;
  readonly name: string;
  readonly year: number;
  readonly budget: number;
  readonly received: number;
  readonly matched: number;
  readonly inTransit: number;
  readonly sent: number;
  readonly requested: number;
  readonly paid: number;
  readonly returned: number;
  readonly balance: number;
  readonly reached: number;
  readonly due: number | null;
  readonly withoutCount: number;
  readonly matchRatio: number | null;
  readonly daysToPay: number | null;
  readonly serviceShare: number | null;
  readonly quarters: readonly {
    readonly quarter: number;
    readonly reachedToDate: number;
    readonly paid: number;
    readonly due: number | null;
  }[];
}

export interface Volunteers {
  readonly hours: number;
  readonly services: number;
  readonly cards: number;
  readonly wishes: { readonly posted: number; readonly granted: number };
  readonly ranking: readonly { readonly rank: number; readonly nickname: string; readonly hours: number }[];
}

/** A mandate in force (`GET /api/mandates`). */
export interface Mandate {
  readonly id: string;
  readonly holder: string;
  readonly power: string;
  readonly name: string;
  readonly nameEn: string;
  readonly clause: string;
  readonly basis: string;
  readonly from: string;
  readonly until?: string;
}

/** A note from the leadership or the auditors (`GET /api/notes`). */
export interface Note {
  readonly id: string;
  readonly unit: string;
  readonly text: string;
  readonly about?: { readonly path: string; readonly label: string } | null;
  readonly status: 'open' | 'answered' | 'closed';
  readonly sentOn: string;
  /** The office it was sent from: whoever holds it may close it. */
  readonly sentBy: { readonly role: string; readonly unit: string };
  readonly answer?: string;
  readonly answeredOn?: string;
  readonly closedOn?: string;
  readonly reason?: string;
}
