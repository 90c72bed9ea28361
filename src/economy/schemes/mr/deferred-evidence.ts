/**
 * Evidence of MR3: cheques are listed, the lists committed to, one draw decides over a whole period, and payable cheques
 * are opened. At fidelity real all of it is bytes of the protocol library; otherwise what the simulator knows.
 * @module
 */
import type { Rejection } from '../../../protocols/mr/rejection.ts';
import { type Stream, StreamFamily, stream } from '../../../sim/random.ts';
import type { Microdollars } from '../../../units.ts';
import type { Market } from '../../scheme.ts';
import type { Facts, IsExpelled, Signing, Stakes } from './evidence.ts';
import type { DeferredOptions } from './options.ts';
import type { Post } from './post.ts';

/** One opening that the bank has checked together with all others of its period. */
export interface OpenedFacts extends Facts {
  readonly reused: boolean;
}

export type Answer =
  | OpenedFacts
  /** `caught`: the identity that the refused opening convicts. */
  | { readonly rejection: Rejection; readonly vendor: number; readonly caught?: number };

/** L: what a vendor commits to; D: the draw of a period; O: a payable cheque opened. */
export interface DeferredEvidence<L = unknown, D = unknown, O = unknown> extends Signing {
  accept(slot: number, isExpelled: IsExpelled): Rejection | undefined;
  /** The period in which the accepted cheque in this message was written. */
  periodOf(slot: number): number;
  /** The vendor keeps the accepted cheque for its period, and says which that is. */
  keep(slot: number): number;
  /** The vendor's commitment to his cheques of a period; undefined when he has none. */
  commit(vendor: number, period: number): { readonly commitment: L; readonly count: number } | undefined;
  /** The bank's draw over all commitments that came in time; a bank that grinds makes several and takes the cheapest. */
  draw(period: number, commitments: ReadonlyMap<number, L>, tries: number): D;
  /** What the vendor opens. */
  open(vendor: number, period: number, draw: D): readonly O[];
  /** The bank's check of all openings of a period together. */
  check(period: number, commitments: ReadonlyMap<number, L>, draw: D, openings: readonly O[]): Answer[];
  /** The period is over for everybody. */
  forget(period: number): void;
}

interface Leaf extends OpenedFacts {
  readonly price: Microdollars;
}

/** What a draw decides: the payable cheques of a period. */
type Payable = ReadonlySet<Leaf>;

export function drawnDeferredEvidence(
  market: Market,
  { period: periodTime, defences }: DeferredOptions,
  { slab }: Post,
  stakesOf: (price: Microdollars) => Stakes,
): DeferredEvidence<number, Payable, Leaf> {
  const { users, vendors } = market.demand;
  const draws = new StreamFamily(market.seed, 'user', users, 'selection');
  const grinding: Stream = stream(market.seed, 'bank/grinding');
  const lists = new Map<number, Leaf[][]>();
  let written = 0;
  let tries = 0;

  const listsOf = (period: number): Leaf[][] => {
    const known = lists.get(period) ?? Array.from({ length: vendors }, () => []);
    lists.set(period, known);
    return known;
  };
  const luckOf = (identity: number): number => (market.fidelity === 'aggregate' ? 0 : draws.next(identity % users));

  return {
    enroll() {},
    write(slot, identity, serial) {
      const { col } = slab;
      col.identity[slot] = identity;
      col.serial[slot] = serial;
      col.time[slot] = market.simulation.now;
      col.number[slot] = written++;
    },
    accept: (slot, isExpelled) => (isExpelled(slab.col.identity[slot]) ? 'expelled-user' : undefined),
    periodOf: (slot) => Math.floor(slab.col.time[slot] / periodTime),
    keep(slot) {
      const { col } = slab;
      const period = Math.floor(col.time[slot] / periodTime);
      const price = col.price[slot];
      listsOf(period)[col.vendor[slot]].push({
        identity: col.identity[slot],
        vendor: col.vendor[slot],
        serial: col.serial[slot],
        units: stakesOf(price).units,
        time: col.time[slot],
        id: col.number[slot],
        reused: false,
        price,
      });
      return period;
    },
    commit(vendor, period) {
      const count = listsOf(period)[vendor].length;
      return count === 0 ? undefined : { commitment: count, count };
    },
    draw(period, _commitments, times) {
      const ballot = new Ballot(listsOf(period).flat(), stakesOf);
      let best = ballot.draw(luckOf);
      for (let i = 1; i < times; i++) {
        const other = ballot.draw(() => grinding.next());
        if (other.cost < best.cost) best = other;
      }
      if (times > 1) tries += times;
      return best.payable;
    },
    open: (vendor, period, payable) => listsOf(period)[vendor].filter((leaf) => payable.has(leaf)),
    check(_period, _commitments, _payable, openings) {
      const reused = serialsInCommon(openings);
      return openings.map((leaf) =>
        reused.has(leaf) && !defences.honourReused
          ? { rejection: 'serial-reused', vendor: leaf.vendor, caught: leaf.identity }
          : { ...leaf, reused: reused.has(leaf) },
      );
    },
    forget: (period) => lists.delete(period),
    get tries() {
      return tries;
    },
  };
}

