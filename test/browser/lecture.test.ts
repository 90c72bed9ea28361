/**
 * The living page in a real Chromium from file://, with the network gone: every scene of the list, by the same tests.
 * @module
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { initialValues, overridesOf, STAGES, valuesToPredict, writeAddress } from '../../src/browser/address.ts';
import type { AnyScene } from '../../src/browser/scene.ts';
import { SCENES } from '../../src/browser/scenes.ts';
import { runAtOnce, watch } from '../lecture/scene-watching.ts';
import { chromiumOffline, missing } from './chromium.ts';
import { layout, seriousFaults, type Way, watchTheWay } from './lecture-seen.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BYTES_MAX = 1.5e6;
const LAST_ROW_PX = 20;
/** A page that answers no question for so long hangs: far more than a slice of the worker or a drawing takes. */
const HANGING_MS = 10_000;

/** A short run has ended before a button is clicked again, which then is disabled. */
const ENDED_OR_NOT = { force: true };

/** Width, height, and whether the page presents. */
const SCREENS = [
  [390, 844, false],
  [1280, 720, false],
  [1280, 720, true],
  [1920, 1080, true],
] as const;

type State = 'open' | 'playing' | 'travelling' | 'finished';

/** Waits until the page is in a state. */
async function reach(page: Page, ...states: State[]): Promise<void> {
  await page.waitForFunction((wanted) => wanted.includes(document.body.dataset.state as State), states, {
    timeout: 120_000,
  });
}

