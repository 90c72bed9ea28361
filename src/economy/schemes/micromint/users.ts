/**
 * MicroMint's users: they buy coins by the batch when the wallet cannot pay, spend them off-line, and return unused
 * ones at month end.
 * @module
 */
import { Priority } from '../../../sim/priority.ts';
import type { Microdollars } from '../../../units.ts';
import type { Pile } from './pile.ts';
import { RETRY_AFTER, type Setting } from './setting.ts';
import { BUYER_SUSPENDED } from './suspension.ts';

interface Purchase {
  readonly vendor: number;
  readonly price: Microdollars;
}

export class Users<C> {
  readonly #setting: Setting<C>;
  /** Of each user: coins of the running period, coins of an ended one, purchases that wait for coins. */
  readonly #wallets: C[][];
  readonly #leftovers: Pile<C>[][];
  readonly #waiting: Purchase[][];
  readonly #ordering: Uint8Array;
  /** What watched users presented last, for whoever copies it. */
  readonly #copies = new Map<number, Pile<C>>();
  /** Who is told when a watched user has presented coins. */
  readonly #watchers = new Map<number, (price: Microdollars) => void>();
  /** Coins presented that are not out of the wallet of who presented them: they never go into it. */
  readonly #foreign = new WeakSet<readonly C[]>();
  readonly #listeners: ((user: number, pile: Pile<C>) => void)[] = [];
  readonly #retry: number;
  #coinsHeld = 0;

  constructor(setting: Setting<C>) {
    const { users } = setting.market.demand;
    this.#setting = setting;
    this.#wallets = Array.from({ length: users }, () => []);
    this.#leftovers = Array.from({ length: users }, () => []);
    this.#waiting = Array.from({ length: users }, () => []);
    this.#ordering = new Uint8Array(users);
    this.#retry = setting.market.simulation.register('exchange requested again', (user) => this.#returnLeftovers(user));
  }

  /** The user wants goods; he orders coins first when his wallet cannot pay. */
  pay(user: number, vendor: number, price: Microdollars): void {
    if (price % this.#setting.options.coinValue !== 0) {
      this.#setting.market.refused(user, vendor, price, 'not-whole-coins');
      return;
    }
    this.#waiting[user].push({ vendor, price });
    this.#spendOrOrder(user);
  }

