/** Rules of the house that no linter knows. Each test lists the offenders, so that its failure says where to go. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const LINES_MAX = 400;

function read(path: string): string {
  return readFileSync(ROOT + path, 'utf8');
}

function filesOf(folder: string, ending: string): string[] {
  return readdirSync(ROOT + folder, { recursive: true })
    .map((name) => `${folder}/${String(name).replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith(ending))
    .sort();
}

const SOURCES = filesOf('src', '.ts');
const TESTS = filesOf('test', '.ts');
/** This file has to spell out what it forbids. */
const ALL = [...SOURCES, ...filesOf('bench', '.ts'), ...TESTS].filter((path) => path !== 'test/tidy.test.ts');

/** `path:line` of every line that matches. */
function lines(paths: readonly string[], pattern: RegExp): string[] {
  return paths.flatMap((path) =>
    read(path)
      .split('\n')
      .flatMap((line, i) => (pattern.test(line) ? [`${path}:${i + 1} ${line.trim()}`] : [])),
  );
}

describe('the house', () => {
  it('has files to look at', () => {
    expect(SOURCES.length).toBeGreaterThan(80);
    expect(TESTS.length).toBeGreaterThan(40);
  });

  it('says at the head of every source file what it is', () => {
    expect(SOURCES.filter((path) => !/^(#!.*\n)?\/\*\*\n(?: \*.*\n)*? \* @module\n/.test(read(path)))).toEqual([]);
  });

  it(`has no file of more than ${LINES_MAX} lines`, () => {
    const tooLong = [...SOURCES, ...filesOf('bench', '.ts')].filter(
      (path) => read(path).split('\n').length > LINES_MAX,
    );
    expect(tooLong).toEqual([]);
  });

  it('leaves nothing for later in a comment', () => {
    expect(lines(ALL, /\b(TODO|FIXME|XXX|HACK)\b/)).toEqual([]);
  });

  it('runs every test that it has', () => {
    expect(
      lines(
        TESTS.filter((path) => path !== 'test/tidy.test.ts'),
        /\b(it|test|describe)(\.\w+)*\.(only|skip|todo)\b/,
      ),
    ).toEqual([]);
  });

  it('computes with functions whose bits are the same on every engine', () => {
    // A picture may round as its engine does; a figure may not.
    const engines =
      /\bMath\.(log|exp|pow|a?sin|a?cos|a?tan2?|a?sinh|a?cosh|a?tanh|cbrt|expm1|log1p|log2|log10|hypot)\b/;
    const figures = SOURCES.filter((path) => !/^src\/(report|cli)\//.test(path));
    expect(lines(figures, engines)).toEqual([]);
    expect(lines(figures, /\*\* *-?(\d*\.\d|\(.*\/)/)).toEqual([]);
  });
});

describe('the documents', () => {
  it('give a line to every dependency, and to none that is gone', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json'));
    const used = [...Object.keys(dependencies), ...Object.keys(devDependencies)].sort();
    expect(documented()).toEqual(used);
  });

  it('name every scenario of the gallery in the table of the README', () => {
    const rows = read('README.md')
      .split('\n')
      .filter((line) => line.startsWith('|'));
    const missing = filesOf('scenarios', '.yaml').filter((path) => !rows.some((row) => row.includes(`(${path})`)));
    expect(missing).toEqual([]);
  });
});

/** The packages of the first column; `@x/a-b, -c` is short for `@x/a-b` and `@x/a-c`. */
function documented(): string[] {
  const cells = read('docs/dependencies.md')
    .split('\n')
    .filter((line) => /^\| *[@a-z]/.test(line) && !/^\| *package *\|/.test(line))
    .map((line) => line.split('|')[1]!.trim().replaceAll('`', ''));
  return cells
    .flatMap((cell) => {
      const [first, ...others] = cell.split(', ');
      const stem = first!.slice(0, first!.lastIndexOf('-'));
      return [first!, ...others.map((other) => (other.startsWith('-') ? stem + other : other))];
    })
    .sort();
}
