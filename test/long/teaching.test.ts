/**
 * What docs/teaching.md says is what happens: its commands run, the figures of its solutions are those of theory,
 * those of its tables are what runs give, and its code compiles beside the source and runs on a market. A sentence or
 * table that has drifted is told with what it should say. (The plan of the lecture: test/lecture/scene-teaching.test.ts.)
 */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import type { MarketOutcome } from '../../src/economy/market.ts';
import type { Result } from '../../src/experiment/result.ts';
import { runScenario } from '../../src/experiment/run-scenario.ts';
import { quantity, styleOf, unitOf, writeEstimate } from '../../src/report/format.ts';
import { writeTheory } from '../../src/report/verdict.ts';
import { chanceOfPayingMore, charge } from '../../src/theory/lottery.ts';
import { collisionScale, firstCoinBalls, forgery } from '../../src/theory/micromint.ts';
import { shortfall } from '../../src/theory/serial-charge.ts';
import { meanTries, triesAt, triesAtLeast } from '../../src/theory/soft-drink.ts';

const TOP = fileURLToPath(new URL('../..', import.meta.url));
const TEXT = readFileSync(join(TOP, 'docs/teaching.md'), 'utf8');
const TABLE_ROW = /^\| `([^`]+)` \|.*$/gm;

/** Commands in code, such as `npx farthing run NAME --quick`, by their words behind the program's name. */
const COMMANDS = Array.from(TEXT.matchAll(/npx farthing ([^`\n|]+)/g), ([, words]) => words.trim().split(' '));
/** The exercises' commands, each with the table behind it. */
const SOLUTIONS = Array.from(
  TEXT.matchAll(/```sh\nnpx farthing run ([^\n]+)\n```\n\n(\| figure [\s\S]*?)\n\n/g),
  ([, words, table]) => ({ words, table }),
);

function runAsSaid(words: string): Promise<Result> {
  const { values, positionals } = parseArgs({
    args: words.split(' '),
    allowPositionals: true,
    options: {
      set: { type: 'string', multiple: true, default: [] },
      quick: { type: 'boolean', default: false },
      fidelity: { type: 'string' },
      replications: { type: 'string' },
    },
  });
  const { set, quick, ...shorthands } = values;
  const file = `${positionals[0]}.yaml`;
  return runScenario(readFileSync(join(TOP, 'scenarios', file), 'utf8'), file, { overrides: set, quick, shorthands });
}

/** The row of a figure as the page should have it. */
function rowOf({ metrics }: Result, name: string): string {
  const metric = metrics.find((one) => one.name === name);
  if (metric === undefined) return `| \`${name}\` | not measured | |`;
  const { value, theory } = metric;
  const halfWidth = metric.halfWidth === 0 ? null : metric.halfWidth;
  const style = styleOf(unitOf(metric), value, halfWidth);
  return `| \`${name}\` | ${writeEstimate(style, value, halfWidth)} | ${theory ? writeTheory(theory, style) : ''} |`.replace(
    '|  |',
    '| |',
  );
}

