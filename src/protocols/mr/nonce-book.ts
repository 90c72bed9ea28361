/**
 * MR1's memory of the bank: which cheques it has paid. A cheque past its deadline is refused as late, so it may be
 * forgotten.
 * Source: MR02 (deposit within a deadline, no cheque twice); what is kept for how long is ours.
 * @module
 */
import type { Microseconds } from '../../units.ts';

export class NonceBook<Id extends string | number> {
  readonly #depositWindow: Microseconds;
  /** Cheques are kept by their time in spans one microsecond longer than the window: two spans hold all that count. */
  readonly #spans = new Map<number, Set<Id>>();
  #now: Microseconds = 0;

  /**
   * @param depositWindow how long after its time a cheque may be deposited; Infinity when there is no deadline.
   * @throws RangeError when it is negative.
   */
  constructor(depositWindow: Microseconds) {
    if (!(depositWindow >= 0)) throw new RangeError(`a deposit window is at least 0, not ${depositWindow}`);
    this.#depositWindow = depositWindow;
  }

  /** How many cheques it remembers: those of the last two windows at most. */
  get size(): number {
    let size = 0;
    for (const span of this.#spans.values()) size += span.size;
    return size;
  }

  /**
   * Records the deposit of a cheque, which is to be paid when it is `new`.
   * @param id what the cheque is known by; it includes the cheque's time, so one id has one time.
   * @param time the cheque's.
   * @param now never less than at the call before.
   * @returns `late` also when the cheque's time is yet to come: it could be deposited for longer than others.
   * @throws RangeError when `now` goes back.
   */
  deposit(id: Id, time: Microseconds, now: Microseconds): 'new' | 'late' | 'duplicate' {
    if (now < this.#now) throw new RangeError(`the bank's time goes back from ${this.#now} to ${now}`);
    this.#now = now;
    if (time > now || now - time > this.#depositWindow) return 'late';
    const span = this.#spanOf(time);
    if (span.has(id)) return 'duplicate';
    span.add(id);
    return 'new';
  }

  #spanOf(time: Microseconds): Set<Id> {
    const number = this.#numberOf(time);
    const known = this.#spans.get(number);
    if (known !== undefined) return known;
    const oldest = this.#numberOf(this.#now) - 1;
    for (const past of this.#spans.keys()) if (past < oldest) this.#spans.delete(past);
    const span = new Set<Id>();
    this.#spans.set(number, span);
    return span;
  }

  #numberOf(time: Microseconds): number {
    return Math.floor(time / (this.#depositWindow + 1));
  }
}
