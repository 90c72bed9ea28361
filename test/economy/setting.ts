/** A small market for tests: users, vendors and a fast mint, any part of which a test may change. */
import { type MarketOutcome, type MarketSpecification, runMarket, type Tampering } from '../../src/economy/market.ts';
import type { PaymentScheme } from '../../src/economy/scheme.ts';
import type { MicroMintOptions } from '../../src/economy/schemes/micromint/options.ts';
import { micromint } from '../../src/economy/schemes/micromint/scheme.ts';
import { DAY } from '../../src/units.ts';

export const COIN = 10_000;

export const OPTIONS: MicroMintOptions = {
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
