/**
 * The bank's memory of channels: open, closing, closed.
 *
 * Money goes one way, so the highest voucher is the payee's best and its settlement ends the channel at once. A payer
 * who wants his deposit back owns up to what he owes and waits for the dispute window, in which the payee can show that
 * it was more. A payee that is silent all through the window gets what the payer has said.
 * @module
 */
import type { Microdollars, Microseconds } from '../../units.ts';
import type { ChannelRejection } from './channel-rejection.ts';

export interface Settlement {
  readonly toPayee: Microdollars;
  /** What is left of the deposit. */
  readonly toPayer: Microdollars;
  /** What the settlement convicts the payer of: he owned up to less than he had signed for. */
  readonly caught: 'stale-close' | undefined;
}

interface Account {
  readonly deposit: Microdollars;
  /** What the payer has owned up to. */
  declared: Microdollars;
  /** The last instant of the dispute window; Infinity while nobody has asked for the close. */
  windowEnd: Microseconds;
}

/** Kept in place of a channel that is closed: its name must not come back, or its vouchers would be good once more. */
const CLOSED = 'closed';

export class ChannelBook<Id extends string | number> {
  readonly #disputeWindow: Microseconds;
  readonly #channels = new Map<Id, Account | typeof CLOSED>();
  #held: Microdollars = 0;

  /** @throws RangeError when the dispute window is not finite and at least 0. */
  constructor(disputeWindow: Microseconds) {
    if (!isAmount(disputeWindow)) throw new RangeError(`a dispute window is at least 0, not ${disputeWindow}`);
    this.#disputeWindow = disputeWindow;
  }

  /** The deposits of all channels that are not closed. */
  get held(): Microdollars {
    return this.#held;
  }

  /**
   * Takes the deposit of a new channel. Rejections: `duplicate-channel`.
   * @param deposit at least 1.
   * @throws RangeError for another deposit.
   */
  open(id: Id, deposit: Microdollars): 'duplicate-channel' | undefined {
    if (!isAmount(deposit) || deposit === 0) throw new RangeError(`no deposit: ${deposit}`);
    if (this.#channels.has(id)) return 'duplicate-channel';
    this.#channels.set(id, { deposit, declared: 0, windowEnd: Number.POSITIVE_INFINITY });
    this.#held += deposit;
    return undefined;
  }

  /**
   * The payer asks for the close and owns up to what he owes: the dispute window begins.
   * Rejections: `unknown-channel`, `channel-closed`, `already-closing`, `over-deposit`.
   * @param declared at least 0.
   * @throws RangeError for less.
   */
  requestClose(id: Id, declared: Microdollars, now: Microseconds): ChannelRejection | undefined {
    if (!isAmount(declared)) throw new RangeError(`nobody owes ${declared}`);
    const account = this.#accountOf(id);
    if (typeof account === 'string') return account;
    if (isClosing(account)) return 'already-closing';
    if (declared > account.deposit) return 'over-deposit';
    account.declared = declared;
    account.windowEnd = now + this.#disputeWindow;
    return undefined;
  }

  /**
   * The payee settles with its highest voucher: the channel is closed.
   * Rejections: `unknown-channel`, `channel-closed`, `over-deposit`, `window-over`, `stale-voucher`.
   * @param total of a voucher that `checkVoucher` took; 0 when the payee has none.
   * @throws RangeError for less.
   */
  settle(id: Id, total: Microdollars, now: Microseconds): Settlement | ChannelRejection {
    if (!isAmount(total)) throw new RangeError(`no voucher of ${total}`);
    const account = this.#accountOf(id);
    if (typeof account === 'string') return account;
    if (total > account.deposit) return 'over-deposit';
    if (now > account.windowEnd) return 'window-over';
    if (isClosing(account) && total <= account.declared) return 'stale-voucher';
    return this.#close(id, account, total);
  }

  /**
   * The dispute window has ended and nobody has objected: the channel is closed at what the payer has owned up to.
   * Rejections: `unknown-channel`, `channel-closed`, `not-closing`, `window-open`.
   */
  finish(id: Id, now: Microseconds): Settlement | ChannelRejection {
    const account = this.#accountOf(id);
    if (typeof account === 'string') return account;
    if (!isClosing(account)) return 'not-closing';
    if (now <= account.windowEnd) return 'window-open';
    return this.#close(id, account, account.declared);
  }

  #close(id: Id, account: Account, total: Microdollars): Settlement {
    this.#channels.set(id, CLOSED);
    this.#held -= account.deposit;
    const caught = isClosing(account) && total > account.declared ? 'stale-close' : undefined;
    return { toPayee: total, toPayer: account.deposit - total, caught };
  }

  #accountOf(id: Id): Account | 'unknown-channel' | 'channel-closed' {
    const account = this.#channels.get(id);
    if (account === undefined) return 'unknown-channel';
    return account === CLOSED ? 'channel-closed' : account;
  }
}

function isClosing(account: Account): boolean {
  return account.windowEnd !== Number.POSITIVE_INFINITY;
}

function isAmount(amount: number): boolean {
  return Number.isSafeInteger(amount) && amount >= 0;
}
