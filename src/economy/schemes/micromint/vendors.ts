/**
 * MicroMint's vendors: they accept coins off-line, by k hash computations and the bins they have seen, and send the
 * day's coins to the broker. Dishonest ones hand in what they like, when they like, as often as they like.
 * @source RS96, section 3; the minute of payments under way and the dishonest vendors are ours
 * @module
 */
import { Priority } from '../../../sim/priority.ts';
import { DAY, type Microseconds } from '../../../units.ts';
import { groupOfUser, type Presented } from './evidence.ts';
import { underWayMax } from './options.ts';
import { type Deposit, type Pile, together } from './pile.ts';
import { RETRY_AFTER, type Setting } from './setting.ts';
import { type Habit, VendorHabits } from './vendor-habits.ts';

function freshSets(count: number): Set<number>[] {
  return Array.from({ length: count }, () => new Set<number>());
}

/** Told of every payment that a vendor has decided. */
type DecisionListener<C> = (pile: Pile<C>, accepted: boolean) => void;

export class Vendors<C> {
  readonly #setting: Setting<C>;
  /** Of each vendor: bins seen in the running period and in the one before, piles not yet sent to the broker. */
  #seen: Set<number>[];
  #seenBefore: Set<number>[];
  readonly #tills: Deposit<C>[][];
  readonly #retry: number;
  readonly #delayed: number;
  readonly #habits = new VendorHabits();
  readonly #listeners: DecisionListener<C>[] = [];
  /** The broker's list, as of the last day end. */
  #suspended: ReadonlySet<number> = new Set();
  #coinsHeld = 0;
  #dayEndDeposits = 0;

  constructor(setting: Setting<C>) {
    const { simulation } = setting.market;
    const { vendors } = setting.market.demand;
    this.#setting = setting;
    this.#seen = freshSets(vendors);
    this.#seenBefore = freshSets(vendors);
    this.#tills = Array.from({ length: vendors }, () => []);
    this.#retry = simulation.register('deposit sent again', (vendor) => this.#settle(vendor));
    this.#delayed = simulation.register('deposit held back', (slot) => setting.lines.deposits.send(slot));
  }

  // ---- payments

  /** A payment has come: all its coins are good and new to this vendor, or it is refused whole. */
  paid(slot: number): void {
    const { market, post } = this.#setting;
    const { col } = post.slab;
    const [user, vendor, price] = [col.user[slot], col.vendor[slot], col.price[slot]];
    const pile = post.pile(slot);
    const refusal = this.#decide(user, vendor, pile);
    for (const listener of this.#listeners) listener(pile, refusal === undefined);
    if (refusal !== undefined) {
      this.#refuse(slot, refusal);
      return;
    }
    this.#keep(vendor, this.#paidBy(user, pile));
    market.served(user, vendor, price);
    // At the next day end the grace of an ended period may be over.
    if (pile.period !== this.#setting.issues.current) this.#settle(vendor);
  }

  /** Why the payment is refused; undefined when it is accepted. */
  #decide(user: number, vendor: number, pile: Pile<C>): string | undefined {
    const { issues } = this.#setting;
    if (this.#suspended.has(user)) return 'suspended-user';
    if (issues.wasRecalled(pile.period)) return 'recalled';
    const refusal = this.#examine(user, vendor, pile);
    if (refusal !== undefined || !this.#habits.of(vendor).invents) return refusal;
    // He has noted the coins, so as not to give himself away by claiming them a second time.
    this.#handIn(vendor, this.#paidBy(user, pile));
    return 'refused-by-vendor';
  }

  #refuse(slot: number, reason: string): void {
    const { market, post, lines } = this.#setting;
    const { col } = post.slab;
    const [user, vendor, price] = [col.user[slot], col.vendor[slot], col.price[slot]];
    const { period, coins } = post.pile(slot);
    market.refused(user, vendor, price, reason);
    lines.returns.send(post.write({ user, vendor, price, period }, coins));
  }

  /** Accepts coin by coin, so that one coin twice in one payment is seen; takes back what it noted if one is bad. */
  #examine(user: number, vendor: number, pile: Pile<C>): string | undefined {
    const period = this.#acceptedPeriod(pile.period);
    const issue = this.#setting.issues.of(period);
    const seen = this.#seenBy(vendor, period);
    const presented = this.#presented(user, pile, period, seen);
    const noted: number[] = [];
    const { market, options } = this.#setting;
    market.work.vendors.hash += pile.coins.length * options.way;
    for (const coin of pile.coins) {
      const acceptance = issue.accept(coin, presented);
      if (!acceptance.accepted) {
        for (const bin of noted) seen.delete(bin);
        return acceptance.reason;
      }
      seen.add(acceptance.bin);
      noted.push(acceptance.bin);
    }
    return undefined;
  }

  /** What the vendor knows when coins are presented that he takes to be of this period, if of any. */
  #presented(user: number, pile: Pile<C>, period: number, seen: ReadonlySet<number>): Presented {
    const { market, options, issues } = this.#setting;
    return {
      period: pile.period,
      seen: (bin) => seen.has(bin),
      stages: issues.stageAt(period, market.simulation.now),
      group: groupOfUser(user, options.groupBits),
    };
  }

