/**
 * The charts of the lotteries in a real Chromium, in the column and on the stage, with two schemes and with four.
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderReport } from '../../src/report/page.ts';
import { fourLotteries, LOTTERY_CHARTS, lotteriesResult } from '../report/fixtures/lotteries.ts';
import { PROVENANCE } from '../report/fixtures/result.ts';
import { boxes, chromiumOffline, expectLegible, missing, smallestText } from './chromium.ts';

describe.skipIf(missing)('the charts of the lotteries in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'farthing-lotteries-'));
  const address = (name: string): string => pathToFileURL(join(folder, `${name}.html`)).href;
  const open = chromiumOffline();
  const cases = [
    ['two', LOTTERY_CHARTS],
    ['four', LOTTERY_CHARTS.filter((name) => name !== 'bottle-cost')],
  ] as const;

  beforeAll(async () => {
    writeFileSync(join(folder, 'two.html'), await renderReport(lotteriesResult(), PROVENANCE));
    writeFileSync(join(folder, 'four.html'), await renderReport(fourLotteries(), PROVENANCE));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(cases)('%s schemes: every chart is legible in the column', async (name, charts) => {
    const { page, noise } = await open(address(name), { viewport: { width: 1000, height: 900 } });
    const drawings = await boxes(page, 'page');
    expect(drawings).toHaveLength(charts.length);
    for (const drawing of drawings) expectLegible(drawing);
    expect(noise).toEqual([]);
  });

  it.each(cases)(
    '%s schemes: every chart is legible from the last row, with its caption whole',
    async (name, charts) => {
      // Fails when names or figures collide where letters are large, or when words of the caption are cut off.
      const { page } = await open(address(name), { viewport: { width: 1280, height: 720 } });
      await page.keyboard.press('p');
      for (const chart of charts) {
        expect(await page.evaluate(() => document.querySelector('figure.shown')?.id)).toBe(`chart-${chart}`);
        const [drawing] = await boxes(page, 'slide');
        expectLegible(drawing);
        expect(await smallestText(page)).toBeGreaterThanOrEqual(20);
        const captions = await page.evaluate(() =>
          Array.from(document.querySelectorAll('figure.shown figcaption p'), (words) => ({
            shown: words.clientHeight > 0,
            cut: words.scrollHeight - words.clientHeight,
          })).filter(({ shown }) => shown),
        );
        expect(captions).toHaveLength(1);
        expect(captions[0].cut).toBeLessThanOrEqual(1);
        await page.keyboard.press('ArrowRight');
      }
    },
  );
});
