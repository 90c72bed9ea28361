/** What the living page says and shows of its scenes is true of the run, however one came to it. */
import { describe, expect, it } from 'vitest';
import { initialValues, overridesOf, readAddress, STAGES, valuesToPredict } from '../../src/browser/address.ts';
import { beatAt } from '../../src/browser/beats.ts';
import { ballsIntoBins } from '../../src/browser/scenes/balls-into-bins.ts';
import { bankQueue } from '../../src/browser/scenes/bank-queue.ts';
import type { Bills } from '../../src/browser/scenes/bills/run.ts';
import { bills } from '../../src/browser/scenes/bills.ts';
import { SCENES } from '../../src/browser/scenes.ts';
import { metric, overridesAt, watch } from './scene-watching.ts';

/** Users times payments of a run that still ends while a lecturer waits for it: about ten seconds on a free core. */
const PAYMENTS_MAX = 2e6;
const FEW_USERS = { users: 100 };
const CENT = 0.01;

describe.each(SCENES.map((scene) => [scene.id, scene] as const))('the scene %s', (_, scene) => {
  it('asks about another run than the one that was watched (fails if watching gives the answer away)', () => {
    const [watched, first] = [initialValues(scene), valuesToPredict(scene)];
    const second = valuesToPredict(scene, first);
    expect(first).not.toEqual(watched);
    for (const other of [watched, first]) expect(second).not.toEqual(other);
    for (const values of [first, second])
      for (const { key, values: allowed } of scene.parameters) expect(allowed).toContain(values[key]);
    expect(readAddress(`#${scene.id}/choose`, SCENES).address.values).toEqual(first);
    expect(scene.question.asks(first)).not.toBe(scene.question.asks(watched));
  });

  it('answers each question with one of its options (fails if the options are those of other values)', () => {
    const first = valuesToPredict(scene);
    for (const values of [first, valuesToPredict(scene, first)]) {
      const run = watch(scene, overridesAt(scene, { ...values, ...('users' in values && FEW_USERS) }));
      const { right } = scene.question.answer(run.frame(run.length), run.finish());
      expect((scene.question.optionsAt?.(values) ?? scene.question.options).map(({ id }) => id)).toContain(right);
    }
  });

  it('says its beats only while one watches the values for which they were written', () => {
    const { length, frame } = watch(scene, overridesOf(scene, initialValues(scene)));
    const moment = { position: 0, length, frame: frame(0) };
    for (const stage of STAGES)
      expect(beatAt(scene, { stage, values: initialValues(scene) }, moment)).toBe(
        stage === 'watch' ? scene.beats[0].says : '',
      );
    for (const { key, values, initial } of scene.parameters)
      for (const value of values.filter((each) => each !== initial)) {
        const others = { ...initialValues(scene), [key]: value };
        expect(beatAt(scene, { stage: 'watch', values: others }, moment), `${key} ${value}`).toBe('');
      }
  });

  it('shows the same at a place whatever was looked at before', () => {
    const smallest = overridesAt(
      scene,
      Object.fromEntries(scene.parameters.map(({ key, values }) => [key, values[1]])),
    );
    const [slow, fast] = [watch(scene, smallest), watch(scene, smallest)];
    const place = Math.floor(slow.length / 3);
    for (let position = 0; position < place; position += Math.ceil(slow.length / 1000)) slow.frame(position);
    fast.advance(Math.floor(place / 2));
    expect(slow.frame(place)).toEqual(fast.frame(place));
  });
});

describe('balls into bins', () => {
  it.each(['42', '1', '2', '3'])('says that there is no coin only where there is none, seed %s', (seed) => {
    const run = watch(ballsIntoBins, [], seed);
    const address = { stage: 'watch', values: initialValues(ballsIntoBins) } as const;
    const said = new Set<string>();
    for (let position = 0; position < 4000; position += 10) {
      const frame = run.frame(position);
      const beat = beatAt(ballsIntoBins, address, { position, length: run.length, frame });
      expect(beat.includes('Not one coin') && frame.first !== null, `${position}`).toBe(false);
      expect(beat.includes('The first coin') && frame.first === null, `${position}`).toBe(false);
      said.add(beat);
    }
    expect([...said]).toEqual(ballsIntoBins.beats.slice(0, 3).map(({ says }) => says));
  });
});

describe('bills', () => {
  it('knows of each user when he won and from where (fails if a win is seen late, or where there is none)', () => {
    const run = watch(bills, ['duration=1d', ...overridesAt(bills, { users: 100, payments: 200, oneIn: 20 })]);
    const frames = Array.from({ length: run.length + 1 }, (_, minute) => run.frame(minute));
    let wins = 0;
    /** Whoever has not won sinks or stays; whoever has rises from at most where he was. */
    const isTrue = (before: Bills, now: Bills, minute: number) => (at: number, user: number) => {
      const [from, to] = [before.excessUsd[user], now.excessUsd[user]];
      if (at !== minute) return at === before.wonAtMinutes[user] && to <= from + CENT / 1000;
      wins++;
      return now.wonFromUsd[user] < to && now.wonFromUsd[user] <= from;
    };
    for (let minute = 1; minute < frames.length; minute++)
      for (const key of ['mr1', 'mr2'] as const) {
        const [before, now] = [frames[minute - 1][key], frames[minute][key]];
        expect(now.wonAtMinutes.every(isTrue(before, now, minute)), `${key} at ${minute}`).toBe(true);
      }
    // 1,000 under each scheme, give or take 31; two of one user in the same minute are one.
    expect(wins).toBeGreaterThan(1700);
  });

  it('offers no run that a lecturer cannot wait for', () => {
    const [users, , payments] = bills.parameters.map(({ values }) => values[values.length - 1]);
    expect(users * payments).toBeLessThanOrEqual(PAYMENTS_MAX);
  });
});

describe("the bank's queue", () => {
  it('has a table that counts what comes after the hour, and says so (fails if the two agree without a word)', () => {
    const run = watch(bankQueue, []);
    const { millicent } = run.frame(run.length);
    const result = run.finish();
    expect(metric(result, 'millicent.bank.queue_max_count').value).toBeGreaterThan(millicent.waitingMax);
    expect(bankQueue.metricsNote).toContain("Millicent's vendors then settle");
  });
});
