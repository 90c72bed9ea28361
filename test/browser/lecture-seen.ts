/**
 * What a reader of the living page sees: where its texts stand, what axe finds, and what is shown on the way to a link.
 * @module
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What was to be seen while a link was followed. */
export interface Way {
  /** Findings, one after the other. */
  readonly said: string[];
  /** States of the page, on the way, in which the picture was to be seen or the button said that all is at rest. */
  readonly uncovered: string[];
  /** How often the picture was drawn. */
  draws: number;
}

/** Before anything of the page runs. */
export function watchTheWay(): void {
  const way: Way = { said: [], uncovered: [], draws: 0 };
  Object.assign(window, { way });
  const { clearRect } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...box) {
    way.draws++;
    clearRect.apply(this, box);
  };
  const look = (): void => {
    const words = document.querySelector('#finding')?.textContent ?? '';
    if (words !== (way.said.at(-1) ?? '')) way.said.push(words);
    const { state = '' } = document.body.dataset;
    const isCovered = document.querySelector('#picture')?.classList.contains('veiled');
    if (state === 'travelling' && !(isCovered && document.querySelector('#play')?.textContent === 'Pause'))
      way.uncovered.push(state);
  };
  document.addEventListener('DOMContentLoaded', () =>
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true }),
  );
}

/** What axe finds serious or critical, with the elements. */
export async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = window as unknown as typeof import('axe-core') & { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document);
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    return serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}

/** Pairs of texts that lie over each other, the smallest letters, and whether the page is wider than its window. */
export function layout(page: Page): Promise<{ overlaps: string[]; smallestPx: number; isTooWide: boolean }> {
  return page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts: { words: string; box: DOMRect; px: number; owner: Element }[] = [];
    while (walker.nextNode()) {
      const owner = walker.currentNode.parentElement!;
      const words = walker.currentNode.textContent?.trim() ?? '';
      if (
        words === '' ||
        owner.closest('.unseen, option, dialog, noscript, script, #scenes span') ||
        !owner.checkVisibility({ visibilityProperty: true })
      )
        continue;
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      for (const box of range.getClientRects())
        texts.push({ words, box, px: Number.parseFloat(getComputedStyle(owner).fontSize), owner });
    }
    const lie = (a: DOMRect, b: DOMRect): boolean => {
      const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      return width > 1 && height > 0.25 * Math.min(a.height, b.height);
    };
    const overlaps = texts.flatMap((a, i) =>
      texts.slice(i + 1).flatMap((b) => (a.owner !== b.owner && lie(a.box, b.box) ? [`${a.words} | ${b.words}`] : [])),
    );
    return {
      overlaps,
      smallestPx: Math.min(...texts.map(({ px }) => px)),
      isTooWide: document.documentElement.scrollWidth > window.innerWidth,
    };
  });
}
