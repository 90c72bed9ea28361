/** Small markets for tests: users, vendors and a scheme of small parameters, any part of which a test may change. */
import type { Enlistment } from '../../src/economy/adversary.ts';
import { type MarketOutcome, type MarketSpecification, runMarket, type Tampering } from '../../src/economy/market.ts';
import type { Market, PaymentScheme, Session } from '../../src/economy/scheme.ts';
import type { Defences as AgainstForgery, MicroMintOptions } from '../../src/economy/schemes/micromint/options.ts';
import { micromint } from '../../src/economy/schemes/micromint/scheme.ts';
import type { Defences, DeferredOptions } from '../../src/economy/schemes/mr/options.ts';
import { mr1, mr2, mr3, statistical } from '../../src/economy/schemes/mr/scheme.ts';
import { selectionRate } from '../../src/protocols/mr/selection-rate.ts';
import { DAY, HOUR } from '../../src/units.ts';

export const COIN = 10_000;

/** The broker settles by the exact list, and does nothing else against fraud. */
const NO_DEFENCES: AgainstForgery = {
  settlement: 'coin',
  lossPolicy: 'vendor',
  recallAfter: 100,
  keyKnownAhead: 0,
  groupBits: 0,
  usdPerHash: 0,
};

export const OPTIONS: MicroMintOptions = {
  ...NO_DEFENCES,
  way: 2,
  bits: 11,
  filter: 0,
  balls: 4 * 2 ** 11,
  coinValue: COIN,
  batch: 20,
  commission: 1_000,
  period: 5 * DAY,
  grace: DAY,
};

export const MARKET: MarketSpecification = {
  label: 'micromint',
  seed: 'test/0',
  duration: 5 * DAY,
  fidelity: 'real',
  demand: {
    users: 8,
    vendors: 3,
    arrivals: { kind: 'poisson', perUserPerDay: 6 },
    price: { kind: 'constant', price: COIN },
    zipfExponent: 1,
  },
  bank: { servers: 1, costs: { message: 1_000, hash: 50, signature: 800, lookUp: 10_000, write: 20_000 } },
  network: { latency: 50_000, jitter: 0, loss: 0, duplication: 0 },
};

export interface Change {
  readonly market?: Partial<MarketSpecification>;
  readonly options?: Partial<MicroMintOptions>;
  readonly tampering?: Tampering;
  readonly scheme?: PaymentScheme<MicroMintOptions>;
}

export function runMicroMint({ market, options, tampering, scheme = micromint }: Change = {}): MarketOutcome {
  return runMarket({ ...MARKET, ...market }, scheme, { ...OPTIONS, ...options }, tampering);
}

/** The value of a metric that must be there. */
export function measured({ metrics, demandMetrics }: MarketOutcome, name: string): number {
  const metric = [...metrics, ...demandMetrics].find((each) => each.name === name);
  if (metric === undefined) throw new Error(`no metric ${name} among ${metrics.map((each) => each.name).join(', ')}`);
  return metric.value;
}

/** The same, 0 when nothing of the kind ever happened. */
export function countOf(outcome: MarketOutcome, name: string): number {
  return outcome.metrics.find((each) => each.name === name)?.value ?? 0;
}

/** What one party has at the end. */
export interface Account {
  readonly cash: number;
  readonly goods: number;
  readonly claims: number;
  readonly liabilities: number;
}

/** Of all users, then all vendors, then the bank. */
export function accountsOf({ ledger, bankParty }: Market): Account[] {
  return Array.from({ length: bankParty + 1 }, (_, party) => ({
    cash: ledger.cash(party),
    goods: ledger.goods(party),
    claims: ledger.claims(party),
    liabilities: ledger.liabilities(party),
  }));
}

export const LOTTERIES = { statistical, mr1, mr2, mr3 };
export type LotteryName = keyof typeof LOTTERIES;

/** One payment of a cent in ten pays a dime. */
export const LOTTERY: DeferredOptions = {
  selectionRate: selectionRate(1n, 10n),
  selectionProof: 'ed25519',
  depositWindow: Number.POSITIVE_INFINITY,
  defences: { penalty: 0, expulsion: false, honourReused: true, meanGapFalseAlarm: 0, identityDeposit: 0 },
  macropaymentFee: 300_000,
  period: DAY,
  stage: HOUR,
  bankProof: 'ecvrf',
};

export const LOTTERY_MARKET: MarketSpecification = {
  ...MARKET,
  label: 'lottery',
  fidelity: 'sampled',
  demand: { ...MARKET.demand, arrivals: { kind: 'fixed', perUser: 20 } },
};

export interface LotteryChange {
  readonly market?: Partial<MarketSpecification>;
  readonly demand?: Partial<MarketSpecification['demand']>;
  readonly options?: Partial<DeferredOptions>;
  readonly defences?: Partial<Defences>;
  readonly tampering?: Tampering;
  readonly scheme?: PaymentScheme<DeferredOptions>;
}

/** A market of a lottery, under the label `lottery`, with everybody's account at the end. */
export function runLottery(name: LotteryName, change: LotteryChange = {}): MarketOutcome & { accounts: Account[] } {
  let accounts: Account[] = [];
  const inspect = (market: Market, session: Session): void => {
    accounts = accountsOf(market);
    change.tampering?.inspect?.(market, session);
  };
  const { scheme = LOTTERIES[name], options } = change;
  const demand = { ...LOTTERY_MARKET.demand, ...change.market?.demand, ...change.demand };
  const outcome = runMarket(
    { ...LOTTERY_MARKET, ...change.market, demand },
    scheme,
    { ...LOTTERY, ...options, defences: { ...LOTTERY.defences, ...options?.defences, ...change.defences } },
    { ...change.tampering, inspect },
  );
  return { ...outcome, accounts };
}

/** A gang under the label `gang`. */
export function gang(adversary: Enlistment['adversary'], count: number, options: unknown = {}): Enlistment {
  return { label: 'gang', adversary, options, count };
}
