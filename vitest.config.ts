import { defineConfig } from 'vitest/config';

/** `unit` needs nothing but Node; `browser` opens pages in Chromium; `long` takes minutes. CI runs all of them. */
const LONG = 'test/**/*.long.test.ts';
const BROWSER = 'test/browser/**/*.test.ts';
/** No test is about time: this only ends one that hangs, on a machine that others keep busy too. */
const PATIENCE_MS = 300_000;

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: [LONG, BROWSER], testTimeout: PATIENCE_MS, hookTimeout: PATIENCE_MS } },
      { test: { name: 'browser', include: [BROWSER], testTimeout: PATIENCE_MS, hookTimeout: PATIENCE_MS } },
      { test: { name: 'long', include: [LONG], testTimeout: 2 * PATIENCE_MS } },
    ],
  },
});
