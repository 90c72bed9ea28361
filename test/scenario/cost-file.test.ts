/**
 * A file of the bank's costs. Fails when what calibrate writes is not read, when another file is taken for one, or when
 * a scenario runs on default costs although it names a file.
 */
import { describe, expect, it } from 'vitest';
import { parseCostFile } from '../../src/scenario/cost-table-schema.ts';
import { DEFAULT_COSTS } from '../../src/scenario/default-costs.ts';
import { replicate } from '../../src/scenario/replicate.ts';
import { scenarioOf } from '../experiment/fixtures.ts';
import { linesOf, marketText } from './fixtures/real-schemes.ts';

describe('a file of costs', () => {
  const measured = { message: 9, hash: 1, signature: 70, lookUp: 1, write: 900 };

  it.each([
    [
      'what calibrate --json writes',
      JSON.stringify({ format: 'farthing-calibration/1', costs: measured, measured: [] }),
    ],
    ['what calibrate writes', `# measured\nbank:\n  costs:\n${yaml(measured, 4)}`],
    ['a table alone', yaml(measured, 0)],
  ])('is %s', (_, text) => {
    expect(parseCostFile(text)).toEqual(measured);
  });

  it('may leave out what stays as it is', () => {
    expect(parseCostFile('write: 900')).toEqual({ ...DEFAULT_COSTS, write: 900 });
  });

  it.each([
    ['[1, 2]', /^no table of costs$/],
    ['costs: { hash: -1 }', /^hash: expected an integer from 0/],
    ['title: Another file', /[Uu]nrecognized key|unknown key/],
    ['costs: {', /^line 1: /],
  ])('is not %s', (text, reason) => {
    expect(parseCostFile(text)).toMatch(reason);
  });
});

function yaml(table: Readonly<Record<string, number>>, indent: number): string {
  return Object.entries(table)
    .map(([name, cost]) => `${' '.repeat(indent)}${name}: ${cost}\n`)
    .join('');
}

describe('a scenario that names one', () => {
  const TEXT = marketText({ more: 'bank: { servers: 2, costs: cal.json }\n' });

  it('is sound, and cannot run before somebody has read it', () => {
    expect(linesOf(TEXT)).toEqual([]);
    const scenario = scenarioOf(TEXT);
    expect(scenario.bank).toEqual({ servers: 2, costs: DEFAULT_COSTS, costsFile: { file: 'cal.json' } });
    expect(() => replicate(scenario, 0)).toThrow('cal.json: the costs in it have not been read');
    const read = { ...scenario.bank, costsFile: { file: 'cal.json', read: true as const } };
    expect(() => replicate({ ...scenario, bank: read }, 0)).not.toThrow();
  });

  it('names none by the word default, nor by a table', () => {
    for (const costs of ['default', '{ hash: 7 }'])
      expect(scenarioOf(TEXT.replace('cal.json', costs)).bank).not.toHaveProperty('costsFile');
    expect(linesOf(TEXT.replace('cal.json', '[1]'))[0]).toMatch(
      /expected default, a file of costs or a table of costs/,
    );
  });
});
