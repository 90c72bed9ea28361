/**
 * Reads a coin file a block at a time, in constant memory, and goes on behind damage: a block's length follows from the
 * header and from the width of its deltas, so one that is damaged does not hide those behind it.
 * @module
 */
import { BYTES_PER_BALL } from './ball.ts';
import {
  BIN_BYTES,
  BLOCK_HEAD_BYTES,
  blockBytes,
  type CoinFileHeader,
  CRC_BYTES,
  DELTA_BYTES_MAX,
  decodeHeader,
  HEADER_BYTES,
} from './coin-file.ts';
import { type Coins, coinsInMemory, type StoredCoins } from './coins.ts';
import { crc32 } from './crc32.ts';

/** A file as it is read from its start to its end. */
export interface ByteSource {
  /** The next `count` bytes, or fewer when the file ends: valid until the next call. */
  peek(count: number): Uint8Array;
  /** Moves on by so many bytes. */
  advance(count: number): void;
}

export interface CoinBlock {
  /** The number of its first coin. */
  readonly first: number;
  /** Coins that the block should have, and those that are there: fewer when the file was cut short. */
  readonly expected: number;
  readonly count: number;
  /** Whether its checksum is right. */
  readonly intact: boolean;
  readonly firstBin: number;
  /** Of each coin: its bin less that of the coin before it, 0 for the first. */
  readonly deltas: Float64Array;
  /** The coins' bytes, one coin behind the other. */
  readonly balls: Uint8Array;
}

/** The blocks behind the header, up to the last coin or to the end of the file. */
export function* readBlocks(
  { period, coins, coinsPerBlock }: CoinFileHeader,
  source: ByteSource,
): Generator<CoinBlock> {
  const { way } = period.parameters;
  for (let first = 0; first < coins; first += coinsPerBlock) {
    const expected = Math.min(coinsPerBlock, coins - first);
    const bytes = source.peek(blockBytes(expected, DELTA_BYTES_MAX, way));
    if (bytes.length === 0) return;
    const width = widthOf(bytes, expected, way);
    const length = blockBytes(expected, width, way);
    yield readBlock(bytes.subarray(0, length), first, expected, width, way);
    source.advance(Math.min(length, bytes.length));
  }
}

/**
 * The width that the block says; when its checksum is wrong, the width with which it is right, if there is one, since
 * the byte of the width itself may be what is damaged.
 */
function widthOf(bytes: Uint8Array, coins: number, way: number): number {
  const said = bytes[0];
  const sound = said >= 1 && said <= DELTA_BYTES_MAX;
  if (sound && isIntact(bytes, coins, said, way)) return said;
  const others = Array.from({ length: DELTA_BYTES_MAX }, (_, i) => i + 1);
  const repaired = others.find((width) => {
    const copy = bytes.slice(0, blockBytes(coins, width, way));
    copy[0] = width;
    return isIntact(copy, coins, width, way);
  });
  return repaired ?? (sound ? said : 1);
}

function isIntact(bytes: Uint8Array, coins: number, width: number, way: number): boolean {
  const end = blockBytes(coins, width, way) - CRC_BYTES;
  return bytes.length >= end + CRC_BYTES && readBigEndian(bytes, end, CRC_BYTES) === crc32(bytes, 0, end);
}

function readBlock(bytes: Uint8Array, first: number, expected: number, width: number, way: number): CoinBlock {
  const coinBytes = way * BYTES_PER_BALL;
  const start = BLOCK_HEAD_BYTES + expected * width;
  const count = Math.max(0, Math.min(expected, Math.floor((bytes.length - start) / coinBytes)));
  return {
    first,
    expected,
    count,
    intact: bytes[0] === width && isIntact(bytes, expected, width, way),
    firstBin: bytes.length < BLOCK_HEAD_BYTES ? 0 : readBigEndian(bytes, 1, BIN_BYTES),
    deltas: Float64Array.from({ length: count }, (_, i) => readBigEndian(bytes, BLOCK_HEAD_BYTES + i * width, width)),
    balls: bytes.subarray(start, start + count * coinBytes),
  };
}

/** What to do with each block as it comes. */
export interface CoinTaker {
  /** @returns why the coins are refused, if they are; then no more is read. */
  take(block: CoinBlock): string | undefined;
  /** Where the coins are kept. */
  readonly store?: StoredCoins;
}

/** Room for the coins of a file. @throws RangeError when there is not so much. */
export function roomForCoins(
  { period, coins }: CoinFileHeader,
  allocate: (bytes: number) => ArrayBufferLike = (bytes) => new ArrayBuffer(bytes),
): StoredCoins {
  const { way } = period.parameters;
  return {
    period,
    bins: new Float64Array(allocate(coins * Float64Array.BYTES_PER_ELEMENT)),
    balls: new Uint8Array(allocate(coins * way * BYTES_PER_BALL)),
  };
}

/** Bytes that so many coins take in memory. */
export function storedCoinsBytes(coins: number, way: number): number {
  return coins * (Float64Array.BYTES_PER_ELEMENT + way * BYTES_PER_BALL);
}

/**
 * Reads all coins behind the header, up to the end of the file. What is damaged is found by checksums; whether the coins
 * are good ones, only hashing tells.
 * @returns the first fault, if there is one.
 */
export function readCoins(header: CoinFileHeader, source: ByteSource, { take, store }: CoinTaker): string | undefined {
  const { coins, period } = header;
  const coinBytes = period.parameters.way * BYTES_PER_BALL;
  let [read, last] = [0, -1];
  for (const block of readBlocks(header, source)) {
    const { first, expected, count } = block;
    if (!block.intact) return `coins ${first} to ${first + expected - 1}: wrong checksum, or cut short`;
    const bins = binsOf(block);
    const misplaced = bins.findIndex((bin, i) => bin <= (i === 0 ? last : bins[i - 1]));
    if (misplaced >= 0) return `coin ${first + misplaced}: its bin is not behind that of the coin before it`;
    const refused = take(block);
    if (refused !== undefined) return refused;
    store?.bins.set(bins, first);
    store?.balls.set(block.balls, first * coinBytes);
    read += count;
    last = bins[count - 1];
  }
  if (read < coins) return `expected ${coins} coins, got ${read}`;
  return source.peek(1).length > 0 ? 'expected the end of the file behind the last coin' : undefined;
}

function binsOf({ firstBin, deltas }: CoinBlock): Float64Array {
  let bin = firstBin;
  return deltas.map((delta) => {
    bin += delta;
    return bin;
  });
}

/**
 * All coins of a file in memory, for a broker who sells them.
 * @returns the coins by number, or why they cannot be had.
 */
export function readCoinFile(source: ByteSource): Coins | string {
  const decoded = decodeHeader(source.peek(HEADER_BYTES));
  if ('reason' in decoded) return decoded.reason;
  const { header, damage } = decoded;
  if (damage !== undefined) return damage;
  source.advance(HEADER_BYTES);
  const store = roomForCoins(header);
  const fault = readCoins(header, source, { take: () => undefined, store });
  return fault ?? coinsInMemory(store.period, store.bins, store.balls);
}

function readBigEndian(bytes: Uint8Array, offset: number, length: number): number {
  let value = 0;
  for (let i = 0; i < length; i++) value = value * 256 + bytes[offset + i];
  return value;
}
