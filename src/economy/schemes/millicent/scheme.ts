/**
 * Millicent behind the port: users, vendors and brokers put together, at fidelity real or sampled, and what an adversary
 * can get hold of.
 * @source G95 and the lecture; what differs stands with each part
 * @module
 */
import type { Curve, Metric, Oracle } from '../../../sim/metric.ts';
import { HOUR, type Microdollars, type Microseconds } from '../../../units.ts';
import type { Capabilities } from '../../capabilities.ts';
import type { Demand } from '../../demand.ts';
import type { Circumstances, Market, PaymentScheme, Refusal, Session } from '../../scheme.ts';
import { Accounts } from './accounts.ts';
import { Books } from './books.ts';
import { Brokers } from './brokers.ts';
import { scheduleClosing } from './closing.ts';
import { Copies } from './copies.ts';
import { Errands } from './errands.ts';
import type { Evidence } from './evidence.ts';
import { Float } from './float.ts';
import { Guesses } from './guesses.ts';
import { type Laws, lawsOf } from './laws.ts';
import { BrokerLoad } from './load.ts';
import { bankOracle, type Counts, measures } from './measures.ts';
import type { MillicentOptions } from './options.ts';
import { Post } from './post.ts';
import { realEvidence } from './real-evidence.ts';
import { sampledEvidence } from './sampled-evidence.ts';
import { type Lines, repeatAfter, type Setting } from './setting.ts';
import { Users } from './users.ts';
import { Vendors } from './vendors.ts';
import { Wire } from './wire.ts';

const OFFERED = ['bearer', 'guessing', 'wire', 'change', 'issuing'] as const;
type Offered = Pick<Capabilities, (typeof OFFERED)[number]>;

export const millicent: PaymentScheme<MillicentOptions> = {
  name: 'millicent',
  fidelities: ['real', 'sampled'],
  prepaid: true,
  bankNeeded: 'at first visits and refills',
  capabilities: () => OFFERED,
  charts: ['bank-load', 'bank-by-payments'],
  aftermath: () => HOUR,
  refuses,
  open(market, options) {
    const evidence =
      market.fidelity === 'real'
        ? realEvidence(`${market.seed}/${market.label}`, market.demand.vendors, options)
        : sampledEvidence(options);
    return new MillicentSession(market, options, evidence);
  },
};

function refuses({ vendors }: Demand, { closes }: MillicentOptions, { duration }: Circumstances): Refusal | undefined {
  if (closes === undefined) return undefined;
  const refusal = (message: string): Refusal => ({ of: 'options', key: 'closes', message });
  if (closes.vendor >= vendors)
    return refusal(`expected a vendor of the demand's ${vendors}, got ${closes.vendor + 1}`);
  const inHours = (time: Microseconds): string => `${Number((time / HOUR).toFixed(3))}h`;
  if (closes.at > duration)
    return refusal(`expected a time within the duration of ${inHours(duration)}, got ${inHours(closes.at)}`);
  return undefined;
}

class MillicentSession implements Session {
  readonly capabilities: Offered;
  readonly #setting: Setting;
  readonly #accounts: Accounts;
  readonly #users: Users;
  readonly #vendors: Vendors;
  readonly #brokers: Brokers;
  readonly #wire: Wire;
  readonly #float: Float;
  readonly #load: BrokerLoad;
  #laws: Laws | undefined;

