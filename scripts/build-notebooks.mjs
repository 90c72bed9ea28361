// Builds notebooks/*.html (Observable Notebook Kit) into dist/notebooks, each page one file that opens from anywhere and
// asks nothing of any network; or serves them from the source, for who edits them.
//   npm run notebooks -- [--serve] [--from DIR] [--to DIR]
import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { observable } from '@observablehq/notebook-kit/vite';
import { build, createServer } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';

const top = fileURLToPath(new URL('..', import.meta.url));
const { values: options } = parseArgs({
  options: {
    serve: { type: 'boolean', default: false },
    from: { type: 'string', default: join(top, 'notebooks') },
    to: { type: 'string', default: join(top, 'dist/notebooks') },
  },
});
const folder = resolve(options.from);
const kit = dirname(dirname(fileURLToPath(import.meta.resolve('@observablehq/notebook-kit/runtime'))));

/**
 * The kit's own library loads its packages and data from a server far away. Here cells get what ./runtime.ts has for
 * them, and anything else fails by its name.
 */
const REMOTE_LIBRARY = /\/notebook-kit\/dist\/src\/runtime\/stdlib\/(recommendedLibraries|sampleDatasets)\.js$/;
const REMOTE = /^https?:/;
const offline = {
  name: 'farthing:offline',
  enforce: 'pre',
  resolveId: (source) => (REMOTE.test(source) ? `\0${source}` : undefined),
  load(id) {
    if (REMOTE_LIBRARY.test(id)) return 'export {};';
    if (!id.startsWith('\0http')) return undefined;
    return `export default undefined; throw new Error('no part of an offline page: ${id.slice(1)}');`;
  },
};

const common = {
  configFile: false,
  root: folder,
  base: './',
  appType: 'mpa',
  resolve: {
    alias: [
      { find: /^observable:runtime$/, replacement: join(folder, 'runtime.ts') },
      { find: /^observable:(.*)$/, replacement: `${kit}/$1` },
      { find: /^npm:(.*)$/, replacement: '$1' },
      { find: '#ed25519', replacement: join(top, 'src/protocols/primitives/ed25519-noble.ts') },
    ],
  },
};
const notebookKit = () => observable({ template: join(folder, 'template.html') });

/** One page at a time: only what has a single entry can become a single file. */
async function buildPage(file) {
  await build({
    ...common,
    logLevel: 'warn',
    plugins: [offline, notebookKit(), viteSingleFile()],
    build: {
      outDir: resolve(options.to),
      emptyOutDir: false,
      target: 'esnext',
      reportCompressedSize: false,
      rollupOptions: { input: join(folder, file) },
    },
  });
  console.log(join(options.to, file));
}

if (options.serve) {
  const server = await createServer({
    ...common,
    plugins: [offline, notebookKit()],
    server: { host: '127.0.0.1', fs: { allow: [top, folder] } },
    optimizeDeps: { exclude: ['@observablehq/notebook-kit'] },
  });
  await server.listen();
  for (const file of pages()) console.log(new URL(file, server.resolvedUrls.local[0]).href);
} else {
  for (const file of pages()) await buildPage(file);
}

function pages() {
  return readdirSync(folder).filter((file) => file.endsWith('.html') && file !== 'template.html');
}
