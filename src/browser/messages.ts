/**
 * What the page and its worker say to each other. One question waits at a time; every message names its run, so that a
 * late answer of a run that was left is known as such.
 * @module
 */
import type { Result } from '../experiment/result.ts';

/** Which run: it is the command line's for the same file, seed and overrides. */
export interface RunRequest {
  /** Of a scene. */
  readonly scene: string;
  readonly seed: string;
  /** `path=value` each. */
  readonly overrides: readonly string[];
}

export type Question =
  | { readonly kind: 'open'; readonly run: number; readonly request: RunRequest }
  /** `travels`: nothing of the way is to be seen, only the position itself. */
  | { readonly kind: 'move'; readonly run: number; readonly position: number; readonly travels: boolean }
  | { readonly kind: 'finish'; readonly run: number };

/** Frames are a scene's own plain data. */
export type Answer =
  | { readonly kind: 'opened'; readonly run: number; readonly length: number; readonly frame: unknown }
  /** `position` is at most the one asked for: a long way is gone in several answers. No frame: it travels still. */
  | { readonly kind: 'moved'; readonly run: number; readonly position: number; readonly frame?: unknown }
  | { readonly kind: 'finished'; readonly run: number; readonly result: Result }
  | { readonly kind: 'failed'; readonly run: number; readonly message: string };
