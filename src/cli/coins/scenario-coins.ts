/**
 * The coin files of a scenario, read before anything runs: every block's checksum, the digest, and the hashes of all
 * coins or of a sample. What could not be sold is refused here.
 * @module
 */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { totalmem } from 'node:os';
import { systemReason } from '../../experiment/store/system-reason.ts';
import { BYTES_PER_BALL } from '../../protocols/micromint/ball.ts';
import { CoinAudit } from '../../protocols/micromint/coin-audit.ts';
import { type CoinFileHeader, decodeHeader, HEADER_BYTES } from '../../protocols/micromint/coin-file.ts';
import { readCoins, roomForCoins, storedCoinsBytes } from '../../protocols/micromint/coin-file-reader.ts';
import type { CoinFile, StoredCoins } from '../../protocols/micromint/coins.ts';
import type { Parameters } from '../../protocols/micromint/parameters.ts';
import type { CoinFileUse } from '../../scenario/coin-files.ts';
import type { Objection } from '../../scenario/parse.ts';
import { pathText, printable } from '../../scenario/position.ts';
import { byteSize } from '../byte-size.ts';
import { InputError } from '../failure.ts';
import { FileSource } from './file-source.ts';
import { sampleOf } from './sample.ts';

/**
 * Of a file of more coins than this so many are hashed, chosen at random: if one coin in 10,000 is bad, none of them is
 * found once in 22,000 times.
 */
const HASHED_MAX = 100_000;
const SAMPLE_SEED = '1';
/** A delta of one byte, and the balls. */
const coinBytesMin = ({ way }: Parameters): number => 1 + way * BYTES_PER_BALL;

export interface ScenarioCoins {
  /** One for each use, when there is no objection. */
  readonly files: readonly CoinFile[];
  readonly objections: readonly Objection[];
}

/** How coin files are read. */
export interface Reading {
  /** Where a file lies. */
  pathOf(use: CoinFileUse): string;
  /** Whether the coins themselves are needed, not only their number. */
  readonly keep: boolean;
  /** Memory that all coins together may take. */
  readonly memoryBytes?: number;
}

/** Reads the files one after the other; one that is refused does not hide what is wrong with those behind it. */
export function readScenarioCoins(uses: readonly CoinFileUse[], reading: Reading): ScenarioCoins {
  const reader = new Reader(reading);
  const files: CoinFile[] = [];
  const objections: Objection[] = [];
  for (const use of uses) {
    try {
      files.push(reader.read(use));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      objections.push({ path: use.path, message: error.message });
    }
  }
  return { files, objections };
}

class Reader {
  readonly #reading: Reading;
  /** Of each scheme and key, where its coins were first. */
  readonly #periods = new Map<string, CoinFileUse>();
  #neededBytes = 0;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  /** @throws InputError when the file's coins cannot be sold */
  read(use: CoinFileUse): CoinFile {
    const path = this.#reading.pathOf(use);
    let source: FileSource | undefined;
    try {
      const stats = statSync(path);
      if (!stats.isFile()) throw unsound(path, 'no regular file');
      source = new FileSource(path);
      const header = headerOf(source, path, stats.size);
      this.#checkPeriod(use, path, header);
      return { file: use.file, ...this.#coinsOf(header, source, path) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
      throw unsound(path, systemReason(error));
    } finally {
      source?.close();
    }
  }

  /** Coins of the scheme's parameters, of a period that the scheme does not sell already. */
  #checkPeriod(use: CoinFileUse, path: string, { period }: CoinFileHeader): void {
    const [wanted, got] = [inWords(use.parameters), inWords(period.parameters)];
    if (wanted !== got)
      throw new InputError(`expected coins of ${wanted}, as the scheme has, got ${printable(path)} of ${got}`);
    const name = `${use.path[1]} ${Buffer.from(period.key).toString('hex')}`;
    const first = this.#periods.get(name);
    if (first !== undefined)
      throw new InputError(
        `expected coins of another period, got ${printable(path)} with the key of ${pathText(first.path)}`,
      );
    this.#periods.set(name, use);
  }

  #coinsOf(header: CoinFileHeader, source: FileSource, path: string): Omit<CoinFile, 'file'> {
    const store = this.#reading.keep ? this.#room(header) : undefined;
    const audit = new CoinAudit(header.period, sampleOf(HASHED_MAX, SAMPLE_SEED)(header.coins));
    const hash = createHash('sha256');
    const fault = readCoins(header, source, {
      take(block) {
        hash.update(block.balls);
        const [bad] = audit.badCoins(block);
        return bad && `coin ${bad.coin}: ${bad.reason}`;
      },
      ...(store && { store }),
    });
    if (fault !== undefined) throw unsound(path, fault);
    const digest = hash.digest();
    if (!digest.equals(header.digest))
      throw unsound(path, 'the digest of its coins is not the one that its header gives');
    return { coins: header.coins, digest: digest.toString('hex'), ...(store && { stored: store }) };
  }

  /** Memory that worker threads share. */
  #room(header: CoinFileHeader): StoredCoins {
    const { memoryBytes = totalmem() } = this.#reading;
    this.#neededBytes += storedCoinsBytes(header.coins, header.period.parameters.way);
    const needed = `expected coins that fit into memory, got a need of ${byteSize(this.#neededBytes)} up to this file`;
    if (this.#neededBytes > memoryBytes) throw new InputError(`${needed}, of ${byteSize(memoryBytes)}`);
    try {
      return roomForCoins(header, (bytes) => new SharedArrayBuffer(bytes));
    } catch (error) {
      if (error instanceof RangeError) throw new InputError(`${needed}, which cannot be had at once`);
      throw error;
    }
  }
}

function headerOf(source: FileSource, path: string, size: number): CoinFileHeader {
  const decoded = decodeHeader(source.peek(HEADER_BYTES));
  if ('reason' in decoded) throw decoded.isCoinFile ? unsound(path, decoded.reason) : new InputError(decoded.reason);
  const { header, damage } = decoded;
  if (damage !== undefined) throw unsound(path, damage);
  const least = HEADER_BYTES + header.coins * coinBytesMin(header.period.parameters);
  if (size < least)
    throw unsound(path, `cut short: ${size} bytes for ${header.coins} coins, which take ${least} at least`);
  source.advance(HEADER_BYTES);
  return header;
}

function unsound(path: string, reason: string): InputError {
  return new InputError(`expected a sound coin file, got ${printable(path)} (${reason})`);
}

function inWords({ way, bits, filter }: Parameters): string {
  return `way ${way}, bits ${bits}, filter ${filter}`;
}