/** The cheques of a period before a draw: one serial number of one identity has one luck, however often it is listed. */
class Ballot {
  readonly #leaves: readonly Leaf[];
  readonly #stakesOf: (price: Microdollars) => Stakes;
  readonly #reaches: Float64Array;
  /** Of each leaf, which of the lucks is its own. */
  readonly #places: Int32Array;
  /** Of each luck, whose it is. */
  readonly #identities: number[] = [];
  readonly #lucks: Float64Array;

  constructor(leaves: readonly Leaf[], stakesOf: (price: Microdollars) => Stakes) {
    this.#leaves = leaves;
    this.#stakesOf = stakesOf;
    this.#reaches = new Float64Array(leaves.length);
    this.#places = new Int32Array(leaves.length);
    this.#number();
    this.#lucks = new Float64Array(this.#identities.length);
  }

  #number(): void {
    const known = new Map<number, Map<number, number>>();
    this.#leaves.forEach(({ identity, serial, price }, i) => {
      const own = known.get(identity) ?? new Map<number, number>();
      known.set(identity, own);
      if (!own.has(serial)) own.set(serial, this.#identities.push(identity) - 1);
      this.#places[i] = own.get(serial)!;
      this.#reaches[i] = this.#stakesOf(price).reach;
    });
  }

  /** @param luckOf a uniform number for a cheque of this identity */
  draw(luckOf: (identity: number) => number): { payable: Payable; cost: number } {
    const lucks = this.#lucks;
    for (let i = 0; i < lucks.length; i++) lucks[i] = luckOf(this.#identities[i]);
    const payable = new Set<Leaf>();
    let cost = 0;
    for (let i = 0; i < this.#reaches.length; i++) {
      if (lucks[this.#places[i]] >= this.#reaches[i]) continue;
      payable.add(this.#leaves[i]);
      cost += this.#stakesOf(this.#leaves[i].price).payout;
    }
    return { payable, cost };
  }
}

/** Those of the cheques that share a serial number with another one of the same identity. */
function serialsInCommon(leaves: readonly Leaf[]): Set<Leaf> {
  const inCommon = new Set<Leaf>();
  const last = ({ serial, units }: Leaf): number => serial + units - 1;
  /** Of each identity the cheque that reaches furthest so far. */
  const furthest = new Map<number, Leaf>();
  for (const leaf of leaves.toSorted((a, b) => a.serial - b.serial)) {
    const before = furthest.get(leaf.identity);
    if (before !== undefined && leaf.serial <= last(before)) inCommon.add(before).add(leaf);
    if (before === undefined || last(leaf) > last(before)) furthest.set(leaf.identity, leaf);
  }
  return inCommon;
}
