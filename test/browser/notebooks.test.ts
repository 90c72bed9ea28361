/**
 * The notebooks, built as `npm run notebooks` builds them and opened from file:// with the network gone. Fails when a
 * cell fails, when the page complains or asks for anything, or when a figure is not what the same library gives here.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LUND, meanCoins } from '../../notebooks/micromint.ts';
import { estimates, type Sampling } from '../../notebooks/sequential.ts';
import { runScenario } from '../../src/experiment/run-scenario.ts';
import { rangeOf } from '../../src/lecture/claims/weigh.ts';
import { breakEvenRate } from '../../src/theory/forging.ts';
import { RS96_EXAMPLE } from '../../src/theory/micromint.ts';
import { chromiumOffline, missing } from './chromium.ts';

const TOP = fileURLToPath(new URL('../..', import.meta.url));
const SOURCES = join(TOP, 'notebooks');
const NAMES = readdirSync(SOURCES).filter((file) => file.endsWith('.html') && file !== 'template.html');
const CELL = /<script id="\d+"[^>]*>([\s\S]*?)<\/script>/g;

function build(...options: readonly string[]) {
  return promisify(execFile)(process.execPath, ['scripts/build-notebooks.mjs', ...options], { cwd: TOP });
}

/** What a cell of a notebook names `name`, computed from what the inputs say at first. */
function definedBy(notebook: string, name: string, given: Readonly<Record<string, unknown>>) {
  const source = readFileSync(join(SOURCES, `${notebook}.html`), 'utf8');
  const cells = Array.from(source.matchAll(CELL), ([, code]) => code);
  const cell = cells.find((code) => code.includes(`const ${name} = `));
  if (cell === undefined) throw new Error(`${notebook} has no cell that defines ${name}`);
  return new Function(...Object.keys(given), `${cell.replace(/^ {4}/gm, '')}\nreturn ${name};`)(
    ...Object.values(given),
  );
}

/** The figures of the page by their names: every number that it shows under this name must be one and the same. */
async function figuresOf(page: Page): Promise<Map<string, Set<number>>> {
  const shown = await page.evaluate(() =>
    Array.from(document.querySelectorAll<HTMLElement>('[data-figure]'), ({ dataset }) => [
      dataset.figure!,
      dataset.value!,
    ]),
  );
  const figures = new Map<string, Set<number>>();
  for (const [name, value] of shown) figures.set(name, (figures.get(name) ?? new Set()).add(Number(value)));
  return figures;
}

/**
 * What theory says in sentences and tables, by name, each compared with every estimate that the page has under this
 * name: it must lie in the interval that misses the truth once in 10^9 (seeds are fixed, so that a page that passes once
 * passes always). The half of such an interval is 4.3 times the one shown: a figure for each payment in the place of one
 * for each user, a hundredth of it or less, lies outside with certainty, and so does one that is off by a third.
 */
async function theoriesOf(page: Page): Promise<Map<string, number>> {
  const all = await page.evaluate(() =>
    Array.from(document.querySelectorAll<HTMLElement>('output'), ({ dataset }) => ({ ...dataset })),
  );
  const stated = all.flatMap(({ theory, value }) => (theory === undefined ? [] : [[theory, Number(value)] as const]));
  for (const [name, value] of stated) {
    const estimates = all.filter(({ figure, halfWidth }) => figure === name && halfWidth !== undefined);
    expect(estimates.length, `${name}: theory stands beside no estimate`).toBeGreaterThan(0);
    for (const { value: estimate, halfWidth, confidence, replications } of estimates) {
      const known = {
        halfWidth: Number(halfWidth),
        confidence: Number(confidence),
        replications: Number(replications),
      };
      const { low, high } = rangeOf({ name, unit: '', value: Number(estimate), ...known });
      expect(value, name).toBeGreaterThanOrEqual(low);
      expect(value, name).toBeLessThanOrEqual(high);
    }
  }
  return new Map(stated);
}

async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('main')?.ariaBusy === 'false', null, { timeout: 240_000 });
}

async function solved(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
  await page.waitForFunction(
    () => Array.from(document.querySelectorAll('details.exercise')).every(({ ariaBusy }) => ariaBusy === 'false'),
    null,
    { timeout: 240_000 },
  );
}

function failedCells(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.querySelector('main')?.dataset.failed);
}

/** P(Bin(n, p) >= k), term by term: the notebooks' laws again, by nobody's library. */
function atLeast(k: number, n: number, p: number): number {
  let [term, below] = [(1 - p) ** n, 0];
  for (let i = 0; i < k; i++) {
    below += term;
    term *= ((n - i) / (i + 1)) * (p / (1 - p));
  }
  return 1 - below;
}

