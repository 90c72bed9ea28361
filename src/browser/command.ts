/**
 * The command that gives the very numbers of a run outside of the page.
 * @module
 */
import type { RunRequest } from './messages.ts';

/** Characters that no shell takes for something else. */
const PLAIN = /^[\w./=:,-]+$/;

/** @param file of the scene's scenario, in the gallery */
export function commandOf(file: string, { seed, overrides }: Omit<RunRequest, 'scene'>): string {
  const settings = overrides.map((each) => ` --set ${PLAIN.test(each) ? each : `'${each.replaceAll("'", "'\\''")}'`}`);
  return `npx farthing run ${file.replace(/\.yaml$/, '')} --seed ${seed}${settings.join('')}`;
}
