/**
 * Balls into bins: why the first coin of a mint is dear and the next ones are cheap. Real hashes fall into bins; k in one
 * bin make a coin.
 * Source: RS96, section 3.
 * @module
 */
import text from '../../../scenarios/lecture-balls.yaml?raw';
import type { Scene } from '../scene.ts';
import { drawBalls } from './balls/drawing.ts';
import { type BallsFrame, watchBalls } from './balls/run.ts';
import { answerOf, asksOf, findingOf, keyMetrics, optionsFor } from './balls/words.ts';

const WAY = 4;
const BITS = 12;

export const ballsIntoBins: Scene<BallsFrame> = {
  id: 'balls',
  title: 'Balls into bins',
  about:
    'A mint throws balls, real SHA-256 hashes, into bins. As many balls in one bin as a coin needs make a coin, and further ones are wasted. ' +
    'That is why coins are dear to begin with and cheap in bulk.',
  file: 'lecture-balls.yaml',
  text,
  parameters: [
    {
      key: 'k',
      label: 'Balls to a coin (k)',
      unit: '',
      values: [2, 3, 4, 5],
      initial: WAY,
      overrides: (way) => [`mints.mint.way=${way}`],
    },
    {
      key: 'u',
      label: 'Bins, as a power of two (u)',
      unit: ' bits',
      values: [6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
      initial: BITS,
      overrides: (bits) => [`mints.mint.bits=${bits}`],
    },
    {
      key: 't',
      label: 'Bits that make a ball good (t)',
      unit: ' bits',
      values: [0, 1, 2, 3, 4],
      initial: 0,
      overrides: (filter) => [`mints.mint.filter=${filter}`],
    },
  ],
  beats: [
    { from: 0, says: 'Every ball is a hash. Its bits name the bin into which it falls: nobody can aim.' },
    {
      from: 0.0005,
      says: 'The wall: most balls lie alone, some in pairs. Not one coin for all this work.',
      holds: ({ first, fullest }) => first === null && fullest > 1,
    },
    {
      from: 0.001,
      says: 'The first coin had all the balls before it to pay for. The next ones come ever faster.',
      holds: ({ first }) => first !== null,
    },
    { from: 0.12, says: 'The flood: bins that lack one ball are everywhere now, and coin follows coin.' },
    { from: 0.3, says: 'The more coins, the less each has cost: most of its balls were paid for long before.' },
    { from: 0.6, says: 'Saturation: more and more balls fall into bins that hold their coin. Here a broker stops.' },
  ],
  question: {
    about: [{ u: 16 }, { k: 3 }],
    asks: ({ k, u }) => asksOf({ way: k, bits: u }),
    options: optionsFor({ bits: BITS, way: WAY }),
    optionsAt: ({ u, k }) => optionsFor({ bits: u, way: k }),
    answer: (last) => answerOf(last),
  },
  positionUnit: 'balls',
  step: 1,
  seconds: 45,
  pace: (share) => share * share * share,
  metrics: keyMetrics,
  open: ({ mints: [mint] }, { throwers: [thrower] }) => watchBalls(mint, thrower),
  draw: drawBalls,
  finding: findingOf,
};
