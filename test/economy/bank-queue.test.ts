/** The bank as a queue of a whole market: how busy it is, what it is offered, what waits, and which laws stand beside it. */
import { describe, expect, it } from 'vitest';
import type { MarketOutcome, MarketSpecification } from '../../src/economy/market.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/units.ts';
import { runCard, runChannel, runPayword } from './payword-setting.ts';
import { measured, runLottery } from './setting.ts';

/** A card payment takes 13 ms: 76.9 a second and no more. */
const COSTS = { message: 1_000, hash: 0, signature: 0, lookUp: 1_000, write: 5_000 };
const JOB = 13_000;

/** So many card payments a second on average, of 100 users. */
function cards(perSecond: number, market: Partial<MarketSpecification> = {}): MarketOutcome {
  const perUserPerDay = (perSecond * DAY) / SECOND / 100;
  return runCard({
    market: { fidelity: 'sampled', bank: { servers: 1, costs: COSTS }, duration: HOUR, ...market },
    demand: { users: 100, arrivals: { kind: 'poisson', perUserPerDay } },
  });
}

function theoryOf(outcome: MarketOutcome, name: string) {
  return outcome.metrics.find((metric) => metric.name === name)?.theory;
}

describe('utilisation', () => {
  it('is over the duration, whatever part of a day that is', () => {
    // 20 minutes at 60 payments a second: 0.78, and not 1/72 of it. 72,000 payments: a standard error of 0.4 % of it,
    // false alarm 1e-9 at 2.3 %.
    const outcome = cards(60, { duration: 20 * MINUTE });
    expect(Math.abs(measured(outcome, 'card.bank.utilisation_ratio') / 0.78 - 1)).toBeLessThan(0.023);
    expect(measured(outcome, 'card.bank.offered_load_ratio')).toBeCloseTo(
      (measured(outcome, 'card.payments.served_count') * JOB) / (20 * MINUTE),
      12,
    );
  });

  it('is all of the time under overload, and what the bank is offered is more than that; the rest is left', () => {
    // 104 payments a second are 1.35 times what the server can do. Fails when overload hides behind a long time.
    const outcome = cards(104, { duration: 10 * MINUTE });
    const offered = measured(outcome, 'card.bank.offered_load_ratio');
    expect(offered).toBeGreaterThan(1.3);
    const busy = measured(outcome, 'card.bank.utilisation_ratio');
    expect(busy).toBeGreaterThan(0.999);
    expect(busy).toBeLessThanOrEqual(1);
    // What was sent shortly before the end has not come yet: 50 ms on the way of 10 minutes.
    const left = measured(outcome, 'card.bank.backlog_end_us') / (10 * MINUTE);
    expect(Math.abs(offered - busy - left)).toBeLessThan(0.001);
    expect(theoryOf(outcome, 'card.bank.wait_mean_us')).toBeUndefined();
  });

  it('leaves out what is settled after the last day, which is part of what the bank is offered', () => {
    // Fails when the two are one number: PayWord's broker redeems at the end of the day.
    const outcome = runPayword({ market: { fidelity: 'sampled', duration: DAY } });
    const busy = measured(outcome, 'payword.bank.utilisation_ratio');
    expect(measured(outcome, 'payword.bank.offered_load_ratio')).toBeGreaterThan(1.5 * busy);
  });
});

describe('the queue of card payments', () => {
  it('waits as M/D/1 does, with a law beside load, wait and saturation', () => {
    // rho = 0.78, 108,000 payments, 1,900 relaxation times: standard error of the mean wait below 4 %; false alarm 1e-9
    // at 25 %. M/M/1, twice as long, is caught always.
    const outcome = cards(60, { duration: 30 * MINUTE });
    const wait = theoryOf(outcome, 'card.bank.wait_mean_us')!;
    expect(wait.value).toBeCloseTo((0.78 * JOB) / (2 * 0.22), 6);
    expect(Math.abs(measured(outcome, 'card.bank.wait_mean_us') / wait.value - 1)).toBeLessThan(0.25);
    expect(theoryOf(outcome, 'card.bank.offered_load_ratio')).toMatchObject({ kind: 'mean', law: { name: 'poisson' } });
    expect(theoryOf(outcome, 'card.bank.offered_load_ratio')!.value).toBeCloseTo(0.78, 12);
    const saturation = theoryOf(outcome, 'card.bank.saturation_payments_per_second')!;
    expect(saturation).toMatchObject({ kind: 'exact' });
    expect(measured(outcome, 'card.bank.saturation_payments_per_second')).toBeCloseTo(saturation.value, 9);
    expect(saturation.value).toBeCloseTo(1e6 / JOB, 9);
  });

  it.each([
    ['several servers', { bank: { servers: 2, costs: COSTS } }, true],
    ['a network that loses', { network: { latency: 1000, jitter: 0, loss: 0.1, duplication: 0 } }, false],
  ] as const)('has no law of its wait with %s', (_, market, loadKnown) => {
    const outcome = cards(6, { duration: 10 * MINUTE, ...market });
    expect(theoryOf(outcome, 'card.bank.wait_mean_us')).toBeUndefined();
    expect(theoryOf(outcome, 'card.bank.offered_load_ratio') !== undefined).toBe(loadKnown);
  });

  it('has none where every user makes a fixed number of payments', () => {
    const outcome = runCard({ demand: { arrivals: { kind: 'fixed', perUser: 10 } } });
    expect(theoryOf(outcome, 'card.bank.wait_mean_us')).toBeUndefined();
    expect(theoryOf(outcome, 'card.bank.offered_load_ratio')).toBeUndefined();
  });
});

describe('what vendors are owed and nobody has paid in', () => {
  const sampled = { market: { fidelity: 'sampled' as const } };

  it('is nothing under a channel, whose deposits cover its vouchers', () => {
    const outcome = runChannel(sampled);
    expect(measured(outcome, 'channel.vendors.exposure_max_usd')).toBeGreaterThan(0.1);
    expect(measured(outcome, 'channel.vendors.uncovered_max_usd')).toBe(0);
  });

  it('is nearly all of it under PayWord, where users pay afterwards', () => {
    const outcome = runPayword(sampled);
    const owed = measured(outcome, 'payword.vendors.exposure_max_usd');
    expect(measured(outcome, 'payword.vendors.uncovered_max_usd')).toBeGreaterThan(0.8 * owed);
  });
});

describe('the wait for money in a lottery', () => {
  const delay = (name: 'mr1' | 'mr2' | 'mr3', fidelity: 'real' | 'sampled'): number =>
    measured(runLottery(name, { market: { fidelity } }), 'lottery.settlement.delay_mean_us');

  it('is two ways and a job at the bank under MR1 and MR2, from the payable payment on', () => {
    // Two ways of 50 ms; 1 message, 2 signatures, a look-up and 2 writes take 52.6 ms; few deposits meet each other.
    for (const name of ['mr1', 'mr2'] as const) {
      expect(delay(name, 'sampled')).toBeGreaterThanOrEqual(152_600);
      expect(delay(name, 'sampled')).toBeLessThan(160_000);
      expect(delay(name, 'real')).toBeGreaterThanOrEqual(152_600);
    }
  });

  it('is half a period and the three stages under MR3, as far as few wins show it', () => {
    const hours = delay('mr3', 'sampled') / HOUR;
    expect(hours).toBeGreaterThan(3);
    expect(hours).toBeLessThan(24 + 4);
  });
});
