/** Values from outside the file: `--set` and the quick block. */
import { describe, expect, it } from 'vitest';
import { errorLines, GOOD, scenarioOf, withMint } from './fixtures/parsing.ts';

const TOP_KEYS =
  'title, about, seed, duration, replications, confidence, fidelity, demand, schemes, adversaries, mints, projections, bank, network, economics, report';

describe('--set', () => {
  it.each([
    ['demand.users=7', { demand: { users: 7 } }],
    ['schemes.0.commission=0.5', { schemes: [{ options: { commission: 0.5 } }] }],
    ['schemes.tokens.commission=0.5', { schemes: [{ options: { commission: 0.5 } }] }],
    ['network.loss=0.1', { network: { loss: 0.1 } }],
    ['demand.price={ microdollars: 3 }', { demand: { price: { price: 3 } } }],
    ['demand.vendorChoice.zipf=1', { demand: { zipfExponent: 1 } }],
    ['bank.costs.hash=9', { bank: { costs: { hash: 9, write: 10 } } }],
    ['title=a=b', { title: 'a=b' }],
    ['seed=042', { seed: '42' }],
  ])('%s', (argument, values) => {
    expect(scenarioOf(GOOD, { overrides: [argument] })).toMatchObject(values);
  });

  it('finds a mint by its label, and places its points anew', () => {
    const text = withMint('{ label: k2, bits: 10, way: 2, coins: { upToShare: 0.5, points: 3 } }');
    const { mints } = scenarioOf(text, { overrides: ['mints.k2.bits=12'] });
    expect(mints[0]!.coins[mints[0]!.coins.length - 1]).toBe(2048);
  });

  it('applies in order: the last of one path wins, a new label is known to the next', () => {
    const overrides = ['seed=1', 'schemes.0.label=mine', 'schemes.mine.commission=0.25', 'seed=2'];
    const scenario = scenarioOf(GOOD, { overrides });
    expect(scenario.seed).toBe('2');
    expect(scenario.schemes).toEqual([{ name: 'tokens', label: 'mine', options: { commission: 0.25 } }]);
  });

  it('replaces a price by one of another kind: fails when two kinds stand beside each other', () => {
    const choice = GOOD.replace('price: { usd: 0.01 }', 'price: { choice: [{ usd: 0.01 }, { usd: 0.02 }] }');
    expect(choice).not.toBe(GOOD);
    for (const [set, price] of [
      ['demand.price.usd=0.5', 500_000],
      ['demand.price.microdollars=7', 7],
    ] as const)
      expect(scenarioOf(choice, { overrides: [set] }).demand!.price).toEqual({ kind: 'constant', price });
    const back = ['demand.price.usd=0.5', 'demand.price.choice=[{ usd: 0.02 }]'];
    expect(scenarioOf(GOOD, { overrides: back }).demand!.price).toMatchObject({ kind: 'choice', prices: [20_000] });
  });

  it('can put right what the file has wrong', () => {
    expect(scenarioOf(GOOD.replace('users: 10', 'users: -1'), { overrides: ['demand.users=1'] }).demand?.users).toBe(1);
  });

  it.each([
    ['demand.users=-3', '--set demand.users=-3: expected a positive integer, got -3'],
    ['demand.user=3', '--set demand.user: unknown path, did you mean demand.users?'],
    ['demmand.users=3', '--set demmand.users: unknown path, did you mean demand.users?'],
    ['demmand.userz=3', '--set demmand.userz: unknown path, did you mean demand?'],
    ['users=3', `--set users: unknown path; known here: ${TOP_KEYS}`],
    ['schemes.1.commission=0', '--set schemes.1.commission: unknown path; known here: tokens'],
    [
      'schemes.tokes.commission=0',
      '--set schemes.tokes.commission: unknown path, did you mean schemes.tokens.commission?',
    ],
    ['schemes.0.rate=0.1', '--set schemes.0.rate: unknown path; known here: commission, name, label'],
    ['mints.0.bits=3', `--set mints.0.bits: unknown path`],
    ['quick={}', `--set quick: unknown path; known here: ${TOP_KEYS}`],
    ['__proto__.users=3', `--set __proto__.users: unknown path; known here: ${TOP_KEYS}`],
    ['demand', '--set demand: expected path=value'],
    ['=3', `--set =3: unknown path; known here: ${TOP_KEYS}`],
    ['demand.users=', '--set demand.users=: expected a positive integer, got nothing'],
    ['demand.users=[', '--set demand.users=[: YAML: Flow sequence must end with a ]'],
    ['demand.users=&a 3', '--set demand.users=&a 3: anchors (&) and aliases (*) are not allowed: write the value out'],
    [
      'demand.price={ usd: 0 }',
      '--set demand.price={ usd: 0 }: demand.price.usd: expected an amount above 0 and at most 1000000 usd, got 0',
    ],
    ['schemes.tokens.commission=2', '--set schemes.tokens.commission=2: expected at most 1, got 2'],
  ])('%s is refused', (argument, line) => {
    expect(errorLines(GOOD, { overrides: [argument] })).toEqual([line]);
  });

  it('reports the file first, then every override', () => {
    const overrides = ['seed=1.5', 'demand.vendors=0', 'demand.vendor=0'];
    expect(errorLines(GOOD.replace('users: 10', 'users: 0'), { overrides })).toEqual([
      'x.yaml:3:10 demand.users: expected a positive integer, got 0',
      '--set demand.vendor: unknown path, did you mean demand.vendors?',
      '--set seed=1.5: expected an integer of at most 2^53 in size, or a text of 1 to 200 characters, got 1.5',
      '--set demand.vendors=0: expected a positive integer, got 0',
    ]);
  });
});

describe('--quick', () => {
  const QUICK = `${GOOD}quick: { replications: 2, demand.users: 4 }\n`;

  it('applies the quick block, and nothing of it without being asked', () => {
    expect(scenarioOf(QUICK, { quick: true })).toMatchObject({ replications: 2, demand: { users: 4 } });
    expect(scenarioOf(QUICK)).toMatchObject({ replications: 30, demand: { users: 10 } });
  });

  it('yields to --set', () => {
    const scenario = scenarioOf(QUICK, { quick: true, overrides: ['replications=9'] });
    expect(scenario).toMatchObject({ replications: 9, demand: { users: 4 } });
  });

  it.each([
    ['', 3],
    ['replications: 2\n', 2],
    ['replications: 40\n', 3],
    ['quick: {}\nreplications: 40\n', 40],
  ])('without a block makes few replications of %j', (line, replications) => {
    expect(scenarioOf(GOOD + line, { quick: true }).replications).toBe(replications);
  });

  it('leaves wrong replications wrong', () => {
    const lines = ['x.yaml:9:15 replications: expected a positive integer, got "many"'];
    expect(errorLines(`${GOOD}replications: many\n`, { quick: true })).toEqual(lines);
  });

  it.each([
    ['quick: { demand.user: 4 }', 'x.yaml:9:10 quick.demand.user: unknown path, did you mean demand.users?'],
    ['quick: { demand.users: 0 }', 'x.yaml:9:24 demand.users: expected a positive integer, got 0'],
    ['quick: 3', 'x.yaml:9:8 quick: expected a mapping from paths to values, got 3'],
  ])('%s is refused, asked for or not', (line, error) => {
    expect(errorLines(`${GOOD}${line}\n`)).toEqual([error]);
    expect(errorLines(`${GOOD}${line}\n`, { quick: true })).toEqual([error]);
  });
});
