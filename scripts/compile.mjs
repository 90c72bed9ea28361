// Compiles src/ to dist/, then bench/ (which imports the package by its own name) to dist/bench/. The living page, which
// takes longer, stays as it was last built.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const top = fileURLToPath(new URL('..', import.meta.url));
const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
const compile = (project) => execFileSync(process.execPath, [tsc, '-p', project], { cwd: top, stdio: 'inherit' });

process.chdir(top);
const filesOf = (folder) => (existsSync(folder) ? readdirSync(folder).map((name) => `${folder}/${name}`) : []);
const page = 'dist/lecture/lecture.html';
for (const path of [...filesOf('dist').filter((name) => name !== 'dist/lecture'), ...filesOf('dist/lecture')])
  if (path !== page) rmSync(path, { recursive: true });
try {
  compile('tsconfig.build.json');
  compile('bench/tsconfig.json');
} catch {
  process.exit(1); // tsc has said why
}
chmodSync('dist/cli/main.js', 0o755);
