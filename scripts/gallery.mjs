// Runs the scenarios of the gallery as they are shipped, from dist/, and keeps of each its charts as pictures and its
// numbers under reports/gallery, with the digest of the quick run, which the tests compare. With --check nothing is
// written: the numbers as shipped must be those that are kept.
//   npm run gallery -- [--check] [NAME ...]
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chartsOf } from '../src/report/charts/registry.ts';
import { picture } from '../src/report/picture.ts';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const GALLERY = 'reports/gallery';
const checks = process.argv.includes('--check');
const all = readdirSync('scenarios').flatMap((file) => (file.endsWith('.yaml') ? [basename(file, '.yaml')] : []));
const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const names = asked.length === 0 ? all : asked;
const unknown = names.filter((name) => !all.includes(name));
if (unknown.length > 0) throw new Error(`no scenario is named ${unknown.join(', ')}`);

/** The result of a scenario; its exit code must be 0. */
async function resultOf(name, ...options) {
  const out = mkdtempSync(join(tmpdir(), 'farthing-gallery-'));
  try {
    const run = ['dist/cli/main.js', 'run', name, ...options, '--json', '--quiet', '--workers', '1', '--out', out];
    const { stdout } = await promisify(execFile)(process.execPath, run, { maxBuffer: 2 ** 30 });
    return JSON.parse(stdout);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** Every figure with all its digits: they are the same on any machine. */
function numbersOf({ digest, metrics }) {
  return { digest, metrics: Object.fromEntries(metrics.map(({ name, value }) => [name, value])) };
}

async function keep(name, result) {
  const { digest: quick } = await resultOf(name, '--quick');
  const folder = join(GALLERY, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'numbers.json'), `${JSON.stringify({ quick, ...numbersOf(result) }, null, 1)}\n`);
  for (const { name: chart, chart: drawn } of chartsOf(result))
    writeFileSync(join(folder, `${chart}.svg`), await picture(drawn));
  writeFileSync(join(folder, 'README.md'), pageOf(name, result));
}

function pageOf(name, result) {
  const { title, about } = result.scenario;
  const figures = chartsOf(result).map(
    ({ name: chart, chart: drawn }) => `![${drawn.title}](${chart}.svg)\n\n${drawn.caption}\n`,
  );
  return `# ${title}\n\n${about.trim()}\n\n\`npx farthing run ${name}\`\n\n${figures.join('\n')}`;
}

/** What differs from the numbers that are kept, in a line each. */
function differences(name, result) {
  const file = join(GALLERY, name, 'numbers.json');
  if (!existsSync(file)) return [`${name}: ${file} is missing`];
  const kept = JSON.parse(readFileSync(file, 'utf8'));
  const found = numbersOf(result);
  const metrics = [...new Set([...Object.keys(kept.metrics), ...Object.keys(found.metrics)])];
  const moved = metrics
    .filter((metric) => kept.metrics[metric] !== found.metrics[metric])
    .map((metric) => `${name}: ${metric} is ${found.metrics[metric]}, kept is ${kept.metrics[metric]}`);
  if (moved.length > 0 || kept.digest === found.digest) return moved;
  return [`${name}: no metric has moved, but the digest is ${found.digest}, kept is ${kept.digest}`];
}

/** A short page of all pictures, from the folders as they are. */
function writeIndex() {
  const entries = all.flatMap((name) => {
    const page = join(GALLERY, name, 'README.md');
    if (!existsSync(page)) return [];
    const lines = readFileSync(page, 'utf8').split('\n');
    const first = lines.find((line) => line.startsWith('!['));
    return [`## [${lines[0].slice(2)}](${name}/README.md)\n\n${first?.replace('](', `](${name}/`) ?? ''}\n`];
  });
  const head = `# Gallery\n\nThe first picture of every scenario as shipped; behind each title are the others. Made by \`npm run gallery\`; CI compares the numbers of every quick run, and of some scenarios as shipped, with those kept here; \`npm run gallery -- --check\` those of all.\n`;
  writeFileSync(join(GALLERY, 'README.md'), [head, ...entries].join('\n'));
}

const left = [...names];
const complaints = [];
async function work() {
  for (let name = left.shift(); name !== undefined; name = left.shift()) {
    const start = performance.now();
    const result = await resultOf(name);
    if (checks) complaints.push(...differences(name, result));
    else await keep(name, result);
    console.log(`${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, work));
if (!checks) writeIndex();
const strangers = existsSync(GALLERY)
  ? readdirSync(GALLERY, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !all.includes(entry.name))
  : [];
if (checks) complaints.push(...strangers.map(({ name }) => `${name}: kept, but there is no such scenario`));
else for (const { name } of strangers) rmSync(join(GALLERY, name), { recursive: true });
for (const complaint of complaints.slice(0, 40)) console.error(complaint);
if (complaints.length > 0)
  console.error(`${complaints.length} numbers differ. If that is meant: npm run gallery, and say why in the commit.`);
process.exitCode = complaints.length === 0 ? 0 : 1;
