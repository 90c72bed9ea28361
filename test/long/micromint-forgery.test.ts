/**
 * MicroMint under attack at fidelity real, where balls are thrown and hashed, and at sampled, where their number is
 * drawn: both have one law. Then the ends of periods, at which forged coins go bad.
 *
 * Of each case R replications run at both fidelities. What is found is tested against its exact law: the mean by its own
 * deviation, the variance by that of a sample variance, at a false alarm of 1e-9 each; with R = 40 a mean that is off by
 * 1.4 deviations is caught with power above 0.99, a variance that is seven times too large as well. What became of it
 * is compared between the fidelities by the difference of means: a normal bound on its estimated error, loose enough
 * (7.5) for Student's t of 78 degrees at 1e-9; a difference of 2.2 deviations is caught with power above 0.99.
 */
import { describe, expect, it } from 'vitest';
import { forger } from '../../src/economy/adversaries/forger.ts';
import { forgingPair } from '../../src/economy/adversaries/forging-pair.ts';
import { splicer } from '../../src/economy/adversaries/splicer.ts';
import type { Enlistment } from '../../src/economy/adversary.ts';
import type { MarketOutcome } from '../../src/economy/market.ts';
import type { Fidelity } from '../../src/economy/scheme.ts';
import type { MicroMintOptions } from '../../src/economy/schemes/micromint/options.ts';
import { Welford } from '../../src/sim/statistics.ts';
import { stagedCoins } from '../../src/theory/forging-staged.ts';
import { DAY, HOUR, SECOND } from '../../src/units.ts';
import { COIN, countOf, gang, MARKET, measured, OPTIONS, runMicroMint } from '../economy/setting.ts';

const R = 40;
/** A normal variable is off by more than so many standard deviations with probability 1e-9. */
const NORMAL_BOUND = 6.11;
const STUDENT_BOUND = 7.5;

const DURATION = 2 * DAY;
/** Hashes of a forger end an hour before the demand. */
const SECONDS = (DURATION - HOUR) / SECOND;

const SMALL: Partial<MicroMintOptions> = { bits: 8, balls: 4 * 2 ** 8, period: DURATION };
/** So many balls a bin in his time, of those that pass the filter. */
const effort = (load: number, filter = 0) => ({
  hashesPerSecond: (load * 2 ** (8 + filter)) / SECONDS,
  usdPerHash: 1e-6,
  delay: 0,
  rule: 'stubborn',
  outletCoins: 1000,
  otherwise: 'honest',
  perPurchase: 5,
  overhears: 0.6,
});

interface Case {
  readonly name: string;
  readonly options?: Partial<MicroMintOptions>;
  readonly enlistment: Enlistment;
}

const STAGES = { hiddenPredicates: { stages: 4, bits: 1 } };
const CASES: readonly Case[] = [
  { name: 'a forger, k = 2', enlistment: gang(forger, 1, effort(1)) },
  {
    name: 'a forger, k = 4, behind a filter',
    options: { way: 4, filter: 2 },
    enlistment: gang(forger, 1, effort(3, 2)),
  },
  { name: 'two forgers, k = 2, of two groups', options: { groupBits: 1 }, enlistment: gang(forger, 2, effort(1.5)) },
  { name: 'a forger, k = 2, four stages', options: STAGES, enlistment: gang(forger, 1, effort(4)) },
  {
    name: 'two forgers, k = 4, four stages, of two groups',
    options: { way: 4, groupBits: 1, ...STAGES },
    enlistment: gang(forger, 2, effort(10)),
  },
  {
    name: 'a pair, k = 3, four stages, by bins',
    options: { way: 3, settlement: 'bin', ...STAGES },
    enlistment: gang(forgingPair, 1, effort(6)),
  },
  { name: 'a pair, k = 2, by bins', options: { settlement: 'bin' }, enlistment: gang(forgingPair, 1, effort(1)) },
  { name: 'a splicer, k = 2, by bins', options: { settlement: 'bin' }, enlistment: gang(splicer, 1, effort(3)) },
  {
    name: 'a splicer, k = 4, behind a filter, by the list, four stages',
    options: { way: 4, filter: 1, ...STAGES },
    enlistment: gang(splicer, 1, effort(3, 1)),
  },
  { name: 'a splicer, k = 2, four groups', options: { groupBits: 2 }, enlistment: gang(splicer, 1, effort(4)) },
];

