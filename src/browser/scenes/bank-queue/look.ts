/**
 * Colours and lines of the three banks.
 * @module
 */
import type { BankKey } from './words.ts';

export interface Look {
  /** Custom properties of the theme, of marks and of words. */
  readonly colour: string;
  readonly words: string;
  readonly dash: readonly number[];
}

/** The line that has most turns is the one without gaps: dashes would hide them. */
const DASHES: Readonly<Record<BankKey, readonly number[]>> = { card: [], millicent: [8, 5], mr2: [2, 6] };

export function lookOf(key: BankKey): Look {
  const colour = key === 'card' ? 'baseline' : key;
  return { colour, words: `${colour}-text`, dash: DASHES[key] };
}
