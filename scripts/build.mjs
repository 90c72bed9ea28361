// Compiles src/ to dist/, then bench/ (which imports the package by its own name) to dist/bench/.
import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const top = fileURLToPath(new URL('..', import.meta.url));
const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
const compile = (project) => execFileSync(process.execPath, [tsc, '-p', project], { cwd: top, stdio: 'inherit' });

process.chdir(top);
rmSync('dist', { recursive: true, force: true });
try {
  compile('tsconfig.build.json');
  compile('bench/tsconfig.json');
} catch {
  process.exit(1); // tsc has said why
}
chmodSync('dist/cli/main.js', 0o755);
