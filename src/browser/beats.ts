/**
 * What is said while a scene is watched. The sentences are written for the values with which it begins: with others they
 * would be untrue, and nothing is said.
 * @module
 */
import { type Address, overridesOf } from './address.ts';
import type { AnyScene, Beat } from './scene.ts';

interface Moment {
  readonly position: number;
  readonly length: number;
  readonly frame: unknown;
}

/** The last beat that has come and is true; empty if there is none. */
export function beatAt(
  scene: AnyScene,
  { stage, values }: Pick<Address, 'stage' | 'values'>,
  { position, length, frame }: Moment,
): string {
  if (stage !== 'watch' || overridesOf(scene, values).length > 0) return '';
  const isSaid = ({ from, holds }: Beat<unknown>): boolean => from * length <= position && (holds?.(frame) ?? true);
  return scene.beats.findLast(isSaid)?.says ?? '';
}
