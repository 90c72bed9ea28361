/**
 * farthing mint: real coins, and how fast they were minted.
 * @module
 */
import { createHash } from 'node:crypto';
import { accessSync, closeSync, constants, existsSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { totalmem } from 'node:os';
import { dirname } from 'node:path';
import { coinLine, headerLine } from '../../protocols/micromint/coin-lines.ts';
import { type Goal, type Mint, memoryNeededBytes, mint } from '../../protocols/micromint/mint.ts';
import type { Parameters } from '../../protocols/micromint/parameters.ts';
import { derivePeriod, derivePermutation } from '../../protocols/micromint/period.ts';
import { hashesToCoins } from '../../theory/micromint.ts';
import { EXIT, InputError, systemReason } from '../failure.ts';
import { type Progress, progress } from '../progress.ts';

export interface MintOptions {
  readonly bits: number;
  readonly way: number;
  readonly filter: number;
  readonly balls?: number;
  readonly coins?: number;
  readonly threads: number;
  readonly seed: string;
  readonly out?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

const BALLS_PER_BIN = 4;
const GIB = 2 ** 30;
const LINES_PER_WRITE = 4096;

function goalOf({ bits, filter, balls, coins }: MintOptions): Goal {
  if (balls !== undefined && coins !== undefined)
    throw new InputError('--balls and --coins: expected one of them, got both');
  return coins === undefined ? { balls: balls ?? BALLS_PER_BIN * 2 ** (bits + filter) } : { coins };
}

/** Says what cannot be done before anything is begun. */
function assertFeasible(options: MintOptions, parameters: Parameters, goal: Goal): void {
  if (options.threads > 1)
    throw new InputError(`--threads: expected 1, since the portable minter has one thread, got ${options.threads}`);
  if (options.out !== undefined && existsSync(options.out) && !options.force)
    throw new InputError(`${options.out}: exists; --force overwrites it`);
  if (options.out !== undefined) assertFolderOf(options.out);
  let needed: number;
  try {
    needed = memoryNeededBytes(parameters, goal);
  } catch (error) {
    throw new InputError(`mint: ${(error as Error).message}`);
  }
  if (needed > totalmem())
    throw new InputError(
      `mint: needs ${(needed / GIB).toFixed(1)} GiB of memory, this machine has ${(totalmem() / GIB).toFixed(1)}`,
    );
}

/** Before an hour of minting, not after. */
function assertFolderOf(file: string): void {
  try {
    accessSync(`${dirname(file)}/.`, constants.W_OK);
  } catch (error) {
    throw new InputError(`${file}: ${systemReason(error)}`);
  }
}

/** Every coin's bytes in the order of their bins. */
function digestOf(minted: Mint): string {
  const hash = createHash('sha256');
  for (let i = 0; i < minted.coins; i++) hash.update(minted.coinAt(i));
  return hash.digest('hex');
}

function writeCoins(file: string, minted: Mint): void {
  const aside = `${file}.${process.pid}.tmp`;
  try {
    writeLines(aside, minted);
    renameSync(aside, file);
  } catch (error) {
    if (existsSync(aside)) rmSync(aside);
    throw new InputError(`${file}: ${systemReason(error)}`);
  }
}

function writeLines(file: string, minted: Mint): void {
  const output = openSync(file, 'w');
  writeSync(output, `${headerLine(minted.period, minted.coins)}\n`);
  for (let from = 0; from < minted.coins; from += LINES_PER_WRITE) {
    const count = Math.min(LINES_PER_WRITE, minted.coins - from);
    const lines = Array.from({ length: count }, (_, i) => coinLine(minted.coinAt(from + i), minted.binAt(from + i)));
    writeSync(output, `${lines.join('\n')}\n`);
  }
  closeSync(output);
}

/** Of a goal in coins the hashes are those that theory expects. */
function mintProgress(parameters: Parameters, goal: Goal, quiet: boolean): Progress {
  const total = 'balls' in goal ? goal.balls : Math.round(hashesToCoins(parameters, goal.coins).mean);
  return progress(total, 'hashes', quiet);
}

export function mintCoins(options: MintOptions): number {
  const { way, bits, filter, seed, threads } = options;
  const parameters = { way, bits, filter };
  const goal = goalOf(options);
  assertFeasible(options, parameters, goal);
  const start = performance.now();
  const bar = mintProgress(parameters, goal, options.json ?? false);
  const minted = mint(derivePeriod(seed, 0, parameters), derivePermutation(seed, 0), goal, [], (hashes) =>
    bar.update(hashes),
  );
  bar.end();
  const seconds = (performance.now() - start) / 1000;
  if (options.out !== undefined) writeCoins(options.out, minted);
  const { hashes, goodBalls, bins, coins } = minted;
  const report = {
    hashes,
    goodBalls,
    bins,
    coins,
    seconds,
    hashesPerSecond: hashes / seconds,
    coinsPerSecond: coins / seconds,
    threads,
    engine: 'portable',
    digest: digestOf(minted),
  };
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : text(report, options));
  return EXIT.done;
}

function text(
  report: {
    hashes: number;
    goodBalls: number;
    coins: number;
    seconds: number;
    hashesPerSecond: number;
    digest: string;
  },
  { out, way, bits, filter }: MintOptions,
): string {
  const { hashes, goodBalls, coins, seconds, hashesPerSecond, digest } = report;
  return [
    `${coins} coins of ${way} balls (u = ${bits}, t = ${filter}) from ${goodBalls} good balls of ${hashes} hashes`,
    `${seconds.toFixed(2)} s, ${(hashesPerSecond / 1e6).toFixed(2)} million hashes per second on one thread`,
    `digest ${digest}`,
    ...(out === undefined ? [] : [`coins in ${out}`]),
    '',
  ].join('\n');
}
