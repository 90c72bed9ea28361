/**
 * Users at their brokers: each has broker scrip, exchanges it for vendors', and buys more with a macropayment when it
 * cannot pay the next exchange. One exchange of a user is under way at a time.
 * @source G95
 * @module
 */
import type { Holding } from '../../../protocols/millicent/grant.ts';
import type { Microdollars, Microseconds } from '../../../units.ts';
import type { Ending } from './errands.ts';
import { vendorName } from './numbers.ts';
import { exchangeProtocol, purchaseSize } from './options.ts';
import { Purse, type Tally } from './purse.ts';
import { brokerOf, type Setting } from './setting.ts';

interface Exchange {
  readonly vendor: number;
  readonly amount: Microdollars;
  readonly done: (ending: Ending) => void;
}

/** One user at his broker. */
interface Account {
  readonly user: number;
  readonly purse: Purse;
  readonly waiting: Exchange[];
  isBusy: boolean;
}

const UNDELIVERED: Ending = { served: false, reason: 'undelivered' };

export class Accounts {
  readonly #setting: Setting;
  readonly #accounts = new Map<number, Account>();
  readonly #held: Tally = { worth: 0 };
  #purchases = 0;

  constructor(setting: Setting) {
    this.#setting = setting;
  }

  /** The user wants scrip of this vendor. @param done is told what comes of it, once */
  exchange(user: number, vendor: number, amount: Microdollars, done: Exchange['done']): void {
    const account = this.#accountOf(user);
    account.waiting.push({ vendor, amount, done });
    this.#proceed(account);
  }

  #accountOf(user: number): Account {
    const known = this.#accounts.get(user);
    if (known !== undefined) return known;
    const account = { user, purse: new Purse(this.#held), waiting: [], isBusy: false };
    this.#accounts.set(user, account);
    return account;
  }

  #proceed(account: Account): void {
    const { user, purse, waiting } = account;
    if (account.isBusy || waiting.length === 0) return;
    const { market, options, post, lines } = this.#setting;
    account.isBusy = true;
    const piece = purse.take(waiting[0].amount, market.simulation.now);
    if (piece !== undefined) {
      this.#exchange(account, piece, waiting[0]);
      return;
    }
    const amount = purchaseSize(options, waiting[0].amount);
    lines.orders.send(post.write({ user, broker: brokerOf(user, options), amount }, []));
  }

  #exchange(account: Account, piece: Holding, { vendor, amount }: Exchange): void {
    const { evidence, errands, lines, options } = this.#setting;
    const { user } = account;
    const order = { verb: 'buy', offer: amount, target: vendorName(vendor) } as const;
    const asked = evidence.ask(piece, order, exchangeProtocol(options));
    const fields = { user, vendor, broker: brokerOf(user, options), amount };
    errands.ask(lines.exchanges, fields, asked, (ending) => this.#exchanged(account, piece, ending));
  }

  #exchanged(account: Account, piece: Holding, ending: Ending): void {
    const { purse } = account;
    if (ending.served && ending.change !== undefined) this.#keep(purse, ending.change);
    if (!ending.served) {
      if (ending.lost?.change !== undefined) purse.lose(ending.lost.change);
      // Refused, or never asked: it is unspent.
      else if (ending.reason !== 'already-spent') this.#keep(purse, piece);
    }
    account.isBusy = false;
    // Its day came while it was on its way: he takes another piece.
    if (ending.served || ending.reason !== 'expired') this.#done(account, ending);
    this.#proceed(account);
  }

  #keep(purse: Purse, piece: Holding): void {
    if (piece.scrip.expires > this.#setting.market.simulation.now) purse.keep(piece);
  }

  /** What waits first is over; whoever is told may ask for more at once. */
  #done({ waiting }: Account, ending: Ending): void {
    const { vendor, done } = waiting.shift()!;
    const isClosed = !ending.served && ending.reason === 'unknown-vendor' && vendor === this.#setting.closed.vendor;
    done(isClosed ? { served: false, reason: 'closed' } : ending);
  }

  /** The broker scrip bought has come. */
  bought(slot: number): void {
    const { evidence, post } = this.#setting;
    const account = this.#accountOf(post.slab.col.user[slot]);
    this.#keep(account.purse, evidence.receive(post.letters(slot)[0]));
    account.isBusy = false;
    this.#purchases++;
    this.#proceed(account);
  }

  /** Neither order nor scrip can be had. */
  orderFailed(slot: number): void {
    const account = this.#accountOf(this.#setting.post.slab.col.user[slot]);
    account.isBusy = false;
    this.#done(account, UNDELIVERED);
    this.#proceed(account);
  }

  expire(now: Microseconds): void {
    for (const { purse } of this.#accounts.values()) purse.expire(now);
  }

  /** What this user holds of his broker's scrip. */
  holdings(user: number): Microdollars {
    return this.#accounts.get(user)?.purse.worth ?? 0;
  }

  /** Broker scrip that has come, piece by piece. */
  get purchases(): number {
    return this.#purchases;
  }

  /** Broker scrip in all wallets. */
  get held(): Microdollars {
    return this.#held.worth;
  }
}
