import { defineConfig } from 'vitest/config';

/** `unit` needs nothing but Node; `browser` opens pages in Chromium; `long` takes minutes. CI runs all of them. */
const LONG = 'test/**/*.long.test.ts';
const BROWSER = 'test/browser/**/*.test.ts';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: [LONG, BROWSER], testTimeout: 60_000 } },
      { test: { name: 'browser', include: [BROWSER], testTimeout: 120_000, hookTimeout: 120_000 } },
      { test: { name: 'long', include: [LONG], testTimeout: 600_000 } },
    ],
  },
});
