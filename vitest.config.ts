import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/**
 * `unit` needs nothing but Node and few minutes; `long` needs more of them; `browser` opens pages in Chromium. CI runs
 * all three.
 */
const LONG = 'test/long/**/*.test.ts';
const BROWSER = 'test/browser/**/*.test.ts';
/** No test is about time: this only ends one that hangs, on a machine that others keep busy too. */
const patience = { testTimeout: 300_000, hookTimeout: 300_000 };

/** What package.json says of dist/, for the source. */
const resolve = {
  alias: { '#ed25519': fileURLToPath(new URL('src/protocols/primitives/ed25519-node.ts', import.meta.url)) },
};

/**
 * One process for each core, in which test files follow each other and share what is imported: loading it anew for each
 * would cost as much as a third of the tests. So a file that changes what others see gives it back (module mocks and
 * globals with `vi`, the rest by hand). CommonJS packages are imported as Node does it: otherwise each call of theirs,
 * such as `ln` in a sampler, goes through a proxy.
 */
const shared = { pool: 'forks', isolate: false, deps: { interopDefault: false } } as const;

export default defineConfig({
  test: {
    /** All cores: left alone, Vitest would keep one of two free. */
    maxWorkers: '100%',
    projects: [
      {
        resolve,
        test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: [LONG, BROWSER], ...shared, ...patience },
      },
      { resolve, test: { name: 'long', include: [LONG], ...shared, ...patience } },
      { resolve, test: { name: 'browser', include: [BROWSER], ...patience } },
    ],
  },
});