/** Waits until the page is drawn so. */
async function setBigType(page: Page, isBig: boolean): Promise<void> {
  const is = await page.evaluate(() => document.documentElement.classList.contains('presenting'));
  if (is !== isBig) await page.keyboard.press('p');
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

function textOf(page: Page, id: string): Promise<string> {
  return page.locator(`#${id}`).innerText();
}

/** The picture when nothing in it moves any more. */
async function stillPicture(page: Page): Promise<Buffer> {
  const picture = page.locator('#picture');
  for (let before = await picture.screenshot(); ; ) {
    await page.waitForTimeout(300);
    const now = await picture.screenshot();
    if (now.equals(before)) return now;
    before = now;
  }
}

function labelOf(page: Page): Promise<string | null> {
  return page.locator('#picture').getAttribute('aria-label');
}

/** The same run in this process. */
async function inNode(scene: AnyScene, values: Readonly<Record<string, number>>, seed: string) {
  const overrides = overridesOf(scene, values);
  const run = watch(scene, overrides, seed);
  const last = run.frame(run.length);
  return { last, length: run.length, result: await runAtOnce(scene, overrides, seed) };
}

describe.skipIf(missing)('the living page in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'farthing-lecture-'));
  const file = join(folder, 'lecture.html');
  const address = pathToFileURL(file).href;
  const openFile = chromiumOffline();

  /** A page at a place; the file itself and the worker, which is a part of it, are no requests. */
  async function open(hash: string, options: BrowserContextOptions = {}) {
    const opened = await openFile(address + hash, { viewport: { width: 1280, height: 720 }, ...options });
    const isOwn = (line: string) => line.startsWith('request blob:') || line === `request ${address}`;
    return { page: opened.page, noise: () => opened.noise.filter((line) => !isOwn(line)) };
  }

  const hashOf = (scene: AnyScene, stage: (typeof STAGES)[number], values = initialValues(scene), seed = '42') =>
    writeAddress({ scene: scene.id, stage, values, seed });

  /** A stage without motion: the sandbox at the end of its smallest run, the others at their beginning. */
  async function openStage(scene: AnyScene, stage: (typeof STAGES)[number], options: BrowserContextOptions) {
    const smallest = Object.fromEntries(scene.parameters.map(({ key, values }) => [key, values[0]]));
    const values = stage === 'sandbox' ? smallest : initialValues(scene);
    const { page } = await open(hashOf(scene, stage, values), { reducedMotion: 'reduce', ...options });
    await reach(page, 'open');
    if (stage !== 'sandbox') return page;
    await page.keyboard.press('End');
    await reach(page, 'finished');
    return page;
  }

  beforeAll(() => {
    const { NODE_ENV: _, ...env } = process.env;
    execFileSync(process.execPath, [join(ROOT, 'scripts/build-lecture.mjs'), file], { cwd: ROOT, env, stdio: 'pipe' });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is one file of less than 1.5 MB that admits no script but its own', () => {
    expect(statSync(file).size).toBeLessThan(BYTES_MAX);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(readFileSync(file, 'utf8'))?.[1];
    expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^' ]*' 'wasm-unsafe-eval'; style-src 'sha256-/);
    expect(policy).not.toMatch(/unsafe-inline|unsafe-eval(?<!wasm-unsafe-eval)|https?:/);
  });

  describe.each(SCENES.map((scene) => [scene.id, scene] as const))('the scene %s', (_, scene) => {
    it('plays by itself, and runs to its end with the command line’s numbers, without a complaint', async () => {
      // Fails if the page's run is another than that of the command which it shows, or anything is said on the console.
      const { page, noise } = await open(hashOf(scene, 'watch', undefined, '7'));
      await reach(page, 'playing');
      await page.waitForFunction(() => !document.querySelector('#position')?.textContent?.startsWith('0 of'));
      await page.keyboard.press('End');
      await reach(page, 'finished');
      const { last, length, result } = await inNode(scene, initialValues(scene), '7');
      expect(await textOf(page, 'digest')).toBe(result.digest);
      expect(await textOf(page, 'finding')).toBe(scene.finding(last));
      expect(await textOf(page, 'command')).toBe(`npx farthing run ${scene.file.replace('.yaml', '')} --seed 7`);
      expect(new URL(page.url()).hash).toContain(`seed=7&at=${length}`);
      expect((await layout(page)).overlaps).toEqual([]);
      expect(noise()).toEqual([]);
    });

    it('is predicted by keyboard alone: nothing is seen before, and the run itself answers', async () => {
      // Fails if the run asked about is the one just watched, or something still says what that one came to.
      const { page, noise } = await open(hashOf(scene, 'watch'), { reducedMotion: 'reduce' });
      await reach(page, 'open');
      await page.waitForFunction(
        (words) => document.querySelector('#live')?.textContent === words,
        await textOf(page, 'finding'),
      );
      await page.getByRole('link', { name: 'Predict' }).press('Enter');
      await page.locator('#picture.veiled').waitFor();
      await reach(page, 'open');
      expect(new URL(page.url()).hash).toBe(hashOf(scene, 'choose', valuesToPredict(scene)));
      expect(await textOf(page, 'asks')).toBe(scene.question.asks(valuesToPredict(scene)));
      expect(await page.locator('#live').textContent()).toBe('');
      // As many users as make a short run.
      const few = scene.parameters.filter(({ key }) => key === 'users').map(({ key, values }) => [key, values[0]]);
      const values = { ...valuesToPredict(scene), ...Object.fromEntries(few) };
      if (few.length > 0) await page.goto(address + hashOf(scene, 'choose', values));
      await reach(page, 'open');
      const isSeen = () => page.locator('#picture > *').first().isVisible();
      await page.keyboard.press('Space');
      await page.keyboard.press('ArrowRight');
      expect(await textOf(page, 'position')).toMatch(/^0 of/);
      expect(await isSeen()).toBe(false);
      const focused = () => page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.name ?? '');
      for (let presses = 0; (await focused()) !== 'option'; presses++) {
        expect(presses).toBeLessThan(40);
        await page.keyboard.press('Tab');
      }
      await page.keyboard.press('Space');
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => document.activeElement?.id === 'play');
      expect(await isSeen()).toBe(true);
      expect(await labelOf(page)).toBe(`${scene.title}, while it plays; what it shows is said above.`);
      await page.keyboard.press('End');
      await reach(page, 'finished');
      const { last, result } = await inNode(scene, values, '42');
      const { right, because } = scene.question.answer(last, result);
      const isFirst = (scene.question.optionsAt?.(values) ?? scene.question.options)[0].id === right;
      const reveal = await textOf(page, 'reveal');
      expect(reveal.startsWith(isFirst ? '✓' : '✗')).toBe(true);
      expect(reveal.endsWith(because)).toBe(true);
      expect(await page.locator('#options .right input').getAttribute('value')).toBe(right);
      expect(await textOf(page, 'digest')).toBe(result.digest);
      expect(await labelOf(page)).toBe(`${scene.title}. ${scene.finding(last)}`);
      expect(noise()).toEqual([]);
    });

    it('answers at all ends of its sliders, while it computes too, and can be reset', async () => {
      // Fails if a slider's end makes the page wait for the simulator, or a run that was left comes back.
      const { page, noise } = await open(hashOf(scene, 'sandbox'));
      page.setDefaultTimeout(HANGING_MS);
      await reach(page, 'open', 'playing');
      for (const { key } of scene.parameters)
        for (const end of ['Home', 'End']) {
          await page.locator(`#sliders input[name=${key}]`).focus();
          await page.keyboard.press(end);
          await page.keyboard.press('Escape');
          await page.locator('#end').click(ENDED_OR_NOT);
        }
      await page.waitForFunction(
        (keys) => {
          const ends = keys.map(([key, value]) => `${key}=${value}`);
          return ends.every((each) => location.hash.includes(each));
        },
        scene.parameters.map(({ key, values }) => [key, String(values.at(-1))] as const),
      );
      await reach(page, 'open', 'playing', 'travelling', 'finished');
      await page.locator('#end').click(ENDED_OR_NOT);
      expect(await page.evaluate(() => 6 * 7)).toBe(42);
      await page.locator('#reset').click();
      await reach(page, 'open');
      await page.waitForFunction(() => document.querySelector('#position')?.textContent?.startsWith('0 of'));
      expect(noise()).toEqual([]);
    });

    it('is the same picture under the link that it gives, to the pixel, for everybody who opens it', async () => {
      // Fails if a picture hangs on the frames before: those of a played run are others than those on the way to a link.
      const values = Object.fromEntries(scene.parameters.map(({ key, values }) => [key, values[1]]));
      const { page } = await open(hashOf(scene, 'watch', values, 'again'));
      await reach(page, 'playing');
      await page.locator('#speed').selectOption('4');
      await page.waitForTimeout(2000);
      await page.locator('#play').click();
      await page.waitForFunction(() => location.hash.includes('&at='));
      const { hash } = new URL(page.url());
      const picture = await stillPicture(page);
      for (const reader of ['one', 'another']) {
        const other = (await open(hash)).page;
        await other.waitForFunction(
          (wanted) => document.querySelector('#position')?.textContent === wanted,
          await textOf(page, 'position'),
        );
        expect(await textOf(other, 'finding'), reader).toBe(await textOf(page, 'finding'));
        expect((await stillPicture(other)).equals(picture), reader).toBe(true);
        await other.close();
      }
    });

    it('has no serious fault of accessibility in any stage, where it stands still, light', async () => {
      for (const stage of STAGES)
        expect(await seriousFaults(await openStage(scene, stage, { colorScheme: 'light' })), stage).toEqual([]);
    });

    it('has no serious fault of accessibility in any stage, where it stands still or plays, dark', async () => {
      for (const stage of STAGES) {
        const page = await openStage(scene, stage, { colorScheme: 'dark' });
        expect(await seriousFaults(page), stage).toEqual([]);
        await page.locator('#speed').selectOption('0.25');
        if (stage === 'choose') {
          await page.locator('#options input').first().check();
          await page.locator('#predict').click();
        } else {
          await page.locator('#reset').click();
          await reach(page, 'open');
          await page.locator('#play').click();
        }
        await reach(page, 'playing');
        expect(await seriousFaults(page), `${stage}, playing`).toEqual([]);
        expect(await page.locator('#play').innerText(), 'it still plays').toBe('Pause');
        await page.close();
      }
    });

    it.each(STAGES)('has no words over each other on any screen, and large ones in big type: %s', async (stage) => {
      const page = await openStage(scene, stage, {});
      for (const [width, height, isBig] of SCREENS) {
        await page.setViewportSize({ width, height });
        await setBigType(page, isBig);
        const { overlaps, smallestPx, isTooWide } = await layout(page);
        const where = `${width} x ${height}`;
        expect(overlaps, where).toEqual([]);
        expect(isTooWide, where).toBe(false);
        if (isBig) expect(smallestPx, where).toBeGreaterThanOrEqual(LAST_ROW_PX);
      }
    });

    it('moves only when it is told to, and then by jumps, where the reader wants less motion', async () => {
      const { page } = await open(hashOf(scene, 'watch'), { reducedMotion: 'reduce' });
      await reach(page, 'open');
      await page.evaluate(() => {
        const places: string[] = [];
        const position = document.querySelector('#position')!;
        new MutationObserver(() => places.push(position.textContent ?? '')).observe(position, {
          childList: true,
          characterData: true,
          subtree: true,
        });
        Object.assign(window, { places });
      });
      await page.waitForTimeout(500);
      expect(await textOf(page, 'position')).toMatch(/^0 of/);
      await page.keyboard.press('Space');
      await reach(page, 'playing');
      await page.waitForTimeout(3000);
      const places = await page.evaluate(() => (window as unknown as { places: string[] }).places.length);
      expect(places).toBeLessThanOrEqual(4);
    });
  });

  it('goes to a far place without a picture of the way, and shows there what “To the end” shows', async () => {
    // Fails if a link is right only after a film of other moments, or looks at rest before it has arrived.
    const scene = SCENES.find(({ id }) => id === 'bills')!;
    const values = { ...initialValues(scene), users: 500, payments: 500 };
    const { page, noise } = await open(hashOf(scene, 'watch', values), { reducedMotion: 'reduce' });
    await reach(page, 'open');
    await page.locator('#end').click();
    await reach(page, 'finished');
    const [finding, picture] = [await textOf(page, 'finding'), await stillPicture(page)];
    await page.addInitScript(watchTheWay);
    await page.reload();
    await reach(page, 'finished');
    const { said, uncovered, draws } = await page.evaluate(() => (window as unknown as { way: Way }).way);
    expect(await textOf(page, 'finding')).toBe(finding);
    expect((await stillPicture(page)).equals(picture)).toBe(true);
    expect(said.filter((words) => !/^$|^The run is on its way to [\d,]+ simulated minutes\.$/.test(words))).toEqual([
      finding,
    ]);
    expect(said.length).toBeGreaterThan(1);
    expect(uncovered).toEqual([]);
    expect(draws).toBe(1);
    expect(noise()).toEqual([]);
  });

  it('says plainly what a link says wrongly, and shows the nearest that there is', async () => {
    const { page, noise } = await open(`#${SCENES[0].id}/watch?u=40&seed=no good&x=1`);
    await reach(page, 'open', 'playing');
    const notice = await textOf(page, 'notice');
    for (const words of ['u cannot be “40”: it is 16', 'The seed cannot be “no good”', 'no parameter “x”'])
      expect(notice).toContain(words);
    expect(new URL(page.url()).hash).toMatch(/u=16&t=0&seed=42$/);
    expect(noise()).toEqual([]);
  });

  it('is driven by its keys: step, speed, scenes, big type, help', async () => {
    const { page } = await open('', { reducedMotion: 'reduce' });
    await reach(page, 'open');
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction((step) => location.hash.endsWith(`&at=${step}`), SCENES[0].step);
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await page.keyboard.press('-');
    expect(await page.locator('#speed').inputValue()).toBe('2');
    await page.keyboard.press('r');
    await page.waitForFunction(() => !location.hash.includes('&at='));
    await page.keyboard.press('p');
    expect(await page.locator('#present').getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('?');
    expect(await page.locator('#help').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.locator('#help').isVisible()).toBe(false);
    for (const [index, { title }] of SCENES.entries()) {
      await page.keyboard.press(String(index + 1));
      await page.waitForFunction((wanted) => document.querySelector('#title')?.textContent === wanted, title);
      expect(await labelOf(page)).toMatch(new RegExp(`^${title}[.,:] `));
    }
  });
});
