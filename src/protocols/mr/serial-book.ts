/**
 * MR2's memory of the bank: up to which serial each user has been debited, and which cheques were deposited of late.
 *
 * First deposit of a cheque with the serials S to S+j-1: the merchant is credited, the user debited for max(0, S+j-1 -
 * MaxS) units, and MaxS moves up. So all debits of a user sum to his MaxS, in whatever order deposits arrive. The
 * lecture's rule, S - MaxS, would be negative for deposits out of order.
 *
 * What is remembered is each user's cheque of MaxS, and the cheques whose time lies in the deposit window.
 *
 * Source: MR02; that users are caught by serials and times that run apart is its idea, the memory and the rule for a
 * cheque of several units are ours.
 * @module
 */
import type { Microseconds } from '../../units.ts';
import {
  DepositRecords,
  lengthened,
  OVERLAPPING,
  RECORDED,
  relation,
  type Span,
  UNRELATED,
} from './deposit-records.ts';
import type { Rejection } from './rejection.ts';

export interface SerialBookOptions {
  /** How long after its time a cheque may be deposited; Infinity when there is no deadline. */
  readonly depositWindow: Microseconds;
  /** Whether the merchant is credited for a cheque whose serial was used before, which he could not know. */
  readonly honourReused: boolean;
}

type Misdeed = Extract<Rejection, 'serial-reused' | 'serial-out-of-order'>;
type Refusal = Extract<Rejection, 'late' | 'duplicate' | 'expelled-user' | 'serial-reused'>;

export interface SerialDecision {
  /** Whether the merchant is paid: exactly when there is no rejection. */
  readonly credited: boolean;
  /** The units for which the user is debited. */
  readonly debitUnits: number;
  readonly rejection: Refusal | undefined;
  /** What the cheque convicts its user of. */
  readonly caught: Misdeed | undefined;
}

/** A user's account is a row of numbers, which lie side by side in memory: a simulation visits users at random. */
const ROW = 4;
const STANDING = 0;
/** MaxS, 0 at first, and the first serial and the time of its cheque. */
const MAX_SERIAL = 1;
const MAX_FIRST = 2;
const MAX_TIME = 3;
const ROWS_AT_FIRST = 16;

/** The standings of a user. In order: what is remembered of him has no serial twice, and times rise with serials. */
const IN_ORDER = 0;
const CAUGHT = 1;
const EXPELLED = 2;

