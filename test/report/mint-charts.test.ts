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
  - { label: lecture, bits: 34, way: 4, coins: 10000000000 }
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

describe('broker and forger', () => {
  it('says in hashes what the last coin and the first forgery take when nobody measured the machine', () => {
    expect(chart('broker-and-forger').title).toBe(
      'lecture: 10 billion coins in 2^36 hashes, a first forgery in 2^26.5 hashes; rs96: 2^54 hashes, 2^45.3 hashes',
    );
  });

  it('says the same in times at a measured rate', () => {
    const { title, brief } = chart('broker-and-forger', MILLION);
    expect(title).toBe('lecture: 10 billion coins in 19.5 h, a first forgery in 1.59 min; rs96: 571 years, 487 d');
    expect(brief).toContain('Times: at 1 million hashes a second');
  });

  it('has every figure of both projections in its table, with times at a measured rate', () => {
    const { tables } = chart('broker-and-forger', MILLION);
    expect(tables[0]!.head).toEqual(['', 'lecture', 'rs96', 'theory']);
    expect(tables[0]!.rows).toHaveLength(result.projections![0]!.figures.length);
    expect(tables[0]!.rows.every((row) => row.every((cell) => cell !== ''))).toBe(true);
    expect(tables[0]!.rows).toContainEqual(["the broker's store", '1.12 TB', '137 GB', '16 bytes a good ball']);
  });

  it('draws only the mints with as many balls to a coin beside what is projected', () => {
    const drawn = JSON.stringify(chart('broker-and-forger', MILLION).draw(PAGE));
    expect(drawn).toContain('small4');
    expect(drawn).not.toContain('small2');
    expect(drawn).toContain('a century');
    expect(JSON.stringify(chart('broker-and-forger').draw(SLIDE))).not.toContain('a century');
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

  it('is left out when there is one size only', () => {
    const one = resultOf(TEXT.replaceAll('bits: 9', 'bits: 6').replaceAll('300', '40'));
    expect(chartsOf({ ...one, charts: ['cost-by-size'] })).toEqual([]);
  });
});
