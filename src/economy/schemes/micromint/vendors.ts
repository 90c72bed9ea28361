/**
 * MicroMint's vendors: they accept coins off-line, by k hash computations and the bins they have seen, and send the
 * day's coins to the broker.
 * @module
 */
import { Priority } from '../../../sim/priority.ts';
import { underWayMax } from './options.ts';
import type { Pile } from './pile.ts';
import { RETRY_AFTER, type Setting } from './setting.ts';

function freshSets(count: number): Set<number>[] {
  return Array.from({ length: count }, () => new Set<number>());
}

export class Vendors<C> {
  readonly #setting: Setting<C>;
  /** Of each vendor: bins seen in the running period and in the one before, piles not yet sent to the broker. */
  #seen: Set<number>[];
  #seenBefore: Set<number>[];
  readonly #tills: Pile<C>[][];
  readonly #retry: number;
  #coinsHeld = 0;
  #dayEndDeposits = 0;

  constructor(setting: Setting<C>) {
    const { vendors } = setting.market.demand;
    this.#setting = setting;
    this.#seen = freshSets(vendors);
    this.#seenBefore = freshSets(vendors);
    this.#tills = Array.from({ length: vendors }, () => []);
    this.#retry = setting.market.simulation.register('deposit sent again', (vendor) => this.#settle(vendor));
  }

  /** A payment has come: all its coins are good and new to this vendor, or it is refused whole. */
  paid(slot: number): void {
    const { market, post, lines } = this.#setting;
    const { col } = post.slab;
    const [user, vendor, price] = [col.user[slot], col.vendor[slot], col.price[slot]];
    const pile = post.pile(slot);
    const refusal = this.#examine(vendor, pile);
    if (refusal !== undefined) {
      market.refused(user, vendor, price, refusal);
      lines.returns.send(post.write({ user, vendor, price, period: pile.period }, pile.coins));
      return;
    }
    this.#tills[vendor].push(pile);
    this.#coinsHeld += pile.coins.length;
    market.served(user, vendor, price);
    // At the next day end the grace of an ended period may be over.
    if (pile.period !== this.#setting.issues.current) this.#settle(vendor);
  }

  /** Accepts coin by coin, so that one coin twice in one payment is seen; takes back what it noted if one is bad. */
  #examine(vendor: number, pile: Pile<C>): string | undefined {
    const period = this.#acceptedPeriod(pile.period);
    const issue = this.#setting.issues.of(period);
    const seen = period === this.#setting.issues.current ? this.#seen[vendor] : this.#seenBefore[vendor];
    const noted: number[] = [];
    for (const coin of pile.coins) {
      const acceptance = issue.accept(coin, pile.period, (bin) => seen.has(bin));
      if (!acceptance.accepted) {
        for (const bin of noted) seen.delete(bin);
        return acceptance.reason;
      }
      seen.add(acceptance.bin);
      noted.push(acceptance.bin);
    }
    return undefined;
  }

  /** The running period; the one before for a payment that was under way when it ended. */
  #acceptedPeriod(periodOfPile: number): number {
    const { market, options, issues } = this.#setting;
    const sinceEnd = market.simulation.now - issues.current * options.period;
    const underWay = periodOfPile === issues.current - 1 && sinceEnd <= underWayMax(options);
    return underWay ? periodOfPile : issues.current;
  }

  /** At day end every vendor sends its coins. */
  dayEnded(): void {
    this.#dayEndDeposits += this.#tills.filter((till) => till.length > 0).length;
    this.settleAll();
  }

  settleAll(): void {
    for (let vendor = 0; vendor < this.#tills.length; vendor++) this.#settle(vendor);
  }

  /** One deposit for each period of which there are coins: two only when the network held up an older one. */
  #settle(vendor: number): void {
    const coinsOf = new Map<number, C[]>();
    for (const { period, coins } of this.#tills[vendor].splice(0)) {
      this.#coinsHeld -= coins.length;
      const together = coinsOf.get(period);
      if (together === undefined) coinsOf.set(period, [...coins]);
      else together.push(...coins);
    }
    for (const [period, coins] of coinsOf)
      this.#setting.lines.deposits.send(this.#setting.post.write({ vendor, period }, coins));
  }

  depositLost(slot: number): void {
    const vendor = this.#setting.post.slab.col.vendor[slot];
    const pile = this.#setting.post.pile(slot);
    this.#tills[vendor].push(pile);
    this.#coinsHeld += pile.coins.length;
    this.#setting.market.simulation.after(RETRY_AFTER, this.#retry, Priority.decision, vendor);
  }

  /** Bins seen matter only while their coins are good. */
  periodEnded(): void {
    this.#seenBefore = this.#seen;
    this.#seen = freshSets(this.#seen.length);
  }

  /** Deposits sent at the ends of days. */
  get dayEndDeposits(): number {
    return this.#dayEndDeposits;
  }

  /** Coins accepted and not yet sent to the broker. */
  get coinsHeld(): number {
    return this.#coinsHeld;
  }
}