  #seenBy(vendor: number, period: number): Set<number> {
    return period === this.#setting.issues.current ? this.#seen[vendor] : this.#seenBefore[vendor];
  }

  /** The running period; the one before for a payment that was under way when its month ended. */
  #acceptedPeriod(periodOfPile: number): number {
    const { market, options, issues } = this.#setting;
    const sinceEnd = market.simulation.now - issues.startOf(issues.current);
    const underWay = periodOfPile === issues.current - 1 && sinceEnd <= underWayMax(options);
    return underWay ? periodOfPile : issues.current;
  }

  /** The broker asks who paid with each coin only where he limits what he redeems of one payer. */
  #paidBy(user: number, { period, coins }: Pile<C>): Deposit<C> {
    const payers = this.#setting.options.redemptionLimit === undefined ? [] : coins.map(() => user);
    return { period, coins, payers };
  }

  /** Told of every payment, whether the vendor has accepted it. */
  onDecision(listener: DecisionListener<C>): void {
    this.#listeners.push(listener);
  }

  // ---- settlement

  #keep(vendor: number, deposit: Deposit<C>): void {
    this.#tills[vendor].push(deposit);
    this.#coinsHeld += deposit.coins.length;
  }

  /**
   * At day end every vendor sends its coins, and gets the broker's list.
   * @param suspended users whom no vendor serves any more
   */
  dayEnded(suspended: ReadonlySet<number>): void {
    this.#suspended = new Set(suspended);
    this.#dayEndDeposits += this.#tills.filter((till) => till.length > 0).length;
    this.settleAll();
  }

  settleAll(): void {
    for (let vendor = 0; vendor < this.#tills.length; vendor++) this.#settle(vendor);
  }

  /** What was lost on the way is sent once more, whatever the vendor's habit is with the rest. */
  #settle(vendor: number): void {
    const held = this.#tills[vendor].splice(0);
    for (const { coins } of held) this.#coinsHeld -= coins.length;
    const habit = this.#habits.of(vendor);
    const isFresh = ({ lost }: Deposit<C>): boolean => habit === undefined || lost !== true;
    for (const deposit of together(held.filter(isFresh))) this.#handIn(vendor, deposit, habit);
    for (const deposit of together(held.filter((each) => !isFresh(each)))) this.#handIn(vendor, deposit);
  }

  /** @param habit how often and when; by default once and at once */
  #handIn(vendor: number, { period, coins, payers }: Deposit<C>, habit?: Habit): void {
    const { market, post, lines } = this.#setting;
    // What is sent at the very end of a day is of that day.
    const day = Math.ceil(market.simulation.now / DAY) - 1;
    for (let copy = 0; copy <= (habit?.copies ?? 0); copy++) {
      const slot = post.write({ vendor, period, day, payers }, coins);
      if (habit === undefined || habit.delay === 0) lines.deposits.send(slot);
      else market.simulation.after(habit.delay, this.#delayed, Priority.decision, slot);
    }
  }

  depositLost(slot: number): void {
    const { market, post } = this.#setting;
    const vendor = post.slab.col.vendor[slot];
    this.#keep(vendor, { ...post.pile(slot), payers: post.payers(slot), lost: true });
    market.simulation.after(RETRY_AFTER, this.#retry, Priority.decision, vendor);
  }

  /** Bins seen matter only while their coins are good. */
  periodEnded(): void {
    this.#seenBefore = this.#seen;
    this.#seen = freshSets(this.#seen.length);
  }

  // ---- what only dishonest vendors do

  /**
   * A vendor hands in at once what nobody has paid, in the name of an accomplice. He leaves out what he would refuse
   * from anybody, and notes the bins, so as not to be caught redeeming one twice.
   * @returns how many coins he claims
   */
  claim(vendor: number, payer: number, pile: Pile<C>): number {
    const { issues } = this.#setting;
    const seen = this.#seenBy(vendor, issues.current);
    const presented = this.#presented(payer, pile, issues.current, seen);
    const coins = pile.coins.filter((coin) => {
      const acceptance = issues.of(issues.current).accept(coin, presented);
      if (acceptance.accepted) seen.add(acceptance.bin);
      return acceptance.accepted;
    });
    if (coins.length > 0) this.#handIn(vendor, this.#paidBy(payer, { period: pile.period, coins }));
    return coins.length;
  }

  /** From now on this vendor waits so long before each deposit. */
  delay(vendor: number, time: Microseconds): void {
    this.#habits.change(vendor, { delay: time });
  }

  /** From now on this vendor hands in everything so many times more. */
  replay(vendor: number, times: number): void {
    this.#habits.change(vendor, { copies: times });
  }

  /** From now on this vendor refuses what is paid, sends it back and claims a copy of it all the same. */
  invent(vendor: number): void {
    this.#habits.change(vendor, { invents: true });
  }

  // ---- figures

  /** Deposits sent at the ends of days. */
  get dayEndDeposits(): number {
    return this.#dayEndDeposits;
  }

  /** Coins accepted and not yet sent to the broker. */
  get coinsHeld(): number {
    return this.#coinsHeld;
  }
}