const METRICS = [
  ...['forgery.coins_found_count', 'forgery.coins_presented_count', 'forgery.coins_accepted_count'],
  ...['forgery.coins_refused_count', 'forgery.coins_paid_count', 'forgery.coins_caught_count'],
  ...['gang.gain_usd', 'honest_users.accused_count', 'loss.bank_usd', 'loss.vendors_usd'],
];

function runsOf({ options, enlistment }: Case, fidelity: Fidelity): MarketOutcome[] {
  return Array.from({ length: R }, (_, i) =>
    runMicroMint({
      market: {
        seed: `forgery/${fidelity}/${i}`,
        fidelity,
        duration: DURATION,
        demand: { ...MARKET.demand, users: 5, vendors: 4, arrivals: { kind: 'poisson', perUserPerDay: 8 } },
        enlistments: [enlistment],
      },
      options: { ...SMALL, ...options },
    }),
  );
}

function sampleOf(outcomes: readonly MarketOutcome[], name: string): Welford {
  const sample = new Welford();
  for (const outcome of outcomes) sample.add(countOf(outcome, `micromint.${name}`));
  return sample;
}

const drawn = new Map<string, MarketOutcome[]>();

/** The runs of a case, which its tests share. */
function outcomesOf(each: Case, fidelity: Fidelity): MarketOutcome[] {
  const key = `${each.name}/${fidelity}`;
  const outcomes = drawn.get(key) ?? runsOf(each, fidelity);
  drawn.set(key, outcomes);
  return outcomes;
}

const BOTH = ['real', 'sampled'] as const;

describe('what is found from scratch has its exact law at both fidelities', () => {
  it.each(CASES.filter(({ enlistment }) => enlistment.adversary !== splicer))('$name', (each) => {
    const options = { ...OPTIONS, ...SMALL, ...each.options };
    const members = each.enlistment.count!;
    const stages = options.hiddenPredicates?.stages ?? 1;
    const { hashesPerSecond } = each.enlistment.options as { hashesPerSecond: number };
    // The last stage is an hour shorter, like the whole.
    const stage = (DURATION / SECOND / stages) * hashesPerSecond;
    const hashes = Array.from({ length: stages }, (_, i) => (i < stages - 1 ? stage : stage - 3600 * hashesPerSecond));
    const usable = 2 ** -options.groupBits;
    const ofOne = stagedCoins(options, { hashes, predicateBits: options.hiddenPredicates?.bits ?? 0, usable });
    const mean = members * ofOne.mean;
    const variance = members * ofOne.sd * ofOne.sd;
    for (const fidelity of ['real', 'sampled'] as const) {
      const sample = sampleOf(outcomesOf(each, fidelity), 'forgery.coins_found_count');
      const error = Math.sqrt(variance / R);
      expect(Math.abs(sample.mean - mean) / error, `${fidelity}: ${sample.mean} of ${mean}`).toBeLessThan(NORMAL_BOUND);
      const ratio = sample.variance / variance;
      const bound = NORMAL_BOUND * Math.sqrt(2 / (R - 1));
      expect(Math.log(ratio), `${fidelity}: variance ${ratio} of its law`).toBeLessThan(bound);
      expect(Math.log(ratio), `${fidelity}: variance ${ratio} of its law`).toBeGreaterThan(-bound);
    }
  });
});

describe.each(CASES)('$name', (each) => {
  it.each(METRICS)('comes to the same at both fidelities: %s', (name) => {
    const [real, sampled] = BOTH.map((fidelity) => sampleOf(outcomesOf(each, fidelity), name));
    const error = Math.sqrt((real.variance + sampled.variance) / R);
    const difference = Math.abs(real.mean - sampled.mean);
    expect(difference, `${real.mean} at real, ${sampled.mean} at sampled`).toBeLessThanOrEqual(STUDENT_BOUND * error);
  });

  it('happens: coins are found and presented, and what is presented is refused by somebody or paid', () => {
    for (const fidelity of BOTH) {
      const outcomes = outcomesOf(each, fidelity);
      const [found, presented] = ['found', 'presented'].map((what) =>
        sampleOf(outcomes, `forgery.coins_${what}_count`),
      );
      expect(found.mean).toBeGreaterThan(5);
      expect(presented.mean).toBeGreaterThan(3);
    }
  });
});

