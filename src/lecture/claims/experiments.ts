/**
 * What is run to judge the lecture's claims: shipped scenarios with some values changed, at a fidelity and size at which
 * the verdicts are certain and all of it takes some seconds. Each is run once, whichever claims rest on it.
 * @module
 */
import type { ClaimExperiment } from '../../experiment/claims-result.ts';
import { combineMeasured } from '../../experiment/combine.ts';
import { COLLISIONS } from './direct/collisions.ts';
import { DRAWS } from './direct/draws.ts';
import { FALSE_COINS } from './direct/false-coins.ts';
import type { DirectExperiment } from './direct/measure.ts';
import type { Measured } from './evidence.ts';
import { TIMED } from './timed/validation.ts';

/** Of the intervals that are shown, as scenarios have it unless they say otherwise. */
export const CONFIDENCE = 0.95;

export interface ScenarioExperiment {
  readonly name: string;
  /** What is set up, in a line. */
  readonly setting: string;
  /** The gallery's name for it. */
  readonly scenario: string;
  /** `path=value`, as `farthing run --set` takes it. */
  readonly set: readonly string[];
  /** A run of all schemes on one demand measures the same, be its figures smaller or larger. */
  readonly market?: true;
}

const MICROMINT = 'name: micromint, bits: 13, balls: 32768, batch: 20, period: 28d';
const FORGER = 'kind: forger, count: 1, hashesPerSecond: 0.003, usdPerHash: 1.0e-6, rule: stubborn, outletCoins: 2000';

