/** Broker, forger and splicer at the same parameters, against balls thrown and counted one by one with another SHA-256. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { runForgers } from '../../src/economy/mint-forger.ts';
import { derivePeriod, derivePermutation, type Permutation } from '../../src/protocols/micromint/period.ts';
import type { Metric } from '../../src/sim/metric.ts';

const MINT = { label: 'k3', bits: 7, way: 3, filter: 2 };
const FORGER = { ballsPerBin: 3, oneIn: [1, 4], knownCoins: 20 };

/** The bins of so many balls; undefined for those that are not good. */
function binsByHand(seed: string, permutation: Permutation, hashes: number): (number | undefined)[] {
  const period = derivePeriod(seed, 0, MINT);
  const words = new Int32Array(2);
  return Array.from({ length: hashes }, (_, i) => {
    permutation.permute(i, words);
    const message = Buffer.alloc(24);
    message.set(period.key);
    message.writeInt32BE(words[0]!, 16);
    message.writeInt32BE(words[1]!, 20);
    const first = createHash('sha256').update(message).digest().readBigUInt64BE();
    const bits = first >> BigInt(64 - MINT.bits - MINT.filter);
    return bits >> BigInt(MINT.bits) === period.z ? Number(bits & ((1n << BigInt(MINT.bits)) - 1n)) : undefined;
  });
}

/** The bins that have k balls, ascending. */
function fullBins(bins: readonly (number | undefined)[]): number[] {
  const all = Array.from({ length: 2 ** MINT.bits }, (_, bin) => bin);
  return all.filter((bin) => bins.filter((each) => each === bin).length >= MINT.way);
}

function figureOf(metrics: readonly Metric[], name: string): number {
  return metrics.find((metric) => metric.name === name)!.value;
}

describe('broker and forger', () => {
  it('have the coins, and the splicer the bins, that are counted by hand', () => {
    for (const seed of ['one', 'two']) {
      const metrics = runForgers(MINT, FORGER, seed);
      const hashes = 3 * 2 ** 9;
      const minted = fullBins(binsByHand(seed, derivePermutation(seed, 0), hashes));
      expect(figureOf(metrics, 'k3.broker.coins.count')).toBe(minted.length);
      for (const oneIn of FORGER.oneIn) {
        const own = binsByHand(seed, derivePermutation(`${seed}/forger/${oneIn}`, 0), hashes / oneIn);
        expect(figureOf(metrics, `k3.forger_one_in_${oneIn}.coins.count`)).toBe(fullBins(own).length);
        const known = minted.slice(0, FORGER.knownCoins);
        expect(figureOf(metrics, `k3.splicer_one_in_${oneIn}.coins.count`)).toBe(
          known.filter((bin) => own.includes(bin)).length,
        );
      }
    }
  });

  // 200 replications: the mean's sd is 1/14 of a replication's. Within 6 of them (false alarm 2e-9 each); a law whose
  // mean is off by half a standard deviation of one replication is caught with power above 0.8.
  it('meet the laws of their numbers of coins, in mean and in variance', () => {
    const runs = Array.from({ length: 200 }, (_, i) => runForgers(MINT, FORGER, `law ${i}`));
    for (const { name, theory } of runs[0]!) {
      const values = runs.map((metrics) => figureOf(metrics, name));
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
      expect(Math.abs(mean - theory!.value), name).toBeLessThan((6 * sd) / Math.sqrt(values.length));
      // A sample's sd over 200 is within 6 / sqrt(400) of the law's.
      const law = theory!.law;
      if (law?.name === 'normal') expect(Math.abs(sd / law.sd - 1), name).toBeLessThan(0.3);
    }
  });

  it('state no law for a splicer who was promised more coins than there are', () => {
    const metrics = runForgers(MINT, { ...FORGER, knownCoins: 128 }, 'one');
    expect(metrics.find(({ name }) => name === 'k3.splicer_one_in_4.coins.count')!.theory).toBeUndefined();
  });
});