  constructor(market: Market, options: MillicentOptions, evidence: Evidence) {
    const post = new Post(market, evidence);
    const errands = new Errands(market, post, repeatAfter(options));
    const books = new Books(market, options);
    const closed = { vendor: -1 };
    const setting: Setting = { market, options, evidence, books, post, errands, closed, lines: {} as Lines };
    this.#setting = setting;
    this.#accounts = new Accounts(setting);
    this.#load = new BrokerLoad(market);
    this.#users = new Users(setting, this.#accounts, (isFirst) => this.#load.exchanged(isFirst));
    this.#vendors = new Vendors(setting);
    this.#brokers = new Brokers(setting);
    this.#wire = new Wire(setting, this.#users);
    this.#float = new Float(market);
    setting.lines = this.#openLines();
    scheduleClosing(setting, this.#users, this.#brokers);
    this.capabilities = this.#offer();
  }

  #offer(): Offered {
    const copies = new Copies(this.#setting, this.#users);
    const guesses = new Guesses(this.#setting, this.#users);
    const [wire, vendors, brokers] = [this.#wire, this.#vendors, this.#brokers];
    return {
      bearer: {
        watch: (user, presented) => copies.watch(user, presented),
        presentAgain: (user, vendor, price) => copies.presentAgain(user, vendor, price),
      },
      guessing: { pay: (user, vendor, price) => guesses.pay(user, vendor, price) },
      wire: {
        tap: (thief, ears) => wire.tap(thief, ears),
        pay: (thief, vendor, price) => wire.pay(thief, vendor, price),
        resend: (thief, vendor) => wire.resend(thief, vendor),
      },
      change: { keep: (vendor) => vendors.keepChange(vendor) },
      issuing: {
        sellTwice: (every) => brokers.sellTwice(every),
        refuseRefunds: () => brokers.refuseRefunds(),
      },
    };
  }

  #openLines(): Lines {
    const { post, errands } = this.#setting;
    const [accounts, vendors, brokers] = [this.#accounts, this.#vendors, this.#brokers];
    const requestLost = (slot: number): void => errands.requestLost(slot);
    const replied = (slot: number): void => errands.replied(slot);
    const replyLost = (slot: number): void => errands.replyLost(slot);
    const orderFailed = (slot: number): void => accounts.orderFailed(slot);
    return {
      orders: post.line('order', (slot) => brokers.ordered(slot), orderFailed),
      sales: post.line(
        'broker scrip',
        (slot) => accounts.bought(slot),
        (slot) => this.#saleLost(slot),
      ),
      exchanges: post.line('exchange', (slot) => brokers.asked(slot), requestLost),
      grants: post.line('exchanged scrip', replied, replyLost),
      payments: post.line('payment', (slot) => vendors.paid(slot), requestLost),
      replies: post.line('goods and change', replied, replyLost),
      statements: post.line(
        'statement',
        (slot) => brokers.stated(slot),
        (slot) => brokers.statementLost(slot),
      ),
      bulkOrders: post.line(
        'order of pieces',
        (slot) => vendors.bulkOrdered(slot),
        (slot) => brokers.bulkLost(slot),
      ),
      bulks: post.line(
        'pieces',
        (slot) => brokers.delivered(slot),
        (slot) => brokers.bulkLost(slot),
      ),
    };
  }

  /** Broker and user both learn that the line is dead: the money goes back, and what waited for the scrip is off. */
  #saleLost(slot: number): void {
    this.#brokers.saleLost(slot);
    this.#accounts.orderFailed(slot);
  }

  pay(user: number, vendor: number, price: Microdollars): void {
    this.#load.paying();
    this.#users.pay(user, vendor, price);
  }

  /** Brokers settle, and what has expired is struck off and thrown away. */
  dayEnd(): void {
    const { now } = this.#setting.market.simulation;
    this.#brokers.settleAll();
    this.#setting.books.expire(now);
    this.#users.expire(now);
    this.#accounts.expire(now);
  }

  /** Letters may have been under way for days after the last day end. */
  close(): void {
    this.dayEnd();
  }

  outstanding(): Microdollars {
    return this.#setting.books.outstanding;
  }

  holdings(user: number): Microdollars {
    return this.#accounts.holdings(user) + this.#users.holdings(user);
  }

  servesAll(): boolean {
    return this.#setting.options.closes === undefined;
  }

  forfeited(): Microdollars {
    return this.#setting.books.forfeited;
  }

  observe(): void {
    const { market, books } = this.#setting;
    const { scrip, due } = books.brokersOwe;
    this.#float.record({
      outstanding: books.outstanding,
      liabilities: market.ledger.totalLiabilities,
      brokerScripInWallets: this.#accounts.held,
      vendorScripInWallets: this.#users.held,
      inWarehouses: market.ledger.claims(market.bankParty),
      vendorsOwe: books.vendorsOwe,
      brokersOweInScrip: scrip,
      brokersOweVendors: due,
      spentIds: this.#vendors.spentIds,
    });
  }

  #counts(): Counts {
    const { books, errands } = this.#setting;
    return {
      ...books.counts(),
      ...this.#users.counts(),
      purchases: this.#accounts.purchases,
      repeats: errands.repeats,
      vendorSpentIds: this.#vendors.spentIds,
      brokerSpentIds: this.#brokers.spentIds,
      outstanding: books.outstanding,
      registerGap: this.#float.gapMax,
      overheard: this.#wire.overheard,
    };
  }

  metrics(): Metric[] {
    const { market, options } = this.#setting;
    return measures(market, options, this.#counts(), this.#lawsAtEnd());
  }

  foresee(metric: string): Oracle | undefined {
    return bankOracle(this.#setting.market, this.#setting.options, this.#counts(), metric);
  }

  curves(): Curve[] {
    const laws = this.#lawsAtEnd();
    return [...this.#float.curves(laws), ...this.#load.curves(laws, this.#setting.options)];
  }

  #lawsAtEnd(): Laws {
    this.#laws ??= lawsOf(this.#setting.market, this.#setting.options);
    return this.#laws;
  }
}
