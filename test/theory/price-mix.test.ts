/** Laws of several prices, against the laws of one, and against the sum over every course of a few payments. */
import { describe, expect, it } from 'vitest';
import { charge, paymentOf } from '../../src/theory/lottery.ts';
import { mixedCharge, mixedRate, mixedShortfall, type Priced } from '../../src/theory/price-mix.ts';
import { shortfall } from '../../src/theory/serial-charge.ts';
import { expectNear } from './near.ts';

const UNIT = { unitValue: 2, rate: 0.15 };
const priced = (units: number, share: number): Priced => ({ share, lottery: paymentOf(UNIT, units) });
const MIX = [priced(1, 0.5), priced(3, 0.3), priced(9, 0.2)];
const NEEDS = [
  { kind: 'fixed', count: 7 },
  { kind: 'poisson', mean: 7 },
] as const;

describe('several prices', () => {
  it.each(NEEDS)('are one price when all are alike: $kind', (need) => {
    const mix = [priced(3, 0.4), priced(3, 0.6)];
    const { lottery } = mix[0]!;
    expectNear(mixedRate(mix), lottery.rate);
    expectNear(mixedCharge(mix, need).mean, charge(lottery, need).mean);
    expectNear(mixedCharge(mix, need).variance, charge(lottery, need).variance);
    expectNear(mixedShortfall(mix, need), shortfall(lottery, need).mean);
  });

  it('sum over every course of five payments', () => {
    // A payment has one of three prices and wins or loses; the dearest one always wins.
    let courses = [{ chance: 1, charged: 0, since: 0, wins: 0 }];
    for (let i = 0; i < 5; i++)
      courses = courses.flatMap(({ chance, charged, since, wins }) =>
        MIX.flatMap(({ share, lottery: { unitValue, rate } }) => [
          { chance: chance * share * rate, charged: charged + unitValue / rate, since: 0, wins: wins + 1 },
          { chance: chance * share * (1 - rate), charged, since: since + unitValue, wins },
        ]),
      );
    const mean = (of: (course: (typeof courses)[number]) => number): number =>
      courses.reduce((sum, course) => sum + course.chance * of(course), 0);
    const need = { kind: 'fixed', count: 5 } as const;
    const { mean: charged, variance } = mixedCharge(MIX, need);
    expectNear(
      charged,
      mean((course) => course.charged),
      100,
    );
    expectNear(variance, mean((course) => course.charged ** 2) - charged ** 2, 100);
    expectNear(
      mixedShortfall(MIX, need),
      mean((course) => course.since),
      100,
    );
    expectNear(mixedRate(MIX), mean((course) => course.wins) / 5, 100);
  });

  it('leave no shortfall when every payment wins', () => {
    expect(mixedShortfall([priced(7, 0.5), priced(9, 0.5)], { kind: 'fixed', count: 4 })).toBe(0);
  });
});
