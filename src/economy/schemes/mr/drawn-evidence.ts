/**
 * Evidence without bytes: the simulator knows what a cheque says, and draws the selection from its law.
 * @module
 */
import type { Rejection } from '../../../protocols/mr/rejection.ts';
import { StreamFamily } from '../../../sim/random.ts';
import { geometric } from '../../../sim/samplers.ts';
import type { Microdollars, Microseconds } from '../../../units.ts';
import type { Market } from '../../scheme.ts';
import { type Evidence, type Facts, type IsExpelled, type Stakes, TRIES_MAX } from './evidence.ts';
import type { MrOptions } from './options.ts';
import type { Post } from './post.ts';

/** What a cheque with its proof takes on the wire at fidelity real: envelope, text, signature, proof. */
const DEPOSIT_BYTES = { ed25519: 240, ecvrf: 256 };

/** Draws are the users' own, named without the scheme: schemes side by side see the same luck. */
export class DrawnEvidence implements Evidence {
  tries = 0;
  readonly #market: Market;
  readonly #slab: Post['slab'];
  readonly #stakesOf: (price: Microdollars) => Stakes;
  readonly #depositBytes: number;
  readonly #onlyProof: boolean;
  readonly #draws: StreamFamily;
  readonly #grinding: StreamFamily;
  #written = 0;

  /** @param depositBytes what a deposit takes on the wire */
  constructor(
    market: Market,
    { selectionProof }: MrOptions,
    { slab }: Post,
    stakesOf: (price: Microdollars) => Stakes,
    depositBytes = DEPOSIT_BYTES[selectionProof],
  ) {
    const { users, vendors } = market.demand;
    this.#market = market;
    this.#slab = slab;
    this.#stakesOf = stakesOf;
    this.#depositBytes = depositBytes;
    this.#onlyProof = selectionProof === 'ecvrf';
    // At aggregate the demand draws what is payable.
    const drawers = market.fidelity === 'aggregate' ? 0 : users;
    this.#draws = new StreamFamily(market.seed, 'user', drawers, 'selection');
    this.#grinding = new StreamFamily(market.seed, 'vendor', vendors, 'grinding');
  }

  enroll(): void {}

  write(slot: number, identity: number, serial: number): void {
    const { col } = this.#slab;
    col.identity[slot] = identity;
    col.serial[slot] = serial;
    col.time[slot] = this.#market.simulation.now;
    col.number[slot] = this.#written++;
    col.forged[slot] = 0;
  }

  accept(slot: number, isExpelled: IsExpelled): Rejection | undefined {
    return isExpelled(this.#slab.col.identity[slot]) ? 'expelled-user' : undefined;
  }

  select(slot: number): boolean {
    const { col } = this.#slab;
    return this.#draws.next(col.user[slot]) < this.#stakesOf(col.price[slot]).reach;
  }

  grindSelection(slot: number): boolean {
    if (!this.#onlyProof) return this.#grind(slot) !== undefined;
    // There is one proof only: if it does not win, a cheat can but make one up.
    if (!this.select(slot)) this.#slab.col.forged[slot] = 1;
    return true;
  }

  grindCheque(slot: number, identity: number, serial: number, earliest: Microseconds): Microseconds | undefined {
    this.write(slot, identity, serial);
    const losers = this.#grind(slot);
    if (losers === undefined) return undefined;
    this.#slab.col.time[slot] = earliest + losers;
    return earliest + losers;
  }

  read(slot: number, facts: Facts): Rejection | undefined {
    const { col } = this.#slab;
    facts.identity = col.identity[slot];
    facts.vendor = col.vendor[slot];
    facts.serial = col.serial[slot];
    facts.units = this.#stakesOf(col.price[slot]).units;
    facts.time = col.time[slot];
    facts.id = col.number[slot];
    return col.forged[slot] === 1 ? 'bad-selection-proof' : undefined;
  }

  depositBytes(): number {
    return this.#depositBytes;
  }

  /** Draws until one wins: one for the unlucky ones together. @returns those, or undefined when he gives up before */
  #grind(slot: number): number | undefined {
    const { col } = this.#slab;
    const { reach } = this.#stakesOf(col.price[slot]);
    const losers = geometric(this.#grinding.next(col.vendor[slot]), reach);
    this.tries += Math.min(losers + 1, TRIES_MAX);
    return losers < TRIES_MAX ? losers : undefined;
  }
}
