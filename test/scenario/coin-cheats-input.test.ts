/**
 * Forgers, double-spenders and thieves in a scenario file: what is read, which defaults are filled in, and what is
 * refused, with its place. A row fails when a place or message changes.
 */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ADVERSARY_SCHEMAS, enlistmentsAgainst, objectionsToAdversaries } from '../../src/scenario/adversaries.ts';
import type { Target } from '../../src/scenario/adversary-checks.ts';
import { jsonSchema } from '../../src/scenario/json-schema.ts';
import type { Scenario } from '../../src/scenario/model.ts';
import { formatError, parseScenario } from '../../src/scenario/parse.ts';
import { GOOD, SCHEMES } from './fixtures/parsing.ts';

/** The made-up scheme of the scenario offers everything that coins offer. */
const TOKENS: Target = { label: 'tokens', capabilities: ['bearer', 'forgery', 'theft', 'sales', 'deposits'] };

const read = (entries: string) =>
  parseScenario(`${GOOD}adversaries: [${entries}]\n`, 'x.yaml', {}, SCHEMES, ADVERSARY_SCHEMAS);

function scenarioOf(entries: string): Scenario {
  const parsed = read(entries);
  if ('errors' in parsed) throw new Error(parsed.errors.map(formatError).join('\n'));
  return parsed.scenario;
}

function linesOf(entries: string): string[] {
  const parsed = read(entries);
  // Line and column of the one entry's line say nothing that the path does not.
  return 'errors' in parsed ? parsed.errors.map((error) => formatError(error).replace(/^x\.yaml:9:\d+ /, '')) : [];
}

const optionsOf = (entry: string): unknown => enlistmentsAgainst(scenarioOf(entry).adversaries, TOKENS)[0]!.options;

/** What every forger must be told. */
const RATE = 'hashesPerSecond: 2e10, usdPerHash: 1.4e-14';
const SEARCH = { hashesPerSecond: 2e10, usdPerHash: 1.4e-14, delay: 0, rule: 'rational' };

