/** The scene of MR1's and MR2's bills, without its drawing: what it shows is the run, and the laws that stand beside it. */
import { describe, expect, it } from 'vitest';
import { bills } from '../../src/browser/scenes/bills.ts';
import { scenarioOf } from '../../src/experiment/run-scenario.ts';
import { binomialAt } from '../../src/theory/binomial.ts';
import { lastWinnerAt } from '../../src/theory/serial-charge.ts';
import { corners, metric, overridesAt, runAtOnce, watch } from './scene-watching.ts';

/** Fewer and shorter than in the page, with the same luck for everybody: one win in 100, 200 payments. */
const SMALL = overridesAt(bills, { users: 200, oneIn: 100, payments: 200 });
const sum = (numbers: Float64Array): number => numbers.reduce((total, each) => total + each, 0);

describe('the last frame', () => {
  it("has the result's figures and theory (fails if a win is missed, or laws of another moment are shown)", async () => {
    const run = watch(bills, SMALL);
    const last = run.frame(run.length);
    const result = await runAtOnce(bills, SMALL);
    const { mr1, mr2 } = last;
    expect(last.done).toBe(true);
    expect(last.paymentsMean).toBe(200);
    expect(last.wins).toBe(metric(result, 'mr1.payable_count').value);
    expect(mr1.billMeanUsd).toBeCloseTo(metric(result, 'mr1.user_charge.mean_usd').value, 12);
    expect(mr2.billMeanUsd).toBeCloseTo(metric(result, 'mr2.user_charge.mean_usd').value, 12);
    expect(mr2.shortfallUsd.value).toBeCloseTo(metric(result, 'mr2.bank_shortfall.mean_usd').value, 12);
    expect(mr2.shortfallUsd.theory).toBeCloseTo(metric(result, 'mr2.bank_shortfall.mean_usd').theory!.value, 12);
    expect(Math.max(...mr1.excessUsd)).toBeCloseTo(metric(result, 'mr1.user_charge.max_over_use_usd').value, 12);
    for (const [scheme, shown] of [
      ['mr1', mr1],
      ['mr2', mr2],
    ] as const) {
      const over = metric(result, `${scheme}.overpay.probability`);
      expect(shown.over.value).toBeCloseTo(over.value, 12);
      expect(shown.over.theory).toBeCloseTo(over.theory!.value, 12);
    }
    expect(run.finish().digest).toBe(result.digest);
  });

  it('comes whatever was looked at before (fails if a look changes the run)', () => {
    const [slow, fast] = [watch(bills, SMALL), watch(bills, SMALL)];
    for (let position = 0; position < slow.length; position += 997) slow.frame(position);
    expect(slow.frame(slow.length)).toEqual(fast.frame(fast.length));
    expect(slow.finish().digest).toBe(fast.finish().digest);
  });
});

describe('every frame', () => {
  const run = watch(bills, SMALL);
  const frames = Array.from({ length: 41 }, (_, i) => run.frame(Math.floor((i * run.length) / 40)));

  it('goes on from the one before: payments, wins and bills never fall (fails if users change places)', () => {
    for (const [i, frame] of frames.entries()) {
      if (i === 0) continue;
      const before = frames[i - 1];
      expect(frame.paymentsMean).toBeGreaterThanOrEqual(before.paymentsMean);
      expect(frame.wins).toBeGreaterThanOrEqual(before.wins);
      for (const key of ['mr1', 'mr2'] as const)
        expect(frame[key].billMeanUsd).toBeGreaterThanOrEqual(before[key].billMeanUsd);
    }
    expect(frames[20].wins).toBeGreaterThan(100);
  });

  it('keeps MR2 below its bound while MR1 is above (fails if a bill and its use are read at different moments)', () => {
    for (const { mr1, mr2 } of frames) {
      expect(Math.max(...mr2.excessUsd)).toBeLessThanOrEqual(0);
      expect(mr2.over.value).toBe(0);
      expect(mr1.over.value).toBe(mr1.excessUsd.filter((excess) => excess > 0).length / 200);
    }
    expect(frames[20].mr1.over.value).toBeGreaterThan(0.1);
  });

  it('has bars and laws of weight 1 (fails if a bar is missing)', () => {
    for (const { mr1, mr2 } of frames)
      for (const { bars } of [mr1, mr2]) {
        expect(sum(bars.shares)).toBeCloseTo(1, 9);
        expect(sum(bars.law)).toBeCloseTo(1, 7);
      }
  });

  it("draws the mean of each user's own law (fails if everybody is taken to have made the mean number)", () => {
    const { mr1, mr2, priceUsd, paymentsMean } = frames[15];
    // A win pays $1 and a payment is a cent: MR1's excess tells the payments but for whole hundreds.
    const own = Array.from(mr1.excessUsd, (excess) => {
      const unpaid = Math.round(-excess / priceUsd);
      return unpaid + 100 * Math.round((paymentsMean - unpaid) / 100);
    });
    expect(own.reduce((total, n) => total + n, 0) / own.length).toBeCloseTo(paymentsMean, 9);
    const twoWins = own.reduce((total, n) => total + binomialAt(2, n, 0.01), 0) / own.length;
    expect(mr1.bars.law[2]).toBeCloseTo(twoWins, 12);
    const width = Math.round(mr2.bars.stepUsd / priceUsd);
    const firstBar = own.reduce((total, n) => {
      const gaps = Array.from({ length: width }, (_, gap) => gap).filter((gap) => gap <= n);
      return total + gaps.reduce((chance, gap) => chance + lastWinnerAt(n - gap, n, 0.01), 0);
    }, 0);
    expect(mr2.bars.law[0]).toBeCloseTo(firstBar / own.length, 12);
  });

  it('tells a finding with its figures (fails if the words stay while the run goes on)', () => {
    const said = frames.map((frame) => bills.finding(frame));
    expect(said[0]).toBe('Nobody has paid yet.');
    expect(said[40]).toContain('After 200 payments each');
    expect(new Set(said).size).toBeGreaterThan(30);
  });
});

