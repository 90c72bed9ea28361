/** The charts of mints of several sizes, and of mints that are only projected, from a result made for them. */
import { describe, expect, it } from 'vitest';
import { combine } from '../../src/experiment/combine.ts';
import type { Result } from '../../src/experiment/result.ts';
import { chartsOf } from '../../src/report/charts/registry.ts';
import { PAGE, SLIDE } from '../../src/report/theme.ts';
import { ADVERSARY_SCHEMAS } from '../../src/scenario/adversaries.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { replicate } from '../../src/scenario/replicate.ts';
import { SCHEME_SCHEMAS } from '../../src/scenario/schemes.ts';

const TEXT = `title: T
replications: 2
mints:
  - { label: small2, bits: 6, way: 2, coins: [1, 8, 40] }
  - { label: small4, bits: 6, way: 4, coins: [1, 8, 40] }
  - { label: large2, bits: 9, way: 2, coins: [1, 30, 300] }
  - { label: large4, bits: 9, way: 4, coins: [1, 30, 300] }
projections:
  - { label: lecture2, bits: 34, way: 2, coins: 10000000000 }
  - { label: lecture4, bits: 34, way: 4, coins: 10000000000 }
  - { label: rs96, bits: 31, way: 4, filter: 21, coins: 1216578000 }
`;

function resultOf(text: string): Result {
  const parsed = parseScenario(text, 'x.yaml', {}, SCHEME_SCHEMAS, ADVERSARY_SCHEMAS);
  if ('errors' in parsed) throw new Error(parsed.errors.map(({ message }) => message).join('\n'));
  const { scenario } = parsed;
  return combine(
    scenario,
    ['cost-by-size', 'broker-and-forger'],
    [0, 1].map((i) => replicate(scenario, i)),
  );
}

const result = resultOf(TEXT);
const MILLION = { hashesPerSecond: 1e6 };

function chart(name: string, machine = {}) {
  return chartsOf({ ...result, charts: [name] }, machine)[0]!.chart;
}

/** A figure of a projection in result.json. */
function figure(label: string, name: string): number {
  const projection = result.projections!.find((each) => each.label === label)!;
  return projection.figures.find((each) => each.name === name)!.value;
}

