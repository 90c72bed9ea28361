/**
 * Vendors of a lottery scheme: they check a cheque off-line, hand over the goods, draw, and deposit what is payable.
 * @module
 */
import { Priority } from '../../../sim/priority.ts';
import type { Microseconds } from '../../../units.ts';
import { RETRY_AFTER, type Setting } from './setting.ts';

/** How a dishonest vendor deposits. */
interface Habit {
  delay: Microseconds;
  copies: number;
}

export class Vendors {
  readonly #setting: Setting;
  readonly #grinding = new Set<number>();
  readonly #habits = new Map<number, Habit>();
  readonly #deposit: number;
  /** Vendors have the bank's list at once. */
  readonly #isExpelled = (identity: number): boolean => this.#setting.accounts.isExpelled(identity);

  constructor(setting: Setting) {
    this.#setting = setting;
    this.#deposit = setting.market.simulation.register('deposit made', (slot) => setting.lines.deposits!.send(slot));
  }

  /** A payment has come. */
  paid(slot: number): void {
    const { market, post, evidence, signatures } = this.#setting;
    market.work.vendors.signature += signatures.vendor;
    const { col } = post.slab;
    const [user, vendor, price] = [col.user[slot], col.vendor[slot], col.price[slot]];
    const rejection = evidence.accept(slot, this.#isExpelled);
    if (rejection !== undefined) {
      market.refused(user, vendor, price, rejection);
      return;
    }
    market.served(user, vendor, price);
    if (!this.#draw(slot, vendor)) return;
    post.slab.retain(slot);
    this.deposit(slot);
  }

  #draw(slot: number, vendor: number): boolean {
    const { evidence } = this.#setting;
    return this.#grinding.size > 0 && this.#grinding.has(vendor)
      ? evidence.grindSelection(slot)
      : evidence.select(slot);
  }

  /** Sends a payable cheque to the bank: at once, unless this vendor has habits. Takes over the caller's hold. */
  deposit(slot: number): void {
    const { post, lines } = this.#setting;
    const habit = this.#habits.size > 0 ? this.#habits.get(post.slab.col.vendor[slot]) : undefined;
    if (habit === undefined) {
      lines.deposits!.send(slot);
      return;
    }
    for (let copy = 0; copy <= habit.copies; copy++) {
      if (copy > 0) post.slab.retain(slot);
      this.depositAfter(habit.delay, slot);
    }
  }

  depositLost(slot: number): void {
    this.#setting.post.slab.retain(slot);
    this.depositAfter(RETRY_AFTER, slot);
  }

  /** Sends a payable cheque so much later. Takes over the caller's hold. */
  depositAfter(delay: Microseconds, slot: number): void {
    this.#setting.market.simulation.after(delay, this.#deposit, Priority.decision, slot);
  }

  grind(vendor: number): void {
    this.#grinding.add(vendor);
  }

  delay(vendor: number, time: Microseconds): void {
    this.#habitOf(vendor).delay = time;
  }

  replay(vendor: number, times: number): void {
    this.#habitOf(vendor).copies = times;
  }

  #habitOf(vendor: number): Habit {
    const habit = this.#habits.get(vendor) ?? { delay: 0, copies: 0 };
    this.#habits.set(vendor, habit);
    return habit;
  }
}
