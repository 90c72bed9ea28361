/**
 * Those who cheat with scrip in a scenario file: what is read, which defaults are filled in, and what is refused, with
 * its place. A row fails when a default, a place or a message changes, or when a kind is let loose on the wrong scheme.
 */
import { describe, expect, it } from 'vitest';
import { ADVERSARY_SCHEMAS, enlistmentsAgainst } from '../../src/scenario/adversaries.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { SCHEME_SCHEMAS } from '../../src/scenario/schemes.ts';
import { linesOf, marketText } from './fixtures/real-schemes.ts';

const MILLICENT = '{ name: millicent }';
const KINDS = ['scrip-forger', 'wire-thief', 'request-replayer', 'change-keeper', 'cheating-broker'];

const textWith = (entry: string, scheme = MILLICENT): string =>
  marketText({ scheme, more: `adversaries: [${entry}]\n` });

function optionsOf(entry: string): unknown {
  const parsed = parseScenario(textWith(entry), 'x.yaml', {}, SCHEME_SCHEMAS, ADVERSARY_SCHEMAS);
  if ('errors' in parsed) throw new Error(JSON.stringify(parsed.errors));
  const target = { label: 'millicent', capabilities: ['bearer', 'guessing', 'wire', 'change', 'issuing'] };
  return enlistmentsAgainst(parsed.scenario.adversaries, target)[0]!.options;
}

describe('who cheats with scrip', () => {
  it.each([
    ['scrip-forger, count: 1', {}],
    ['wire-thief, count: 1', { requests: 1, replies: 1, otherwise: 'nothing' }],
    [
      'wire-thief, share: 0.1, requests: 0, replies: 0.5, otherwise: honest',
      { requests: 0, replies: 0.5, otherwise: 'honest' },
    ],
    ['request-replayer, count: 1', { requests: 1, otherwise: 'nothing' }],
    ['request-replayer, count: 1, requests: 0.05', { requests: 0.05, otherwise: 'nothing' }],
    ['change-keeper, count: 1', {}],
    ['cheating-broker', { copyEvery: 10, refusesRefunds: false }],
    ['cheating-broker, copyEvery: 0, refusesRefunds: true', { copyEvery: 0, refusesRefunds: true }],
    ['double-spender, count: 1', { copies: 1, pace: 'at-once' }],
  ])('is read, with his defaults: %s', (entry, options) => {
    expect(linesOf(textWith(`{ kind: ${entry} }`))).toEqual([]);
    expect(optionsOf(`{ kind: ${entry} }`)).toEqual(options);
  });

  it.each([
    ['wire-thief, count: 1, requests: 1.5', 'requests: expected a number from 0 to 1, got 1.5'],
    ['wire-thief, count: 1, replies: -0.1', 'replies: expected a number from 0 to 1, got -0.1'],
    ['wire-thief, count: 1, otherwise: steal', 'otherwise: expected honest or nothing, got "steal"'],
    ['cheating-broker, copyEvery: 2.5', 'copyEvery: expected an integer from 0 to 1000000, got 2.5'],
    ['cheating-broker, refusesRefunds: 1', 'refusesRefunds: expected true or false, got 1'],
  ])('is refused: %s', (entry, message) => {
    const lines = linesOf(textWith(`{ kind: ${entry} }`)).map((line) => line.replace(/^.* adversaries\.0\./, ''));
    expect(lines).toEqual([message]);
  });

  it.each(KINDS)('finds nothing to exploit where there is no scrip: %s', (kind) => {
    const size = kind === 'cheating-broker' ? '' : ', count: 1';
    const [line, ...others] = linesOf(textWith(`{ kind: ${kind}${size} }`, '{ name: mr2 }'));
    expect(line).toMatch(new RegExp(`${kind} exploits \\w+, which no scheme here offers$`));
    expect(others).toEqual([]);
  });
});
