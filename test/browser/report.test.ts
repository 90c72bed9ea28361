/**
 * A report in a real Chromium from file://, with the network gone. What is measured here is what a reader sees.
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderReport } from '../../src/report/page.ts';
import { fixtureResult, PROVENANCE } from '../report/fixtures/result.ts';
import { boxes, chromiumOffline, expectLegible, missing, smallestText } from './chromium.ts';

/** Space of an A4 page between margins of 15 mm, in CSS pixels. */
const A4 = { width: 680, height: 1009 };

describe.skipIf(missing)('the report in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'farthing-report-'));
  const address = pathToFileURL(join(folder, 'report.html')).href;
  const openFile = chromiumOffline();
  const open = (options: BrowserContextOptions) => openFile(address, options);

  beforeAll(async () => writeFileSync(join(folder, 'report.html'), await renderReport(fixtureResult(), PROVENANCE)));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('opens from a file with no request, no complaint, and four legible charts in the column', async () => {
    const { page, noise } = await open({ viewport: { width: 1000, height: 900 } });
    const drawings = await boxes(page, 'page');
    expect(drawings).toHaveLength(4);
    for (const drawing of drawings) {
      expect(drawing[0].right - drawing[0].left).toBeGreaterThan(600);
      expectLegible(drawing);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    expect(noise).toEqual([]);
  });

  it.each([
    ['light', 'rgb(255, 255, 255)', 'rgb(27, 31, 36)'],
    ['dark', 'rgb(20, 23, 26)', 'rgb(233, 235, 238)'],
  ] as const)('is %s when the reader prefers it, the drawings too', async (colorScheme, ground, ink) => {
    const { page } = await open({ colorScheme });
    const colours = await page.evaluate(() => {
      const mark = document.querySelector('.drawing.page [fill="var(--micromint)"]');
      const text = document.querySelector('.drawing.page text[fill="var(--ink)"]');
      return {
        ground: getComputedStyle(document.body).backgroundColor,
        ink: text && getComputedStyle(text).fill,
        mark: mark && getComputedStyle(mark).fill,
      };
    });
    expect(colours).toEqual({ ground, ink, mark: 'rgb(181, 123, 0)' });
  });

  it.each([
    [1280, 720],
    [1024, 768],
  ])(
    'presents one chart at a time on %d x %d, with text of at least 20 px, moved by the arrows',
    async (width, height) => {
      const { page, noise } = await open({ viewport: { width, height } });
      const shown = () => page.evaluate(() => Array.from(document.querySelectorAll('figure.shown'), ({ id }) => id));
      await page.keyboard.press('p');
      for (const name of ['cost-curve', 'circulation', 'bank-load', 'balls-to-coin']) {
        expect(await shown()).toEqual([`chart-${name}`]);
        expect(await page.evaluate(() => document.activeElement?.id)).toBe(`chart-${name}`);
        const [drawing, ...others] = await boxes(page, 'slide');
        expect(others).toEqual([]);
        expectLegible(drawing);
        expect(await smallestText(page)).toBeGreaterThanOrEqual(20);
        await page.keyboard.press('ArrowRight');
      }
      expect(await shown()).toEqual(['chart-balls-to-coin']);
      await page.keyboard.press('ArrowLeft');
      expect(await shown()).toEqual(['chart-bank-load']);
      await page.keyboard.press('Escape');
      await page.waitForFunction(() => !document.body.classList.contains('presenting'));
      expect(await shown()).toEqual([]);
      expect(noise).toEqual([]);
    },
  );

  it('is reached by the keyboard alone: the button presents and gets the focus back', async () => {
    const { page } = await open({});
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('present');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.body.classList.contains('presenting'));
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.activeElement?.id === 'present');
  });

  it('prints every chart whole on an A4 page, dark readers too on white', async () => {
    const { page } = await open({ viewport: A4, colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const figures = await page.evaluate(() =>
      Array.from(document.querySelectorAll('figure.chart'), (figure) => ({
        height: figure.getBoundingClientRect().height,
        breaks: getComputedStyle(figure).breakInside,
      })),
    );
    expect(figures).toHaveLength(4);
    for (const { height, breaks } of figures) {
      expect(height).toBeLessThan(A4.height);
      expect(breaks).toBe('avoid');
    }
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)');
  });

  it.each([
    ['the column', 1000, 'screen'],
    ['paper', A4.width, 'print'],
  ] as const)('shows every table of metrics whole in %s, no row higher than a few lines', async (_, width, media) => {
    // Fails when a cell is cut off at the right, or when a long formula is squeezed into a narrow column.
    const { page } = await open({ viewport: { width, height: 900 } });
    await page.emulateMedia({ media });
    await page.evaluate(() => {
      for (const details of document.querySelectorAll<HTMLDetailsElement>('details.mint')) details.open = true;
    });
    const tables = await page.evaluate(() =>
      Array.from(document.querySelectorAll('#metrics .scroll'), (region) => ({
        hidden: region.scrollWidth - region.clientWidth,
        highest: Math.max(...Array.from(region.querySelectorAll('tr'), (row) => row.getBoundingClientRect().height)),
      })),
    );
    expect(tables).toHaveLength(4);
    for (const { hidden, highest } of tables) {
      expect(hidden).toBeLessThanOrEqual(0);
      expect(highest).toBeLessThan(80);
    }
  });

  it('keeps the column within a narrow screen: wide things scroll inside themselves', async () => {
    const { page } = await open({ viewport: { width: 380, height: 800 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(380);
  });
});
