/**
 * The plan of a lecture in docs/teaching.md: its links open what it says, and its figures are those of the scenarios that
 * they open, of theory, and of the hour that the last scene shows.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { overridesOf, readAddress } from '../../src/browser/address.ts';
import { SCENES } from '../../src/browser/scenes.ts';
import { runScenario, scenarioOf } from '../../src/experiment/run-scenario.ts';
import { goodBallsToCoins, marginalBallsPerCoin } from '../../src/theory/micromint.ts';
import { meanTries } from '../../src/theory/soft-drink.ts';

const fileOf = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const TEXT = fileOf('docs/teaching.md');

/** The plan's rows: minute, slide, what is shown, what is asked. */
const PLAN = Array.from(TEXT.matchAll(/^\| (\d+) \| (.+) \| (.+) \|(.*)\|$/gm), ([, minute, , shows, asks]) => ({
  minute: Number(minute),
  shows,
  asks,
}));
const LINKS = Array.from(TEXT.matchAll(/`(#[a-z]+\/[^`]*)`/g), ([, link]) => link);

const read = (name: string): string => fileOf(`scenarios/${name}`);
const group = (count: number): string => count.toLocaleString('en');

/** The scenario that the link of a part opens. */
function opened(minute: number) {
  const row = PLAN.find((part) => part.minute === minute)!;
  const [, link] = /`(#[^`]*)`/.exec(row.shows)!;
  const { address } = readAddress(link, SCENES);
  const scene = SCENES.find(({ id }) => id === address.scene)!;
  const options = { overrides: overridesOf(scene, address.values) };
  return { row, address, scenario: scenarioOf(scene.text, scene.file, options) };
}

/** The mint that a scenario runs by itself, under a label. */
function mintOf({ mints }: ReturnType<typeof scenarioOf>, label: string) {
  return mints.find((mint) => mint.label === label)!;
}

/** Of so many cheques of a lottery one wins. */
function oneIn({ options }: ReturnType<typeof scenarioOf>['schemes'][number]): number {
  const { numerator, denominator } = options.selectionRate as { numerator: number; denominator: number };
  expect(numerator).toBe(1);
  return denominator;
}

/** As a plan rounds: a figure is meant to within a thirtieth. */
function about(words: RegExp, text: string, truth: number): void {
  const [, said] = words.exec(text)!;
  expect(Math.abs(Number(said.replaceAll(',', '')) / truth - 1), `${words}: ${truth}`).toBeLessThan(1 / 30);
}

describe('the plan', () => {
  it('goes on from minute to minute, and its short version has the length that it says', () => {
    const minutes = PLAN.map(({ minute }) => minute);
    expect(minutes.length).toBeGreaterThan(10);
    expect(minutes).toEqual([...new Set(minutes)].sort((a, b) => a - b));
    expect([minutes[0], minutes.at(-1)! < 50]).toEqual([0, true]);
    const [, length, parts] = /only (\d+) minutes: the parts that begin at ([^.]*)\./.exec(TEXT)!;
    const begins = parts.split(/, | and /).map(Number);
    const lengths = begins.map((begin) => minutes[minutes.indexOf(begin) + 1] - begin);
    expect(lengths.reduce((sum, each) => sum + each, 0)).toBe(Number(length));
  });

  it('links to what the living page has: fails when a scene or a value is no longer there', () => {
    expect(LINKS.length).toBeGreaterThanOrEqual(4);
    for (const link of LINKS) expect(readAddress(link, SCENES).complaints, link).toEqual([]);
    expect(new Set(LINKS.map((link) => readAddress(link, SCENES).address.scene)).size).toBe(SCENES.length);
  });

  it('begins with two balls to a coin, standing still, and asks for the balls that it takes', () => {
    const { row, address, scenario } = opened(0);
    const mint = mintOf(scenario, 'mint');
    expect([address.at, mint.way]).toEqual([0, 2]);
    expect(row.shows).toContain('two balls to a coin, standing still');
    expect(row.asks).toContain(`${group(2 ** mint.bits)} bins.`);
    expect(row.asks).toContain(`not ${group(2 ** mint.bits)}`);
    about(/About ([\d,]+) on average/, row.asks, goodBallsToCoins(mint, 1).mean);
  });

  it('compares the first coin with one in the middle, on the page and in the report', () => {
    const { row, scenario } = opened(5);
    const [mint, reported] = [mintOf(scenario, 'mint'), mintOf(scenarioOf(read('lecture.yaml'), 'lecture.yaml'), 'k4')];
    expect([mint.way, reported.way]).toEqual([4, 4]);
    for (const { bits } of [mint, reported]) expect(row.shows).toContain(`${group(2 ** bits)} bins`);
    const times = (one: typeof mint): number => goodBallsToCoins(one, 1).mean / marginalBallsPerCoin(4, 3);
    about(/about ([\d,]+) times as many balls as one in the middle/, row.asks, times(mint));
    about(/report's larger mint about ([\d,]+) times/, row.asks, times(reported));
  });

  it('asks what a bottle costs, and how likely it is to pay ten dollars', () => {
    const [bottle, payment] = [20, 23].map((minute) => PLAN.find((part) => part.minute === minute)!.asks);
    expect(bottle).toContain(`Not 6 cents: ${5 * meanTries(1 / 5)}.`);
    expect(payment).toContain(`(${(100 * (1 - 0.999 ** 100)).toFixed(1)} %.)`);
  });

  it('says of the bills what the scene begins with', () => {
    const { demand, schemes } = opened(26).scenario;
    const perUser = Reflect.get(demand!.arrivals, 'perUser');
    expect(schemes.map(oneIn)).toEqual([1000, 1000]);
    expect(demand!.price).toEqual({ kind: 'constant', price: 10_000 });
    const said = `${group(demand!.users)} users, ${group(perUser)} payments of a cent each, one cheque in 1,000 wins`;
    expect(opened(26).row.shows).toContain(said);
  });

  it('says how busy the banks of the scene are, in the long run and in its hour', async () => {
    const { row, scenario } = opened(37);
    const { users, arrivals } = scenario.demand!;
    const { message, lookUp, write } = scenario.bank.costs;
    const authorisation = 2 * message + lookUp + 2 * write;
    const busy = (users * Reflect.get(arrivals, 'perUserPerDay') * authorisation) / 86_400e6;
    expect(busy).toBeCloseTo(0.9, 9);
    expect(row.asks).toContain('nine tenths of its time');
    const denominator = oneIn(scenario.schemes.find(({ label }) => label === 'mr2')!);
    expect(row.asks).toContain(`one payment in ${denominator} reaches it`);
    const { metrics } = await runScenario(read('lecture-queue.yaml'), 'lecture-queue.yaml');
    const share = (label: string): number =>
      metrics.find(({ name }) => name === `${label}.bank.utilisation_ratio`)!.value * 100;
    expect(row.asks).toContain(`(${share('card').toFixed(0)} % in this hour)`);
    const inHour = `${share('mr2').toFixed(1)} % in this hour`;
    expect(row.asks).toContain(`${((100 * busy) / denominator).toFixed(1)} % in the long run, ${inHour}`);
  });
});
