/**
 * Evidence of MR3 as bytes: signed cheques in Merkle trees, the bank's verifiable draw, openings checked together.
 * @module
 */
import { checkOpenings, type PayableOpening } from '../../../protocols/mr/deferred.ts';
import { examine } from '../../../protocols/mr/examine.ts';
import { checkDraw, drawMessage, drawPeriod, leafNumber } from '../../../protocols/mr/period-draw.ts';
import { type Commitment, commitPeriod, type Opening, type PeriodList } from '../../../protocols/mr/period-list.ts';
import type { Rejection } from '../../../protocols/mr/rejection.ts';
import { isPayable, selectionHash } from '../../../protocols/mr/selection.ts';
import { signaturesOf } from '../../../protocols/primitives/ed25519-grinding.ts';
import type { Microdollars } from '../../../units.ts';
import type { Market } from '../../scheme.ts';
import type { Answer, DeferredEvidence } from './deferred-evidence.ts';
import type { IsExpelled, Stakes } from './evidence.ts';
import type { DeferredOptions } from './options.ts';
import type { Post } from './post.ts';
import { RealCheques } from './real-cheques.ts';

interface Kept {
  readonly signed: Uint8Array;
  readonly user: Uint8Array;
  readonly serial: number;
  readonly units: number;
}

const NOTHING: Kept = { signed: new Uint8Array(), user: new Uint8Array(), serial: 0, units: 0 };

/** The published proof of a draw. */
type Draw = Uint8Array;

export class RealDeferredEvidence implements DeferredEvidence<Commitment, Draw, Opening> {
  readonly #cheques: RealCheques;
  readonly #market: Market;
  readonly #options: DeferredOptions;
  readonly #slab: Post['slab'];
  readonly #stakesOf: (price: Microdollars) => Stakes;
  readonly #kept = new Map<number, Kept[][]>();
  readonly #lists = new Map<number, (PeriodList | undefined)[]>();
  /** What a vendor has read from the payment in his hands. */
  #accepted: Kept & { readonly period: number } = { ...NOTHING, period: -1 };
  #tries = 0;

  constructor(market: Market, options: DeferredOptions, post: Post, stakesOf: (price: Microdollars) => Stakes) {
    this.#cheques = new RealCheques(market, options, post);
    this.#market = market;
    this.#options = options;
    this.#slab = post.slab;
    this.#stakesOf = stakesOf;
  }

  enroll(identity: number): void {
    this.#cheques.users.enroll(identity);
  }

  write(slot: number, identity: number, serial: number): void {
    this.#cheques.write(slot, identity, serial);
  }

  accept(slot: number, isExpelled: IsExpelled): Rejection | undefined {
    const answer = this.#cheques.accept(slot, isExpelled);
    if (typeof answer === 'string') return answer;
    const { user, serial, value, time } = answer;
    const units = value / this.#cheques.terms.unitValue;
    const signed = this.#cheques.signedIn(slot);
    this.#accepted = { signed, user, serial, units, period: Math.floor(time / this.#options.period) };
    return undefined;
  }

  periodOf(): number {
    return this.#accepted.period;
  }

  keep(slot: number): number {
    const { period } = this.#accepted;
    this.#keptIn(period)[this.#slab.col.vendor[slot]].push(this.#accepted);
    return period;
  }

  commit(vendor: number, period: number): { commitment: Commitment; count: number } | undefined {
    const cheques = this.#keptIn(period)[vendor].map(({ signed }) => signed);
    if (cheques.length === 0) return undefined;
    const list = commitPeriod(this.#cheques.vendors.id(vendor), cheques);
    const ofPeriod = this.#lists.get(period) ?? [];
    ofPeriod[vendor] = list;
    this.#lists.set(period, ofPeriod);
    return { commitment: list.commitment, count: cheques.length };
  }

  draw(period: number, commitments: ReadonlyMap<number, Commitment>, tries: number): Draw {
    const { bankProof } = this.#options;
    const all = [...commitments.values()];
    const honest = drawPeriod(bankProof, this.#cheques.bank.secret(0), period, all);
    if (tries <= 1 || bankProof === 'ecvrf') return honest;
    this.#tries += tries;
    const others = signaturesOf(drawMessage(period, all)!, this.#cheques.bank.secret(0));
    let best = { proof: honest, cost: this.#costOf(period, honest) };
    for (let i = 1; i < tries; i++) {
      const proof = others.next().value;
      const cost = this.#costOf(period, proof);
      if (cost < best.cost) best = { proof, cost };
    }
    return best.proof;
  }

  open(vendor: number, period: number, proof: Draw): readonly Opening[] {
    const beta = selectionHash(this.#options.bankProof, proof)!;
    const list = this.#lists.get(period)?.[vendor];
    if (list === undefined) return [];
    return this.#keptIn(period)[vendor].flatMap((cheque, i) => (this.#wins(beta, cheque) ? [list.open(i)] : []));
  }

  check(
    period: number,
    commitments: ReadonlyMap<number, Commitment>,
    proof: Draw,
    openings: readonly Opening[],
  ): Answer[] {
    const { bankProof, period: time, defences } = this.#options;
    const all = [...commitments.values()];
    const beta = checkDraw(bankProof, this.#cheques.bank.keyOf(this.#cheques.terms.bank)!, period, all, proof);
    if (typeof beta === 'string') throw new RangeError(`the draw of period ${period}: ${beta}`);
    const drawn = { start: period * time, end: (period + 1) * time, commitments: all, beta };
    const answers = checkOpenings(
      this.#cheques.terms,
      drawn,
      openings,
      this.#cheques.users.keyOf,
      defences.honourReused,
    );
    return answers.map((answer, i) => this.#answerOf(answer, openings[i]));
  }

  forget(period: number): void {
    this.#kept.delete(period);
    this.#lists.delete(period);
  }

  get tries(): number {
    return this.#tries;
  }

  #keptIn(period: number): Kept[][] {
    const known = this.#kept.get(period) ?? Array.from({ length: this.#market.demand.vendors }, () => []);
    this.#kept.set(period, known);
    return known;
  }

  #wins(beta: Uint8Array, { user, serial, units }: Kept): boolean {
    return isPayable(leafNumber(beta, user, serial), this.#cheques.terms.rate, units);
  }

  /** What a draw would cost a bank that knows all lists. */
  #costOf(period: number, proof: Draw): Microdollars {
    const beta = selectionHash(this.#options.bankProof, proof)!;
    const payable = this.#keptIn(period)
      .flat()
      .filter((cheque) => this.#wins(beta, cheque));
    return payable.reduce((sum, { units }) => sum + this.#stakesOf(units * this.#cheques.terms.unitValue).payout, 0);
  }

  #answerOf(answer: PayableOpening | Rejection, { merchant, signed }: Opening): Answer {
    const vendor = this.#cheques.vendors.memberOf(merchant);
    if (answer === 'serial-reused') return { rejection: answer, vendor, caught: this.#userIn(signed) };
    if (typeof answer === 'string') return { rejection: answer, vendor };
    const { cheque, units, id, reused } = answer;
    const { serial, time } = cheque;
    return { identity: this.#cheques.users.memberOf(cheque.user), vendor, serial, units, time, id, reused };
  }

  /** Who signed an opening that was found in order by itself. */
  #userIn(signed: Uint8Array): number {
    const examined = examine(this.#cheques.terms, signed);
    if (typeof examined === 'string') throw new RangeError(`an opening in order is ${examined}`);
    return this.#cheques.users.memberOf(examined.cheque.user);
  }
}
