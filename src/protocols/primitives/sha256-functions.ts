/**
 * The functions of SHA-256 over whatever stands for a word: a number, when a key is made ready, or the code that puts
 * four numbers side by side onto the stack of a machine, when a kernel is written. So both are the same text.
 *
 * Two things are written otherwise than in the standard, with the same values. Ch and Maj take one operation less. And a
 * rotation is no value of its own: its two shifts, which have no bit in common, are terms of one long exclusive or. V8
 * computes the operands of a tree level by level and runs out of registers; along a chain it needs two. That makes the
 * vector kernel faster by a quarter.
 *
 * Source: FIPS 180-4, sections 4.1.2 and 6.2.2; the letters are the standard's.
 * @module
 */

/** Arithmetic modulo 2^32. */
export interface WordArithmetic<Word> {
  readonly add: (x: Word, y: Word) => Word;
  readonly and: (x: Word, y: Word) => Word;
  readonly xor: (x: Word, y: Word) => Word;
  /** Shifts by 1 to 31 bits; zeros come in. */
  readonly shl: (x: Word, bits: number) => Word;
  readonly shr: (x: Word, bits: number) => Word;
}

/** A word of the schedule is a sum: of `of` the word `back` places before it, for each of four such pairs. */
export interface ScheduleTerm<Word> {
  readonly back: number;
  readonly of: (word: Word) => Word;
}

export interface Sha256Functions<Word> {
  /** x rotated right by 1 to 31 bits. */
  rotr(x: Word, bits: number): Word;
  /** T1 of a round, from its K + W. */
  t1(e: Word, f: Word, g: Word, h: Word, kw: Word): Word;
  /** T2 of a round. */
  t2(a: Word, b: Word, c: Word): Word;
  readonly scheduleTerms: readonly ScheduleTerm<Word>[];
}

export function sha256Functions<Word>({ add, and, xor, shl, shr }: WordArithmetic<Word>): Sha256Functions<Word> {
  const rotations = (x: Word, ...counts: number[]) => counts.flatMap((bits) => [shr(x, bits), shl(x, 32 - bits)]);
  const bigSigma0 = (x: Word) => rotations(x, 2, 13, 22).reduce(xor);
  const bigSigma1 = (x: Word) => rotations(x, 6, 11, 25).reduce(xor);
  const smallSigma0 = (x: Word) => [...rotations(x, 7, 18), shr(x, 3)].reduce(xor);
  const smallSigma1 = (x: Word) => [...rotations(x, 17, 19), shr(x, 10)].reduce(xor);
  const ch = (x: Word, y: Word, z: Word) => xor(z, and(x, xor(y, z)));
  const maj = (x: Word, y: Word, z: Word) => xor(y, and(xor(x, y), xor(y, z)));
  return {
    rotr: (x, bits) => rotations(x, bits).reduce(xor),
    t1: (e, f, g, h, kw) => add(add(add(h, kw), ch(e, f, g)), bigSigma1(e)),
    t2: (a, b, c) => add(bigSigma0(a), maj(a, b, c)),
    scheduleTerms: [
      { back: 16, of: (word) => word },
      { back: 15, of: smallSigma0 },
      { back: 7, of: (word) => word },
      { back: 2, of: smallSigma1 },
    ],
  };
}
