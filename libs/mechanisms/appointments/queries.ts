import type { QuestionSpec } from '#readside';

export const appointmentsQuestions: readonly QuestionSpec[] = [];
