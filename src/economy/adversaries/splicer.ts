/**
 * A user who looks for one more ball in the bins of coins that he has overheard, and a vendor in league who claims to
 * have been paid with what comes of it.
 * Source: ours; a coin's other balls are a gift to whoever has seen them.
 * @module
 */
import type { Adversary } from '../adversary.ts';
import { type FencingOptions, hashRate, searchAndFence } from '../searching.ts';

interface Options extends FencingOptions {
  /** Share in (0, 1] of all coins that others pay with, which he sees. */
  readonly overhears: number;
}

export const splicer: Adversary<Options, 'forgery'> = {
  kind: 'splicer',
  needs: 'forgery',
  role: 'pair',
  constants: hashRate,
  enlist(forgery, gang, options) {
    const behaviour = searchAndFence(forgery, gang, options, true);
    for (const user of gang.members) forgery.overhear(user, options.overhears);
    return behaviour;
  },
};
