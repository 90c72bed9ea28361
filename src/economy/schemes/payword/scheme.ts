/**
 * PayWord behind the port: users, vendors and broker put together, at fidelity real or sampled, and what an adversary
 * can get hold of.
 * @module
 */
import type { Curve, Metric, Oracle } from '../../../sim/metric.ts';
import { Priority } from '../../../sim/priority.ts';
import { HOUR, type Microdollars } from '../../../units.ts';
import type { Capabilities } from '../../capabilities.ts';
import type { Demand } from '../../demand.ts';
import type { Market, PaymentScheme, Refusal, Session } from '../../scheme.ts';
import { Books } from './books.ts';
import { Broker } from './broker.ts';
import type { Evidence } from './evidence.ts';
import { Exposure } from './exposure.ts';
import { isUndisturbed, lawsOf, waitOf } from './laws.ts';
import { type Counts, identityOf, measures } from './measures.ts';
import { type PaywordOptions, UNDER_WAY_MAX, wordsOfChain } from './options.ts';
import { Post } from './post.ts';
import { RealEvidence } from './real-evidence.ts';
import { SampledEvidence } from './sampled-evidence.ts';
import { dayOf, type Lines, type Setting } from './setting.ts';
import { Users } from './users.ts';
import { Vendors } from './vendors.ts';

/** After RS96; what differs stands with each part. */
export const payword: PaymentScheme<PaywordOptions> = {
  name: 'payword',
  fidelities: ['real', 'sampled'],
  bankNeeded: 'never while paying',
  // Nobody pays in advance, but at rest every bill is paid: the nets are those of a prepaid scheme.
  prepaid: true,
  capabilities: () => ['bearer', 'credit', 'offlineCredit'],
  charts: ['bank-work', 'bank-load'],
  aftermath: () => HOUR,
  refuses: oddPrice,
  open(market, options) {
    return market.fidelity === 'real'
      ? new PaywordSession(market, options, new RealEvidence(`${market.seed}/${market.label}`, options))
      : new PaywordSession(market, options, new SampledEvidence(options));
  },
};

function oddPrice({ price }: Demand, options: PaywordOptions): Refusal | undefined {
  const { unitValue } = options;
  const prices = price.kind === 'constant' ? [price.price] : price.prices;
  const most = wordsOfChain(options) * unitValue;
  const odd = prices.find((each) => each % unitValue !== 0);
  if (odd !== undefined) {
    const message = `expected prices of whole paywords of ${unitValue} micro-dollars, got one of ${odd} micro-dollars`;
    return { of: 'demand', key: 'price', message };
  }
  const dear = prices.find((each) => each > most);
  if (dear === undefined) return undefined;
  const message = `expected prices that a chain within the limit can pay, ${most} micro-dollars, got one of ${dear}`;
  return { of: 'demand', key: 'price', message };
}

class PaywordSession<L> implements Session {
  readonly capabilities: Pick<Capabilities, 'bearer' | 'credit' | 'offlineCredit'>;
  readonly #setting: Setting<L>;
  readonly #users: Users<L>;
  readonly #vendors: Vendors<L>;
  readonly #broker: Broker<L>;
  readonly #exposure: Exposure;
  readonly #settle: number;

  constructor(market: Market, options: PaywordOptions, evidence: Evidence<L>) {
    const books = new Books(market, options);
    const post = new Post(market, evidence);
    this.#setting = { market, options, evidence, post, books, lines: {} as Lines };
    this.#users = new Users(this.#setting);
    this.#vendors = new Vendors(this.#setting);
    this.#broker = new Broker(this.#setting);
    this.#exposure = new Exposure(market, books);
    this.#setting.lines = this.#openLines();
    this.capabilities = this.#offer();
    this.#settle = market.simulation.register('day deposited', () => this.#settleDay());
  }

  #offer(): Pick<Capabilities, 'bearer' | 'credit' | 'offlineCredit'> {
    const [users, broker, { limit }] = [this.#users, this.#broker, this.#setting.options];
    return {
      bearer: {
        watch: (user, presented) => users.watch(user, presented),
        presentAgain: (user, vendor, price) => users.presentAgain(user, vendor, price),
      },
      credit: { limit: (user, funds) => broker.limitFunds(user, funds) },
      offlineCredit: {
        exceed(user, beyond) {
          users.budgets.exceed(user, beyond);
          broker.limitBills(user, limit);
        },
      },
    };
  }

  #openLines(): Lines {
    const [users, vendors, broker, { post }] = [this.#users, this.#vendors, this.#broker, this.#setting];
    return {
      requests: post.line(
        'certificate request',
        (slot) => broker.requested(slot),
        (slot) => users.requestFailed(slot),
      ),
      certificates: post.line(
        'certificate',
        (slot) => users.certified(slot),
        (slot) => users.requestFailed(slot),
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
      deposits: post.line(
        'deposit',
        (slot) => broker.deposited(slot),
        (slot) => vendors.depositLost(slot),
      ),
    };
  }

  pay(user: number, vendor: number, price: Microdollars): void {
    this.#users.pay(user, vendor, price);
  }

  /** The broker bills for the deposits of the day before; those of this day come when the last payword has arrived. */
  dayEnd(): void {
    this.#broker.bill();
    this.#vendors.listRevoked(this.#broker.revoked);
    this.#setting.market.simulation.after(UNDER_WAY_MAX, this.#settle, Priority.closing);
  }

  #settleDay(): void {
    const today = dayOf(this.#setting.market.simulation.now);
    this.#vendors.depositBefore(today);
    this.#users.forgetBefore(today);
  }

  close(): void {
    if (this.#vendors.depositBefore(Number.POSITIVE_INFINITY) === 0) this.#broker.bill();
  }

  outstanding(): Microdollars {
    const { promised, owed } = this.#setting.books;
    return promised + owed;
  }

  /** Users hold promises of nobody: they make them. */
  holdings(): Microdollars {
    return 0;
  }

  /** Every payword is decided, every bill is paid or written off. */
  disagreement(): string | undefined {
    const { promised, owed } = this.#setting.books;
    if (promised > 0) return `vendors still hold paywords of ${promised} micro-dollars`;
    return owed > 0 ? `users still owe ${owed} micro-dollars` : undefined;
  }

  servesAll(): boolean {
    const { budgets, unpayable } = this.#users;
    return isUndisturbed(this.#setting.market) && budgets.refusals + unpayable === 0;
  }

  forfeited(): Microdollars {
    const { dishonoured, refused, uncollected } = this.#setting.books.counts();
    return dishonoured + refused + uncollected;
  }

  observe(): void {
    this.#exposure.observe();
  }

  #counts(): Counts {
    return {
      ...this.#vendors.counts(),
      ...this.#broker.counts(),
      ...this.#setting.books.counts(),
      abstained: this.#users.budgets.refusals,
    };
  }

  foresee(metric: string): Oracle | undefined {
    const { market, options } = this.#setting;
    return identityOf(market, options, this.#counts(), metric) ?? waitOf(market, options, metric);
  }

  metrics(): Metric[] {
    const { market, options } = this.#setting;
    return measures(market, options, this.#counts(), lawsOf(market, options));
  }

  curves(): Curve[] {
    return this.#exposure.curves(this.#users.budgets.refusals === 0);
  }
}
