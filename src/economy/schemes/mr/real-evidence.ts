/**
 * Evidence as bytes: cheques that are signed, verified, countersigned and selected by the protocol library.
 * @module
 */
import { checkDeposit, type Directory } from '../../../protocols/mr/deposit.ts';
import { grindCheque, grindProof, laterTimes } from '../../../protocols/mr/grinding.ts';
import type { Rejection } from '../../../protocols/mr/rejection.ts';
import { isPayable, lotteryNumber, select } from '../../../protocols/mr/selection.ts';
import type { Microdollars, Microseconds } from '../../../units.ts';
import type { Market } from '../../scheme.ts';
import { type Evidence, type Facts, type IsExpelled, type Stakes, TRIES_MAX } from './evidence.ts';
import type { MrOptions } from './options.ts';
import type { Post } from './post.ts';
import { RealCheques } from './real-cheques.ts';

/** Bytes that a message has beside its cheque and proof. */
const ENVELOPE_BYTES = 32;

export class RealEvidence implements Evidence {
  readonly #cheques: RealCheques;
  readonly #slab: Post['slab'];
  readonly #stakesOf: (price: Microdollars) => Stakes;
  #tries = 0;

  constructor(market: Market, options: MrOptions, post: Post, stakesOf: (price: Microdollars) => Stakes) {
    this.#cheques = new RealCheques(market, options, post);
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
    return typeof answer === 'string' ? answer : undefined;
  }

  select(slot: number): boolean {
    const proof = select(this.#cheques.terms.suite, this.#cheques.signedIn(slot), this.#merchantSecret(slot));
    this.#slab.col.proof[slot] = proof;
    return this.#wins(proof, slot);
  }

  grindSelection(slot: number): boolean {
    const { suite, rate } = this.#cheques.terms;
    const secret = this.#merchantSecret(slot);
    if (suite === 'ed25519') {
      const ground = grindProof(this.#cheques.signedIn(slot), secret, rate, this.#unitsIn(slot), TRIES_MAX);
      this.#tries += ground?.tries ?? TRIES_MAX;
      this.#slab.col.proof[slot] = ground?.proof;
      return ground !== undefined;
    }
    // There is one proof only: if it does not win, a cheat can but send another one.
    const proof = select(suite, this.#cheques.signedIn(slot), secret);
    this.#slab.col.proof[slot] = this.#wins(proof, slot) ? proof : select(suite, proof, secret);
    return true;
  }

  grindCheque(slot: number, identity: number, serial: number, earliest: Microseconds): Microseconds | undefined {
    const { suite, rate } = this.#cheques.terms;
    const cheque = { ...this.#cheques.chequeIn(slot, identity, serial), time: earliest };
    const secrets = { userSecret: this.#cheques.users.secret(identity), merchantSecret: this.#merchantSecret(slot) };
    const ground = grindCheque(suite, laterTimes(cheque, TRIES_MAX), secrets, rate, this.#unitsIn(slot));
    this.#tries += ground?.tries ?? TRIES_MAX;
    this.#slab.col.signed[slot] = ground?.signed;
    this.#slab.col.proof[slot] = ground?.proof;
    return ground?.cheque.time;
  }

  read(slot: number, facts: Facts): Rejection | undefined {
    const proof = this.#slab.col.proof[slot] as Uint8Array;
    const signed = this.#cheques.signedIn(slot);
    const answer = checkDeposit(this.#cheques.terms, { signed, proof }, this.#directory);
    if (typeof answer === 'string') return answer;
    const { cheque, units, id } = answer;
    facts.identity = this.#cheques.users.memberOf(cheque.user);
    facts.vendor = this.#cheques.vendors.memberOf(cheque.merchant);
    facts.serial = cheque.serial;
    facts.units = units;
    facts.time = cheque.time;
    facts.id = id;
    return undefined;
  }

  depositBytes(slot: number): number {
    return ENVELOPE_BYTES + this.#cheques.signedIn(slot).length + (this.#slab.col.proof[slot] as Uint8Array).length;
  }

  get tries(): number {
    return this.#tries;
  }

  get #directory(): Directory {
    return { userKey: this.#cheques.users.keyOf, merchantKey: this.#cheques.vendors.keyOf };
  }

  #unitsIn(slot: number): number {
    return this.#stakesOf(this.#slab.col.price[slot]).units;
  }

  #merchantSecret(slot: number): Uint8Array {
    return this.#cheques.vendors.secret(this.#slab.col.vendor[slot]);
  }

  #wins(proof: Uint8Array, slot: number): boolean {
    const { suite, rate } = this.#cheques.terms;
    return isPayable(lotteryNumber(suite, proof)!, rate, this.#unitsIn(slot));
  }
}
