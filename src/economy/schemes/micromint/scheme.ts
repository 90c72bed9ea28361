/**
 * MicroMint behind the port: users, vendors and broker put together, at fidelity real or sampled, and what an adversary
 * can get hold of.
 * @module
 */
import type { Curve, Metric, Oracle } from '../../../sim/metric.ts';
import { HOUR, type Microdollars, type Microseconds, SECOND } from '../../../units.ts';
import type { Enlistment } from '../../adversary.ts';
import type { Capabilities } from '../../capabilities.ts';
import type { Market, PaymentScheme, Refusal, Session } from '../../scheme.ts';
import { type Seized, watched } from '../../seized.ts';
import { Broker } from './broker.ts';
import { Circulation } from './circulation.ts';
import { defenceMeasures } from './defence-measures.ts';
import type { Evidence } from './evidence.ts';
import { foreseen } from './foresight.ts';
import { Forgers } from './forgers.ts';
import { ForgeryRecord, forgeryMeasures } from './forgery-measures.ts';
import { Issues } from './issues.ts';
import { marketLaw } from './market-laws.ts';
import { coinsSuffice, measures, salesKnown } from './measures.ts';
import type { MicroMintOptions } from './options.ts';
import { PeriodEnds } from './period-ends.ts';
import { Post } from './post.ts';
import { realEvidence } from './real-evidence.ts';
import { sampledEvidence } from './sampled-evidence.ts';
import type { Lines, Setting } from './setting.ts';
import { isThrown, MINTED_BITS_MAX, THROWN_MAX } from './stock.ts';
import { Thieves } from './thieves.ts';
import { Users } from './users.ts';
import { Vendors } from './vendors.ts';

type Offered = Pick<Capabilities, 'bearer' | 'forgery' | 'theft' | 'sales' | 'deposits'>;

/** After RS96; what differs stands with each part. */
export const micromint: PaymentScheme<MicroMintOptions> = {
  name: 'micromint',
  fidelities: ['real', 'sampled'],
  bankNeeded: 'never while paying',
  prepaid: true,
  capabilities: () => ['bearer', 'forgery', 'theft', 'sales', 'deposits'],
  charts: ['cost-curve', 'circulation', 'bank-load'],
  aftermath(duration, { period, grace }) {
    return duration % period === 0 ? grace + HOUR : HOUR;
  },
  refuses: ({ price }, options, { fidelity, delayMax }) =>
    oddPrice(price.kind === 'constant' ? [price.price] : price.prices, options) ??
    unthrown(options, fidelity) ??
    hastyGrace(options, delayMax),
  open(market, options) {
    const seed = `${market.seed}/${market.label}`;
    return market.fidelity === 'real'
      ? new MicroMintSession(market, options, realEvidence(seed, options))
      : new MicroMintSession(market, options, sampledEvidence(seed, options));
  },
};

/** A grace holds so many of the network's largest delays. */
const GRACE_WAYS = 4;

function oddPrice(prices: readonly Microdollars[], { coinValue }: MicroMintOptions): Refusal | undefined {
  const odd = prices.find((each) => each % coinValue !== 0);
  if (odd === undefined) return undefined;
  const message = `expected prices of whole coins of ${coinValue} micro-dollars, got one of ${odd} micro-dollars`;
  return { of: 'demand', key: 'price', message };
}

/** Real coins are thrown, ball by ball, or come from files. */
/**
 * What is under way when a period ends must come back in its grace: coins that a vendor refuses then have been three ways
 * when they reach the broker, and he takes his time too. Later ones would be worth nothing.
 */
function hastyGrace({ grace }: MicroMintOptions, delayMax: Microseconds): Refusal | undefined {
  const least = GRACE_WAYS * delayMax;
  if (grace >= least) return undefined;
  const seconds = (time: Microseconds): string => `${time / SECOND}s`;
  const wanted = `at least ${GRACE_WAYS} times the largest delay of the network, ${seconds(least)}`;
  return { of: 'options', key: 'grace', message: `expected ${wanted}, got ${seconds(grace)}` };
}

function unthrown(options: MicroMintOptions, fidelity: string): Refusal | undefined {
  if (fidelity !== 'real' || options.coinFiles !== undefined || isThrown(options)) return undefined;
  const { bits, balls } = options;
  return bits > MINTED_BITS_MAX
    ? { of: 'options', key: 'bits', message: `expected at most ${MINTED_BITS_MAX} at fidelity real, got ${bits}` }
    : { of: 'options', key: 'balls', message: `expected at most ${THROWN_MAX} at fidelity real, got ${balls}` };
}