export const SCENARIO_EXPERIMENTS: readonly ScenarioExperiment[] = [
  {
    name: 'market',
    setting: 'eight schemes on one demand, and three mints',
    scenario: 'lecture',
    set: ['demand.users=10', 'mints.k2.bits=11', 'mints.k3.bits=11', 'mints.k4.bits=11'],
    market: true,
  },
  {
    name: 'first-coins',
    setting: 'real hashes until the first coin of k = 2, 3, 4 balls, 2^14 bins, 1,500 times',
    scenario: 'micromint-mint-curve',
    set: [
      'replications=1500',
      'mints=[{label: k2, bits: 14, way: 2, coins: [1]}, {label: k3, bits: 14, way: 3, coins: [1]}, {label: k4, bits: 14, way: 4, coins: [1]}]',
    ],
  },
  {
    name: 'ten-billion-in-small',
    setting: 'real hashes until the same share of the bins is full as ten billion are of 2^34; a forger has a tenth',
    scenario: 'micromint-mint-curve',
    set: ['mints=[{label: k4, bits: 14, way: 4, coins: [9537], forger: {ballsPerBin: 4, oneIn: [10]}}]'],
  },
  {
    name: 'double-spenders',
    setting: 'two users in twenty spend coins twice or four times; the broker does nothing, or suspends',
    scenario: 'micromint-double-spend',
    set: [
      'fidelity=sampled',
      'replications=30',
      'demand.users=20',
      'duration=7d',
      'schemes=[{name: micromint, label: bare, bits: 12, balls: 24576, batch: 25, period: 7d}, {name: micromint, label: suspension, bits: 12, balls: 24576, batch: 25, period: 7d, suspendAfter: 3}]',
    ],
  },
  {
    name: 'two-forgers',
    setting: "RS96's own example, n = 52: a forger with a computer of 1996, and one with a graphics card of 2026",
    scenario: 'micromint-forger-2026',
    set: [
      'demand.users=10',
      'adversaries=[{kind: forger, label: computer, count: 1, hashesPerSecond: 16384, usdPerHash: 1.3e-9, rule: stubborn, outletCoins: 1000}, {kind: forger, label: card, count: 1, hashesPerSecond: 2.0e10, usdPerHash: 1.4e-14, rule: rational, outletCoins: 1000}]',
    ],
  },
  {
    name: 'keys',
    setting: 'one forger against four brokers: key secret until it begins, known two weeks before, weekly, recalled',
    scenario: 'micromint-defences',
    set: [
      'replications=30',
      'demand.users=4',
      'demand.vendors=4',
      `schemes=[{${MICROMINT}, label: secret-key}, {${MICROMINT}, label: known-ahead, keyKnownAhead: 14d}, {${MICROMINT.replace('28d', '7d')}, label: weekly-key}, {${MICROMINT}, label: recall, recallAt: 0.01, usdPerHash: 1.0e-6}]`,
      `adversaries=[{${FORGER}}]`,
    ],
  },
  {
    name: 'machine',
    setting: '30 million bottles of a soft-drink machine, of each kind',
    scenario: 'soft-drink-machine',
    set: ['fidelity=aggregate', 'demand.users=1000', 'demand.payments.perUser=1000'],
  },
  {
    name: 'slips',
    setting: 'the statistical payment: 500 users with 1,000 payments of a cent each',
    scenario: 'statistical-payment',
    set: ['fidelity=aggregate', 'demand.users=500'],
  },
  {
    name: 'lotteries',
    setting: 'MR1 and MR2: 500 users with 1,000 payments of a cent each',
    scenario: 'mr1-overpayment',
    set: ['demand.users=500', 'demand.payments.perUser=1000'],
    market: true,
  },
  {
    name: 'long-use',
    setting: 'MR1 and MR2: 50 users with 100,000 payments of a cent each, 30 times',
    scenario: 'mr1-overpayment',
    set: ['demand.users=50'],
  },
  {
    name: 'grinders',
    setting: 'four cheques, of which one in 100 wins, to a merchant who grinds; real signatures that the bank verifies',
    scenario: 'mr-grinding',
    set: [
      'demand.users=1',
      'demand.vendors=1',
      'demand.payments={perUser: 4}',
      'schemes=[{name: mr1, label: mr1-ed25519, selectionRate: 0.01, selectionProof: ed25519}, {name: mr1, label: mr1-ecvrf, selectionRate: 0.01, selectionProof: ecvrf}]',
    ],
  },
  {
    name: 'pairs',
    setting: 'one user and one merchant of MR2 choose together the time that they write on a cheque',
    scenario: 'mr-collusion',
    set: [
      'demand.users=10',
      'schemes=[{name: mr2, label: pairs-bare, selectionProof: ecvrf}]',
      'adversaries=[{kind: colluding-pair, count: 1, against: [pairs-bare]}]',
    ],
  },
  {
    name: 'poor-users',
    setting: 'ten users of twenty have five dollars and no more',
    scenario: 'mr-who-bears-the-risk',
    set: [
      'demand.users=20',
      'schemes=[{name: mr1, selectionRate: 0.001}, {name: mr2, selectionRate: 0.001}]',
      'adversaries=[{kind: insolvent-user, count: 10, fundsUsd: 5, against: [mr1, mr2]}]',
    ],
  },
  {
    name: 'serial-cheats',
    setting: 'users of MR2 who sign one number always, or each number ten times, with 15,000 payments each',
    scenario: 'mr2-serial-cheats',
    set: [
      'demand.users=3',
      'demand.payments.perUser=15000',
      'schemes=[{name: mr2, selectionRate: 0.001}, {name: mr2, label: mr2-mean-gap, selectionRate: 0.001, meanGapFalseAlarm: 1.0e-4}]',
      'adversaries=[{kind: serial-reuser, count: 1}, {kind: serial-stretcher, count: 2, uses: 10}]',
    ],
  },
  {
    name: 'thieves',
    setting: 'thieves, forgers and double-spenders against three protocols of Millicent',
    scenario: 'millicent-theft',
    set: ['fidelity=sampled', 'replications=30', 'demand.users=16', 'duration=6d'],
  },
];

/** How the experiment is run by itself. */
function commandOf({ scenario, set }: ScenarioExperiment): string {
  return ['npx farthing run', scenario, ...set.map((one) => `--set ${shellWord(one)}`)].join(' ');
}

function shellWord(text: string): string {
  return /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text}'`;
}

export const DIRECT_EXPERIMENTS: readonly DirectExperiment[] = [COLLISIONS, FALSE_COINS, DRAWS];

/** Everything that is run, as a page tells of it; `claim` is one that rests on the experiment. */
export function describeExperiment(name: string, claim: string): ClaimExperiment {
  const ofScenario = SCENARIO_EXPERIMENTS.find((one) => one.name === name);
  if (ofScenario !== undefined) return { name, setting: ofScenario.setting, command: commandOf(ofScenario) };
  const direct = [...DIRECT_EXPERIMENTS, TIMED].find((one) => one.name === name)!;
  return { name, setting: direct.setting, command: `npx farthing claims --claim ${claim}` };
}

/** A direct experiment under a seed. */
export function runDirect({ replications, measure }: DirectExperiment, seed: string): Measured {
  const each = Array.from({ length: replications }, (_, index) => measure(`${seed}/${index}`));
  const measured = each.map((metrics) => ({ metrics, curves: [], digests: [] }));
  return combineMeasured(measured, CONFIDENCE);
}
