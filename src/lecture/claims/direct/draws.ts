/**
 * F read of many strings of 64 bytes, in the place of signatures: how often it falls below the selection rate.
 * @module
 */
import { isPayable, lotteryNumber } from '../../../protocols/mr/selection.ts';
import { selectionRate } from '../../../protocols/mr/selection-rate.ts';
import { concatenate, writeNumber } from '../../../protocols/primitives/bytes.ts';
import { deriveKey } from '../../../protocols/primitives/hash.ts';
import type { Metric } from '../../../sim/metric.ts';
import { type DirectExperiment, expected, ratio } from './measure.ts';

const STRINGS = 8000;
const RATE = selectionRate(1n, 1000n);
const HALF_OF_A_SIGNATURE = 32;

export const DRAWS: DirectExperiment = {
  name: 'draws',
  setting: 'F of 8,000 different strings of 64 bytes, in the place of signatures, 30 times',
  replications: 30,
  measure,
};

function measure(seed: string): Metric[] {
  const start = deriveKey(seed, 'draws', HALF_OF_A_SIGNATURE);
  let payable = 0;
  for (let i = 0; i < STRINGS; i++) {
    const number = lotteryNumber('ed25519', concatenate(start, writeNumber(BigInt(i), HALF_OF_A_SIGNATURE)));
    if (isPayable(number!, RATE, 1)) payable++;
  }
  const probability = Number(RATE.numerator) / Number(RATE.denominator);
  const law = { name: 'binomial' as const, trials: STRINGS, probability, scale: 1 / STRINGS };
  return [ratio('payable.share', payable / STRINGS, { ...expected(probability, 's'), law })];
}