describe('who cheats with coins', () => {
  it.each([
    ['double-spender', '', { copies: 1, pace: 'at-once' }],
    ['double-spender', 'copies: 100, pace: over-the-day', { copies: 100, pace: 'over-the-day' }],
    ['forger', RATE, { ...SEARCH, otherwise: 'nothing' }],
    [
      'forger',
      'hashesPerSecond: 1e18, usdPerHash: 0, delay: 1.5h, rule: stubborn, outletCoins: 500, otherwise: honest',
      {
        ...{ hashesPerSecond: 1e18, usdPerHash: 0, delay: 5_400_000_000, rule: 'stubborn' },
        ...{ outletCoins: 500, otherwise: 'honest' },
      },
    ],
    ['forging-pair', RATE, { ...SEARCH, perPurchase: 10 }],
    ['splicer', `${RATE}, overhears: 1, delay: none`, { ...SEARCH, perPurchase: 10, overhears: 1 }],
    ['coin-thief', '', { from: 'users', perPurchase: 10 }],
    ['coin-thief', 'from: store, perPurchase: 3', { from: 'store', perPurchase: 3 }],
    ['inventing-vendor', '', {}],
  ])('is read, with his defaults: %s { %s }', (kind, options, expected) => {
    expect(optionsOf(`{ kind: ${kind}, count: 1, ${options} }`)).toEqual(expected);
  });

  const place = 'adversaries.0';
  const OF_ALL = 'kind, label, against, share, count';
  it.each([
    [
      'double-spender',
      'copies: 0, pace: slowly',
      [
        `${place}.copies: expected an integer from 1 to 100, got 0`,
        `${place}.pace: expected at-once or over-the-day, got "slowly"`,
      ],
    ],
    [
      'forger',
      '',
      [
        `${place}.hashesPerSecond: expected a number above 0, at most 1000000000000000000, got nothing`,
        `${place}.usdPerHash: expected a number from 0 to 1, got nothing`,
      ],
    ],
    [
      'forger',
      'hashesPerSecond: 0, usdPerHash: -1e-14',
      [
        `${place}.hashesPerSecond: expected a number above 0, at most 1000000000000000000, got 0`,
        `${place}.usdPerHash: expected a number from 0 to 1, got -1e-14`,
      ],
    ],
    [
      'forger',
      `${RATE}, delay: 3, rule: greedy, otherwise: cry, outletCoins: 0.5`,
      [
        `${place}.delay: expected a time such as 7d, or none, got 3`,
        `${place}.rule: expected rational or stubborn, got "greedy"`,
        `${place}.otherwise: expected honest or nothing, got "cry"`,
        `${place}.outletCoins: expected a positive integer, got 0.5`,
      ],
    ],
    [
      'forging-pair',
      `${RATE}, overhears: 0.5`,
      [
        `${place}.overhears: unknown key; known here: hashesPerSecond, usdPerHash, delay, rule, outletCoins, perPurchase, ${OF_ALL}`,
      ],
    ],
    ['splicer', `${RATE}, overhears: 0`, [`${place}.overhears: expected a number above 0, at most 1, got 0`]],
    ['coin-thief', 'from: bank', [`${place}.from: expected users or store, got "bank"`]],
    ['inventing-vendor', 'copies: 2', [`${place}.copies: unknown key; known here: ${OF_ALL}`]],
  ])('is refused where he says what he should not: %s { %s }', (kind, options, expected) => {
    expect(linesOf(`{ kind: ${kind}, count: 1, ${options} }`)).toEqual(expected);
  });

  it('is meant by a word that is nearly his kind', () => {
    expect(linesOf(`{ kind: forgr, count: 1, ${RATE} }`).join()).toContain('did you mean forger?');
  });

  it('needs a scheme that offers what he exploits', () => {
    const scenario = scenarioOf(
      `{ kind: forger, count: 1, ${RATE} }, { kind: coin-thief, count: 1 }, { kind: inventing-vendor, count: 1 }`,
    );
    const messages = objectionsToAdversaries(scenario, [{ label: 'tokens', capabilities: ['bearer'] }]);
    expect(messages.map(({ message }) => message)).toEqual([
      'forger exploits forgery, which no scheme here offers',
      'coin-thief exploits theft, which no scheme here offers',
      'inventing-vendor exploits sales, which no scheme here offers',
    ]);
    expect(objectionsToAdversaries(scenario, [TOKENS])).toEqual([]);
  });

  it('needs an accomplice of his own, where he has one', () => {
    const pair = (label: string) => `{ kind: forging-pair, label: ${label}, count: 1, ${RATE} }`;
    const splicers = `{ kind: splicer, count: 1, ${RATE}, overhears: 0.1 }`;
    expect(objectionsToAdversaries(scenarioOf(`${pair('a')}, ${splicers}`), [TOKENS])).toEqual([]);
    const three = objectionsToAdversaries(scenarioOf(`${pair('a')}, ${pair('b')}, ${splicers}`), [TOKENS]);
    expect(three.map(({ message }) => message)).toEqual([
      'expected at most 2 vendors in all gangs against tokens, got 3 with these',
    ]);
  });

  it('is told of in the JSON schema: rates and prices of a hash are numbers, times are as they are written', () => {
    const adversaries = z
      .object({ properties: z.object({ adversaries: z.object({ items: z.object({ oneOf: z.array(z.any()) }) }) }) })
      .parse(jsonSchema(SCHEMES, ADVERSARY_SCHEMAS)).properties.adversaries.items.oneOf;
    const { properties, required } = adversaries.find(({ properties }) => properties.kind.const === 'forger');
    expect(required).toEqual(expect.arrayContaining(['hashesPerSecond', 'usdPerHash']));
    expect(required).not.toContain('delay');
    expect([properties.hashesPerSecond.type, properties.usdPerHash.type]).toEqual(['number', 'number']);
    expect(properties.delay).toMatchObject({ type: 'string', default: 'none' });
  });
});
