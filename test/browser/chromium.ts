/**
 * Chromium with the network gone, and what a reader sees in it: requests, complaints, and where the texts stand.
 * @module
 */
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';

const CHROMIUM = '/usr/bin/chromium';
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
export const missing = !existsSync(CHROMIUM);
if (missing && process.env.CI === 'true') throw new Error(`CI must open the report in a browser: no ${CHROMIUM}`);
if (missing) console.warn(`skipped: the report was not opened in a browser, there is no ${CHROMIUM}`);

interface Box {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A page, and everything that it should not have done. */
interface Opened {
  readonly page: Page;
  readonly noise: readonly string[];
}

/** A browser for the tests of a describe block, and its way to open a file. */
export function chromiumOffline(): (address: string, options: BrowserContextOptions) => Promise<Opened> {
  let browser: Browser;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
  });

  afterAll(async () => {
    for (const context of contexts) await context.close();
    await browser?.close();
  });

  /** A page of its own that is off-line and records every request but the file's and every complaint. */
  async function open(address: string, options: BrowserContextOptions): Promise<Opened> {
    const context = await browser.newContext(options);
    contexts.push(context);
    await context.setOffline(true);
    const noise: string[] = [];
    await context.route('**', async (route) => {
      if (route.request().url() !== address) noise.push(`request ${route.request().url()}`);
      await route.continue();
    });
    const page = await context.newPage();
    page.on('console', (message) => noise.push(`console ${message.text()}`));
    page.on('pageerror', (error) => noise.push(`error ${error.message}`));
    page.on('request', (request) => {
      if (request.url() !== address) noise.push(`request ${request.url()}`);
    });
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) =>
        console.error(`policy ${event.violatedDirective}`),
      );
    });
    await page.goto(address);
    return { page, noise };
  }

  return open;
}

/** Boxes of the texts of every drawing of a kind, with the drawing's own box first. */
export function boxes(page: Page, kind: 'page' | 'slide'): Promise<Box[][]> {
  return page.evaluate((name) => {
    const boxOf = (element: Element) => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      return { text: element.textContent ?? '', left, top, right, bottom };
    };
    const drawings = Array.from(document.querySelectorAll(`.drawing.${name} svg`));
    const shown = drawings.filter((drawing) => drawing.getBoundingClientRect().width > 0);
    return shown.map((drawing) => [boxOf(drawing), ...Array.from(drawing.querySelectorAll('text'), boxOf)]);
  }, kind);
}

export function expectLegible([drawing, ...texts]: readonly Box[]): void {
  expect(texts.length).toBeGreaterThan(8);
  for (const text of texts) {
    expect(text.left, text.text).toBeGreaterThanOrEqual(drawing.left - 1);
    expect(text.right, text.text).toBeLessThanOrEqual(drawing.right + 1);
    expect(text.top, text.text).toBeGreaterThanOrEqual(drawing.top - 1);
    expect(text.bottom, text.text).toBeLessThanOrEqual(drawing.bottom + 1);
  }
  const overlaps = texts.flatMap((a, i) =>
    texts.slice(i + 1).flatMap((b) => (overlap(a, b) ? [`${a.text} | ${b.text}`] : [])),
  );
  expect(overlaps).toEqual([]);
}

/** Boxes of text hold air above and below the letters, so a few pixels of height in common are no overlap. */
function overlap(a: Box, b: Box): boolean {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return width > 0 && height > 0.25 * Math.min(a.bottom - a.top, b.bottom - b.top);
}

/** The least size of the letters on the stage, in px of the screen: a drawing is scaled as a whole. */
export function smallestText(page: Page): Promise<number> {
  return page.evaluate(() => {
    const texts = Array.from(document.querySelectorAll<SVGTextElement>('figure.shown .slide text'));
    const sizes = texts.map(
      (text) => Number.parseFloat(getComputedStyle(text).fontSize) * (text.getScreenCTM()?.a ?? 0),
    );
    const words = Array.from(document.querySelectorAll('figure.shown h3, figure.shown p, #stage-bar *'), (element) =>
      Number.parseFloat(getComputedStyle(element).fontSize),
    );
    return Math.min(...sizes, ...words);
  });
}
