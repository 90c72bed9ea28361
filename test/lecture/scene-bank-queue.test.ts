/** The scene of the three banks, without its drawing: what it shows is the run, and what theory says of its long run. */
import { describe, expect, it } from 'vitest';
import { bankQueue } from '../../src/browser/scenes/bank-queue.ts';
import { scenarioOf } from '../../src/experiment/run-scenario.ts';
import { corners, metric, overridesAt, runAtOnce, watch } from './scene-watching.ts';

const BANKS = ['card', 'millicent', 'mr2'] as const;

describe('the last frame', () => {
  it("has the result's waits and loads (fails if a job is missed, or comes after the last frame)", async () => {
    const overrides = overridesAt(bankQueue, { oneIn: 5 });
    const run = watch(bankQueue, overrides);
    const last = run.frame(run.length);
    const result = await runAtOnce(bankQueue, overrides);
    for (const scheme of ['card', 'mr2'] as const) {
      const shown = last[scheme];
      expect(shown.waitMeanSeconds * 1e6).toBeCloseTo(metric(result, `${scheme}.bank.wait_mean_us`).value, 6);
      expect(shown.waitMaxSeconds * 1e6).toBeCloseTo(metric(result, `${scheme}.bank.peak_queue_us`).value, 6);
      expect(shown.waitingMax).toBe(metric(result, `${scheme}.bank.queue_max_count`).value);
    }
    expect(last.card.arrivals).toBe(metric(result, 'demand.purchases.count').value);
    expect(last.mr2.arrivals).toBe(metric(result, 'mr2.payable_count').value);
    for (const scheme of BANKS)
      expect(last[scheme].busyShare).toBeCloseTo(metric(result, `${scheme}.bank.utilisation_ratio`).value, 12);
    expect(run.finish().digest).toBe(result.digest);
  });

  it('comes whatever was looked at before (fails if a look changes the run or its history)', () => {
    const [slow, fast] = [watch(bankQueue, []), watch(bankQueue, [])];
    for (let position = 0; position < slow.length; position += 7) slow.frame(position);
    expect(slow.frame(slow.length)).toEqual(fast.frame(fast.length));
    expect(slow.finish().digest).toBe(fast.finish().digest);
  });
});

describe('every frame', () => {
  const run = watch(bankQueue, []);
  const frames = Array.from({ length: run.length + 1 }, (_, second) => run.frame(second));

  it('goes on from the one before: jobs, jobs done and the longest queue never fall (fails if a bank forgets)', () => {
    const falls = frames.flatMap((frame, second) =>
      BANKS.filter((key) => {
        const [before, now] = [frames[Math.max(0, second - 1)][key], frame[key]];
        return now.arrivals < before.arrivals || now.completed < before.completed || now.waitingMax < before.waitingMax;
      }).map((key) => `${key} at ${second}`),
    );
    expect(falls).toEqual([]);
    expect(frames[frames.length - 1].card.completed).toBeGreaterThan(1000);
  });

  it('has every job in one place, and nobody waits for a server that is free (fails if a moment is mixed up)', () => {
    const wrong = frames.flatMap((frame, second) =>
      BANKS.filter((key) => {
        const { arrivals, completed, waiting, inService } = frame[key];
        const isInOnePlace = arrivals === completed + waiting + inService && (inService === 0 || inService === 1);
        return !isInOnePlace || (waiting > 0 && inService === 0);
      }).map((key) => `${key} at ${second}`),
    );
    expect(wrong).toEqual([]);
    expect(frames.filter(({ card }) => card.waiting > 0).length).toBeGreaterThan(1000);
  });

  it('keeps the queues of all seconds (fails if the line over time is another than the marks)', () => {
    const last = frames[frames.length - 1];
    const every = last.intervalSeconds;
    for (const key of BANKS) {
      const longest = new Uint32Array(last[key].history.length);
      frames.forEach((frame, second) => {
        const interval = Math.floor(second / every);
        longest[interval] = Math.max(longest[interval], frame[key].waiting);
      });
      expect(last[key].history).toEqual(longest);
    }
    expect(Math.max(...last.card.history)).toBeGreaterThan(5);
  });

  it('has a busy card bank and an idle bank of MR2 (fails if the scene has nothing to show)', () => {
    const { card, millicent, mr2 } = frames[frames.length - 1];
    expect(card.busyShare).toBeGreaterThan(0.8);
    expect(card.busyShare).toBeLessThan(0.97);
    expect(millicent.busyShare).toBeLessThan(0.2);
    expect(mr2.busyShare).toBeLessThan(0.05);
    expect(frames[300].card.waitingMax).toBeGreaterThanOrEqual(3);
  });

  it('tells a finding with its figures (fails if the words stay while the run goes on)', () => {
    expect(bankQueue.finding(frames[0])).toBe('The banks have just opened: nobody has paid yet.');
    expect(bankQueue.finding(frames[1500])).toContain(`${frames[1500].card.waiting} wait at the card's bank`);
    expect(new Set(frames.map((frame) => bankQueue.finding(frame))).size).toBeGreaterThan(500);
  });
});

