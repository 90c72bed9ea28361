/**
 * Where a mint's coins go: a coin file, or JSON lines when the name ends in .jsonl. Written beside its place and renamed
 * when it is complete.
 * @module
 */
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { systemReason } from '../../experiment/store/system-reason.ts';
import { BYTES_PER_BALL } from '../../protocols/micromint/ball.ts';
import { coinFileBytes, DELTA_BYTES_MAX } from '../../protocols/micromint/coin-file.ts';
import { CoinFileWriter } from '../../protocols/micromint/coin-file-writer.ts';
import { coinLine, headerLine } from '../../protocols/micromint/coin-lines.ts';
import type { PartitionCoins } from '../../protocols/micromint/minter.ts';
import { binsOf, type Parameters } from '../../protocols/micromint/parameters.ts';
import type { Period } from '../../protocols/micromint/period.ts';
import { byteSize } from '../byte-size.ts';
import { InputError } from '../failure.ts';

/** Takes coins in the order of their bins. */
interface CoinSink {
  add(coins: PartitionCoins): void;
  end(digest: Uint8Array): void;
}

/** One more than the longest number of coins has digits. */
const COINS_MAX = Number.MAX_SAFE_INTEGER;
const INTERRUPTED = 130;

function isLines(file: string): boolean {
  return file.endsWith('.jsonl');
}

/**
 * Says before an hour of minting what cannot be written after it.
 * @param coins at most.
 */
export function assertOutput(file: string, force: boolean, parameters: Parameters, coins: number): void {
  if (existsSync(file) && !statSync(file).isFile()) throw new InputError(`${file}: expected a regular file`);
  if (existsSync(file) && !force) throw new InputError(`${file}: exists; --force overwrites it`);
  const needed = isLines(file) ? linesBytes(parameters, coins) : binaryBytes(parameters, coins);
  let free: number;
  try {
    accessSync(`${dirname(file)}/.`, constants.W_OK);
    const { bavail, bsize } = statfsSync(dirname(file));
    free = bavail * bsize;
  } catch (error) {
    throw new InputError(`${file}: ${systemReason(error)}`);
  }
  if (needed > free) {
    throw new InputError(`${file}: needs ${byteSize(needed)} of disk, ${byteSize(free)} are free`);
  }
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
  readonly #aside: string;
  readonly #descriptor: number;
  readonly #sink: CoinSink;
  readonly #interrupted = (): void => {
    rmSync(this.#aside, { force: true });
    process.exit(INTERRUPTED);
  };

  /** @throws InputError when the file cannot be written, as the other methods do */
  constructor(file: string, period: Period) {
    this.#file = file;
    this.#aside = `${file}.${process.pid}.tmp`;
    this.#descriptor = this.#named(() => openSync(this.#aside, 'w'));
    process.once('SIGINT', this.#interrupted);
    this.#sink = this.#named(() => (isLines(file) ? lines : binary)(this.#descriptor, period));
  }

  add(coins: PartitionCoins): void {
    this.#named(() => this.#sink.add(coins));
  }

  /** The coins are complete. */
  end(digest: Uint8Array): void {
    this.#named(() => {
      this.#sink.end(digest);
      renameSync(this.#aside, this.#file);
    });
  }

  /** Leaves nothing behind but a complete file. */
  close(): void {
    process.removeListener('SIGINT', this.#interrupted);
    closeSync(this.#descriptor);
    rmSync(this.#aside, { force: true });
  }

  #named<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw new InputError(`${this.#file}: ${systemReason(error)}`);
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