describe('docs/teaching.md', () => {
  it('names commands and scenarios that exist', () => {
    expect(COMMANDS.length).toBeGreaterThan(15);
    const commands = readdirSync(join(TOP, 'src/cli/commands')).map((file) => basename(file, '.ts'));
    for (const [command, scenario] of COMMANDS) {
      expect(commands).toContain(command);
      if (command === 'run') expect(existsSync(join(TOP, 'scenarios', `${scenario}.yaml`)), scenario).toBe(true);
    }
  });

  it('has eight to twelve exercises, each with a solution', () => {
    expect(SOLUTIONS.length).toBeGreaterThanOrEqual(8);
    expect(SOLUTIONS.length).toBe(TEXT.match(/^### \d+\. /gm)?.length);
  });

  it.each(SOLUTIONS)('prints what `run $words` gives', async ({ words, table }) => {
    const result = await runAsSaid(words);
    expect(result.disagreements).toEqual([]);
    const rows = Array.from(table.matchAll(TABLE_ROW), ([row, name]) => ({ row, name }));
    expect(rows.length).toBeGreaterThanOrEqual(2);
    expect(rows.map(({ row }) => row).join('\n')).toBe(rows.map(({ name }) => rowOf(result, name)).join('\n'));
  });
});

/** Sentences between the tables, with their figures by theory. */
const usd = (amount: number): string => `$${amount.toFixed(2)}`;
const LECTURE = { unitValue: 0.01, rate: 0.001 };
const short = (count: number, rate = 0.001): number =>
  shortfall({ unitValue: 0.01, rate }, { kind: 'fixed', count }).mean;
const sd = (count: number): number => Math.sqrt(charge(LECTURE, { kind: 'fixed', count }).variance);
const ways = [2, 3, 4].map((way) => ({ bits: 12, way, filter: 0 }));
const cents = (amount: number): string => (100 * amount).toFixed(0);
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const in625 = (share: number): number => Math.round(625 * share);
const SENTENCES: readonly string[] = [
  `about 2^(12 (k-1)/k), that is ${ways.map(collisionScale).join(', ')}.`,
  `The lecture's figure times ${ways
    .map((mint) => (firstCoinBalls(mint) / collisionScale(mint)).toFixed(2))
    .join(', ')
    .replace(/, (?=[^,]*$)/, ' and ')}, and a little more`,
  `A tenth of the balls makes about a ${
    Math.round(1 / (1000 * forgery({ bits: 16, way: 4, filter: 0 }, 4, 0.1).shareOfCoins)) === 1 ? 'thousandth' : '?'
  } of the coins`,
  `${(5 * meanTries(1 / 5)).toFixed(2)} cents: 5 / (4/5).`,
  `${in625(triesAt(4, 1 / 5)) === 4 ? 'Four' : '?'} bottles in 625 cost 20 cents, ${in625(triesAtLeast(5, 1 / 5)) === 1 ? 'one' : '?'} in 625 costs *more*`,
  `Two wins or more: 1 - 2/e = ${percent(chanceOfPayingMore(1000, { numerator: 1n, denominator: 1000n }))}; none: 1/e.`,
  `the standard deviation has grown from ${usd(sd(1000))} to ten times as much`,
  `MR2's has stopped at $9.99.`,
  `Under MR2 ${usd(short(500))} each`,
  `Every cheque wins, ${usd(0.01 / 0.001 - 0.01)} of gain each`,
  `cost $${(1000 * 0.1 * 2 * 0.3).toFixed(0)} to settle at 1/10 and ${cents(1000 * 0.001 * 2 * 0.3)} cents at 1/1000`,
  `from ${cents(short(1000, 0.1)) === '9' ? 'nine cents' : '?'} to more than ${Math.floor(short(1000)) === 6 ? 'six' : '?'} dollars a user`,
];

describe('the sentences of the solutions', () => {
  it.each(SENTENCES)('have the figures of theory: %s', (sentence) => {
    expect(TEXT).toContain(sentence);
  });
});

/** The page's code by the path in its first line. */
const CODE = new Map(
  Array.from(TEXT.matchAll(/```ts\n\/\/ (src\/\S+)\n([\s\S]*?)```/g), ([, path, code]) => [path, code] as const),
);

describe('the worked example', () => {
  const folder = mkdtempSync(join(tmpdir(), 'farthing-teaching-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** The source with the page's files in their places: real folders on the way to them, links to all else. */
  function lay(inside: string): void {
    mkdirSync(join(folder, inside), { recursive: true });
    for (const entry of existsSync(join(TOP, inside)) ? readdirSync(join(TOP, inside)) : []) {
      const path = `${inside}/${entry}`;
      if ([...CODE.keys()].some((file) => file.startsWith(`${path}/`))) lay(path);
      else symlinkSync(join(TOP, path), join(folder, path));
    }
  }

  /** Compiles the page's code and all that it imports. */
  function compile(): string {
    lay('src');
    symlinkSync(join(TOP, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    for (const [path, code] of CODE) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), code);
    }
    const { compilerOptions } = JSON.parse(withoutComments(readFileSync(join(TOP, 'tsconfig.json'), 'utf8')));
    const emitting = { noEmit: false, preserveSymlinks: true, rewriteRelativeImportExtensions: true };
    const configuration = {
      compilerOptions: { ...compilerOptions, ...emitting, types: [], paths: {}, rootDir: 'src', outDir: 'dist' },
      files: [...CODE.keys()],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(configuration));
    execFileSync(process.execPath, [join(TOP, 'node_modules/typescript/bin/tsc'), '-p', folder], { stdio: 'pipe' });
    return join(folder, 'dist/tab-market.js');
  }

  it('compiles beside the source, runs on a market, and gives the figures of the page', async () => {
    // Fails when the port has changed, when an invariant catches a slip in the books, or when a figure has drifted.
    expect([...CODE.keys()]).toHaveLength(4);
    const { outcomes } = (await import(/* @vite-ignore */ pathToFileURL(compile()).href)) as {
      outcomes: Readonly<Record<string, MarketOutcome>>;
    };
    const [, head] = TEXT.match(/^\| market \|(.*)\|$/m)!;
    const names = Array.from(head.matchAll(/`([^`]+)`/g), ([, name]) => name);
    const rows = Object.entries(outcomes).map(([market, { metrics }]) => {
      const cells = names.map((name) => {
        const metric = metrics.find((one) => one.name === name);
        return metric === undefined ? '' : ` ${quantity(unitOf(metric), metric.value)}`;
      });
      return `| ${market} |${cells.map((cell) => `${cell} |`).join('')}`;
    });
    const said = Object.keys(outcomes).map((market) =>
      TEXT.split('\n').find((line) => line.startsWith(`| ${market} |`)),
    );
    expect(said.join('\n')).toBe(rows.join('\n'));
    const billed = outcomes.honest.metrics.find(({ name }) => name === 'tab.billed_usd');
    expect(billed?.value).toBe(billed?.theory?.value);
  });
});

function withoutComments(text: string): string {
  return text.replace(/^\s*\/\/.*$/gm, '');
}
