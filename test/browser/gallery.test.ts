/**
 * The report of a real run, as the program wrote it, in Chromium from file:// with the network gone.
 * @module
 */
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { workshop } from '../cli/program.ts';
import { boxes, chromiumOffline, expectLegible, missing } from './chromium.ts';

/** How many lines, areas and points of data each drawing on the page shows: all but axes and texts. */
function marksDrawn(page: Page): Promise<number[]> {
  return page.evaluate(() =>
    Array.from(document.querySelectorAll('.drawing.page svg'), (drawing) => {
      const marks = Array.from(drawing.querySelectorAll('.role-mark path'), (mark) => mark.getBoundingClientRect());
      return marks.filter(({ width, height }) => width > 0 && height > 0).length;
    }),
  );
}

describe.skipIf(missing)("a month's report in Chromium", () => {
  const { farthing, path } = workshop();
  const open = chromiumOffline();

  beforeAll(() => {
    const { code, stderr } = farthing('run micromint-month --quick --quiet --out month'.split(' '));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it.each([
    ['light', 'rgb(255, 255, 255)'],
    ['dark', 'rgb(20, 23, 26)'],
  ] as const)('%s: three legible charts with marks in them, no request, no complaint', async (colorScheme, ground) => {
    // Fails when real data break a drawing that the fixture's do not: names that collide, a chart without marks.
    const address = pathToFileURL(path('month', 'report.html')).href;
    const { page, noise } = await open(address, { colorScheme, viewport: { width: 1000, height: 900 } });
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(ground);
    const names = await page.evaluate(() => Array.from(document.querySelectorAll('figure.chart'), ({ id }) => id));
    expect(names).toEqual(['chart-bank-load', 'chart-circulation', 'chart-cost-curve']);
    const drawings = await boxes(page, 'page');
    expect(drawings).toHaveLength(names.length);
    for (const drawing of drawings) expectLegible(drawing);
    for (const marks of await marksDrawn(page)) expect(marks).toBeGreaterThan(0);
    expect(noise).toEqual([]);
  });
});