  #spendOrOrder(user: number): void {
    const waiting = this.#waiting[user];
    const wallet = this.#wallets[user];
    while (waiting.length > 0) {
      const need = waiting[0].price / this.#setting.options.coinValue;
      if (wallet.length < need) {
        this.#order(user, need - wallet.length);
        return;
      }
      this.#coinsHeld -= need;
      const { vendor, price } = waiting.shift()!;
      this.#present(user, vendor, price, { period: this.#setting.issues.current, coins: wallet.splice(-need) });
    }
  }

  /** Whole batches, enough for the purchase that waits. */
  #order(user: number, missing: number): void {
    if (this.#ordering[user] === 1) return;
    this.#ordering[user] = 1;
    const { batch } = this.#setting.options;
    const count = batch * Math.ceil(missing / batch);
    this.#setting.lines.orders.send(this.#setting.post.write({ user, count }));
  }

  #present(user: number, vendor: number, price: Microdollars, pile: Pile<C>): void {
    if (this.#copies.has(user)) this.#copies.set(user, pile);
    this.#setting.lines.payments.send(
      this.#setting.post.write({ user, vendor, price, period: pile.period }, pile.coins),
    );
    // A copy that is sent now must not overtake the payment.
    for (const listener of this.#listeners) listener(user, pile);
    this.#watchers.get(user)?.(price);
  }

  /** The coins bought have come; a message without coins says that the broker has sold out, or sells him nothing. */
  bought(slot: number): void {
    const { post } = this.#setting;
    const user = post.slab.col.user[slot];
    this.#ordering[user] = 0;
    const isSuspended = post.slab.col.count[slot] === BUYER_SUSPENDED;
    if (post.coins(slot).length === 0) this.#refuseWaiting(user, isSuspended ? 'suspended-user' : 'sold-out');
    this.#keep(user, post.pile(slot));
    this.#spendOrOrder(user);
  }

  /** Neither order nor coins can be had: whatever waits for them is refused. */
  orderFailed(slot: number): void {
    const user = this.#setting.post.slab.col.user[slot];
    this.#ordering[user] = 0;
    this.#refuseWaiting(user, 'undelivered');
  }

  #refuseWaiting(user: number, reason: string): void {
    for (const { vendor, price } of this.#waiting[user].splice(0))
      this.#setting.market.refused(user, vendor, price, reason);
  }

  /** The vendor never got the coins: they are unspent, and the purchase is off. */
  paymentLost(slot: number): void {
    const { col } = this.#setting.post.slab;
    this.returned(slot);
    this.#setting.market.refused(col.user[slot], col.vendor[slot], col.price[slot], 'undelivered');
  }

  /** Coins that the vendor refused, or never got, come back; copies and what belongs to others are thrown away. */
  returned(slot: number): void {
    const { post } = this.#setting;
    if (!this.#foreign.has(post.coins(slot))) this.#keep(post.slab.col.user[slot], post.pile(slot));
  }

  /** Coins of the running period for returned ones. */
  exchanged(slot: number): void {
    const user = this.#setting.post.slab.col.user[slot];
    this.#keep(user, this.#setting.post.pile(slot));
    this.#spendOrOrder(user);
  }

  /** Into the wallet, or, if their period has ended meanwhile, straight back to the broker. */
  #keep(user: number, pile: Pile<C>): void {
    if (pile.coins.length === 0) return;
    if (pile.period === this.#setting.issues.current) {
      this.#wallets[user].push(...pile.coins);
      this.#coinsHeld += pile.coins.length;
      return;
    }
    this.#leftovers[user].push(pile);
    this.#returnLeftovers(user);
  }

  /** At the end of a period users return unused coins. */
  periodEnded(period: number): void {
    this.#wallets.forEach((wallet, user) => {
      if (wallet.length === 0) return;
      this.#leftovers[user].push({ period, coins: wallet.splice(0) });
      this.#returnLeftovers(user);
    });
    this.#coinsHeld = 0;
  }

  #returnLeftovers(user: number): void {
    for (const { period, coins } of this.#leftovers[user].splice(0))
      this.#setting.lines.requests.send(this.#setting.post.write({ user, period }, coins));
  }

  requestLost(slot: number): void {
    const user = this.#setting.post.slab.col.user[slot];
    this.#leftovers[user].push(this.#setting.post.pile(slot));
    this.#setting.market.simulation.after(RETRY_AFTER, this.#retry, Priority.decision, user);
  }

  /** Coins in all wallets. */
  get coinsHeld(): number {
    return this.#coinsHeld;
  }

  /** Coins in one user's hands, counted one by one. */
  coinsOf(user: number): number {
    return this.#leftovers[user].reduce((sum, { coins }) => sum + coins.length, this.#wallets[user].length);
  }

  // ---- what only dishonest users do

  watch(user: number, presented: (price: Microdollars) => void = () => {}): void {
    this.#copies.set(user, { period: -1, coins: [] });
    this.#watchers.set(user, presented);
  }

  /** Presents a copy of the last coins of a watched user; they leave nobody's wallet. */
  presentAgain(user: number, vendor: number, price: Microdollars): boolean {
    const copy = this.#copies.get(user);
    if (copy === undefined || copy.coins.length * this.#setting.options.coinValue !== price) return false;
    this.presentForeign(user, vendor, price, { period: copy.period, coins: [...copy.coins] });
    return true;
  }

  /**
   * Presents coins that are not out of this user's wallet: copied, stolen or forged. The list of them is this payment's
   * alone, since by it they are known when they come back.
   * @throws RangeError when they are not worth the price
   */
  presentForeign(user: number, vendor: number, price: Microdollars, pile: Pile<C>): void {
    if (pile.coins.length * this.#setting.options.coinValue !== price)
      throw new RangeError(`${pile.coins.length} coins presented for ${price} micro-dollars`);
    this.#foreign.add(pile.coins);
    this.#present(user, vendor, price, pile);
  }

  /** Copies of at most so many coins in this user's wallet, of those that he will spend last. */
  copyOf(victim: number, most: number): Pile<C> {
    return { period: this.#setting.issues.current, coins: this.#wallets[victim].slice(0, most) };
  }

  /** Told of every payment that is sent. */
  overhears(listener: (user: number, pile: Pile<C>) => void): void {
    this.#listeners.push(listener);
  }
}
