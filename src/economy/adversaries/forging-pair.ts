/**
 * A user who forges coins from scratch, and a vendor in league who claims to have been paid with them.
 * Source: RS96 section 3 (large-scale forgery); the accomplice is ours.
 * @module
 */
import type { Adversary } from '../adversary.ts';
import { type FencingOptions, hashRate, searchAndFence } from '../searching.ts';

export const forgingPair: Adversary<FencingOptions, 'forgery'> = {
  kind: 'forging-pair',
  needs: 'forgery',
  role: 'pair',
  constants: hashRate,
  enlist: (forgery, gang, options) => searchAndFence(forgery, gang, options, false),
};
