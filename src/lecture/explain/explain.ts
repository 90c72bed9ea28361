/**
 * The objects that can be explained.
 * @module
 */
import { explainCheque } from './cheque.ts';
import { explainCoin } from './coin.ts';
import { explainPayword } from './payword.ts';
import { explainScrip } from './scrip.ts';
import type { Explanation } from './step.ts';

/** An explanation for each object, by its name; of a seed it says the same again, byte for byte. */
export const EXPLANATIONS: ReadonlyMap<string, (seed: string) => Explanation> = new Map([
  ['coin', explainCoin],
  ['cheque', explainCheque],
  ['scrip', explainScrip],
  ['payword', explainPayword],
]);