describe('theory', () => {
  const longRunAt = (values: Record<string, number>) => {
    const run = watch(bankQueue, overridesAt(bankQueue, values));
    return run.frame(run.length);
  };

  it('is Pollaczek and Khinchine where the bank keeps up (fails if the rate or the service is another)', () => {
    const { card, millicent, mr2 } = longRunAt({ oneIn: 10 });
    const wait = (utilisation: number, service: number) => (utilisation * service) / (2 * (1 - utilisation));
    expect(card.longRun!.utilisation).toBeCloseTo(0.9, 12);
    expect(card.longRun!.waitMeanSeconds).toBeCloseTo(wait(0.9, 2.7), 10);
    expect(card.longRun!.waitingMean).toBeCloseTo((20 / 60) * wait(0.9, 2.7), 10);
    expect(mr2.longRun!.waitMeanSeconds).toBeCloseTo(wait(0.09, 2.7), 10);
    // Its jobs are of two kinds, and come in no Poisson process.
    expect(millicent.longRun).toBeUndefined();
  });

  it('has no end where it does not, and the queue grows as it says (fails if the overload is taken for a load)', () => {
    const { card } = longRunAt({ perMinute: 60 });
    expect(card.longRun!.waitMeanSeconds).toBe(Number.POSITIVE_INFINITY);
    expect(card.longRun!.growthPerHour).toBeCloseTo(3600 - 3600 / 2.7, 9);
    // 3,600 Poisson arrivals have a deviation of 60: seven of them are left by chance once in 1e11.
    expect(Math.abs(card.waiting - card.longRun!.growthPerHour)).toBeLessThan(7 * 60);
  });
});

describe('the question', () => {
  const ids = bankQueue.question.options.map(({ id }) => id);

  it('is answered by one of its options, from the run (fails if the answer is known beforehand)', () => {
    const run = watch(bankQueue, []);
    const last = run.frame(run.length);
    const result = run.finish();
    const withLongest = (waitingMax: number) =>
      bankQueue.question.answer({ ...last, card: { ...last.card, waitingMax } }, result);
    const right = [0, 2, 3, 9, 10, 29, 30, 1000].map((longest) => withLongest(longest).right);
    expect(right).toEqual(ids.flatMap((id) => [id, id]));
    expect(withLongest(17).because).toContain('17 customers');
  });

  it('wonders at a queue only where the bank had time (fails if nobody, or a full bank, is a surprise)', () => {
    const becauseAt = (values: Record<string, number>) => {
      const run = watch(bankQueue, overridesAt(bankQueue, values));
      return bankQueue.question.answer(run.frame(run.length), run.finish()).because;
    };
    const idle = becauseAt({ perMinute: 2, service: 0.3 });
    expect(idle).toMatch(/^Nobody waited: the card's bank was busy [\d.]+ % of the time\. In this hour /);
    expect(idle).toContain("nobody waited at Millicent's broker");
    expect(idle).not.toMatch(/\b0 (customers|waited)|most 0|though/);
    expect(becauseAt({})).toMatch(/^\d+ customers at once, though the card's bank was busy \d\d % of the time\./);
    expect(becauseAt({ perMinute: 60 })).toMatch(/at once: the card's bank was busy 100 % of the time\./);
  });

  it('has its answer for every seed (fails if a length lies between two options)', () => {
    for (const seed of ['1', '2', 'three', '4', '5']) {
      const run = watch(bankQueue, [], seed);
      expect(ids).toContain(bankQueue.question.answer(run.frame(run.length), run.finish()).right);
    }
  });
});

describe('the sliders', () => {
  it('begin with the values of the file (fails if the page and the command line begin apart)', () => {
    const initial = Object.fromEntries(bankQueue.parameters.map(({ key, initial }) => [key, initial]));
    const scenario = scenarioOf(bankQueue.text, bankQueue.file, { overrides: overridesAt(bankQueue, initial) });
    expect(scenario).toEqual(scenarioOf(bankQueue.text, bankQueue.file));
  });

  it('give a run that ends at all their ends together (fails if a value is refused, or a queue breaks down)', () => {
    const all = corners(bankQueue);
    expect(all).toHaveLength(8);
    for (const values of all) {
      const run = watch(bankQueue, overridesAt(bankQueue, values));
      const last = run.frame(run.length);
      expect(last.paymentsPerMinute).toBeCloseTo(values.perMinute, 9);
      expect(last.oneIn).toBe(values.oneIn);
      expect(bankQueue.finding(last)).toMatch(/^After 1 h: /);
      expect(run.finish().disagreements).toEqual([]);
    }
  });
});
