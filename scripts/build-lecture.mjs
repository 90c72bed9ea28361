// The living page: src/browser as one file, dist/lecture/lecture.html unless another is named, which asks for nothing and
// opens from a disk. Its content security policy admits only its own script, its own style sheet and the worker inside
// the script.
import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';

const BYTES_MAX = 1.5e6;
const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/**
 * What stands in the page for a module that must not be in it. Nobody there asks ECVRF for its fast arithmetic, so
 * libsodium stays outside. Whether there are generators is tried by eval, which the policy forbids: there are.
 */
const INSTEAD = {
  '/edwards25519-sodium.ts': "export async function sodiumGroup() { throw new Error('libsodium is not in the page'); }",
  '@stdlib/assert-has-generator-support': 'module.exports = () => true;',
};
const standIns = {
  name: 'stand-ins',
  enforce: 'pre',
  resolveId: (source) => {
    const name = Object.keys(INSTEAD).find((end) => source.endsWith(end));
    return name === undefined ? null : `\0${name}`;
  },
  load: (id) => INSTEAD[id.slice(1)] ?? null,
};

async function bundled() {
  const { output } = await build({
    configFile: false,
    root: at('src/browser'),
    logLevel: 'warn',
    resolve: { alias: { '#ed25519': at('src/protocols/primitives/ed25519-noble.ts') } },
    worker: { plugins: () => [standIns] },
    plugins: [standIns, viteSingleFile()],
    build: {
      write: false,
      target: 'es2023',
      modulePreload: false,
      rollupOptions: { input: at('src/browser/lecture.html') },
    },
  });
  const left = output.map(({ fileName }) => fileName).filter((name) => name !== 'lecture.html');
  if (left.length > 0) throw new Error(`not one file, but also ${left.join(', ')}`);
  return String(output[0].source);
}

/** The sources by which a policy admits the content of every such tag. */
function hashes(page, tag) {
  const contents = [...page.matchAll(new RegExp(`<${tag}\\b[^>]*>([\\s\\S]*?)</${tag}>`, 'g'))].map(([, text]) => text);
  return contents.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`).join(' ');
}

function withPolicy(page) {
  const policy = [
    "default-src 'none'",
    `script-src ${hashes(page, 'script')} 'wasm-unsafe-eval'`,
    `style-src ${hashes(page, 'style')}`,
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ];
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">`;
  return page.replace('<meta charset="utf-8">', (first) => `${first}\n${meta}`);
}

const page = withPolicy(await bundled());
const bytes = Buffer.byteLength(page);
if (bytes > BYTES_MAX) throw new Error(`the page has ${bytes} bytes, more than ${BYTES_MAX}`);
const file = resolve(process.argv[2] ?? at('dist/lecture/lecture.html'));
mkdirSync(dirname(file), { recursive: true });
// Aside and renamed: whoever opens it meanwhile has a whole page.
writeFileSync(`${file}.tmp`, page);
renameSync(`${file}.tmp`, file);
