/**
 * A bank that draws again and again and publishes the draw that is cheapest for it.
 * Source: MR02 has the bank draw by a function that others can verify; this is what happens without it.
 * @module
 */
import { type Adversary, THE_BANK } from '../adversary.ts';

interface Options {
  /** Draws of which it takes the cheapest. */
  readonly tries: number;
}

export const grindingBank: Adversary<Options, 'bankDraw'> = {
  kind: 'grinding-bank',
  needs: 'bankDraw',
  role: 'bank',
  enlist({ grind }, gang, { tries }) {
    gang.cheats(THE_BANK);
    grind(tries);
    return undefined;
  },
};
