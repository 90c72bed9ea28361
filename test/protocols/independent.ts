/**
 * MicroMint once more, by other means, to check the protocol's: node:crypto for SHA-256, big integers for all
 * arithmetic, a Map of lists for the bins. Slow and plain.
 */
import { createHash } from 'node:crypto';
import type { Parameters } from '../../src/protocols/micromint/parameters.ts';
import type { Period, Permutation } from '../../src/protocols/micromint/period.ts';

/** H_m(x): the first u + t bits of SHA-256(K_m || x), split. */
export function independentHash(key: Uint8Array, parameters: Parameters, ball: bigint): { z: bigint; bin: number } {
  const digest = createHash('sha256').update(key).update(hexOfBall(ball), 'hex').digest('hex');
  const bits = BigInt(`0x${digest}`).toString(2).padStart(256, '0');
  const z = bits.slice(0, parameters.filter);
  const bin = bits.slice(parameters.filter, parameters.filter + parameters.bits);
  return { z: BigInt(`0b0${z}`), bin: Number.parseInt(bin, 2) };
}

export function hexOfBall(ball: bigint): string {
  return ball.toString(16).padStart(16, '0');
}

/** The balls of a coin written in hexadecimal digits. */
export function ballsOfHex(coin: string): bigint[] {
  return (coin.match(/.{16}/g) ?? []).map((ball) => BigInt(`0x${ball}`));
}

export function ballNumber(permutation: Permutation, index: number): bigint {
  const words = new Int32Array(2);
  permutation.permute(index, words);
  return (BigInt(words[0] >>> 0) << 32n) | BigInt(words[1] >>> 0);
}

/** The coins of a mint of so many hashes, in the order of their bins, as hexadecimal digits. */
export function independentMint(period: Period, permutation: Permutation, hashes: number) {
  const bins = new Map<number, bigint[]>();
  let goodBalls = 0;
  for (let i = 0; i < hashes; i++) {
    const ball = ballNumber(permutation, i);
    const { z, bin } = independentHash(period.key, period.parameters, ball);
    if (z !== period.z) continue;
    goodBalls++;
    bins.set(bin, [...(bins.get(bin) ?? []), ball]);
  }
  const coins = [...bins]
    .filter(([, balls]) => balls.length >= period.parameters.way)
    .sort(([a], [b]) => a - b)
    .map(([bin, balls]) => ({
      bin,
      hex: balls
        .slice(0, period.parameters.way)
        .sort((a, b) => (a < b ? -1 : 1))
        .map(hexOfBall)
        .join(''),
    }));
  return { goodBalls, coins };
}