export class SerialBook<Id extends string | number> {
  readonly #depositWindow: Microseconds;
  readonly #honourReused: boolean;
  #users = 0;
  #accounts = new Float64Array(ROW * ROWS_AT_FIRST);
  /** Cheques by their time, in turn, in spans one microsecond longer than the window: two hold all that count. */
  readonly #spans = [new DepositRecords<Id>(), new DepositRecords<Id>()];
  readonly #spanNumbers = [0, 1];
  #now: Microseconds = 0;
  /** One object for all calls, since a simulation makes millions. */
  readonly #decision: { -readonly [Field in keyof SerialDecision]: SerialDecision[Field] } = {
    credited: false,
    debitUnits: 0,
    rejection: undefined,
    caught: undefined,
  };

  /** @throws RangeError when the deposit window is negative. */
  constructor({ depositWindow, honourReused }: SerialBookOptions) {
    if (!(depositWindow >= 0)) throw new RangeError(`a deposit window is at least 0, not ${depositWindow}`);
    this.#depositWindow = depositWindow;
    this.#honourReused = honourReused;
  }

  /** How many users are registered: they are numbered from 0. */
  get users(): number {
    return this.#users;
  }

  /** How many deposits are remembered besides those of MaxS: those of the last two windows at most. */
  get remembered(): number {
    return this.#spans[0].size + this.#spans[1].size;
  }

  /** Adds a user and returns his number. */
  register(): number {
    const user = this.#users++;
    const length = ROW * this.#users;
    if (length > this.#accounts.length) this.#accounts = lengthened(this.#accounts, length);
    return user;
  }

  /** From now on the user's cheques are refused. */
  expel(user: number): void {
    this.#accounts[this.#rowOf(user) + STANDING] = EXPELLED;
  }

  /** MaxS of the user: the sum of the units that he was debited for. */
  maxSerial(user: number): number {
    return this.#accounts[this.#rowOf(user) + MAX_SERIAL];
  }

  /**
   * Decides the deposit of a cheque that its bytes speak for, and records it.
   * Rejections: `late` (past the window; or its time is yet to come, so that it could be deposited for longer than
   * others), `expelled-user`, `duplicate` (recorded already, whether credited or not), `serial-reused` (another cheque
   * has one of the serials, and such are not honoured).
   * Costs a walk over the user's remembered cheques when the cheque is not later in serial and time than all of them.
   * @param serial the first of the cheque's serials; `units` of them, the last at most 2^53 - 1.
   * @param id what the cheque is known by; it includes user, serials and time, so one id has one of each.
   * @param now never less than at the call before.
   * @returns an object that the next call overwrites.
   * @throws RangeError for a user or serials out of range, and when `now` goes back.
   */
  deposit(user: number, serial: number, units: number, time: Microseconds, id: Id, now: Microseconds): SerialDecision {
    const row = this.#rowOf(user);
    const last = serial + (units - 1);
    const sound = serial >= 1 && last >= serial && last <= Number.MAX_SAFE_INTEGER && now >= this.#now;
    if (!sound) this.#refuseArguments(serial, units, now);
    this.#now = now;
    if (time > now || now - time > this.#depositWindow) return this.#refuse('late', undefined);
    const accounts = this.#accounts;
    const standing = accounts[row + STANDING];
    if (standing === EXPELLED) return this.#refuse('expelled-user', undefined);
    // Later in serial and time than MaxS, hence than all that is remembered of a user in order.
    if (standing === IN_ORDER && serial > accounts[row + MAX_SERIAL] && time >= accounts[row + MAX_TIME]) {
      this.#spanOf(time).add(user, serial, last, time, id);
      return this.#credit(row, serial, last, time, undefined);
    }
    return this.#compare(user, { first: serial, last, time }, id);
  }

  #refuseArguments(serial: number, units: number, now: Microseconds): never {
    if (now < this.#now) throw new RangeError(`the bank's time goes back from ${this.#now} to ${now}`);
    throw new RangeError(`no serials: ${units} from ${serial} on`);
  }

  /** Decides a cheque by all that is remembered of its user. */
  #compare(user: number, cheque: Span, id: Id): SerialDecision {
    const { first, last, time } = cheque;
    const oldest = this.#now - this.#depositWindow;
    let found = UNRELATED;
    for (const span of this.#spans) found |= span.relationOf(user, cheque, id, oldest);
    if (found & RECORDED) return this.#refuse('duplicate', undefined);
    const row = this.#rowOf(user);
    found |= this.#relationToMax(row, cheque);
    this.#spanOf(time).add(user, first, last, time, id);
    if (found === UNRELATED) return this.#credit(row, first, last, time, undefined);
    this.#accounts[row + STANDING] = CAUGHT;
    if (!(found & OVERLAPPING)) return this.#credit(row, first, last, time, 'serial-out-of-order');
    if (!this.#honourReused) return this.#refuse('serial-reused', 'serial-reused');
    return this.#decide(true, 0, undefined, 'serial-reused');
  }

  /** How the cheque stands to the one of MaxS, which may be older than the window. */
  #relationToMax(row: number, cheque: Span): number {
    const accounts = this.#accounts;
    const last = accounts[row + MAX_SERIAL];
    if (last === 0) return UNRELATED;
    return relation(cheque, { first: accounts[row + MAX_FIRST], last, time: accounts[row + MAX_TIME] });
  }

  #credit(row: number, first: number, last: number, time: Microseconds, caught: Misdeed | undefined): SerialDecision {
    const accounts = this.#accounts;
    const debitUnits = Math.max(0, last - accounts[row + MAX_SERIAL]);
    if (debitUnits > 0) {
      accounts[row + MAX_SERIAL] = last;
      accounts[row + MAX_FIRST] = first;
      accounts[row + MAX_TIME] = time;
    }
    return this.#decide(true, debitUnits, undefined, caught);
  }

  #refuse(rejection: Refusal, caught: Misdeed | undefined): SerialDecision {
    return this.#decide(false, 0, rejection, caught);
  }

  #decide(
    credited: boolean,
    debitUnits: number,
    rejection: Refusal | undefined,
    caught: Misdeed | undefined,
  ): SerialDecision {
    const decision = this.#decision;
    decision.credited = credited;
    decision.debitUnits = debitUnits;
    decision.rejection = rejection;
    decision.caught = caught;
    return decision;
  }

  /** The records among which a cheque of this time belongs. */
  #spanOf(time: Microseconds): DepositRecords<Id> {
    const number = Math.floor(time / (this.#depositWindow + 1));
    const turn = number % 2;
    if (this.#spanNumbers[turn] !== number) {
      this.#spanNumbers[turn] = number;
      this.#spans[turn].clear();
    }
    return this.#spans[turn];
  }

  #refuseUser(user: number): never {
    throw new RangeError(`no user ${user} of ${this.#users}`);
  }

  /** Where the user's account begins. */
  #rowOf(user: number): number {
    if (!(user >= 0 && user < this.#users)) this.#refuseUser(user);
    return user * ROW;
  }
}
