/**
 * MR3's vendors: they check a cheque off-line, hand over the goods, and list the cheque for its period.
 * @module
 */
import type { DeferredEvidence } from './deferred-evidence.ts';
import type { PeriodClock } from './period-clock.ts';
import type { Setting } from './setting.ts';

export class DeferredVendors {
  readonly #setting: Setting<DeferredEvidence>;
  readonly #clock: PeriodClock;
  readonly #isExpelled = (identity: number): boolean => this.#setting.accounts.isExpelled(identity);

  constructor(setting: Setting<DeferredEvidence>, clock: PeriodClock) {
    this.#setting = setting;
    this.#clock = clock;
  }

  /** A payment has come; one of a period whose lists are closed can no longer win, and is refused. */
  paid(slot: number): void {
    const { market, post, evidence, signatures } = this.#setting;
    market.work.vendors.signature += signatures.vendor;
    const { col } = post.slab;
    const [user, vendor, price] = [col.user[slot], col.vendor[slot], col.price[slot]];
    const rejection = evidence.accept(slot, this.#isExpelled) ?? (this.#isTooLate(slot) ? 'late' : undefined);
    if (rejection !== undefined) {
      market.refused(user, vendor, price, rejection);
      return;
    }
    market.served(user, vendor, price);
    this.list(slot);
  }

  list(slot: number): void {
    this.#clock.start(this.#setting.evidence.keep(slot));
  }

  #isTooLate(slot: number): boolean {
    return !this.#clock.isOpen(this.#setting.evidence.periodOf(slot));
  }
}
