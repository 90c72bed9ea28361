// Compiles src/ to dist/, then bench/ (which imports the package by its own name) to dist/bench/.
import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';

const tsc = new URL('../node_modules/typescript/bin/tsc', import.meta.url).pathname;
const compile = (project) => execFileSync(process.execPath, [tsc, '-p', project], { stdio: 'inherit' });
try {
  compile('tsconfig.build.json');
  compile('bench/tsconfig.json');
} catch {
  process.exit(1); // tsc has said why
}
chmodSync('dist/cli/main.js', 0o755);
