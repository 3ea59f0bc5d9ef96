import type { QuestionSpec } from '#readside';

export const organisationsQuestions: readonly QuestionSpec[] = [];