describe('the question', () => {
  const ids = bills.question.options.map(({ id }) => id);

  it('is answered by one of its options, from the run (fails if the answer is known beforehand)', () => {
    const run = watch(bills, SMALL);
    const last = run.frame(run.length);
    const result = run.finish();
    const withOver = (value: number) => {
      const over = { ...last.mr1.over, value };
      return bills.question.answer({ ...last, mr1: { ...last.mr1, over } }, result);
    };
    expect([0, 0.1, 0.25, 0.5].map((value) => withOver(value).right)).toEqual(ids);
    expect(withOver(0.125).because).toContain('12.5 %');
  });

  it('has its answer for every seed (fails if a share lies between two options)', () => {
    for (const seed of ['1', '2', 'three', '4', '5']) {
      const run = watch(bills, SMALL, seed);
      const last = run.frame(run.length);
      const { right, because } = bills.question.answer(last, run.finish());
      expect(ids).toContain(right);
      expect(because).toContain('theory says 32.3 %');
    }
  });
});

describe('the sliders', () => {
  it('begin with the values of the file (fails if the page and the command line begin apart)', () => {
    const initial = Object.fromEntries(bills.parameters.map(({ key, initial }) => [key, initial]));
    const scenario = scenarioOf(bills.text, bills.file, { overrides: overridesAt(bills, initial) });
    expect(scenario).toEqual(scenarioOf(bills.text, bills.file));
  });

  it('give a sound scenario at all their ends together (fails if a value is refused)', () => {
    const lengths = corners(bills).map((values) => watch(bills, overridesAt(bills, values)).length);
    expect(lengths).toHaveLength(8);
    for (const length of lengths) expect(length).toBeLessThan(100_000);
  });

  it.each([
    { users: 100, oneIn: 10, payments: 2000 },
    { users: 100, oneIn: 1000, payments: 100 },
    { users: 2000, oneIn: 10, payments: 100 },
  ])('run to the end at %o (fails if a law or a range breaks down there)', (values) => {
    const run = watch(bills, overridesAt(bills, values));
    const frames = [0, 0.3, 1].map((share) => run.frame(Math.floor(share * run.length)));
    for (const { mr1, mr2, rangeUsd } of frames) {
      expect(rangeUsd[0]).toBeLessThan(0);
      expect(rangeUsd[1]).toBeGreaterThan(0);
      for (const { bars } of [mr1, mr2]) {
        expect(bars.shares.length).toBeLessThan(200);
        expect(sum(bars.law)).toBeCloseTo(1, 7);
      }
    }
    const [low, high] = frames[2].rangeUsd;
    const outside = frames[2].mr1.excessUsd.filter((excess) => excess < low || excess > high);
    expect(outside.length).toBeLessThan(4);
    expect(run.finish().disagreements).toEqual([]);
  });
});
