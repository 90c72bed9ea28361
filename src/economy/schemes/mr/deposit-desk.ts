/**
 * Where the bank of MR1 and MR2 takes in deposits and checks them; it takes its time at the bank's station.
 * @module
 */
import type { Facts } from './evidence.ts';
import type { Setting } from './setting.ts';
import type { Teller } from './teller.ts';

/** One message; the user's and the merchant's signature; the book of what was deposited; two accounts. */
const DEPOSIT_WORK = { message: 1, signature: 2, lookUp: 1, write: 2 };
/** The trusted draw has no signatures. */
const UNSIGNED_WORK = { message: 1, lookUp: 1, write: 2 };

/** What the bank does for one deposit. */
export function depositWork(signed: boolean): typeof DEPOSIT_WORK | typeof UNSIGNED_WORK {
  return signed ? DEPOSIT_WORK : UNSIGNED_WORK;
}

/** The bank's load of one deposit, by the names of its metrics; what it never does has no law. */
export function loadPerDeposit(signed: boolean): ReadonlyMap<string, number> {
  const work = depositWork(signed);
  const load = new Map([
    ['bank.messages_per_payment', work.message],
    ['bank.look_ups_per_payment', work.lookUp],
    ['bank.writes_per_payment', work.write],
  ]);
  return signed ? load.set('bank.signature_checks_per_payment', DEPOSIT_WORK.signature) : load;
}

export class DepositDesk {
  readonly #setting: Setting;
  readonly #teller: Teller;
  readonly #settle: number;
  readonly #work: typeof DEPOSIT_WORK | typeof UNSIGNED_WORK;
  readonly #facts: Facts = { identity: -1, vendor: -1, serial: 0, units: 0, time: 0, id: -1 };

  /** @param signed whether cheques and selections are signed */
  constructor(setting: Setting, teller: Teller, signed: boolean) {
    this.#setting = setting;
    this.#teller = teller;
    this.#work = depositWork(signed);
    this.#settle = setting.market.simulation.register('deposit settled', (slot) => this.#settleDeposit(slot));
  }

  /** A payable cheque has come, in a message that is the channel's. */
  deposited(slot: number): void {
    this.#setting.post.slab.retain(slot);
    this.takeIn(slot);
  }

  /** Puts a payable cheque into the bank's queue. Takes over the caller's hold. */
  takeIn(slot: number): void {
    const { market, evidence } = this.#setting;
    market.bank.transferred(evidence.depositBytes(slot));
    market.bank.serve(this.#work, this.#settle, slot);
  }

  #settleDeposit(slot: number): void {
    const { post, evidence } = this.#setting;
    const rejection = evidence.read(slot, this.#facts);
    if (rejection === undefined) this.#teller.decide(this.#facts);
    else this.#teller.reject(rejection, post.slab.col.vendor[slot]);
    post.slab.release(slot);
  }
}
