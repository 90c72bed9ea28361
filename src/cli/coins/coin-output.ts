/**
 * Where a mint's coins go: a coin file, or JSON lines when the name ends in .jsonl. Written beside its place, and put
 * there when it is complete.
 * @module
 */
import { accessSync, constants, existsSync, lstatSync, statfsSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemReason } from '../../experiment/store/system-reason.ts';
import { BYTES_PER_BALL } from '../../protocols/micromint/ball.ts';
import { coinFileBytes, DELTA_BYTES_MAX } from '../../protocols/micromint/coin-file.ts';
import { CoinFileWriter } from '../../protocols/micromint/coin-file-writer.ts';
import { coinLine, headerLine } from '../../protocols/micromint/coin-lines.ts';
import type { PartitionCoins } from '../../protocols/micromint/minter.ts';
import { binsOf, type Parameters } from '../../protocols/micromint/parameters.ts';
import type { Period } from '../../protocols/micromint/period.ts';
import { printable } from '../../scenario/position.ts';
import { byteSize } from '../byte-size.ts';
import { Failure, InputError } from '../failure.ts';
import { AsideFile, placeOf } from './aside-file.ts';

/** Takes coins in the order of their bins. */
interface CoinSink {
  add(coins: PartitionCoins): void;
  end(digest: Uint8Array): void;
}

/** One more than the longest number of coins has digits. */
const COINS_MAX = Number.MAX_SAFE_INTEGER;

function isLines(file: string): boolean {
  return file.endsWith('.jsonl');
}

/**
 * Says before an hour of minting what cannot be written after it.
 * @param coins at most.
 */
export function assertOutput(file: string, force: boolean, parameters: Parameters, coins: number): void {
  const refuse = (reason: string): InputError => new InputError(`${printable(file)}: ${reason}`);
  if (existsSync(file) && !statSync(file).isFile()) throw refuse('expected a regular file');
  if (existsSync(file) && !force) throw refuse('exists; --force overwrites it');
  const needed = isLines(file) ? linesBytes(parameters, coins) : binaryBytes(parameters, coins);
  let free: number;
  try {
    const folder = dirname(placeOf(file));
    accessSync(`${folder}/.`, constants.W_OK);
    const { bavail, bsize } = statfsSync(folder);
    free = bavail * bsize;
  } catch (error) {
    throw refuse(systemReason(error));
  }
  if (isDangling(file)) throw refuse('is a link to a file that is not there');
  if (needed > free) throw refuse(`needs ${byteSize(needed)} of disk, ${byteSize(free)} are free`);
}

/** Refused, as by cp: who made the link did not mean a file in the place of the link. */
function isDangling(file: string): boolean {
  return !existsSync(file) && lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

function binaryBytes({ way, bits }: Parameters, coins: number): number {
  return coinFileBytes(coins, way, Math.min(DELTA_BYTES_MAX, Math.ceil(bits / 8)));
}

function linesBytes(parameters: Parameters, coins: number): number {
  return coins * (coinLine(new Uint8Array(parameters.way * BYTES_PER_BALL), binsOf(parameters)).length + 1) + 512;
}

/** An output file that grows, and is in its place only when it is complete. */
export class CoinOutput {
  readonly #file: string;
  readonly #force: boolean;
  readonly #aside: AsideFile;
  readonly #sink: CoinSink;

  /**
   * @param force whether a file that is there may be replaced
   * @throws Failure when the file cannot be written, as the other methods do
   */
  constructor(file: string, period: Period, force: boolean) {
    this.#file = file;
    this.#force = force;
    this.#aside = this.#named(() => new AsideFile(file));
    this.#sink = this.#named(() => (isLines(file) ? lines : binary)(this.#aside.descriptor, period));
  }

  add(coins: PartitionCoins): void {
    this.#named(() => this.#sink.add(coins));
  }

  /** The coins are complete. When they cannot be put into their place they are kept, and the message says where. */
  end(digest: Uint8Array): void {
    this.#named(() => this.#sink.end(digest));
    try {
      this.#aside.put(this.#force);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const reason = code === 'EEXIST' ? 'has come while coins were minted, without --force' : systemReason(error);
      const { name } = this.#aside;
      throw this.#failure(existsSync(name) ? `${reason}; all coins are in ${printable(name)}` : reason);
    }
  }

  close(): void {
    this.#aside.close();
  }

  #failure(reason: string): Failure {
    return new Failure(`${printable(this.#file)}: ${reason}`);
  }

  #named<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw this.#failure(systemReason(error));
    }
  }
}

function binary(descriptor: number, period: Period): CoinSink {
  const writer = new CoinFileWriter(period, (bytes) => writeAll(descriptor, bytes, null));
  return {
    add: (coins) => writer.add(coins),
    end: (digest) => writeAll(descriptor, writer.end(digest), 0),
  };
}

/** The header names the number of coins, which is known last: its place is kept free, and filled up with blanks. */
function lines(descriptor: number, period: Period): CoinSink {
  const length = headerLine(period, COINS_MAX).length;
  const header = (count: number): Buffer => Buffer.from(`${headerLine(period, count).padEnd(length)}\n`);
  const coinBytes = period.parameters.way * BYTES_PER_BALL;
  let count = 0;
  writeAll(descriptor, header(0), null);
  return {
    add({ bins, balls }) {
      const text = Array.from(
        bins,
        (bin, i) => `${coinLine(balls.subarray(i * coinBytes, (i + 1) * coinBytes), bin)}\n`,
      );
      writeAll(descriptor, Buffer.from(text.join('')), null);
      count += bins.length;
    },
    end: () => writeAll(descriptor, header(count), 0),
  };
}

/** @param position where to write, or null for where the last write ended */
function writeAll(descriptor: number, bytes: Uint8Array, position: number | null): void {
  for (let written = 0; written < bytes.length; ) {
    written += writeSync(
      descriptor,
      bytes,
      written,
      bytes.length - written,
      position === null ? null : position + written,
    );
  }
}
