/**
 * Millicent's users: each has scrip of the vendors he visits, pays them with it, and takes back the change. When his
 * scrip cannot pay he gets more from his broker. With one vendor he has one purchase under way at a time, since the
 * change has to come back first.
 * @source G95; the lecture's wallet
 * @module
 */
import type { Holding } from '../../../protocols/millicent/grant.ts';
import type { Microdollars, Microseconds } from '../../../units.ts';
import type { Accounts } from './accounts.ts';
import type { Ending } from './errands.ts';
import { exchangeSize } from './options.ts';
import { Purse, type Tally } from './purse.ts';
import type { Setting } from './setting.ts';

/** One user at one vendor. */
interface Visit {
  readonly user: number;
  readonly vendor: number;
  readonly purse: Purse;
  /** Prices of purchases that wait. */
  readonly waiting: Microdollars[];
  isBusy: boolean;
  hasExchanged: boolean;
}

/** Told when vendor scrip has come: whether it is the user's first of this vendor. */
type ExchangeListener = (isFirst: boolean) => void;

/** Told what a user presents: scrip and price. */
type PresentListener = (user: number, vendor: number, piece: Holding, price: Microdollars) => void;

export class Users {
  readonly #setting: Setting;
  readonly #accounts: Accounts;
  /** Of each user, by vendor. */
  readonly #visits = new Map<number, Map<number, Visit>>();
  readonly #held: Tally = { worth: 0 };
  readonly #listeners: PresentListener[] = [];
  readonly #exchanged: ExchangeListener;
  /** Names each purchase, so that two of one price are two requests. */
  #purchases = 0;
  #firstExchanges = 0;
  #refills = 0;

  constructor(setting: Setting, accounts: Accounts, exchanged: ExchangeListener) {
    this.#setting = setting;
    this.#accounts = accounts;
    this.#exchanged = exchanged;
  }

  /** The user wants goods. */
  pay(user: number, vendor: number, price: Microdollars): void {
    const visit = this.#visitOf(user, vendor);
    visit.waiting.push(price);
    this.#proceed(visit);
  }

  #visitOf(user: number, vendor: number): Visit {
    const visits = this.#visits.get(user) ?? new Map<number, Visit>();
    const known = visits.get(vendor);
    if (known !== undefined) return known;
    this.#visits.set(user, visits);
    const purse = new Purse(this.#held);
    const visit = { user, vendor, purse, waiting: [], isBusy: false, hasExchanged: false };
    visits.set(vendor, visit);
    return visit;
  }

  #proceed(visit: Visit): void {
    if (visit.isBusy || visit.waiting.length === 0) return;
    visit.isBusy = true;
    const piece = visit.purse.take(visit.waiting[0], this.#setting.market.simulation.now);
    if (piece === undefined) this.#exchange(visit);
    else this.#pay(visit, piece, visit.waiting.shift()!);
  }

  #exchange(visit: Visit): void {
    const { user, vendor, waiting, purse } = visit;
    this.#accounts.exchange(user, vendor, exchangeSize(this.#setting.options, waiting[0]), (ending) => {
      visit.isBusy = false;
      if (ending.served) this.#received(visit, ending.goods!);
      else {
        if (ending.lost?.goods !== undefined) purse.lose(ending.lost.goods.scrip);
        this.#setting.market.refused(user, vendor, waiting.shift()!, ending.reason);
      }
      this.#proceed(visit);
    });
  }

  #received(visit: Visit, scrip: Holding): void {
    this.#exchanged(!visit.hasExchanged);
    if (visit.hasExchanged) this.#refills++;
    else this.#firstExchanges++;
    visit.hasExchanged = true;
    this.#keep(visit, scrip);
  }

  #keep({ vendor, purse }: Visit, piece: Holding): void {
    const { closed, market } = this.#setting;
    if (vendor !== closed.vendor && piece.scrip.expires > market.simulation.now) purse.keep(piece);
  }

  #pay(visit: Visit, piece: Holding, price: Microdollars): void {
    for (const listener of this.#listeners) listener(visit.user, visit.vendor, piece, price);
    this.present(visit.user, visit.vendor, piece, price, (ending) => {
      visit.isBusy = false;
      this.#paid(visit, piece, price, ending);
      this.#proceed(visit);
    });
  }

  #paid(visit: Visit, piece: Holding, price: Microdollars, ending: Ending): void {
    const { market, books, closed } = this.#setting;
    const { user, vendor, purse, waiting } = visit;
    if (ending.served) {
      if (ending.change !== undefined) this.#keep(visit, ending.change);
      market.served(user, vendor, price);
      return;
    }
    // Its day came while it was on its way: he takes another piece.
    if (ending.reason === 'expired') {
      waiting.unshift(price);
      return;
    }
    if (ending.lost !== undefined) {
      books.goodsLost(price);
      if (ending.lost.change !== undefined && vendor !== closed.vendor) purse.lose(ending.lost.change);
    } else if (ending.reason === 'undelivered') this.#keep(visit, piece);
    this.#complain(vendor, ending.reason);
    market.refused(user, vendor, price, ending.reason);
  }

  /** Scrip that only its holder could have spent must have been sold to somebody else too; change is the vendor's to give. */
  #complain(vendor: number, reason: string): void {
    const { market, options } = this.#setting;
    if (reason === 'already-spent' && options.protocol !== 'clear') market.incident('sold-twice', market.bankParty);
    if (reason === 'change-missing') market.incident(reason, market.vendorParty(vendor));
  }

  /** Presents scrip for goods of this price, whoever's it is. @param end is told what comes of it */
  present(user: number, vendor: number, piece: Holding, price: Microdollars, end: (ending: Ending) => void): void {
    const { evidence, errands, lines, options } = this.#setting;
    const asked = evidence.ask(piece, { verb: 'buy', offer: price, target: `/${this.#purchases++}` }, options.protocol);
    errands.ask(lines.payments, { user, vendor, amount: price }, asked, end);
  }

  /** Told of every payment that a user sends with scrip of his own. */
  onPresenting(listener: PresentListener): void {
    this.#listeners.push(listener);
  }

  expire(now: Microseconds): void {
    for (const visits of this.#visits.values()) for (const { purse } of visits.values()) purse.expire(now);
  }

  /** Its scrip is worth nothing any more. */
  vendorClosed(vendor: number): void {
    for (const visits of this.#visits.values()) visits.get(vendor)?.purse.clear();
  }

  /** What this user holds of all vendors' scrip, counted piece by piece. */
  holdings(user: number): Microdollars {
    let worth = 0;
    for (const { purse } of this.#visits.get(user)?.values() ?? []) worth += purse.worth;
    return worth;
  }

  /** Vendors' scrip in all wallets. */
  get held(): Microdollars {
    return this.#held.worth;
  }

  counts() {
    return { firstExchanges: this.#firstExchanges, refills: this.#refills };
  }
}
