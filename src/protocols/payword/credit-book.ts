/**
 * The broker's memory: what each user owes, over all vendors, and up to which payword each commitment has been paid.
 *
 * A vendor sees its own commitment only. So a user can spend his credit at every vendor, and the broker learns of it
 * with the deposits: who has done it is known then, and the money is gone.
 *
 * Source: RS96; the deadline of a deposit, which lets old commitments be forgotten, and what happens beyond the credit
 * limit are ours.
 * @module
 */
import { DAY, type Microdollars, type Microseconds } from '../../units.ts';
import type { Rejection } from './rejection.ts';

export interface CreditBookOptions {
  /** What one payword is worth, at least 1. */
  readonly wordValue: Microdollars;
  /** How long after the end of its day a commitment may be deposited; Infinity when there is no deadline. */
  readonly depositWindow: Microseconds;
  /** Whether the vendor is paid for what goes beyond the user's credit limit, which it could not know. */
  readonly honourOverLimit: boolean;
}

type Refusal = Extract<Rejection, 'late' | 'already-deposited' | 'revoked-certificate'>;

export interface CreditDecision {
  readonly rejection: Refusal | undefined;
  /** What the vendor is paid and the user owes from now on. */
  readonly credited: Microdollars;
  /** What the vendor is owed and not paid, now or ever: the part beyond the credit limit, when it is not honoured. */
  readonly dishonoured: Microdollars;
  /** What the deposit convicts its user of: with it he owes more than his credit limit. */
  readonly caught: 'over-credit-limit' | undefined;
}

interface Account {
  readonly creditLimit: Microdollars;
  owed: Microdollars;
  /** Commitments of days that begin then or later are refused. */
  revokedFrom: Microseconds;
}

export class CreditBook<Id extends string | number> {
  readonly #options: CreditBookOptions;
  readonly #accounts: Account[] = [];
  /** The last index paid of each commitment, by its date, in spans longer than one may wait: two hold all that count. */
  readonly #spans = new Map<number, Map<Id, number>>();
  readonly #spanLength: Microseconds;
  #now: Microseconds = 0;

  /** @throws RangeError when an option is out of range. */
  constructor(options: CreditBookOptions) {
    const { wordValue, depositWindow } = options;
    if (!(depositWindow >= 0)) throw new RangeError(`a deposit window is at least 0, not ${depositWindow}`);
    if (!(Number.isSafeInteger(wordValue) && wordValue >= 1))
      throw new RangeError(`no value of a payword: ${wordValue}`);
    this.#options = options;
    this.#spanLength = DAY + depositWindow + 1;
  }

  /** How many users have a certificate: they are numbered from 0. */
  get users(): number {
    return this.#accounts.length;
  }

  /** How many commitments are remembered: those of the last two spans at most. */
  get remembered(): number {
    let size = 0;
    for (const span of this.#spans.values()) size += span.size;
    return size;
  }

  /** Adds a user, who owes nothing, and returns his number. */
  register(creditLimit: Microdollars): number {
    return this.#accounts.push({ creditLimit, owed: 0, revokedFrom: Number.POSITIVE_INFINITY }) - 1;
  }

  /** What the broker has paid for the user and not got back; beyond his limit only when that was honoured. */
  owed(user: number): Microdollars {
    return this.#accountOf(user).owed;
  }

  /**
   * The user pays his bill, or a part of it.
   * @throws RangeError when he does not owe so much.
   */
  repay(user: number, amount: Microdollars): void {
    const account = this.#accountOf(user);
    if (!(Number.isSafeInteger(amount) && amount >= 0 && amount <= account.owed)) {
      throw new RangeError(`user ${user} owes ${account.owed} micro-dollars and pays ${amount}`);
    }
    account.owed -= amount;
  }

  /** The certificate is void for days that begin at `from` or later; what vendors took before is honoured. */
  revoke(user: number, from: Microseconds): void {
    const account = this.#accountOf(user);
    account.revokedFrom = Math.min(account.revokedFrom, from);
  }

  /**
   * Decides a deposit that its bytes speak for, and records it. A commitment deposited before is paid for the paywords
   * since then.
   * Rejections: `late` (past the deadline, or before the commitment's day), `revoked-certificate`, `already-deposited`.
   * @param commitment what it is known by; one id has one user and one date.
   * @param index l, at least 1.
   * @param now never less than at the call before.
   * @throws RangeError for an unknown user, another index, and when `now` goes back.
   */
  deposit(user: number, commitment: Id, date: Microseconds, index: number, now: Microseconds): CreditDecision {
    const account = this.#accountOf(user);
    if (!(Number.isSafeInteger(index) && index >= 1)) throw new RangeError(`no index of a payword: ${index}`);
    if (now < this.#now) throw new RangeError(`the broker's time goes back from ${this.#now} to ${now}`);
    this.#now = now;
    if (date > now || now - date > DAY + this.#options.depositWindow) return refused('late');
    if (date >= account.revokedFrom) return refused('revoked-certificate');
    const span = this.#spanOf(date);
    const paid = span.get(commitment) ?? 0;
    if (index <= paid) return refused('already-deposited');
    span.set(commitment, index);
    return this.#charge(account, (index - paid) * this.#options.wordValue);
  }

  #charge(account: Account, value: Microdollars): CreditDecision {
    const beyond = Math.max(0, value - Math.max(0, account.creditLimit - account.owed));
    const dishonoured = this.#options.honourOverLimit ? 0 : beyond;
    const credited = value - dishonoured;
    account.owed += credited;
    return { rejection: undefined, credited, dishonoured, caught: beyond > 0 ? 'over-credit-limit' : undefined };
  }

  #spanOf(date: Microseconds): Map<Id, number> {
    const number = this.#numberOf(date);
    const known = this.#spans.get(number);
    if (known !== undefined) return known;
    const oldest = this.#numberOf(this.#now) - 1;
    for (const past of this.#spans.keys()) if (past < oldest) this.#spans.delete(past);
    const span = new Map<Id, number>();
    this.#spans.set(number, span);
    return span;
  }

  #numberOf(date: Microseconds): number {
    return Math.floor(date / this.#spanLength);
  }

  #accountOf(user: number): Account {
    const account = this.#accounts[user];
    if (account === undefined) throw new RangeError(`no user ${user} of ${this.users}`);
    return account;
  }
}

function refused(rejection: Refusal): CreditDecision {
  return { rejection, credited: 0, dishonoured: 0, caught: undefined };
}
