/**
 * MicroMint behind the port: users, vendors and broker put together, at fidelity real or sampled.
 * @module
 */
import type { Curve, Metric } from '../../../sim/metric.ts';
import { Priority } from '../../../sim/priority.ts';
import { HOUR, type Microdollars } from '../../../units.ts';
import type { Capabilities } from '../../capabilities.ts';
import type { Market, PaymentScheme, Session } from '../../scheme.ts';
import { Broker } from './broker.ts';
import { Circulation } from './circulation.ts';
import { type Evidence, realEvidence, sampledEvidence } from './evidence.ts';
import { Issues } from './issues.ts';
import { coinsSuffice, measures, salesKnown } from './measures.ts';
import type { MicroMintOptions } from './options.ts';
import { Post } from './post.ts';
import type { Lines, Setting } from './setting.ts';
import { Users } from './users.ts';
import { Vendors } from './vendors.ts';

/** After RS96; what differs stands with each part. */
export const micromint: PaymentScheme<MicroMintOptions> = {
  name: 'micromint',
  fidelities: ['real', 'sampled'],
  prepaid: true,
  capabilities: () => ['bearer'],
  charts: ['cost-curve', 'circulation', 'bank-load'],
  aftermath(duration, { period, grace }) {
    return duration % period === 0 ? grace + HOUR : HOUR;
  },
  refuses({ price }, { coinValue }) {
    const prices = price.kind === 'constant' ? [price.price] : price.prices;
    const odd = prices.find((each) => each % coinValue !== 0);
    return odd === undefined
      ? undefined
      : {
          of: 'demand',
          key: 'price',
          message: `expected prices of whole coins of ${coinValue} micro-dollars, got one of ${odd} micro-dollars`,
        };
  },
  open(market, options) {
    const seed = `${market.seed}/${market.label}`;
    return market.fidelity === 'real'
      ? new MicroMintSession(market, options, realEvidence(seed, options))
      : new MicroMintSession(market, options, sampledEvidence(seed, options));
  },
};

class MicroMintSession<C> implements Session {
  readonly capabilities: Pick<Capabilities, 'bearer'>;
  readonly #setting: Setting<C>;
  readonly #users: Users<C>;
  readonly #vendors: Vendors<C>;
  readonly #broker: Broker<C>;
  readonly #circulation: Circulation;
  readonly #graceOver: number;

  constructor(market: Market, options: MicroMintOptions, evidence: Evidence<C>) {
    const issues = new Issues(evidence, options);
    issues.of(1);
    const post = new Post<C>(market, evidence.column, options.way);
    this.#setting = { market, options, issues, post, lines: {} as Lines };
    this.#users = new Users(this.#setting);
    this.#vendors = new Vendors(this.#setting);
    this.#broker = new Broker(this.#setting);
    this.#circulation = new Circulation(market, options);
    this.#setting.lines = this.#openLines();
    this.#graceOver = market.simulation.register('grace over', (period) => this.#broker.graceEnded(period));
    this.capabilities = {
      bearer: {
        watch: (user) => this.#users.watch(user),
        presentAgain: (user, vendor, price) => this.#users.presentAgain(user, vendor, price),
      },
    };
  }

  #openLines(): Lines {
    const [users, vendors, broker, { post }] = [this.#users, this.#vendors, this.#broker, this.#setting];
    return {
      orders: post.line(
        'order',
        (slot) => broker.ordered(slot),
        (slot) => users.orderFailed(slot),
      ),
      sales: post.line(
        'coins sold',
        (slot) => users.bought(slot),
        (slot) => this.#saleLost(slot),
      ),
      payments: post.line(
        'payment',
        (slot) => vendors.paid(slot),
        (slot) => users.paymentLost(slot),
      ),
      returns: post.line(
        'refused coins',
        (slot) => users.returned(slot),
        (slot) => users.returned(slot),
      ),
      deposits: post.line(
        'deposit',
        (slot) => broker.deposited(slot),
        (slot) => vendors.depositLost(slot),
      ),
      requests: post.line(
        'exchange request',
        (slot) => broker.requested(slot),
        (slot) => users.requestLost(slot),
      ),
      exchanges: post.line(
        'coins exchanged',
        (slot) => users.exchanged(slot),
        (slot) => broker.deliveryLost(slot),
      ),
    };
  }

  /** Broker and user both learn that the line is dead: the money goes back, and what waited for the coins is off. */
  #saleLost(slot: number): void {
    this.#broker.deliveryLost(slot);
    this.#users.orderFailed(slot);
  }

  pay(user: number, vendor: number, price: Microdollars): void {
    this.#users.pay(user, vendor, price);
  }

  /** Settlement first: at the end of a period its coins go to the broker before its unused ones come back. */
  dayEnd(): void {
    const { market, options, issues } = this.#setting;
    this.#vendors.dayEnded();
    if (market.simulation.now % options.period !== 0) return;
    const ended = issues.current++;
    this.#vendors.periodEnded();
    this.#users.periodEnded(ended);
    market.simulation.at(issues.graceEnd(ended), this.#graceOver, Priority.closing, ended);
  }

  close(): void {
    this.#vendors.settleAll();
  }

  outstanding(): Microdollars {
    return this.#setting.issues.outstanding;
  }

  holdings(user: number): Microdollars {
    return this.#users.coinsOf(user) * this.#setting.options.coinValue;
  }

  servesAll(): boolean {
    const { market, options, issues } = this.#setting;
    return coinsSuffice(market, options, issues.of(0).coins);
  }

  forfeited(): Microdollars {
    return this.#broker.forfeited;
  }

  observe(): void {
    this.#circulation.record(this.#setting.issues.outstandingCoins, this.#users.coinsHeld, this.#vendors.coinsHeld);
  }

  metrics(): Metric[] {
    const { market, options, issues } = this.#setting;
    return measures(market, options, issues.all, {
      ...this.#broker.counts(),
      coinsOutstanding: issues.outstandingCoins,
      dayEndDeposits: this.#vendors.dayEndDeposits,
    });
  }

  curves(): Curve[] {
    const { market, options, issues } = this.#setting;
    return this.#circulation.curves(salesKnown(market, options, issues.of(0).coins));
  }
}