/** A cent, one in a thousand: dollars that MR2's bank is short of by a user who stops after n payments. */
const short = (n: number): number => (0.01 * 0.999 * (1 - 0.999 ** n)) / 0.001;
const SHORT_AFTER: readonly (readonly [string, number])[] = [
  ['quitter.mr2', 500],
  ['exercise.quit-100', 100],
  ['exercise.quit-300', 300],
  ['exercise.quit-900', 900],
  ['exercise.short', 1000],
];

/** Dollars that MR1's bank cannot collect from a user with so many dollars: E[(10 m - funds)+], m ~ Bin(n, 1/1000). */
function uncollected(n: number, funds: number): number {
  let [term, mean] = [0.999 ** n, 0];
  for (let m = 0; m < 40; m++) {
    mean += term * Math.max(0, 10 * m - funds);
    term *= ((n - m) / (m + 1)) * (0.001 / 0.999);
  }
  return mean;
}

describe.skipIf(missing)('the notebooks in a browser', () => {
  const open = chromiumOffline();
  const folder = mkdtempSync(join(tmpdir(), 'farthing-notebooks-'));
  const built = join(folder, 'built');

  beforeAll(async () => {
    await build('--to', built);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const addressOf = (file: string, inside = built): string => pathToFileURL(join(inside, file)).href;

  /** A notebook with all its cells run and all its exercises solved, without a word of complaint. */
  async function readThrough(file: string) {
    const { page, noise } = await open(addressOf(file), { viewport: { width: 1000, height: 900 } });
    await settled(page);
    await solved(page);
    expect(noise.filter((word) => !word.startsWith('request blob:'))).toEqual([]);
    expect(await failedCells(page)).toBe('0');
    expect(await page.locator('.observablehq--error, p.differ').count()).toBe(0);
    expect(await page.locator('main .differs').count()).toBe(0);
    return { page, figures: await figuresOf(page), theories: await theoriesOf(page) };
  }

  async function expectMetrics(figures: Map<string, Set<number>>, text: string, names: readonly string[]) {
    const { metrics } = await runScenario(text, 'notebook.yaml');
    for (const name of names)
      expect(figures.get(name), name).toEqual(new Set([metrics.find((one) => one.name === name)?.value]));
  }

  it('are three, each one file', () => {
    // Fails when a page is not built, or something lies beside it that it would have to load.
    expect(readdirSync(built).toSorted()).toEqual(NAMES.toSorted());
    expect(NAMES).toHaveLength(3);
  });

  it('throw the same balls as the library: coins from collisions', async () => {
    const { page, figures, theories } = await readThrough('coins-from-collisions.html');
    expect([...theories.keys()].sort()).toEqual(['exercise.cheapest', 'exercise.coins', 'lund.mean']);
    expect(theories.get('exercise.coins')).toBeCloseTo(65_536 * atLeast(2, 1024, 1 / 65_536), 6);
    await expectMetrics(figures, definedBy('coins-from-collisions', 'mint', { u: 12, k: 4 }), [
      'k4.coins_1.good_balls',
    ]);
    const sampling: Sampling = definedBy('coins-from-collisions', 'sampling', { chosen: LUND[0] });
    const last = [...estimates(sampling)].at(-1)!;
    expect(figures.get('lund.mean')).toEqual(new Set([last.mean]));
    expect(figures.get('lund.replications')).toEqual(new Set([last.replications]));
    const coins = meanCoins(400, { bits: 16, way: 2, filter: 0 }, 1024);
    expect(figures.get('exercise.coins')).toEqual(new Set([coins.mean]));

    // Fails when an input does not run the simulation anew.
    await page.evaluate(() => {
      const forms = Array.from(document.querySelectorAll('form')).filter(({ textContent }) =>
        textContent?.includes('k, balls'),
      );
      const input = forms[1].querySelector<HTMLInputElement>('input[type=number]')!;
      input.value = '2';
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    });
    await page.waitForSelector('li[data-figure="k2.coins_1.good_balls"]', { timeout: 240_000 });
    await settled(page);
    const text = definedBy('coins-from-collisions', 'mint', { u: 12, k: 2 });
    const { metrics } = await runScenario(text, 'notebook.yaml');
    const shown = await page.locator('li[data-figure="k2.coins_1.good_balls"]').getAttribute('data-value');
    expect(Number(shown)).toBe(metrics.find(({ name }) => name === 'k2.coins_1.good_balls')?.value);
  });

  it('draw the same cheques as the library: MR1, MR2 and risk', async () => {
    const { figures, theories } = await readThrough('mr1-mr2-and-risk.html');
    for (const [name, payments] of SHORT_AFTER) expect(theories.get(name), name).toBeCloseTo(short(payments), 9);
    expect(theories.get('exercise.ratio')).toBeCloseTo(0.1, 12);
    expect(theories.get('insolvent.mr1')).toBeCloseTo(uncollected(1000, 5), 6);
    expect(theories.size).toBe(SHORT_AFTER.length + 4);
    const lottery = definedBy('mr1-mr2-and-risk', 'lottery', { payments: 1000, oneIn: 1000 });
    await expectMetrics(figures, lottery, [
      'mr1.user_charge.mean_usd',
      'mr1.overpay.probability',
      'mr2.bank_shortfall.mean_usd',
    ]);
    expect(figures.get('mr2.user_charge.max_over_use_usd')).toEqual(new Set([0]));
    const leaving = definedBy('mr1-mr2-and-risk', 'leaving', { after: 500, funds: 5 });
    await expectMetrics(figures, leaving, ['mr1.loss.bank_usd', 'mr2.quitter.gain_usd']);
    const reserve = definedBy('mr1-mr2-and-risk', 'reserve', { users: 200 });
    await expectMetrics(figures, reserve, ['one-in-1000.bank.reserve_usd']);
  });

  it('forge the same coins as the library: the price of forgery', async () => {
    const { page, figures, theories } = await readThrough('price-of-forgery.html');
    const [broker, forger] = [16_384, 1639].map((balls) => atLeast(4, balls, 1 / 4096));
    expect([...theories.keys()]).toEqual(['share']);
    expect(theories.get('share')).toBeCloseTo(forger / broker, 9);
    await expectMetrics(figures, definedBy('price-of-forgery', 'race', { u: 12, k: 4 }), [
      'mint.broker.coins.count',
      'mint.splicer_one_in_10.coins.count',
    ]);
    const inputs = { year: 2026, t: 21, days: 30, DAY: 86_400, breakEvenRate, RS96_EXAMPLE };
    await expectMetrics(figures, definedBy('price-of-forgery', 'venture', inputs), [
      'micromint.break_even.hash_rate',
      'micromint.f2.profit_usd',
    ]);
    await expectMetrics(figures, definedBy('price-of-forgery', 'defence', { stages: 4 }), [
      'plain.forger.coins_found_count',
      'predicates.forger.coins_found_count',
    ]);
    // Fails when some hardware or some filter leaves nobody for whom forging pays, and so no rate from which it does.
    for (const [year, t] of [
      [0, 21],
      [0, 17],
      [1, 23],
    ] as const) {
      await page.evaluate(
        ([chosen, bits]) => {
          document.querySelectorAll<HTMLInputElement>('input[type=radio]')[chosen]!.click();
          const forms = Array.from(document.querySelectorAll('form'));
          const filter = forms.find(({ textContent }) => textContent?.includes('bits of the filter'))!;
          const input = filter.querySelector<HTMLInputElement>('input[type=number]')!;
          input.value = String(bits);
          input.dispatchEvent(new InputEvent('input', { bubbles: true }));
        },
        [year, t] as const,
      );
      await page.waitForTimeout(500);
      await settled(page);
      expect([year, t, await failedCells(page)]).toEqual([year, t, '0']);
      expect(await page.locator('.observablehq--error, p.differ').count()).toBe(0);
      expect(await page.locator('[data-figure="micromint.break_even.hash_rate"]').count()).toBeGreaterThan(0);
    }
  });

  it('are seen to fail when a cell is broken, when a solution is, when a page asks for something or states a wrong theory', async () => {
    // The test's own test: were it blind to one of these, the tests above could not fail for it.
    const copy = join(folder, 'copy');
    cpSync(SOURCES, join(copy, 'notebooks'), { recursive: true });
    for (const neighbour of ['src', 'node_modules']) symlinkSync(join(TOP, neighbour), join(copy, neighbour));
    for (const file of NAMES) rmSync(join(copy, 'notebooks', file));
    const cells = [
      'missing + 1',
      "import * as lab from './lab.ts';\ndisplay(lab.solution(async () => lab.figures(await lab.run('title: no scenario'), [])));",
      "fetch('http://127.0.0.1:9/')",
      `import * as lab from './lab.ts';
display(lab.saidValue('gain', 0.97, '$0.97', { halfWidth: 0.03, confidence: 0.95, replications: 30 }));
display(lab.theory('gain', 0.01, '$0.01'));`,
    ];
    const scripts = cells.map((code, i) => `<script id="${i + 1}" type="module">\n${code}\n</script>`);
    const broken = `<!doctype html><notebook><title>Broken</title>${scripts.join('')}</notebook>`;
    writeFileSync(join(copy, 'notebooks', 'broken.html'), broken);
    await build('--from', join(copy, 'notebooks'), '--to', join(copy, 'built'));
    const { page, noise } = await open(addressOf('broken.html', join(copy, 'built')), {});
    await settled(page);
    await solved(page);
    expect(await failedCells(page)).toBe('2');
    expect(await page.locator('p.differ').textContent()).toContain('notebook.yaml:');
    expect(noise.some((word) => word.startsWith('request http://127.0.0.1:9/'))).toBe(true);
    expect(noise.some((word) => word.includes('missing is not defined'))).toBe(true);
    await expect(theoriesOf(page)).rejects.toThrow('gain');
  });
});