class MicroMintSession<C> implements Session {
  readonly capabilities: Offered;
  readonly #setting: Setting<C>;
  readonly #users: Users<C>;
  readonly #vendors: Vendors<C>;
  readonly #broker: Broker<C>;
  readonly #ends: PeriodEnds<C>;
  readonly #forgers: Forgers<C>;
  readonly #thieves: Thieves<C>;
  readonly #circulation: Circulation;
  readonly #forgeries: ForgeryRecord<C>;
  readonly #seized: Seized;

  constructor(market: Market, options: MicroMintOptions, evidence: Evidence<C>) {
    const issues = new Issues(evidence, options, (hashes) => {
      market.work.mint.hash += hashes;
    });
    issues.of(1);
    const post = new Post<C>(market, evidence.column, options.way);
    this.#setting = { market, options, issues, post, lines: {} as Lines };
    this.#users = new Users(this.#setting);
    this.#vendors = new Vendors(this.#setting);
    this.#broker = new Broker(this.#setting);
    this.#circulation = new Circulation(market, options);
    this.#setting.lines = this.#openLines();
    this.#ends = new PeriodEnds(this.#setting, { users: this.#users, vendors: this.#vendors, broker: this.#broker });
    this.#forgers = new Forgers(this.#setting, this.#users, this.#vendors);
    this.#thieves = new Thieves(this.#setting, this.#users);
    this.#forgeries = new ForgeryRecord(this.#setting, this.#forgers);
    const { capabilities, seized } = watched(this.#offer());
    this.capabilities = capabilities;
    this.#seized = seized;
  }

  #offer(): Offered {
    const [users, vendors, forgers, thieves] = [this.#users, this.#vendors, this.#forgers, this.#thieves];
    return {
      bearer: {
        watch: (user, presented) => users.watch(user, presented),
        presentAgain: (user, vendor, price) => users.presentAgain(user, vendor, price),
      },
      forgery: {
        faceValue: this.#setting.options.coinValue,
        validity: this.#setting.options.period,
        search: (user, effort) => forgers.search(user, effort),
        overhear: (user, share) => forgers.overhear(user, share),
        pay: (user, vendor, price) => forgers.pay(user, vendor, price),
        fence: (user, vendor, most) => forgers.fence(user, vendor, most),
        stock: (user) => forgers.stock(user),
        hashes: (user) => forgers.hashes(user),
      },
      theft: {
        fromUser: (thief, victim, most) => thieves.fromUser(thief, victim, most),
        fromStore: (thief, most) => thieves.fromStore(thief, most),
        pay: (thief, vendor, price) => thieves.pay(thief, vendor, price),
      },
      sales: { invent: (vendor) => vendors.invent(vendor) },
      deposits: {
        delay: (vendor, time) => vendors.delay(vendor, time),
        replay: (vendor, times) => vendors.replay(vendor, times),
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

  dayEnd(): void {
    this.#ends.dayEnded();
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

  /** Thieves and inventing vendors disturb everybody's luck; what forgers and double-spenders do to each other's stands with the laws. */
  foresee(metric: string, enlistment?: Enlistment): Oracle | undefined {
    if (enlistment === undefined) return marketLaw(this.#setting, metric);
    return this.#undisturbed
      ? foreseen(this.#setting, this.#forgers, metric, enlistment, this.#forgersOnly)
      : undefined;
  }

  observe(): void {
    this.#circulation.record(this.#setting.issues.outstandingCoins, this.#users.coinsHeld, this.#vendors.coinsHeld);
    this.#forgeries.observe();
  }

  metrics(): Metric[] {
    const { market, options, issues } = this.#setting;
    const counts = this.#broker.counts();
    const all = {
      ...counts,
      coinsOutstanding: issues.outstandingCoins,
      dayEndDeposits: this.#vendors.dayEndDeposits,
    };
    return [
      ...measures(market, options, issues.all, all),
      ...forgeryMeasures(this.#setting, this.#forgers, counts, {
        steady: counts.recalls === 0,
        payers: this.#payers(),
        undisturbed: this.#undisturbed,
      }),
      ...defenceMeasures(
        this.#setting,
        counts,
        this.#forgers.all.some(({ effort }) => effort.splices),
      ),
    ];
  }

  get #undisturbed(): boolean {
    return this.#seized.every((name) => name === 'bearer' || name === 'forgery');
  }

  get #forgersOnly(): boolean {
    return this.#seized.every((name) => name === 'forgery');
  }

  /** Everybody who forges nothing, when nobody cheats otherwise. */
  #payers(): number | undefined {
    return this.#forgersOnly ? this.#setting.market.demand.users - this.#forgers.all.length : undefined;
  }

  curves(): Curve[] {
    const { market, options, issues } = this.#setting;
    return [
      ...this.#circulation.curves(salesKnown(market, options, issues.of(0).coins)),
      ...this.#forgeries.curves(this.#broker.counts().recalls === 0),
    ];
  }
}
