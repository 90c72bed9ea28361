/** What a scenario says of mints beside their sizes: how often they run, who forges, and what only theory speaks of. */
import { describe, expect, it } from 'vitest';
import { combine } from '../../src/experiment/combine.ts';
import { resultSchema } from '../../src/experiment/result-schema.ts';
import { ADVERSARY_SCHEMAS } from '../../src/scenario/adversaries.ts';
import { formatError, parseScenario } from '../../src/scenario/parse.ts';
import { replicate } from '../../src/scenario/replicate.ts';
import { SCHEME_SCHEMAS } from '../../src/scenario/schemes.ts';

const MINT = '  - { label: often, bits: 4, way: 2, coins: [1, 4] }\n';

function parse(text: string) {
  return parseScenario(`title: T\n${text}`, 'x.yaml', {}, SCHEME_SCHEMAS, ADVERSARY_SCHEMAS);
}

function scenarioOf(text: string) {
  const parsed = parse(text);
  if ('errors' in parsed) throw new Error(parsed.errors.map(formatError).join('\n'));
  return parsed.scenario;
}

function errorsOf(text: string): string[] {
  const parsed = parse(text);
  return 'errors' in parsed ? parsed.errors.map(formatError) : [];
}

describe('a mint', () => {
  it('that runs in some replications counts nothing in the others: neither zeros nor empty curves', () => {
    const scenario = scenarioOf(
      `replications: 4\nmints:\n${MINT}` +
        '  - { label: seldom, bits: 4, way: 2, coins: [1, 4], replications: 2, forger: { oneIn: [2], knownCoins: 1 } }\n',
    );
    const replications = Array.from({ length: 4 }, (_, i) => replicate(scenario, i));
    const result = resultSchema.parse(combine(scenario, [], replications));
    const byLabel = (label: string) => result.metrics.filter(({ name }) => name.startsWith(`${label}.`));
    expect(byLabel('often').map((metric) => metric.replications)).toEqual([4, 4]);
    expect(byLabel('seldom').map((metric) => metric.replications)).toEqual([2, 2, 2, 2, 2]);
    expect(result.curves.map(({ name }) => name.split('.')[0])).toEqual([
      'often',
      'often',
      'often',
      'seldom',
      'seldom',
      'seldom',
    ]);
  });

  it('has a forger with a tenth and a hundredth, unless something else is said', () => {
    const [mint] = scenarioOf('mints: [{ label: a, bits: 9, way: 2, coins: [1], forger: {} }]').mints;
    expect(mint!.forger).toEqual({ ballsPerBin: 4, oneIn: [10, 100], knownCoins: 1000 });
  });

  it('is refused with replications, forgers or projections that make no sense, all errors at once', () => {
    const wrong =
      'mints: [{ label: a, bits: 4, way: 2, coins: [1], replications: 0, forger: { ballsPerBin: 0, oneIn: [0] } }]\n' +
      'projections:\n  - { label: a, bits: 31, way: 4, filter: 40, coins: 7 }\n  - { label: b, bits: 4, way: 1, coins: 16 }\n';
    expect(errorsOf(wrong)).toEqual([
      'x.yaml:2:64 mints.0.replications: expected a positive integer, got 0',
      'x.yaml:2:90 mints.0.forger.ballsPerBin: expected a number from 0.01 to 20, got 0',
      'x.yaml:2:101 mints.0.forger.oneIn.0: expected an integer from 1 to 1000000, got 0',
      'x.yaml:4:14 projections.0.label: expected a label of its own, got a as mints.0 has',
      'x.yaml:4:43 projections.0.filter: expected n = bits + filter of at most 64, got 31 + 40 = 71',
      'x.yaml:5:31 projections.1.way: expected an integer from 2 to 8, got 1',
      'x.yaml:5:41 projections.1.coins: expected fewer than 2^4 = 16 coins, one of each bin, got 16',
    ]);
  });

  it('that is only projected cannot give a coin of every bin', () => {
    expect(errorsOf(`mints:\n${MINT}projections: [{ label: b, bits: 4, way: 2, coins: 16 }]\n`)).toEqual([
      'x.yaml:4:51 projections.0.coins: expected fewer than 2^4 = 16 coins, one of each bin, got 16',
    ]);
  });

  it('that is only projected needs one that is run', () => {
    expect(errorsOf('projections: [{ label: b, bits: 4, way: 2, coins: 5 }]\n')).toEqual([
      'x.yaml:1:1 expected schemes with a demand, or mints, got neither',
    ]);
  });
});
