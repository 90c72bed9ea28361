import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** `unit` needs nothing but Node; `browser` opens pages in Chromium. CI runs both. */
const BROWSER = 'test/browser/**/*.test.ts';
/** No test is about time: this only ends one that hangs, on a machine that others keep busy too. */
const patience = { testTimeout: 300_000, hookTimeout: 300_000 };

/** What package.json says of dist/, for the source. */
const resolve = {
  alias: { '#ed25519': fileURLToPath(new URL('src/protocols/primitives/ed25519-node.ts', import.meta.url)) },
};

export default defineConfig({
  test: {
    /** All cores: left alone, Vitest would keep one of two free. */
    maxWorkers: '100%',
    projects: [
      { resolve, test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: [BROWSER], ...patience } },
      { resolve, test: { name: 'browser', include: [BROWSER], ...patience } },
    ],
  },
});