describe('honest markets', () => {
  it.each<[string, Partial<MicroMintOptions>]>([
    ['hidden predicates', { hiddenPredicates: { stages: 4, bits: 2 } }],
    ['user groups', { groupBits: 1 }],
    [
      'both, and limits, recalls and suspension',
      { ...STAGES, groupBits: 1, redemptionLimit: 50, recallAt: 0.1, suspendAfter: 1 },
    ],
    ['settlement by bins, keys known ahead', { settlement: 'bin', keyKnownAhead: DAY, lossPolicy: 'broker' }],
  ])('are the same, event by event, at both fidelities with %s', (_, options) => {
    const [real, sampled] = (['real', 'sampled'] as const).map((fidelity) =>
      runMicroMint({ market: { fidelity }, options }),
    );
    expect(measured(real, 'micromint.payments.served_count')).toBeGreaterThan(100);
    expect(real.digest).toBe(sampled.digest);
    expect(real.metrics.map(({ name, value }) => [name, value])).toEqual(
      sampled.metrics.map(({ name, value }) => [name, value]),
    );
  });
});

/** A forger in a market of three periods. */
function forging(
  change: Partial<MicroMintOptions>,
  more: object = {},
  duration = 6 * DAY,
  fidelity: Fidelity = 'sampled',
) {
  return runMicroMint({
    market: { fidelity, duration, enlistments: [gang(forger, 1, { ...effort(0), hashesPerSecond: 0.01, ...more })] },
    options: { bits: 12, balls: 2 ** 13, period: 2 * DAY, ...change },
  });
}

const hashesAt = (outcome: MarketOutcome): number => measured(outcome, 'micromint.gang.hashes_count');
const inHours = (hours: number): number => (0.01 * hours * HOUR) / SECOND;

describe.each([{ fidelity: 'real' as const }, { fidelity: 'sampled' as const }])(
  'the end of a period, $fidelity',
  ({ fidelity }) => {
    it('the last call spends all: nothing that was found is left (fails if coins lie idle when they go bad)', () => {
      const outcome = forging({}, {}, 6 * DAY, fidelity);
      const found = measured(outcome, 'micromint.forgery.coins_found_count');
      expect(found).toBeGreaterThan(100);
      expect(measured(outcome, 'micromint.forgery.coins_presented_count')).toBe(found);
      expect(measured(outcome, 'micromint.gang.extra_purchases_count')).toBeGreaterThan(50);
    });

    it('coins found under an old key are presented to nobody in the next period, and none is accepted', () => {
      // He finds no outlet for them before the end: what is left goes bad, and under the next key there is nothing.
      const outcome = forging({}, { outletCoins: 3 }, 6 * DAY, fidelity);
      expect(measured(outcome, 'micromint.forgery.coins_presented_count')).toBe(9);
      expect(countOf(outcome, 'micromint.refused.wrong_period_count')).toBe(0);
      expect(measured(outcome, 'micromint.gang.gain_usd')).toBeLessThanOrEqual((9 * COIN) / 1e6);
    });
  },
);

describe('keys', () => {
  it('each gives so much time: from when it is known, until an hour before its period ends or the next is known', () => {
    expect(hashesAt(forging({}))).toBeCloseTo(3 * inHours(47), 6);
    expect(hashesAt(forging({}, { delay: 5 * HOUR }))).toBeCloseTo(3 * inHours(42), 6);
  });

  it('known ahead give a head start, the first one before the run begins (fails if that one is forgotten)', () => {
    // He stays with a key until an hour before its period ends.
    const ahead = forging({ keyKnownAhead: DAY });
    expect(hashesAt(ahead)).toBeCloseTo(inHours(24 + 47) + 2 * inHours(47), 6);
    const found = (outcome: MarketOutcome): number => measured(outcome, 'micromint.forgery.coins_found_count');
    expect(found(ahead)).toBeGreaterThan(found(forging({})));
    const first = forging({ keyKnownAhead: 2 * DAY, period: 6 * DAY }, { delay: HOUR });
    expect(hashesAt(first)).toBeCloseTo(inHours(143 + 47), 6);
  });

  it('a recall makes forgers start again under the next key, of whose coins no old one is', () => {
    const options = { period: 6 * DAY, recallAt: 0.02, recallAfter: 20 };
    const [without, recalled] = [forging({ period: 6 * DAY }), forging(options)];
    expect(measured(recalled, 'micromint.recalls.count')).toBeGreaterThan(0);
    const found = (outcome: MarketOutcome): number => measured(outcome, 'micromint.forgery.coins_found_count');
    // The square law of k = 2: time in pieces finds less.
    expect(found(recalled)).toBeLessThan(0.8 * found(without));
    expect(hashesAt(recalled)).toBeCloseTo(hashesAt(without), 6);
    expect(measured(recalled, 'micromint.forgery.coins_paid_count')).toBe(0);
  });
});
