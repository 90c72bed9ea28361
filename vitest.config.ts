import { defineConfig } from 'vitest/config';

/** `unit` needs nothing but Node; `browser` opens pages in Chromium. CI runs both. */
const BROWSER = 'test/browser/**/*.test.ts';
/** No test is about time: this only ends one that hangs, on a machine that others keep busy too. */
const patience = { testTimeout: 300_000, hookTimeout: 300_000 };

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: [BROWSER], ...patience } },
      { test: { name: 'browser', include: [BROWSER], ...patience } },
    ],
  },
});
