/**
 * Coins as text: a header line with the period, then one line for each coin, all JSON, bytes in hex, so that anybody
 * can check them with another SHA-256.
 * @module
 */
import { fromHex, toHex } from '../primitives/bytes.ts';
import { BYTES_PER_BALL } from './ball.ts';
import { ballOf, type Coin } from './coin.ts';
import { checkParameters } from './parameters.ts';
import type { Period } from './period.ts';

export const COIN_LINES_FORMAT = 'farthing-coins/1';

export interface CoinListHeader {
  readonly period: Period;
  /** Coins that follow. */
  readonly coins: number;
}

export function headerLine({ key, z, index, parameters }: Period, coins: number): string {
  const { way, bits, filter } = parameters;
  const fields = {
    format: COIN_LINES_FORMAT,
    period: index,
    key: toHex(key),
    way,
    bits,
    filter,
    z: z.toString(16),
    coins,
  };
  return JSON.stringify(fields);
}

export function coinLine(coin: Coin, bin: number): string {
  const xs = Array.from({ length: coin.length / BYTES_PER_BALL }, (_, i) => toHex(ballOf(coin, i)));
  return JSON.stringify({ bin, xs });
}

/** Whether a list that begins with this line is meant to be one of coins. */
export function isCoinList(line: string): boolean {
  return readObject(line)?.format === COIN_LINES_FORMAT;
}

/** @returns the header, or in words why the line is none */
export function readHeader(line: string): CoinListHeader | string {
  const fields = readObject(line);
  if (fields?.format !== COIN_LINES_FORMAT) return `expected a header with "format":"${COIN_LINES_FORMAT}"`;
  const { period, way, bits, filter, coins } = fields as Record<string, number>;
  const key = typeof fields.key === 'string' ? fromHex(fields.key) : undefined;
  if (key?.length !== 16) return 'expected a "key" of 16 bytes in hex';
  if (typeof fields.z !== 'string' || !/^[0-9a-f]{1,16}$/.test(fields.z)) return 'expected a "z" in hex';
  if (!isCount(period) || !isCount(coins)) return 'expected "period" and "coins" as whole numbers';
  const parameters = { way, bits, filter };
  try {
    checkParameters(parameters);
  } catch (error) {
    return (error as RangeError).message;
  }
  const z = BigInt(`0x${fields.z}`);
  if (z >> BigInt(filter) !== 0n) return `expected a "z" of ${filter} bits, got ${fields.z}`;
  return { period: { index: period, key, z, parameters }, coins };
}

/** @returns the coin and the bin that the line gives, or `malformed` */
export function readCoin(line: string): { readonly coin: Coin; readonly bin: number } | 'malformed' {
  const fields = readObject(line);
  if (!isCount(fields?.bin) || !Array.isArray(fields?.xs)) return 'malformed';
  const balls = fields.xs.map((x: unknown) => (typeof x === 'string' ? fromHex(x) : undefined));
  if (balls.some((ball) => ball?.length !== BYTES_PER_BALL)) return 'malformed';
  const coin = new Uint8Array(balls.length * BYTES_PER_BALL);
  for (const [i, ball] of balls.entries()) coin.set(ball!, i * BYTES_PER_BALL);
  return { coin, bin: fields.bin };
}

function readObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
