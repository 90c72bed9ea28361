/**
 * Evidence without bytes: the simulator knows what a cheque says, and draws the selection from its law.
 * @module
 */
import { StreamFamily } from '../../../sim/random.ts';
import { geometric } from '../../../sim/samplers.ts';
import type { Microdollars } from '../../../units.ts';
import type { Market } from '../../scheme.ts';
import { type Evidence, type Facts, type Stakes, TRIES_MAX } from './evidence.ts';
import type { MrOptions } from './options.ts';
import type { Post } from './post.ts';

/** What a cheque with its proof takes on the wire at fidelity real: envelope, text, signature, proof. */
const DEPOSIT_BYTES = { ed25519: 240, ecvrf: 256 };

/**
 * Draws are the users' own, named without the scheme: schemes side by side see the same luck.
 * @param depositBytes what a deposit takes on the wire
 */
export function drawnEvidence(
  market: Market,
  options: MrOptions,
  post: Post,
  stakesOf: (price: Microdollars) => Stakes,
  depositBytes = DEPOSIT_BYTES[options.selectionProof],
): Evidence {
  const { users, vendors } = market.demand;
  const draws = new StreamFamily(market.seed, 'user', users, 'selection');
  const grinding = new StreamFamily(market.seed, 'vendor', vendors, 'grinding');
  const { slab } = post;
  let written = 0;
  let tries = 0;

  /** Draws until one wins: one for the unlucky ones together. */
  const grind = (slot: number): number | undefined => {
    const { reach } = stakesOf(slab.col.price[slot]);
    const losers = geometric(grinding.next(slab.col.vendor[slot]), reach);
    tries += Math.min(losers + 1, TRIES_MAX);
    return losers < TRIES_MAX ? losers : undefined;
  };
  const write = (slot: number, identity: number, serial: number): void => {
    const { col } = slab;
    col.identity[slot] = identity;
    col.serial[slot] = serial;
    col.time[slot] = market.simulation.now;
    col.number[slot] = written++;
    col.forged[slot] = 0;
  };

  return {
    enroll() {},
    write,
    accept: (slot, isExpelled) => (isExpelled(slab.col.identity[slot]) ? 'expelled-user' : undefined),
    select: (slot) => draws.next(slab.col.user[slot]) < stakesOf(slab.col.price[slot]).reach,
    grindSelection(slot) {
      if (options.selectionProof === 'ed25519') return grind(slot) !== undefined;
      // There is one proof only: if it does not win, a cheat can but make one up.
      if (draws.next(slab.col.user[slot]) >= stakesOf(slab.col.price[slot]).reach) slab.col.forged[slot] = 1;
      return true;
    },
    grindCheque(slot, identity, serial, earliest) {
      write(slot, identity, serial);
      const losers = grind(slot);
      if (losers === undefined) return undefined;
      slab.col.time[slot] = earliest + losers;
      return slab.col.time[slot];
    },
    read(slot: number, facts: Facts) {
      const { col } = slab;
      facts.identity = col.identity[slot];
      facts.vendor = col.vendor[slot];
      facts.serial = col.serial[slot];
      facts.units = stakesOf(col.price[slot]).units;
      facts.time = col.time[slot];
      facts.id = col.number[slot];
      return col.forged[slot] === 1 ? 'bad-selection-proof' : undefined;
    },
    depositBytes: () => depositBytes,
    get tries() {
      return tries;
    },
  };
}
