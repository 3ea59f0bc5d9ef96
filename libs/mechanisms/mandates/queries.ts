import type { QuestionSpec } from '#readside';

export const mandatesQuestions: readonly QuestionSpec[] = [];
