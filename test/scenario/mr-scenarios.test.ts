/**
 * The lottery scenarios of the gallery: what each promises is in it, and no law of a cheat is wrong. What happens in a
 * quick run of each is read in test/cli/gallery.test.ts.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { combine } from '../../src/experiment/combine.ts';
import { inProcess } from '../../src/experiment/executors/in-process.ts';
import type { Result } from '../../src/experiment/result.ts';
import { ADVERSARY_SCHEMAS } from '../../src/scenario/adversaries.ts';
import type { Scenario } from '../../src/scenario/model.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { chartsOf, SCHEME_SCHEMAS } from '../../src/scenario/schemes.ts';

function parsed(text: string, options: Parameters<typeof parseScenario>[2]): Scenario {
  const read = parseScenario(text, 'test.yaml', options, SCHEME_SCHEMAS, ADVERSARY_SCHEMAS);
  if (!('scenario' in read)) throw new Error(JSON.stringify(read.errors));
  return read.scenario;
}

const gallery = (name: string, options: Parameters<typeof parseScenario>[2]): Scenario =>
  parsed(readFileSync(`scenarios/${name}.yaml`, 'utf8'), options);

async function resultOf(scenario: Scenario): Promise<Result> {
  return combine(scenario, chartsOf(scenario), await inProcess.run(scenario, () => {}));
}

describe('as shipped', () => {
  it('MR1 stands before MR2, both with real signatures at one payment in a thousand', () => {
    const { fidelity, schemes } = gallery('mr1-vs-mr2', {});
    expect(fidelity).toBe('real');
    expect(schemes.map(({ label }) => label)).toEqual(['mr1', 'mr2']);
    for (const { options } of schemes) expect(options.selectionRate).toEqual({ numerator: 1, denominator: 1000 });
  });

  it('MR1 against MR2 meets its oracles for any number of payments', async () => {
    for (const perUser of [1, 10, 300, 3000]) {
      const overrides = [`demand.payments.perUser=${perUser}`, 'fidelity=sampled'];
      expect((await resultOf(gallery('mr1-vs-mr2', { overrides }))).disagreements).toEqual([]);
    }
  });

  it('a billion payments by a million users, at fidelity aggregate', () => {
    const { fidelity, demand } = gallery('billion-payments', {});
    expect(fidelity).toBe('aggregate');
    expect(demand).toMatchObject({ users: 1_000_000, arrivals: { kind: 'fixed', perUser: 1000 } });
  });

  it('the four numbers of payments are checkpoints of one run', async () => {
    const { curves } = await resultOf(gallery('mr1-overpayment', { quick: true }));
    const names = [100, 1000, 10_000, 100_000].map((n) => `mr1.excess_after_${n}.share`);
    expect(curves.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
  });
});

/** At one payment in ten all events are frequent, so forty small replications tell a wrong law from a right one. */
const ALL_CHEATS = `
title: Every cheat at once
fidelity: sampled
replications: 40
demand: { users: 20, vendors: 5, payments: { perUser: 60 }, price: { usd: 0.01 } }
schemes:
  - { name: mr2, label: plain, selectionRate: 0.1 }
  - { name: mr2, label: gap, selectionRate: 0.1, meanGapFalseAlarm: 0.000001, penaltyUsd: 0.5 }
  - { name: mr1, label: risky, selectionRate: 0.1 }
  - { name: mr2, label: deposit, selectionRate: 0.1, identityDepositUsd: 0.4 }
  - { name: mr3, label: deferred, selectionRate: 0.1 }
  - { name: mr1, label: shops, selectionRate: 0.1, depositWindow: 5d }
  - { name: mr1, label: ecvrf, selectionRate: 0.1, selectionProof: ecvrf }
  - { name: mr2, label: pairs, selectionRate: 0.1 }
  - { name: mr2, label: sybils, selectionRate: 0.1, identityDepositUsd: 0.2 }
  - { name: mr1, label: pairs1, selectionRate: 0.1 }
adversaries:
  - { kind: serial-reuser, count: 3, against: [plain, gap, deferred] }
  - { kind: serial-stretcher, label: s2, count: 3, uses: 2, against: [plain, gap] }
  - { kind: serial-stretcher, label: s7, count: 3, uses: 7, against: [plain, gap] }
  - { kind: quitter, count: 5, after: 25, against: [risky, deposit, deferred] }
  - { kind: insolvent-user, count: 5, fundsUsd: 0.43, against: [risky, deferred] }
  - { kind: late-depositor, count: 1, delay: 9d, against: [shops] }
  - { kind: replaying-merchant, count: 1, times: 2, against: [shops] }
  - { kind: grinding-merchant, count: 2, against: [shops, ecvrf] }
  - { kind: colluding-pair, count: 3, against: [pairs, pairs1] }
  - { kind: sybil-pair, count: 3, against: [sybils] }
`;

/** Laws that are judged here, not only stated. */
const JUDGED = [
  'plain.serial-reuser.caught_share',
  'plain.s2.caught_share',
  'plain.s2.gain_usd',
  'gap.s7.caught_share',
  'risky.quitter.gain_usd',
  'risky.insolvent-user.caught_share',
  'risky.insolvent-user.gain_usd',
  'deposit.quitter.gain_usd',
  'deferred.quitter.gain_usd',
  'deferred.insolvent-user.caught_share',
  'shops.late-depositor.gain_usd',
  'shops.replaying-merchant.gain_usd',
  'shops.grinding-merchant.gain_usd',
  'ecvrf.grinding-merchant.gain_usd',
  'ecvrf.grinding-merchant.caught_share',
  'pairs.colluding-pair.gain_usd',
  'pairs1.colluding-pair.gain_usd',
  'sybils.sybil-pair.gain_usd',
];

describe('closed forms of gangs', () => {
  it('agree with what happens, and are not stated where selection is deferred', async () => {
    const result = await resultOf(parsed(ALL_CHEATS, {}));
    expect(result.disagreements).toEqual([]);
    const agreeing = result.metrics.filter(({ theory }) => theory?.agrees === true).map(({ name }) => name);
    expect(agreeing).toEqual(expect.arrayContaining(JUDGED));
    const stated = result.metrics.filter(({ theory }) => theory !== undefined).map(({ name }) => name);
    expect(stated).not.toContain('deferred.serial-reuser.caught_share');
  });

  it('are left out when a grinding vendor disturbs the luck of users', async () => {
    const text = ALL_CHEATS.replace('count: 2, against: [shops, ecvrf]', 'count: 2, against: [plain]');
    const { metrics } = await resultOf(parsed(text, { overrides: ['replications=1'] }));
    const stated = metrics.filter(({ theory }) => theory !== undefined).map(({ name }) => name);
    expect(stated).not.toContain('plain.s2.caught_share');
    expect(stated).toContain('gap.s2.caught_share');
  });
});
