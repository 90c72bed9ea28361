/** What the adversaries of a sound scenario ask of its schemes and people. A row fails when a place or message changes. */
import { describe, expect, it } from 'vitest';
import { adversaryObjections, type Exploit, isAgainst, type Target } from '../../src/scenario/adversary-checks.ts';
import type { AdversaryEntry } from '../../src/scenario/model.ts';
import { GOOD, scenarioOf } from './fixtures/parsing.ts';

const EXPLOITS: Readonly<Record<string, Exploit>> = {
  'double-spender': { needs: 'bearer', role: 'user' },
  grinder: { needs: 'selection', role: 'vendor' },
  'grinding-bank': { needs: 'bankDraw', role: 'bank' },
};
const exploitOf = (kind: string): Exploit => EXPLOITS[kind]!;

const TOKENS: Target = { label: 'tokens', capabilities: ['bearer'] };
const LOTTERY: Target = { label: 'lottery', capabilities: ['selection', 'bankDraw'] };

/** Ten users and two vendors. */
function objections(entries: string, targets: readonly Target[] = [TOKENS, LOTTERY], more = ''): string[] {
  const text = `${GOOD}  - { name: lottery, rate: 0.1 }\nadversaries: [${entries}]\n${more}`;
  return adversaryObjections(scenarioOf(text), targets, exploitOf).map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  );
}

describe('adversaries of a sound scenario', () => {
  it.each([
    ['each against the scheme that it suits', '{ kind: double-spender, count: 10 }, { kind: grinder, share: 1 }'],
    ['against a named scheme', '{ kind: grinder, count: 2, against: [lottery] }'],
    ['the bank, beside all vendors', '{ kind: grinder, count: 2 }, { kind: grinding-bank }'],
  ])('can be had: %s', (_, entries) => {
    expect(objections(entries)).toEqual([]);
  });

  it('there need not be any, at any fidelity', () => {
    expect(adversaryObjections(scenarioOf(`${GOOD}fidelity: aggregate\n`), [TOKENS], exploitOf)).toEqual([]);
  });

  it('need a scheme that offers what they exploit', () => {
    expect(objections('{ kind: double-spender, count: 1 }, { kind: grinder, count: 1 }', [TOKENS])).toEqual([
      'adversaries.1.kind: grinder exploits selection, which no scheme here offers',
    ]);
  });

  it('are not set against a scheme that does not offer it', () => {
    expect(objections('{ kind: grinder, count: 1, against: [lottery, tokens] }')).toEqual([
      'adversaries.0.against.1: expected a scheme that offers selection, which grinder exploits, such as lottery',
    ]);
  });

  it('are not more than there are, alone', () => {
    expect(objections('{ kind: double-spender, count: 11 }, { kind: grinder, count: 3 }')).toEqual([
      'adversaries.0.count: expected at most the 10 users there are',
      'adversaries.1.count: expected at most the 2 vendors there are',
    ]);
  });

  it('are not more than there are in all gangs of one market; the gang that is too many is named', () => {
    // A share of 0.1 of two vendors is one of them, never none.
    const two = '{ kind: grinder, share: 0.1 }, { kind: grinder, label: b, count: 2 }';
    expect(objections(two)).toEqual([
      'adversaries.1: expected at most 2 vendors in all gangs against lottery, got 3 with these',
    ]);
    // Set against different schemes they do not get in each other's way.
    const both = [TOKENS, LOTTERY].map((target) => ({ ...target, capabilities: ['selection'] }));
    expect(objections(two.replace('share: 0.1', 'share: 0.1, against: [tokens]'), both)).toEqual([
      'adversaries.1: expected at most 2 vendors in all gangs against tokens, got 3 with these',
    ]);
    const apart = two.replace('0.1', '0.1, against: [tokens]').replace('count: 2', 'count: 2, against: [lottery]');
    expect(objections(apart, both)).toEqual([]);
  });

  it('are not skipped over', () => {
    expect(objections('{ kind: grinder, count: 1 }', [LOTTERY], 'fidelity: aggregate\n')).toEqual([
      'fidelity: expected real or sampled beside adversaries, whose deeds may depend on every single payment',
    ]);
  });
});

describe('an adversary is let loose', () => {
  const entry: AdversaryEntry = { kind: 'grinder', label: 'grinder', count: 1, options: {} };
  const at = (target: Target, against?: readonly string[]) =>
    isAgainst({ ...entry, ...(against && { against }) }, exploitOf('grinder'), target);

  it('on every scheme that offers what it exploits, or on those named', () => {
    expect([at(TOKENS), at(LOTTERY)]).toEqual([false, true]);
    expect([at(LOTTERY, ['lottery']), at(LOTTERY, ['other'])]).toEqual([true, false]);
  });
});
