/** The scene of balls into bins, without its drawing: its numbers are the command line's, its question is answered by the run. */
import { describe, expect, it } from 'vitest';
import { ballsIntoBins } from '../../src/browser/scenes/balls-into-bins.ts';
import { expectedCoins } from '../../src/theory/micromint.ts';
import { metric, overridesAt, runAtOnce, watch } from './scene-watching.ts';

describe('balls into bins', () => {
  it.each([
    { values: {}, seed: '42' },
    { values: { k: 2, u: 6, t: 0 }, seed: '7' },
    { values: { k: 5, u: 8, t: 4 }, seed: 'nine' },
    { values: { k: 3, u: 13, t: 1 }, seed: '3' },
  ])('reads what the command line reads, to the ball: $values', async ({ values, seed }) => {
    // Fails if a ball is lost or counted twice, if the filter is forgotten, or if the run ends before the last reading.
    const overrides = overridesAt(ballsIntoBins, values);
    const run = watch(ballsIntoBins, overrides, seed);
    const last = run.frame(run.length);
    const result = await runAtOnce(ballsIntoBins, overrides, seed);
    const good = result.metrics.filter(({ name }) => name.endsWith('.good_balls'));
    expect(last.readings.map(({ coins, good }) => [`mint.coins_${coins}.good_balls`, good])).toEqual(
      good.map(({ name, value }) => [name, value]),
    );
    expect(last.first?.good).toBe(good[0].value);
    expect(last.theory.first).toBe(metric(result, 'mint.coins_1.good_balls').theory?.value);
    expect(run.finish().digest).toBe(result.digest);
  });

  it('counts every ball in its bin: what lies there is what was thrown, and full bins are coins', () => {
    const run = watch(ballsIntoBins, overridesAt(ballsIntoBins, { u: 10, t: 2 }));
    for (const share of [0, 0.1, 0.5, 1]) {
      const position = Math.floor(run.length * share);
      const { balls, good, counts, coins, way, fullest } = run.frame(position);
      expect(balls).toBe(position);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(good);
      expect(counts.filter((count) => count >= way)).toHaveLength(coins);
      expect(Math.max(...counts)).toBe(fullest);
    }
  });

  it('shows the same at a place whatever was looked at before, and names the last balls in their order', () => {
    const [slow, fast] = [watch(ballsIntoBins, []), watch(ballsIntoBins, [])];
    const bins: number[] = [];
    for (let position = 1; position <= 500; position++) bins.push(slow.frame(position).recent.at(-1)!);
    const frame = fast.frame(500);
    expect(slow.frame(500)).toEqual(frame);
    expect([...frame.recent]).toEqual(bins.slice(-frame.recent.length));
  });

  it('has theory for coins at every number of balls (fails if the filter moves the curve)', () => {
    const { theory } = watch(ballsIntoBins, overridesAt(ballsIntoBins, { u: 9, t: 3 })).frame(0);
    const middle = theory.good.length >> 1;
    expect(theory.coins[middle]).toBeCloseTo(expectedCoins({ bits: 9, way: 4, filter: 0 }, theory.good[middle]), 9);
    expect(theory.coins.at(-1)).toBeGreaterThan(0.9 * 512);
  });

  it('asks with options that are apart, whatever the sliders say, and answers by the run', () => {
    const { optionsAt } = ballsIntoBins.question;
    for (const k of [2, 3, 4, 5])
      for (const u of [6, 9, 12, 16]) {
        const options = optionsAt!({ k, u, t: 0 });
        expect(options.length, `${k} ${u}`).toBeGreaterThanOrEqual(2);
        expect(new Set(options.map(({ label }) => label)).size).toBe(options.length);
        expect(options.map(({ id }) => id)).toContain('wall');
      }
  });

  it('calls right what is nearest to this very run (fails if theory answers instead)', () => {
    const run = watch(ballsIntoBins, []);
    const last = run.frame(run.length);
    const { answer } = ballsIntoBins.question;
    const result = run.finish();
    expect(answer(last, result).right).toBe('wall');
    expect(answer(last, result).because).toContain(`after ${last.first!.good} balls`);
    expect(answer({ ...last, first: { good: 5000, bin: 0 } }, result).right).toBe('bins');
    expect(answer({ ...last, first: { good: 50, bin: 0 } }, result).right).toBe('pair');
  });

  it.each([
    { values: { k: 5, u: 6, t: 0 }, seed: '3', says: / balls;.*: sooner than the bins fill, and far later than two/ },
    { values: { k: 3, u: 6, t: 4 }, seed: '42', says: / good balls;.*: far sooner than the bins fill, and later than/ },
    { values: { k: 2, u: 12, t: 0 }, seed: '42', says: /had two: far sooner than the bins fill\.$/ },
  ])('answers truly at other values: $values', ({ values, seed, says }) => {
    // Fails if balls that are not good are counted, or what is near is called far.
    const run = watch(ballsIntoBins, overridesAt(ballsIntoBins, values), seed);
    const last = run.frame(run.length);
    const { because } = ballsIntoBins.question.answer(last, run.finish());
    expect(because).toMatch(says);
    expect(because).toContain(`after ${last.first!.good} ${values.t === 0 ? 'balls' : 'good balls'};`);
  });

  it('offers one ball for each bin always, by itself or in the words of the option that is as much', () => {
    // Fails if a guess that a reader will look for is left out without a word.
    const { optionsAt } = ballsIntoBins.question;
    for (const k of [2, 3, 4, 5])
      for (const u of [6, 7, 8, 9, 12, 16]) {
        const labels = optionsAt!({ k, u, t: 0 }).map(({ label }) => label);
        expect(
          labels.filter((label) => label.includes('one ball for each bin')),
          `${k} ${u}`,
        ).toHaveLength(1);
      }
    expect(optionsAt!({ k: 5, u: 6, t: 0 }).map(({ label }) => label)).toContain('about 64: one ball for each bin');
  });

  it('says what is found, before the first coin, after it, and when the bins are full', () => {
    const run = watch(ballsIntoBins, []);
    const { finding } = ballsIntoBins;
    expect(finding(run.frame(0))).toBe('0 balls and no coin: the fullest of 4,096 bins holds 0 of 4.');
    expect(finding(run.frame(959))).toBe('959 balls and no coin: the fullest of 4,096 bins holds 3 of 4.');
    expect(finding(run.frame(960))).toBe('First coin after 960 balls; theory 1,088.');
    expect(finding(run.frame(run.length))).toMatch(/; 96\.\d % of the bins are full and waste what falls in\.$/);
  });
});
