/** The living page's address: what a link says, and what becomes of what it says wrongly. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  anotherSeed,
  initialValues,
  isSeed,
  overridesOf,
  readAddress,
  SEED,
  STAGES,
  writeAddress,
} from '../../src/browser/address.ts';
import { commandOf } from '../../src/browser/command.ts';
import { SCENES } from '../../src/browser/scenes.ts';

const [BALLS] = SCENES;
const seeds = fc.oneof(fc.nat().map(String), fc.stringMatching(/^[A-Za-z][\w-]{0,39}$/)).filter(isSeed);
const addresses = fc.constantFrom(...SCENES).chain((scene) =>
  fc.record({
    scene: fc.constant(scene.id),
    stage: fc.constantFrom(...STAGES),
    values: fc.record(Object.fromEntries(scene.parameters.map(({ key, values }) => [key, fc.constantFrom(...values)]))),
    seed: seeds,
  }),
);

describe('an address', () => {
  it('is read as it was written (fails if a part is lost, or a legal value is complained of)', () => {
    fc.assert(
      fc.property(addresses, fc.option(fc.nat(), { nil: undefined }), (address, at) => {
        const whole = at === undefined ? address : { ...address, at };
        expect(readAddress(writeAddress(whole), SCENES)).toEqual({ address: whole, complaints: [] });
      }),
    );
  });

  it('is the first scene as it begins when it says nothing', () => {
    const address = { scene: BALLS.id, stage: 'watch', values: initialValues(BALLS), seed: SEED };
    for (const hash of ['', '#', `#${BALLS.id}`, `#${BALLS.id}/watch`])
      expect(readAddress(hash, SCENES)).toEqual({ address, complaints: [] });
  });

  it('gives an allowed address for whatever text (fails if one throws, or lets through what no slider has)', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string().map((text) => `#balls/watch?k=${text}&u=${text}&seed=${text}&at=${text}`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const { scene, stage, values, seed, at = 0 } = readAddress(text, SCENES).address;
        const parameters = SCENES.find(({ id }) => id === scene)!.parameters;
        expect(STAGES).toContain(stage);
        expect(Object.keys(values)).toEqual(parameters.map(({ key }) => key));
        for (const { key, values: allowed } of parameters) expect(allowed).toContain(values[key]);
        expect(isSeed(seed)).toBe(true);
        expect(Number.isInteger(at) && at >= 0).toBe(true);
      }),
    );
  });

  it.each([
    ['#bells/watch', 'There is no scene “bells”'],
    ['#balls/look', 'There is no stage “look”'],
    ['#balls/watch?u=99', 'u cannot be “99”: it is 16, of 6 to 16.'],
    ['#balls/watch?k=-1e999', 'k cannot be “-1e999”: it is 2, of 2 to 5.'],
    ['#balls/watch?k=3.4', 'k cannot be “3.4”: it is 3, of 2 to 5.'],
    ['#balls/watch?k=four', 'k cannot be “four”: it is 4, of 2 to 5.'],
    ['#balls/watch?k=', 'k cannot be “”: it is 4, of 2 to 5.'],
    ['#balls/watch?seed=a b', 'The seed cannot be “a b”: it is 42.'],
    ['#balls/watch?seed=null', 'The seed cannot be “null”: it is 42.'],
    ['#balls/watch?at=soon', 'No run can stand at “soon”'],
    ['#balls/watch?users=3', 'The scene “balls” has no parameter “users”.'],
    [`#balls/watch?seed=${'%'.repeat(500)}`, `The seed cannot be “${'%'.repeat(40)}…”`],
  ])('%s is mended and said', (hash, complaint) => {
    const { complaints } = readAddress(hash, SCENES);
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toContain(complaint);
  });
});

describe('another seed', () => {
  it('is a seed, and another one, however often it is asked for', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const next = anotherSeed(seed);
        expect(isSeed(next)).toBe(true);
        expect(next).not.toBe(seed);
        expect(anotherSeed(next)).not.toBe(seed);
      }),
    );
  });
});

describe('the command', () => {
  it('sets what differs from the file and nothing else', () => {
    const values = { ...initialValues(BALLS), k: 3 };
    const overrides = overridesOf(BALLS, values);
    expect(commandOf(BALLS.file, { seed: '7', overrides })).toBe(
      'npx farthing run lecture-balls --seed 7 --set mints.mint.way=3',
    );
  });

  it('quotes what a shell would take apart', () => {
    expect(commandOf('a.yaml', { seed: '1', overrides: ["x={ y: 'z' }"] })).toBe(
      "npx farthing run a --seed 1 --set 'x={ y: '\\''z'\\'' }'",
    );
  });
});
