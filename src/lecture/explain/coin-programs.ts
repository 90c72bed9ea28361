/**
 * MicroMint in Python, for the steps of an explained coin: the throwing of balls, and what a vendor checks.
 * Source: RS96, section 3; Beaulieu and others, The SIMON and SPECK families of lightweight block ciphers (2013).
 * @module
 */
import { hashBall } from '../../protocols/micromint/ball.ts';
import { ballOf, type Coin } from '../../protocols/micromint/coin.ts';
import type { Period } from '../../protocols/micromint/period.ts';
import { toHex } from '../../protocols/primitives/bytes.ts';
import { named } from './commands.ts';

/** Four balls make a coin, and one hash in 16 is good: the first digit of H(x) is z, the next four are the bin. */
export const PARAMETERS = { way: 4, bits: 16, filter: 4 };
/** Hexadecimal digits of H(x), which has u + t bits. */
export const HASH_DIGITS = 5;

/**
 * Speck64/128 in Python, and balls in its order: at each of these coins, in ascending order, their number, the balls thrown
 * and those of them that are good.
 */
export function throwingProgram(period: Period, speckKey: Uint8Array, checkpoints: readonly number[]): string[] {
  const last = checkpoints[checkpoints.length - 1];
  return [
    'import hashlib',
    named('K', period.key),
    named('order', speckKey),
    'W = 2 ** 32',
    "k3, k2, k1, k = (int.from_bytes(order[i:i + 4], 'big') for i in (0, 4, 8, 12))",
    'l, rounds = [k1, k2, k3], []',
    'for i in range(27):',
    '    rounds.append(k)',
    '    mixed = ((l[0] >> 8 | l[0] << 24) + k) % W ^ i',
    '    k = (k << 3 | k >> 29) % W ^ mixed',
    '    l = [l[1], l[2], mixed]',
    'thrown, good, coins, bins = 0, 0, 0, {}',
    `while coins < ${last}:`,
    '    x, y = thrown // W, thrown % W',
    '    for r in rounds:',
    '        x = ((x >> 8 | x << 24) + y) % W ^ r',
    '        y = (y << 3 | y >> 29) % W ^ x',
    "    h = hashlib.sha256(K + (x * W + y).to_bytes(8, 'big')).hexdigest()",
    '    thrown += 1',
    `    if h[0] == '${period.z.toString(16)}':`,
    '        bins[h[1:5]] = bins.get(h[1:5], 0) + 1',
    '        good += 1',
    '        if bins[h[1:5]] == 4:',
    '            coins += 1',
    `            if coins in (${checkpoints.join(', ')},): print(coins, thrown, good)`,
  ];
}

/**
 * Mean and standard deviation of the balls thrown up to the first coin, in Python: the bins' fourth balls come after
 * independent times of a Gamma law, the first of them after T, and B E[T] good balls are thrown by then.
 * @see hashesToCoins
 */
export const THEORY_PROGRAM: readonly string[] = [
  'from math import exp, log, sqrt',
  'B, q, steps = 2 ** 16, 1 / 16, 100000',
  't = [(i + 0.5) / steps for i in range(steps)]',
  'none = [exp(B * (log(1 + x + x ** 2 / 2 + x ** 3 / 6) - x)) for x in t]',
  'mean = B * sum(none) / steps',
  'square = B * B * 2 * sum(x * p for x, p in zip(t, none)) / steps',
  'variance = square - mean ** 2 - mean',
  'print(round(mean / q), round(sqrt(mean * (1 - q) + variance) / q))',
];

/** The balls of a coin. */
export function ballsOf(coin: Coin): Uint8Array[] {
  return Array.from({ length: PARAMETERS.way }, (_, i) => ballOf(coin, i));
}

/** The bin of the coin's first ball in four hexadecimal digits. */
export function binText(period: Period, coin: Coin): string {
  return hashBall(period, coin)
    .bin.toString(16)
    .padStart(HASH_DIGITS - 1, '0');
}

/** What a vendor does, in Python. */
export function vendorProgram(period: Period): string[] {
  return [
    'import hashlib',
    named('K', period.key),
    'def check(coin):',
    '    balls = [coin[i:i + 8] for i in range(0, len(coin), 8)]',
    '    if len(balls) < 4 or any(a >= b for a, b in zip(balls, balls[1:])):',
    "        return 'not ascending'",
    `    hashes = {hashlib.sha256(K + x).hexdigest()[:${HASH_DIGITS}] for x in balls}`,
    "    if len(hashes) > 1: return 'not one bin'",
    '    h = hashes.pop()',
    `    return 'accepted, bin ' + h[1:] if h[0] == '${period.z.toString(16)}' else 'not good'`,
  ];
}

/** A line of Python that prints what `check` says to a coin, behind those of `vendorProgram`. */
export function printChecked(coin: Coin): string {
  return `print(check(bytes.fromhex('${toHex(coin)}')))`;
}

/** Lines of Python that print H of each ball, behind those of `vendorProgram`. */
export function printHashes(coin: Coin): string[] {
  return [
    named('old', coin),
    'for i in range(0, 32, 8):',
    `    print(hashlib.sha256(K + old[i:i + 8]).hexdigest()[:${HASH_DIGITS}])`,
  ];
}
