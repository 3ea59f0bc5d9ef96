import type { QuestionSpec } from '#readside';

export const territoryQuestions: readonly QuestionSpec[] = [];
