/**
 * A random sample of coins, chosen as they go by.
 * Source: Knuth, The art of computer programming, volume 2, section 3.4.2, algorithm S.
 * @module
 */
import { stream } from '../../sim/random.ts';

/** Which coins to hash, decided when there is a header to say how many there are. */
export type Choice = (total: number) => (coin: number) => boolean;

export const everyCoin: Choice = () => () => true;

/** So many coins, every set of that size as likely as any other; all of them when there are no more. */
export function sampleOf(size: number, seed: string): Choice {
  return (total) => {
    const random = stream(seed, 'verify/sample');
    let left = size;
    return (coin) => {
      if (random.next() * (total - coin) >= left) return false;
      left--;
      return true;
    };
  };
}
