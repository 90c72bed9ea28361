/** Key figures that a scenario names: those on the page, and what is said of one that the run does not measure. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expectRefused, workshop } from './program.ts';

const { inside, path } = workshop();
const SMALL = ['run', 'micromint-mint-curve', '--quick', '--quiet', '--workers', '1'];

describe('report.figures', () => {
  it('are the cards of the report, in the order given', async () => {
    // Fails when the report makes its own choice, which begins with the first coin of k2.
    const figures = 'report.figures=[k4.coins_1.good_balls, k3.coins_1.good_balls]';
    const { code, stderr } = await inside([...SMALL, '--set', figures, '--out', 'named']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const page = readFileSync(path('named', 'report.html'), 'utf8');
    const cards = /<ul class="cards">[\s\S]*?<\/ul>/.exec(page)![0];
    expect(Array.from(cards.matchAll(/<span class="name">([^<]*)</g), ([, name]) => name)).toEqual([
      'k4: good balls to coin 1',
      'k3: good balls to coin 1',
    ]);
  });

  it('must be measured: the metric that was meant is named, and nothing is written', async () => {
    const figures = 'report.figures=[k4.coins_1.good_ball, k4.anything]';
    const ended = await inside([...SMALL, '--set', figures, '--out', 'misspelt']);
    expectRefused(
      ended,
      'report.figures.0: this run measures no k4.coins_1.good_ball, did you mean k4.coins_1.good_balls?',
    );
    expect(ended.stderr).toContain('report.figures.1: this run measures no k4.anything');
    expect(existsSync(path('misspelt'))).toBe(false);
  });
});
