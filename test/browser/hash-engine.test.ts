/**
 * The minter's hash engine in a page of Chromium: the compiled modules as they are, with their packages, from a server
 * that exists inside this test alone.
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { Speck64 } from '../../src/protocols/primitives/speck64.ts';
import { ROOT } from '../cli/program.ts';
import { chromiumOffline, missing } from './chromium.ts';

const HOST = 'https://farthing.example';
const IMPORTS = JSON.stringify({ imports: { '@noble/hashes/': '/node_modules/@noble/hashes/' } });
const FOLDER = '/dist/protocols/primitives';
/** What the page offers: to hash as a page is told to, and to test WebAssembly's kernel by itself. */
const SCRIPT = `
import { ballHasher, prepareBallHasher } from '${FOLDER}/ball-hasher.js';
import { passesSelfTest } from '${FOLDER}/ball-kernel.js';
import { SimdKernel, simdModule } from '${FOLDER}/sha256-simd.js';
import { compileLater } from '${FOLDER}/webassembly.js';
globalThis.hashBalls = async (key, permutationKey, from, count) => {
  await prepareBallHasher();
  const hasher = ballHasher(Uint8Array.from(key), Uint8Array.from(permutationKey));
  const module = await compileLater(simdModule()).catch(() => null);
  const make = (one, other) => new SimdKernel(module, one, other);
  const passes = module === null ? null : passesSelfTest(make);
  return { engine: hasher.engine, digests: Array.from(hasher.hash(from, count)), passes };
};`;
const PAGE = `<!doctype html><title>engine</title>
<script type="importmap">${IMPORTS}</script><script type="module">${SCRIPT}</script>`;

const KEY = Array.from({ length: 16 }, (_, i) => 17 * i + 3);
const PERMUTATION_KEY = Array.from({ length: 16 }, (_, i) => 255 - 11 * i);
/** A batch that is no multiple of the lanes, with numbers on both sides of 2^32. */
const FROM = 2 ** 32 - 501;
const COUNT = 1003;

/** The first two words of SHA-256(key || P(i)) of each number, by the library. */
function expectedWords(): number[] {
  const permutation = new Speck64(Uint8Array.from(PERMUTATION_KEY));
  const ball = new Int32Array(2);
  return Array.from({ length: COUNT }, (_, i) => {
    permutation.encrypt(Math.floor((FROM + i) / 2 ** 32), (FROM + i) % 2 ** 32, ball);
    const message = new DataView(new ArrayBuffer(24));
    for (const [at, byte] of KEY.entries()) message.setUint8(at, byte);
    message.setInt32(16, ball[0]);
    message.setInt32(20, ball[1]);
    const digest = new DataView(sha256(new Uint8Array(message.buffer)).buffer);
    return [digest.getUint32(0), digest.getUint32(4)];
  }).flat();
}

/** Answers every request of the page: the page itself, or a file of the project. */
async function serve(page: Page, policy: string | undefined): Promise<void> {
  await page.route(`${HOST}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/') {
      const headers = policy === undefined ? {} : { 'content-security-policy': policy };
      return route.fulfill({ contentType: 'text/html', body: PAGE, headers });
    }
    return route.fulfill({ contentType: 'text/javascript', body: readFileSync(join(ROOT, pathname), 'utf8') });
  });
}

/** What an engine answered in the page, and which one it was. */
interface Answer {
  readonly engine: string;
  readonly digests: readonly number[];
  /** Whether WebAssembly's kernel stood the test against the library in the page; null where it did not start. */
  readonly passes: boolean | null;
}

declare const hashBalls: (
  key: readonly number[],
  permutationKey: readonly number[],
  from: number,
  count: number,
) => Promise<Answer>;

describe.skipIf(missing)("the minter's hash engine in Chromium", () => {
  const open = chromiumOffline();

  async function answerUnder(policy: string | undefined, before: (page: Page) => Promise<unknown>): Promise<Answer> {
    const { page, noise } = await open('about:blank', {});
    await serve(page, policy);
    await before(page);
    await page.goto(`${HOST}/`);
    const answer = await page.evaluate(
      ([key, permutationKey, from, count]) => hashBalls(key, permutationKey, from, count),
      [KEY, PERMUTATION_KEY, FROM, COUNT] as const,
    );
    expect(noise.filter((words) => words.startsWith('error'))).toEqual([]);
    return answer;
  }

  it('is WebAssembly, stands its self-test, and gives the digests of @noble/hashes', async () => {
    // Fails when the bytes that the assembler writes are refused, miscompiled or too many for a page at once.
    const answer = await answerUnder(undefined, async () => {});
    expect(answer).toEqual({ engine: 'wasm-simd128', digests: expectedWords(), passes: true });
  });

  it('is plain TypeScript where there is no WebAssembly, with the same digests', async () => {
    // Fails when a module wants WebAssembly at its import, or the fall-back errs where V8 is a browser's.
    const answer = await answerUnder(undefined, (page) =>
      page.addInitScript(() => {
        Reflect.deleteProperty(globalThis, 'WebAssembly');
      }),
    );
    expect(answer).toEqual({ engine: 'portable', digests: expectedWords(), passes: null });
  });

  it('is plain TypeScript where the page forbids WebAssembly, with the same digests', async () => {
    // Fails when a policy's refusal is thrown at whoever asks for a hasher.
    const policy = "default-src 'none'; script-src 'self' 'unsafe-inline'";
    const answer = await answerUnder(policy, async () => {});
    expect(answer).toEqual({ engine: 'portable', digests: expectedWords(), passes: null });
  });

  it('is plain TypeScript where WebAssembly computes wrongly, with the same digests', async () => {
    // Fails when the self-test is left out in the page: every digest here has a wrong bit.
    const answer = await answerUnder(undefined, (page) =>
      page.addInitScript(() => {
        const { Instance } = WebAssembly;
        class Wrong {
          readonly exports: WebAssembly.Exports;
          constructor(module: WebAssembly.Module) {
            const right = new Instance(module).exports as {
              hash: (end: number) => void;
              memory: WebAssembly.Memory;
            };
            const hash = (end: number) => {
              right.hash(end);
              new Uint32Array(right.memory.buffer).subarray(0x100).forEach((word, i, words) => {
                words[i] = word ^ 1;
              });
            };
            this.exports = { hash, memory: right.memory };
          }
        }
        Object.assign(WebAssembly, { Instance: Wrong });
      }),
    );
    expect(answer).toEqual({ engine: 'portable', digests: expectedWords(), passes: false });
  });
});
