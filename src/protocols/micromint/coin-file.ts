/**
 * The coin file, version 2: what stands where. docs/coin-file.md says the same in words.
 *
 * A header of 92 bytes, written twice, then blocks of `coinsPerBlock` coins, the last one shorter. Numbers are
 * big-endian. A block: the width w of its deltas (1 byte), the bin of its first coin (5), each coin's bin less that of
 * the coin before it (w each, 0 for the first), the coins' balls (8k each), and the CRC-32 of all that.
 * @module
 */
import { toHex } from '../primitives/bytes.ts';
import { BYTES_PER_BALL } from './ball.ts';
import { crc32 } from './crc32.ts';
import { checkParameters } from './parameters.ts';
import type { Period } from './period.ts';

/** The first byte is no text, and the last two are lost when a transfer takes the file for one. */
const MAGIC = Uint8Array.of(0x89, 0x46, 0x43, 0x4f, 0x49, 0x4e, 0x0d, 0x0a);
export const COIN_FILE_VERSION = 2;

const COPY_BYTES = 92;
/** The header and its copy, which stands right behind it, so that either is found in a file that comes through a pipe. */
export const HEADER_BYTES = 2 * COPY_BYTES;
export const DIGEST_BYTES = 32;
export const CRC_BYTES = 4;
/** Width and first bin. */
export const BLOCK_HEAD_BYTES = 6;
export const BIN_BYTES = 5;
export const DELTA_BYTES_MAX = 5;
/** So many coins of a block make little of the block's own bytes, and a lost block little of a loss. */
export const COINS_PER_BLOCK = 4096;
const COINS_PER_BLOCK_MAX = 2 ** 20;

const AT = {
  version: 8,
  way: 9,
  bits: 10,
  filter: 11,
  block: 12,
  key: 16,
  z: 32,
  period: 40,
  coins: 48,
  digest: 56,
  crc: 88,
};
const KEY_BYTES = 16;
/** What people call the fields: each ends where the next one begins. */
const FIELDS: readonly { readonly name: string; readonly at: number; readonly isNumber: boolean }[] = [
  { name: 'magic bytes', at: 0, isNumber: false },
  { name: 'version', at: AT.version, isNumber: true },
  { name: 'k', at: AT.way, isNumber: true },
  { name: 'u', at: AT.bits, isNumber: true },
  { name: 't', at: AT.filter, isNumber: true },
  { name: 'c (coins of a block)', at: AT.block, isNumber: true },
  { name: 'key', at: AT.key, isNumber: false },
  { name: 'z', at: AT.z, isNumber: false },
  { name: 'period', at: AT.period, isNumber: true },
  { name: 'n (coins)', at: AT.coins, isNumber: true },
  { name: 'digest', at: AT.digest, isNumber: false },
  { name: 'checksum', at: AT.crc, isNumber: false },
];

export interface CoinFileHeader {
  readonly period: Period;
  readonly coins: number;
  readonly coinsPerBlock: number;
  /** SHA-256 of all coins' bytes, one coin behind the other. */
  readonly digest: Uint8Array;
}

/** A header that could be read. */
interface DecodedHeader {
  readonly header: CoinFileHeader;
  /** Which fields of one copy are not as in the other, which is intact: in words, when there are any. */
  readonly damage?: string;
}

/** What is wrong with a header, in words. */
export interface HeaderFlaw {
  /** Whether the file begins as a coin file of a version that is known here does. */
  readonly isCoinFile: boolean;
  readonly reason: string;
}

/** The header and its copy. */
export function encodeHeader(header: CoinFileHeader): Uint8Array {
  const copy = encodeCopy(header);
  const bytes = new Uint8Array(HEADER_BYTES);
  bytes.set(copy);
  bytes.set(copy, COPY_BYTES);
  return bytes;
}

function encodeCopy({ period, coins, coinsPerBlock, digest }: CoinFileHeader): Uint8Array {
  const bytes = new Uint8Array(COPY_BYTES);
  const view = new DataView(bytes.buffer);
  const { way, bits, filter } = period.parameters;
  bytes.set(MAGIC);
  bytes.set([COIN_FILE_VERSION, way, bits, filter], AT.version);
  view.setUint32(AT.block, coinsPerBlock);
  bytes.set(period.key, AT.key);
  view.setBigUint64(AT.z, period.z);
  view.setBigUint64(AT.period, BigInt(period.index));
  view.setBigUint64(AT.coins, BigInt(coins));
  bytes.set(digest, AT.digest);
  view.setUint32(AT.crc, crc32(bytes, 0, AT.crc));
  return bytes;
}

