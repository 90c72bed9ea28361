/**
 * Every adversary against every lottery scheme where each payment wins, or nearly each: closed forms degenerate there,
 * to chances of 0 and 1 and amounts of nothing. A case fails when something throws, a theory is no number, a law never
 * varies (it should be an exact value), or a metric misses its theory.
 */
import { describe, expect, it } from 'vitest';
import { combine } from '../../src/experiment/combine.ts';
import { replicate } from '../../src/scenario/replicate.ts';
import type { Law, Oracle } from '../../src/sim/metric.ts';
import { scenarioOf } from '../experiment/fixtures.ts';

const REPLICATIONS = 30;

const FIXED = 'perUser: 5';
const POISSON = 'perUserPerDay: 1.5, process: poisson';

interface Terms {
  readonly options: string;
  readonly price: string;
  readonly payments: string;
}

const TERMS: Readonly<Record<string, Terms>> = {
  'at s = 1': { options: 'selectionRate: 1', price: '0.01', payments: FIXED },
  'at s = 1, of a Poisson number': { options: 'selectionRate: 1', price: '0.01', payments: POISSON },
  'at s = 1/2 and two units': { options: 'selectionRate: 0.5, unitUsd: 0.005', price: '0.01', payments: FIXED },
  'at s = 0.9999': { options: 'selectionRate: 0.9999', price: '0.009999', payments: FIXED },
  'at s = 0.9999, of a Poisson number': { options: 'selectionRate: 0.9999', price: '0.009999', payments: POISSON },
};

type Cheat = readonly [adversary: string, schemes: readonly string[], options?: string];

const LOTTERIES = ['statistical', 'mr1', 'mr2', 'mr3'];

/** With the schemes that offer what they exploit. */
const ADVERSARIES: readonly Cheat[] = [
  ['kind: grinding-merchant', ['mr1', 'mr2']],
  ['kind: grinding-merchant', ['mr1', 'mr2'], 'selectionProof: ecvrf'],
  ['kind: replaying-merchant', ['statistical', 'mr1', 'mr2']],
  ['kind: late-depositor, delay: 2d', ['statistical', 'mr1', 'mr2']],
  ['kind: late-depositor, delay: 2d', ['mr1', 'mr2'], 'depositWindow: 1d'],
  ['kind: serial-reuser', ['mr2', 'mr3']],
  ['kind: serial-stretcher', ['mr2', 'mr3']],
  ['kind: serial-stretcher, uses: 100', ['mr2', 'mr3']],
  ['kind: colluding-pair', ['mr1', 'mr2']],
  ['kind: sybil-pair', ['mr2']],
  ['kind: sybil-pair', ['mr2'], 'identityDepositUsd: 0.03'],
  ['kind: quitter, after: 2', ['mr1', 'mr2']],
  ['kind: insolvent-user, fundsUsd: 0.03', LOTTERIES],
  ['kind: grinding-bank, tries: 3', ['mr3'], 'bankProof: ed25519'],
];

/** Every scheme twice: bare, and where serial numbers are charged with a mean-gap test. */
function scenario({ options, price, payments }: Terms, [adversary, names, own]: Cheat) {
  const schemes = names.flatMap((name) => {
    const bare = `name: ${name}, ${options}${own === undefined || name === 'statistical' ? '' : `, ${own}`}`;
    const tested = `{ label: ${name}-mean-gap, ${bare}, meanGapFalseAlarm: 1.0e-9 }`;
    return [`{ ${bare} }`, ...(name === 'mr2' || name === 'mr3' ? [tested] : [])];
  });
  const size = adversary.includes('grinding-bank') ? '' : ', count: 1';
  return scenarioOf(`title: Where nothing is left to chance
seed: 1
duration: 3d
replications: ${REPLICATIONS}
fidelity: sampled
demand: { users: 4, vendors: 3, payments: { ${payments} }, price: { usd: ${price} } }
schemes: [${schemes.join(', ')}]
adversaries: [{ ${adversary}${size} }]
`);
}

describe.each(Object.entries(TERMS))('payments %s', (_, terms) => {
  it.each(ADVERSARIES.map((cheat) => ({ cheat, story: cheat.flat().join(', ') })))('$story', ({ cheat }) => {
    const played = scenario(terms, cheat);
    const all = Array.from({ length: REPLICATIONS }, (_, index) => replicate(played, index));
    const broken = all.flatMap(({ metrics }) => metrics.filter(({ theory }) => theory && isBroken(theory)));
    expect(broken).toEqual([]);
    expect(combine(played, [], all).disagreements).toEqual([]);
  });
});

function isBroken({ value, law }: Oracle): boolean {
  return !Number.isFinite(value) || (law !== undefined && !(varianceOf(law) > 0));
}

function varianceOf(law: Law): number {
  if (law.name === 'normal') return law.sd * law.sd;
  const count = law.name === 'poisson' ? law.mean : law.trials * law.probability * (1 - law.probability);
  return count * law.scale * law.scale;
}
