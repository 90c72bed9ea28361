/**
 * Payment channels behind the port: a deposit, cumulative vouchers, one settlement; at fidelity real or sampled.
 * @source the idea behind today's batch settlement of machine payments; who opens and closes when is ours
 * @module
 */
import type { Curve, Metric, Oracle } from '../../../sim/metric.ts';
import { HOUR, type Microdollars } from '../../../units.ts';
import type { Capabilities } from '../../capabilities.ts';
import type { Market, PaymentScheme, Session } from '../../scheme.ts';
import { ChannelBank } from './bank.ts';
import type { Evidence } from './evidence.ts';
import { FloatCurve } from './float-curve.ts';
import { type Counts, identityOf, measures } from './measures.ts';
import type { ChannelOptions } from './options.ts';
import { Post } from './post.ts';
import { RealEvidence } from './real-evidence.ts';
import { SampledEvidence } from './sampled-evidence.ts';
import type { Lines, Setting } from './setting.ts';
import { Users } from './users.ts';
import { Vendors } from './vendors.ts';

export const channel: PaymentScheme<ChannelOptions> = {
  name: 'channel',
  fidelities: ['real', 'sampled'],
  bankNeeded: 'at first visits and refills',
  prepaid: true,
  capabilities: () => ['bearer'],
  charts: ['bank-work', 'bank-load'],
  aftermath: () => HOUR,
  refuses({ price }, { deposit }) {
    const prices = price.kind === 'constant' ? [price.price] : price.prices;
    const dear = prices.find((each) => each > deposit);
    if (dear === undefined) return undefined;
    const message = `expected prices of at most the deposit of a channel, ${deposit} micro-dollars, got one of ${dear}`;
    return { of: 'demand', key: 'price', message };
  },
  open(market, options) {
    return market.fidelity === 'real'
      ? new ChannelSession(market, options, new RealEvidence(`${market.seed}/${market.label}`, options.deposit))
      : new ChannelSession(market, options, new SampledEvidence(options.deposit));
  },
};

class ChannelSession<V> implements Session {
  readonly capabilities: Pick<Capabilities, 'bearer'>;
  readonly #setting: Setting<V>;
  readonly #users: Users<V>;
  readonly #vendors: Vendors<V>;
  readonly #bank: ChannelBank<V>;
  readonly #float: FloatCurve;

  constructor(market: Market, options: ChannelOptions, evidence: Evidence<V>) {
    this.#setting = { market, options, evidence, post: new Post(market, evidence), lines: {} as Lines };
    this.#users = new Users(this.#setting);
    this.#vendors = new Vendors(this.#setting);
    this.#bank = new ChannelBank(this.#setting);
    this.#float = new FloatCurve(market);
    this.#setting.lines = this.#openLines();
    const users = this.#users;
    this.capabilities = {
      bearer: {
        watch: (user, presented) => users.watch(user, presented),
        presentAgain: (user, vendor, price) => users.presentAgain(user, vendor, price),
      },
    };
  }

  #openLines(): Lines {
    const [users, vendors, bank, { post }] = [this.#users, this.#vendors, this.#bank, this.#setting];
    return {
      openings: post.line(
        'opening',
        (slot) => bank.ordered(slot),
        (slot) => users.openingFailed(slot),
      ),
      announcements: post.line(
        'announcement',
        (slot) => vendors.announced(slot),
        (slot) => this.#announcementLost(slot),
      ),
      invitations: post.line(
        'channel ready',
        (slot) => users.opened(slot),
        (slot) => users.opened(slot),
      ),
      payments: post.line(
        'payment',
        (slot) => vendors.paid(slot),
        (slot) => users.paymentLost(slot),
      ),
      goods: post.line(
        'goods',
        (slot) => users.answered(slot),
        (slot) => users.answered(slot),
      ),
      settlements: post.line(
        'settlement',
        (slot) => bank.settlementOrdered(slot),
        (slot) => vendors.settlementLost(slot),
      ),
      statements: post.line(
        'statement',
        (slot) => users.closed(slot),
        (slot) => users.closed(slot),
      ),
    };
  }

  /** Bank and user both learn that the line is dead. */
  #announcementLost(slot: number): void {
    this.#bank.announcementLost(slot);
    this.#users.openingFailed(slot);
  }

  pay(user: number, vendor: number, price: Microdollars): void {
    this.#users.pay(user, vendor, price);
  }

  dayEnd(): void {
    const { market, options } = this.#setting;
    if (market.simulation.now % options.settleEvery === 0) this.#vendors.settleAll();
  }

  close(): void {
    this.#vendors.settleAll();
  }

  outstanding(): Microdollars {
    return this.#bank.held;
  }

  holdings(user: number): Microdollars {
    return this.#users.holdings(user);
  }

  /** Every channel is closed. */
  disagreement(): string | undefined {
    const { held } = this.#bank;
    return held > 0 ? `deposits of ${held} micro-dollars are still held` : undefined;
  }

  servesAll(): boolean {
    return this.#users.unpayable === 0;
  }

  forfeited(): Microdollars {
    return 0;
  }

  observe(): void {
    this.#float.record(this.#bank.held);
  }

  #counts(): Counts {
    return this.#bank.counts();
  }

  foresee(metric: string): Oracle | undefined {
    return identityOf(this.#setting.market, this.#setting.options, this.#counts(), metric);
  }

  metrics(): Metric[] {
    return measures(this.#setting.market, this.#setting.options, this.#counts());
  }

  curves(): Curve[] {
    return [this.#float.curve()];
  }
}