/**
 * Whether a file that begins so is meant to be a coin file, of whatever version, even when the header is damaged there.
 * @param bytes the first HEADER_BYTES.
 */
export function isCoinFile(bytes: Uint8Array): boolean {
  return [0, COPY_BYTES].some((at) => MAGIC.every((byte, i) => bytes[at + i] === byte));
}

/**
 * Reads a header from whichever of its copies is intact.
 * @param bytes the file's first HEADER_BYTES, or all it has.
 * @returns the header, and what is damaged in the other copy; or why there is none.
 */
export function decodeHeader(bytes: Uint8Array): DecodedHeader | HeaderFlaw {
  if (!isCoinFile(bytes)) return { isCoinFile: false, reason: 'expected a coin file' };
  const [first, second] = [0, COPY_BYTES].map((at) => bytes.subarray(at, at + COPY_BYTES));
  const sound = [first, second].find(isIntact);
  const version = sound?.[AT.version] ?? COIN_FILE_VERSION;
  if (version !== COIN_FILE_VERSION) {
    const reason = `expected a coin file of version ${COIN_FILE_VERSION}, got version ${version}`;
    return { isCoinFile: false, reason };
  }
  if (bytes.length < HEADER_BYTES) return { isCoinFile: true, reason: `header: cut short after ${bytes.length} bytes` };
  if (sound === undefined) return { isCoinFile: true, reason: 'header damaged: both copies have wrong checksums' };
  const header = readHeader(sound);
  const flaw = flawOf(header);
  if (flaw !== undefined) return { isCoinFile: true, reason: `header: ${flaw}` };
  const differences = differencesOf(sound, sound === first ? second : first);
  if (differences === '') return { header };
  return { header, damage: `${sound === first ? 'copy of the header' : 'header'} damaged: ${differences}` };
}

function isIntact(copy: Uint8Array): boolean {
  if (copy.length < COPY_BYTES || !isCoinFile(copy)) return false;
  return viewOf(copy).getUint32(AT.crc) === crc32(copy, 0, AT.crc);
}

function differencesOf(sound: Uint8Array, damaged: Uint8Array): string {
  const differences = FIELDS.flatMap(({ name, at, isNumber }, i) => {
    const end = FIELDS[i + 1]?.at ?? COPY_BYTES;
    const [expected, got] = [sound, damaged].map((copy) => {
      const hex = toHex(copy.subarray(at, end));
      return isNumber ? BigInt(`0x${hex}`).toString() : hex;
    });
    return expected === got ? [] : [`${name}: expected ${expected}, got ${got}`];
  });
  return differences.join('; ');
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function readHeader(bytes: Uint8Array): CoinFileHeader {
  const view = viewOf(bytes);
  const number = (offset: number): number => Number(view.getBigUint64(offset));
  return {
    period: {
      index: number(AT.period),
      key: bytes.slice(AT.key, AT.key + KEY_BYTES),
      z: view.getBigUint64(AT.z),
      parameters: { way: bytes[AT.way], bits: bytes[AT.bits], filter: bytes[AT.filter] },
    },
    coins: number(AT.coins),
    coinsPerBlock: view.getUint32(AT.block),
    digest: bytes.slice(AT.digest, AT.digest + DIGEST_BYTES),
  };
}

function flawOf({ period, coins, coinsPerBlock }: CoinFileHeader): string | undefined {
  try {
    checkParameters(period.parameters);
  } catch (error) {
    return (error as RangeError).message;
  }
  const { bits, filter } = period.parameters;
  if (period.z >> BigInt(filter) !== 0n) return `expected a z of ${filter} bits, got ${period.z.toString(16)} in hex`;
  if (coins > 2 ** bits) return `expected at most ${2 ** bits} coins in as many bins, got ${coins}`;
  if (coinsPerBlock < 1 || coinsPerBlock > COINS_PER_BLOCK_MAX) {
    return `expected 1 to ${COINS_PER_BLOCK_MAX} coins in a block, got ${coinsPerBlock}`;
  }
  return undefined;
}

/** Bytes of a block of so many coins. */
export function blockBytes(coins: number, deltaBytes: number, way: number): number {
  return BLOCK_HEAD_BYTES + coins * (deltaBytes + way * BYTES_PER_BALL) + CRC_BYTES;
}

/** Bytes that a file of so many coins has, with deltas of this width: the widest that `bits` allow, unless given. */
export function coinFileBytes(coins: number, way: number, deltaBytes: number): number {
  const blocks = Math.ceil(coins / COINS_PER_BLOCK);
  return HEADER_BYTES + blocks * blockBytes(0, deltaBytes, way) + coins * (deltaBytes + way * BYTES_PER_BALL);
}
