/**
 * Real cheques, whatever becomes of them later: everybody's keys, the user's signature, the vendor's check.
 * @module
 */
import type { Cheque } from '../../../protocols/mr/cheque.ts';
import { acceptCheque } from '../../../protocols/mr/merchant.ts';
import type { Rejection } from '../../../protocols/mr/rejection.ts';
import { encodeSigned, signCheque } from '../../../protocols/mr/signed-cheque.ts';
import type { Terms } from '../../../protocols/mr/terms.ts';
import type { Market } from '../../scheme.ts';
import type { IsExpelled } from './evidence.ts';
import { Keyring } from './keys.ts';
import { type MrOptions, unitValueOf } from './options.ts';
import type { Post } from './post.ts';

export class RealCheques {
  readonly users: Keyring;
  readonly vendors: Keyring;
  readonly bank: Keyring;
  readonly terms: Terms;
  readonly #market: Market;
  readonly #slab: Post['slab'];

  constructor(market: Market, options: MrOptions, { slab }: Post) {
    const seed = `${market.seed}/${market.label}`;
    const { selectionRate: rate, selectionProof: suite, depositWindow } = options;
    this.users = new Keyring(seed, 'user');
    this.vendors = new Keyring(seed, 'vendor', market.demand.vendors);
    this.bank = new Keyring(seed, 'bank', 1);
    this.terms = { bank: this.bank.id(0), unitValue: unitValueOf(options, market.demand), rate, suite, depositWindow };
    this.#market = market;
    this.#slab = slab;
  }

  /** The cheque that pays what the message says, now. */
  chequeIn(slot: number, identity: number, serial: number): Cheque {
    const { vendor, price } = this.#slab.col;
    return {
      user: this.users.id(identity),
      merchant: this.vendors.id(vendor[slot]),
      bank: this.terms.bank,
      time: this.#market.simulation.now,
      value: price[slot],
      serial,
    };
  }

  write(slot: number, identity: number, serial: number): void {
    const cheque = this.chequeIn(slot, identity, serial);
    this.#slab.col.signed[slot] = encodeSigned(signCheque(cheque, this.users.secret(identity)));
  }

  signedIn(slot: number): Uint8Array {
    return this.#slab.col.signed[slot] as Uint8Array;
  }

  /** The vendor's check, off-line. */
  accept(slot: number, isExpelled: IsExpelled): Cheque | Rejection {
    const { vendor, price } = this.#slab.col;
    const answer = acceptCheque(this.terms, this.signedIn(slot), {
      merchant: this.vendors.id(vendor[slot]),
      value: price[slot],
      userKey: this.users.keyOf,
      notBefore: 0,
      notAfter: this.#market.simulation.now,
    });
    if (typeof answer === 'string') return answer;
    return isExpelled(this.users.memberOf(answer.user)) ? 'expelled-user' : answer;
  }
}