describe('broker and forger', () => {
  it('says in hashes what the last coin and the first forgery of which mint take when nobody measured the machine', () => {
    expect(chart('broker-and-forger').title.replaceAll('\u00a0', ' ')).toBe(
      'k = 2 to 4: 10 billion coins at n = 34 in 2^35 to 2^36 hashes, a first forgery in 2^17.3 to 2^26.5 hashes; ' +
        '1.22 billion at n = 52 in 2^54 hashes, 2^45.3 hashes',
    );
  });

  it('says the same in times at a measured rate, and once that they are of hashing', () => {
    const { title, brief, caption } = chart('broker-and-forger', MILLION);
    expect(title.replaceAll('\u00a0', ' ')).toBe(
      'k = 2 to 4: 10 billion coins at n = 34 in 9.34 to 19.5 h, a first forgery in 164 ms to 1.59 min; ' +
        '1.22 billion at n = 52 in 571 years, 487 d',
    );
    for (const words of [brief, caption]) expect(words.match(/Times: hashing alone, at 1 million/g)).toHaveLength(1);
  });

  it('has a table for each size and a column for each k, with the hashes of the result and their times', () => {
    const [lecture, rs96] = chart('broker-and-forger', MILLION).tables;
    expect([lecture!.head, rs96!.head]).toEqual([
      ['', 'k = 2', 'k = 4'],
      ['', 'k = 4'],
    ]);
    expect(lecture!.rows).toHaveLength(result.projections![0]!.figures.length);
    expect([...lecture!.rows, ...rs96!.rows].flat()).not.toContain('');
    expect(lecture!.rows).toContainEqual(["the broker's store: 16 bytes a good ball", '538 GB', '1.12 TB']);
    for (const [words, name] of [
      ["hashes to the first coin, the broker's or a forger's:", 'first_coin.hashes'],
      ["hashes to the broker's last coin:", 'all_coins.hashes'],
      ["forger with 1/10 of the broker's hashes: his hashes:", 'forger_one_in_10.all.hashes'],
      ["forger with 1/10 of the broker's hashes: hashes per coin:", 'forger_one_in_10.average.hashes_per_coin'],
    ] as const) {
      const row = lecture!.rows.find(([cell]) => cell!.startsWith(words))!;
      for (const [column, label] of [
        [1, 'lecture2'],
        [2, 'lecture4'],
      ] as const) {
        const value = figure(label, name);
        const [, power, plain] = /^(?:2\^([\d.]+)|([\d.]+)) \(.+\)$/.exec(row[column]!)!;
        if (value < 1000) expect(plain).toBe(value.toPrecision(3));
        else expect(Number(power)).toBeCloseTo(Math.log2(value), 1);
      }
    }
  });

  it('has the hashes of every mint that was run beside theory', () => {
    const { rows } = chart('broker-and-forger', MILLION).tables[2]!;
    expect(rows.map(([mint]) => mint)).toEqual(['u = 6, k = 2', 'u = 6, k = 4', 'u = 9, k = 2', 'u = 9, k = 4']);
    const { values } = result.curves.find(({ name }) => name === 'large4.mint.average_balls_per_coin')!;
    expect(rows[3]![1]).toMatch(new RegExp(`^${values[0]} ± .*\\sµs\\)$`));
    expect(Number(rows[3]![4]!.split(' ')[0]!.replace(',', ''))).toBeCloseTo(300 * values.at(-1)!, -2);
  });

  it('draws the largest mints that were run and every size projected against k, over a scale of times where known', () => {
    const drawn = JSON.stringify(chart('broker-and-forger', MILLION).draw(PAGE));
    for (const n of [9, 34, 52]) expect(drawn).toContain(`first coin, n = ${n}`);
    expect(drawn).not.toContain('n = 6"');
    expect(drawn).toContain('1 month');
    expect(JSON.stringify(chart('broker-and-forger').draw(SLIDE))).not.toContain('1 month');
  });

  it('stands without mints that were run comparably', () => {
    const bare = { ...result, curves: [], charts: ['broker-and-forger'] };
    const alone = chartsOf(bare, MILLION)[0]!.chart;
    expect(alone.caption).not.toContain('Points');
    expect(alone.tables).toHaveLength(2);
    expect(JSON.stringify(alone.draw(SLIDE))).toContain('first coin, n = 52');
  });

  it('is left out when nothing is projected', () => {
    expect(chartsOf({ ...result, projections: [], charts: ['broker-and-forger'] })).toEqual([]);
  });
});

describe('the cost by size', () => {
  it('has a panel for each size, and in each the same look for the same k', () => {
    const drawn = JSON.stringify(chart('cost-by-size').draw(SLIDE));
    for (const words of ['2⁶\u00a0bins', '2⁹\u00a0bins', 'k = 2', 'k = 4']) expect(drawn).toContain(words);
    expect(chart('cost-by-size').title).toMatch(
      /^From 2\^6 to 2\^9 bins the first 4-ball coin goes from [\d.]+ to [\d.^]+ balls/,
    );
  });

  it('fills every mark, however wide the intervals of few replications are: none lies on another', () => {
    const drawn = JSON.stringify(chart('cost-by-size').draw(PAGE));
    expect(drawn).toContain('"filled":true');
    expect(drawn).not.toContain('"filled":false');
    expect(chart('cost-by-size').caption).toContain('side by side');
  });

  it('leaves every point at its number of coins where no interval lies on another', () => {
    const curves = result.curves.map((curve) => ({ ...curve, halfWidths: curve.halfWidths.map(() => 1e-6) }));
    const { caption, draw } = chartsOf({ ...result, curves, charts: ['cost-by-size'] })[0]!.chart;
    expect(caption).not.toContain('side by side');
    const places = [...JSON.stringify(draw(PAGE)).matchAll(/\{"x":([-\d.e]+),"y"/g)].map(([, x]) => Number(x));
    expect(new Set(places.map((x) => Math.round(2 ** x)))).toEqual(new Set([1, 8, 40, 30, 300]));
    for (const x of places) expect(2 ** x).toBeCloseTo(Math.round(2 ** x), 6);
  });

  it('is left out when there is one size only', () => {
    const one = resultOf(TEXT.replaceAll('bits: 9', 'bits: 6').replaceAll('300', '40'));
    expect(chartsOf({ ...one, charts: ['cost-by-size'] })).toEqual([]);
  });
});
