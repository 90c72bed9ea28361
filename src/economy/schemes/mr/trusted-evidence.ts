/**
 * Evidence of the plain statistical payment at fidelity real: an unsigned slip that everybody believes, and a draw by a
 * party that everybody trusts. There is nothing to forge and nobody to forge it.
 * @module
 */
import { draw } from '../../../protocols/statistical/trusted-draw.ts';
import { StreamFamily } from '../../../sim/random.ts';
import type { Microdollars, Microseconds } from '../../../units.ts';
import type { Market } from '../../scheme.ts';
import type { Evidence, Stakes } from './evidence.ts';
import { type MrOptions, rateOfUnits } from './options.ts';
import type { Post } from './post.ts';

interface Slip {
  readonly number: number;
  readonly identity: number;
  readonly serial: number;
  readonly units: number;
  readonly time: Microseconds;
}

/** A slip on the wire: who, to whom, how much, when, which. */
export const SLIP_BYTES = 64;

export function trustedEvidence(
  market: Market,
  { selectionRate }: MrOptions,
  { slab }: Post,
  stakesOf: (price: Microdollars) => Stakes,
): Evidence {
  const draws = new StreamFamily(market.seed, 'user', market.demand.users, 'selection');
  let written = 0;
  return {
    enroll() {},
    write(slot, identity, serial) {
      const { units } = stakesOf(slab.col.price[slot]);
      slab.col.signed[slot] = { number: written++, identity, serial, units, time: market.simulation.now };
    },
    accept: (slot, isExpelled) => (isExpelled((slab.col.signed[slot] as Slip).identity) ? 'expelled-user' : undefined),
    select(slot) {
      const odds = rateOfUnits(selectionRate, stakesOf(slab.col.price[slot]).units);
      const ticket = Math.floor(draws.next(slab.col.user[slot]) * Number(odds.denominator));
      return draw(odds, BigInt(ticket)) === 'pays';
    },
    grindSelection: () => false,
    grindCheque: () => undefined,
    read(slot, facts) {
      const { number, ...slip } = slab.col.signed[slot] as Slip;
      Object.assign(facts, slip, { vendor: slab.col.vendor[slot], id: number });
      return undefined;
    },
    depositBytes: () => SLIP_BYTES,
    tries: 0,
  };
}
