/**
 * A trace of what happened and its fingerprint, by which two runs are seen to be the same, event for event.
 * @module
 */
import type { Microseconds } from '../units.ts';

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
double[0] = 1;
/** Where the low half of a double lies: 0 on little-endian machines, 1 on the others. */
const LOW = words[0] === 0 ? 0 : 1;
const HIGH = 1 - LOW;

/**
 * A 64-bit fingerprint of a sequence of numbers, in which order matters. Every step is a bijection of each of the two
 * 32-bit lanes, so that one changed number always shows, and unrelated sequences agree with a chance near 2^-64.
 * It is fast and not cryptographic: who wants to can make two sequences agree.
 */
export class Fingerprint {
  private one = 0x2545f491;
  private two = 0x6c078965;

  /** Takes in a number by the bits of its double: 0 and -0 differ, every NaN is the same. */
  add(x: number): void {
    // Engines are free in the bits of a NaN.
    double[0] = x;
    if (!Number.isNaN(x)) this.mix(words[LOW], words[HIGH]);
    else this.mix(0, 0x7ff80000);
  }

  /** Takes in a text with its length, so that 'ab', 'c' and 'a', 'bc' differ. */
  text(s: string): void {
    this.mix(s.length, 1);
    for (let i = 0; i < s.length; i++) this.mix(s.charCodeAt(i), 2);
  }

  /** The fingerprint of what was taken in so far, as 16 hexadecimal digits. */
  hex(): string {
    return [this.one, this.two].map((lane) => avalanche(lane).toString(16).padStart(8, '0')).join('');
  }

  private mix(low: number, high: number): void {
    let one = Math.imul(this.one ^ low, 0x2c1b3c6d);
    one = Math.imul(one ^ (one >>> 15) ^ high, 0x297a2d39);
    this.one = one ^ (one >>> 16);
    let two = Math.imul(this.two ^ high, 0x5bd1e995);
    two = Math.imul(two ^ (two >>> 13) ^ low, 0x38b34ae5);
    this.two = (two << 11) | (two >>> 21);
  }
}

/** Spreads every bit of a lane over all of them. */
function avalanche(lane: number): number {
  let mixed = Math.imul(lane ^ (lane >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

interface Entry {
  readonly time: Microseconds;
  readonly what: string;
  readonly numbers: readonly number[];
}

/** What happened, in order. It keeps only the fingerprint, unless it is told to keep the entries too. */
export class Trace {
  /** Empty unless entries are kept. */
  readonly entries: Entry[] = [];
  private readonly fingerprint = new Fingerprint();
  private readonly names = new Map<string, number>();
  private readonly keep: boolean;

  constructor(keep = false) {
    this.keep = keep;
  }

  /** @param what - one of a few words: each is spelt out once and is a number from then on */
  record(time: Microseconds, what: string, ...numbers: number[]): void {
    const fingerprint = this.fingerprint;
    fingerprint.add(time);
    fingerprint.add(this.names.get(what) ?? this.intern(what));
    fingerprint.add(numbers.length);
    for (let i = 0; i < numbers.length; i++) fingerprint.add(numbers[i]);
    if (this.keep) this.entries.push({ time, what, numbers });
  }

  /** The fingerprint of everything recorded so far, as 16 hexadecimal digits. */
  digest(): string {
    return this.fingerprint.hex();
  }

  private intern(what: string): number {
    const id = this.names.size;
    this.names.set(what, id);
    this.fingerprint.text(what);
    return id;
  }
}
