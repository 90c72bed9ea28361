/**
 * A broker who sells a copy of what he has sold already, or gives no money back.
 * Source: G95 (brokers are trusted because they have a name to lose); what they do without one is ours.
 * @module
 */
import { type Adversary, THE_BANK } from '../adversary.ts';

interface Options {
  /** Every n-th instrument that can be is a copy; 0: none. */
  readonly copyEvery: number;
  readonly refusesRefunds: boolean;
}

export const cheatingBroker: Adversary<Options, 'issuing'> = {
  kind: 'cheating-broker',
  needs: 'issuing',
  role: 'bank',
  enlist(issuing, gang, { copyEvery, refusesRefunds }) {
    gang.cheats(THE_BANK);
    if (copyEvery > 0) issuing.sellTwice(copyEvery);
    if (refusesRefunds) issuing.refuseRefunds();
    return undefined;
  },
};
