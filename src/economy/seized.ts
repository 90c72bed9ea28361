/**
 * Which capabilities of a session somebody has got hold of: closed forms that suppose others honest hold only as long as
 * nobody has seized what would disturb them.
 * @module
 */
import type { Capabilities } from './capabilities.ts';

/** The names of capabilities that adversaries have asked for so far, once for each gang. */
export type Seized = readonly (keyof Capabilities)[];

/** The same capabilities, and the names of those that have been looked at, as often as they were. */
export function watched<C extends Partial<Capabilities>>(capabilities: C): { capabilities: C; seized: Seized } {
  const seized: (keyof Capabilities)[] = [];
  const guarded = {} as C;
  for (const name of Object.keys(capabilities) as (keyof C & keyof Capabilities)[])
    Object.defineProperty(guarded, name, {
      enumerable: true,
      get: () => {
        seized.push(name);
        return capabilities[name];
      },
    });
  return { capabilities: guarded, seized };
}
