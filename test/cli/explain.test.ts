/**
 * `farthing explain`: what it prints and what it refuses. Fails when the text or the JSON is not the explanation of the
 * seed, when a seed means something else than to `run`, or when a mistake of the user is not told in one line.
 */
import { describe, expect, it } from 'vitest';
import { EXPLANATIONS } from '../../src/lecture/explain/explain.ts';
import { explanationText } from '../../src/lecture/explain/text.ts';
import { expectRefused, workshop } from './program.ts';

const { farthing, inside } = workshop();
const OBJECTS = [...EXPLANATIONS.keys()];
const textOf = (object: string, seed: string): string =>
  explanationText(EXPLANATIONS.get(object)!(seed), { bold: (text) => text });

describe('farthing explain', () => {
  it.each(OBJECTS)('follows a %s under the seed that it always takes', async (object) => {
    const ended = await inside(['explain', object]);
    expect(ended).toEqual({ code: 0, stdout: textOf(object, '1'), stderr: '' });
  });

  it('prints the same steps as JSON', async () => {
    const { code, stdout, stderr } = await inside(['explain', 'cheque', '--seed', 'other', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual(EXPLANATIONS.get('cheque')!('other'));
  });

  it('takes for one seed what is one seed to run', async () => {
    const { stdout } = await inside(['explain', 'scrip', '--seed', '0x10']);
    expect(stdout).toBe(textOf('scrip', '16'));
  });

  it('writes no colours into a pipe, where CI is set either', () => {
    const ended = farthing(['explain', 'payword'], { CI: 'true' });
    expect(ended).toEqual({ code: 0, stdout: textOf('payword', '1'), stderr: '' });
  });

  it.each<[string, string[], RegExp]>([
    ['a misspelt object', ['coim'], /^explain coim: expected coin, cheque, scrip or payword, did you mean coin\?\n$/],
    ['another object', ['banknote'], /^explain banknote: expected coin, cheque, scrip or payword\n$/],
    ['an object that a terminal would obey', ['\u001b[2J'], /^explain \\u\{1b\}\[2J: expected /],
    ['no object', [], /missing required argument 'object'/],
    ['a fraction for a seed', ['coin', '--seed', '1.5'], /^--seed 1\.5: expected an integer of at most 2\^53.*\n$/],
    ['an empty seed', ['coin', '--seed', ''], /expected a text, got an empty one/],
    ['a second object', ['coin', 'cheque'], /too many arguments/],
  ])('refuses %s', async (_what, args, message) => {
    expectRefused(await inside(['explain', ...args]), message);
  });
});
