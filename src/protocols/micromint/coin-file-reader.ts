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
import { type Coins, coinsInMemory } from './coins.ts';
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

/**
 * All coins of a file in memory, for a broker who sells them. What is damaged is found by checksums; whether the coins
 * are good ones, only hashing tells.
 * @returns the coins by number, or why they cannot be had.
 */
export function readCoinFile(source: ByteSource): Coins | string {
  const decoded = decodeHeader(source.peek(HEADER_BYTES));
  if ('reason' in decoded) return decoded.reason;
  const { header, intact } = decoded;
  if (!intact) return 'header: wrong checksum';
  source.advance(HEADER_BYTES);
  const { period, coins } = header;
  const coinBytes = period.parameters.way * BYTES_PER_BALL;
  const bins = new Float64Array(coins);
  const balls = new Uint8Array(coins * coinBytes);
  let read = 0;
  for (const block of readBlocks(header, source)) {
    if (!block.intact)
      return `coins ${block.first} to ${block.first + block.expected - 1}: wrong checksum, or cut short`;
    let bin = block.firstBin;
    for (const delta of block.deltas) {
      bin += delta;
      if (read > 0 && bin <= bins[read - 1]) return `coin ${read}: its bin is not behind that of the coin before it`;
      bins[read++] = bin;
    }
    balls.set(block.balls, block.first * coinBytes);
  }
  if (read < coins) return `expected ${coins} coins, got ${read}`;
  return source.peek(1).length > 0
    ? 'expected the end of the file behind the last coin'
    : coinsInMemory(period, bins, balls);
}

function readBigEndian(bytes: Uint8Array, offset: number, length: number): number {
  let value = 0;
  for (let i = 0; i < length; i++) value = value * 256 + bytes[offset + i];
  return value;
}
