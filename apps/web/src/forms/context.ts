import { inject, type InjectionKey, type Ref } from 'vue';
import type { FormSpec } from './spec';

/** What every input of a form needs to know of it. */
export interface FormContext {
  readonly form: Ref<FormSpec>;
  /** The id within the category, as entered so far. */
  readonly id: Ref<string>;
  /** What is wrong at this path, once the person has been there. */
  faultAt(path: string): string | undefined;
  /** The person has left this input. */
  touch(path: string): void;
}

export const FORM: InjectionKey<FormContext> = Symbol('form');

export function useForm(): FormContext {
  const context = inject(FORM);
  if (!context) throw new Error('An input outside of a form');
  return context;
}

/** The id of an input in the page. */
export function inputId(path: string): string {
  return `f-${path.replace(/[^\w]+/g, '-')}`;
}
