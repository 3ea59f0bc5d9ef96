import type { Scene } from './scene';

/** One thing that somebody does on the screens, from beginning to end. */
export interface Journey {
  readonly name: string;
  readonly go: (scene: Scene) => Promise<void>;
}
