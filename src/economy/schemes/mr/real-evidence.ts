/**
 * Evidence as bytes: cheques that are signed, verified, countersigned and selected by the protocol library.
 * @module
 */
import type { Cheque } from '../../../protocols/mr/cheque.ts';
import { checkDeposit, type Directory } from '../../../protocols/mr/deposit.ts';
import { grindCheque, grindProof, laterTimes } from '../../../protocols/mr/grinding.ts';
import { acceptCheque } from '../../../protocols/mr/merchant.ts';
import type { Rejection } from '../../../protocols/mr/rejection.ts';
import { isPayable, lotteryNumber, select } from '../../../protocols/mr/selection.ts';
import { encodeSigned, signCheque } from '../../../protocols/mr/signed-cheque.ts';
import type { Terms } from '../../../protocols/mr/terms.ts';
import type { Microdollars, Microseconds } from '../../../units.ts';
import type { Market } from '../../scheme.ts';
import { type Evidence, type Facts, type IsExpelled, type Stakes, TRIES_MAX } from './evidence.ts';
import { Keyring } from './keys.ts';
import { type MrOptions, unitValueOf } from './options.ts';
import type { Post } from './post.ts';

/** Bytes that a message has beside its cheque and proof. */
const ENVELOPE_BYTES = 32;

export class RealEvidence implements Evidence {
  readonly #market: Market;
  readonly #slab: Post['slab'];
  readonly #stakesOf: (price: Microdollars) => Stakes;
  readonly #terms: Terms;
  readonly #users: Keyring;
  readonly #vendors: Keyring;
  #tries = 0;

  constructor(market: Market, options: MrOptions, { slab }: Post, stakesOf: (price: Microdollars) => Stakes) {
    const seed = `${market.seed}/${market.label}`;
    const { selectionRate: rate, selectionProof: suite, depositWindow } = options;
    this.#market = market;
    this.#slab = slab;
    this.#stakesOf = stakesOf;
    this.#users = new Keyring(seed, 'user');
    this.#vendors = new Keyring(seed, 'vendor', market.demand.vendors);
    const bank = new Keyring(seed, 'bank', 1).id(0);
    this.#terms = { bank, unitValue: unitValueOf(options, market.demand), rate, suite, depositWindow };
  }

  enroll(identity: number): void {
    this.#users.enroll(identity);
  }

  write(slot: number, identity: number, serial: number): void {
    const cheque = this.#chequeIn(slot, identity, serial);
    this.#slab.col.signed[slot] = encodeSigned(signCheque(cheque, this.#users.secret(identity)));
  }

  accept(slot: number, isExpelled: IsExpelled): Rejection | undefined {
    const { vendor, price } = this.#slab.col;
    const answer = acceptCheque(this.#terms, this.#signedIn(slot), {
      merchant: this.#vendors.id(vendor[slot]),
      value: price[slot],
      userKey: this.#users.keyOf,
      notBefore: 0,
      notAfter: this.#market.simulation.now,
    });
    if (typeof answer === 'string') return answer;
    return isExpelled(this.#users.memberOf(answer.user)) ? 'expelled-user' : undefined;
  }

  select(slot: number): boolean {
    const proof = select(this.#terms.suite, this.#signedIn(slot), this.#merchantSecret(slot));
    this.#slab.col.proof[slot] = proof;
    return this.#wins(proof, slot);
  }

  grindSelection(slot: number): boolean {
    const { suite, rate } = this.#terms;
    const secret = this.#merchantSecret(slot);
    if (suite === 'ed25519') {
      const ground = grindProof(this.#signedIn(slot), secret, rate, this.#unitsIn(slot), TRIES_MAX);
      this.#tries += ground?.tries ?? TRIES_MAX;
      this.#slab.col.proof[slot] = ground?.proof;
      return ground !== undefined;
    }
    // There is one proof only: if it does not win, a cheat can but send another one.
    const proof = select(suite, this.#signedIn(slot), secret);
    this.#slab.col.proof[slot] = this.#wins(proof, slot) ? proof : select(suite, proof, secret);
    return true;
  }

  grindCheque(slot: number, identity: number, serial: number, earliest: Microseconds): Microseconds | undefined {
    const { suite, rate } = this.#terms;
    const cheque = { ...this.#chequeIn(slot, identity, serial), time: earliest };
    const secrets = { userSecret: this.#users.secret(identity), merchantSecret: this.#merchantSecret(slot) };
    const ground = grindCheque(suite, laterTimes(cheque, TRIES_MAX), secrets, rate, this.#unitsIn(slot));
    this.#tries += ground?.tries ?? TRIES_MAX;
    this.#slab.col.signed[slot] = ground?.signed;
    this.#slab.col.proof[slot] = ground?.proof;
    return ground?.cheque.time;
  }

  read(slot: number, facts: Facts): Rejection | undefined {
    const proof = this.#slab.col.proof[slot] as Uint8Array;
    const signed = this.#signedIn(slot);
    const answer = checkDeposit(this.#terms, { signed, proof }, this.#directory);
    if (typeof answer === 'string') return answer;
    const { cheque, units, id } = answer;
    facts.identity = this.#users.memberOf(cheque.user);
    facts.vendor = this.#vendors.memberOf(cheque.merchant);
    facts.serial = cheque.serial;
    facts.units = units;
    facts.time = cheque.time;
    facts.id = id;
    return undefined;
  }

  depositBytes(slot: number): number {
    return ENVELOPE_BYTES + this.#signedIn(slot).length + (this.#slab.col.proof[slot] as Uint8Array).length;
  }

  get tries(): number {
    return this.#tries;
  }

  get #directory(): Directory {
    return { userKey: this.#users.keyOf, merchantKey: this.#vendors.keyOf };
  }

  #chequeIn(slot: number, identity: number, serial: number): Cheque {
    const { vendor, price } = this.#slab.col;
    return {
      user: this.#users.id(identity),
      merchant: this.#vendors.id(vendor[slot]),
      bank: this.#terms.bank,
      time: this.#market.simulation.now,
      value: price[slot],
      serial,
    };
  }

  #signedIn(slot: number): Uint8Array {
    return this.#slab.col.signed[slot] as Uint8Array;
  }

  #unitsIn(slot: number): number {
    return this.#stakesOf(this.#slab.col.price[slot]).units;
  }

  #merchantSecret(slot: number): Uint8Array {
    return this.#vendors.secret(this.#slab.col.vendor[slot]);
  }

  #wins(proof: Uint8Array, slot: number): boolean {
    const { suite, rate } = this.#terms;
    return isPayable(lotteryNumber(suite, proof)!, rate, this.#unitsIn(slot));
  }
}
