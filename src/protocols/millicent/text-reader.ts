/**
 * Text in ASCII, read byte by byte from the front. The first flaw found stays; after it nothing more is read.
 * @module
 */
import type { KnownWords } from './known-words.ts';
import type { Rejection } from './rejection.ts';

const ZERO = 0x30;
const NINE = 0x39;

/** A word that is mostly read, as text and as bytes. */
export interface Word {
  readonly text: string;
  readonly bytes: Uint8Array;
}

/** Which bytes may stand in a word. */
export type Alphabet = Uint8Array;

/** The bytes of a text. @throws RangeError when a character is none of ASCII. */
export function ascii(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) throw new RangeError(`no text in ASCII: ${text}`);
    bytes[i] = code;
  }
  return bytes;
}

/** The text of ASCII bytes from `start` to before `end`. Eight at a time, which takes half as long. */
export function textOf(b: Uint8Array, start: number, end: number): string {
  let text = '';
  let i = start;
  for (; i + 8 <= end; i += 8) {
    text += String.fromCharCode(b[i], b[i + 1], b[i + 2], b[i + 3], b[i + 4], b[i + 5], b[i + 6], b[i + 7]);
  }
  for (; i < end; i++) text += String.fromCharCode(b[i]);
  return text;
}

export function alphabet(characters: string): Alphabet {
  const table = new Uint8Array(256);
  for (const byte of ascii(characters)) table[byte] = 1;
  return table;
}

export class TextReader {
  readonly bytes: Uint8Array;
  readonly #end: number;
  #at: number;
  #flaw: Rejection | undefined = undefined;

  constructor(bytes: Uint8Array, start = 0, end: number = bytes.length) {
    this.bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  /** Where the next byte is read. */
  get at(): number {
    return this.#at;
  }

  /** The first flaw found; `malformed` also when something is left; undefined when all is read and well. */
  get flaw(): Rejection | undefined {
    return this.#flaw ?? (this.#at === this.#end ? undefined : 'malformed');
  }

  fail(flaw: Rejection): void {
    this.#flaw ??= flaw;
  }

  /** The next byte, or -1 when there is none to be read. */
  peek(): number {
    return this.#flaw === undefined && this.#at < this.#end ? this.bytes[this.#at] : -1;
  }

  /** Passes over the next byte if it is this one, and says so. */
  accept(byte: number): boolean {
    if (this.peek() !== byte) return false;
    this.#at++;
    return true;
  }

  /** Passes over these bytes; anything else is `malformed`. */
  expect(expected: Uint8Array): void {
    if (this.#flaw !== undefined) return;
    const { bytes } = this;
    const start = this.#at;
    this.#at = start + expected.length;
    let difference = this.#at > this.#end ? 1 : 0;
    for (let i = 0; i < expected.length; i++) difference |= bytes[start + i] ^ expected[i];
    if (difference !== 0) this.#flaw = 'malformed';
  }

  // As `expect`, of a few bytes: what stands between the fields, at a third of the time of a loop.

  expectTwo(first: number, second: number): void {
    const { bytes } = this;
    const start = this.#at;
    if (bytes[start] === first && bytes[start + 1] === second && start + 2 <= this.#end) this.#at = start + 2;
    else this.fail('malformed');
  }

  expectThree(first: number, second: number, third: number): void {
    const { bytes } = this;
    const start = this.#at;
    const isThere = bytes[start] === first && bytes[start + 1] === second && bytes[start + 2] === third;
    if (isThere && start + 3 <= this.#end) this.#at = start + 3;
    else this.fail('malformed');
  }

  expectFour(first: number, second: number, third: number, fourth: number): void {
    const { bytes } = this;
    const start = this.#at;
    const isBegun = bytes[start] === first && bytes[start + 1] === second;
    const isThere = isBegun && bytes[start + 2] === third && bytes[start + 3] === fourth;
    if (isThere && start + 4 <= this.#end) this.#at = start + 4;
    else this.fail('malformed');
  }

  /** Passes over so many bytes, whatever they are; `malformed` when there are fewer. */
  pass(count: number): void {
    this.#at += count;
    if (this.#at > this.#end) this.fail('malformed');
  }

  /** The number of all decimal digits that come, -1 when none does; beyond 2^53 - 1 rounded, but not to below 2^53. */
  digits(): number {
    if (this.#flaw !== undefined) return -1;
    const bytes = this.bytes;
    const end = this.#end;
    const start = this.#at;
    let number = 0;
    let at = start;
    for (; at < end; at++) {
      const byte = bytes[at];
      if (byte < ZERO || byte > NINE) break;
      number = 10 * number + (byte - ZERO);
    }
    this.#at = at;
    return at === start ? -1 : number;
  }

  /**
   * A decimal number from 0 to 2^53 - 1, filled up with zeros to `width` digits and not beyond; else `malformed`.
   */
  number(width: number): number {
    const start = this.#at;
    const number = this.digits();
    const length = this.#at - start;
    const isPadded = length > width && this.bytes[start] === ZERO;
    if (length < width || isPadded || !Number.isSafeInteger(number)) this.fail('malformed');
    return number;
  }

  /**
   * One to `lengthMax` bytes of the alphabet, all that come; else `malformed`.
   * @param usual a word that may stand here, and mostly does: no text is made of it.
   */
  word(letters: Alphabet, lengthMax: number, usual?: Word): string {
    if (usual !== undefined && this.#passes(usual.bytes, letters)) return usual.text;
    const start = this.#at;
    this.run(letters, lengthMax);
    return this.#flaw === undefined ? textOf(this.bytes, start, this.#at) : '';
  }

  /** What the word here means when it is known, and then passes over it. */
  known<Meaning>(words: KnownWords<Meaning>): Meaning | undefined {
    const known = this.#flaw === undefined ? words.at(this.bytes, this.#at) : undefined;
    if (known !== undefined) this.pass(known.word.length);
    return known?.meaning;
  }

  /** Passes over this word, and says so, when it comes and no longer one. */
  #passes(word: Uint8Array, letters: Alphabet): boolean {
    const bytes = this.bytes;
    const start = this.#at;
    const end = start + word.length;
    if (this.#flaw !== undefined || end > this.#end) return false;
    for (let i = 0; i < word.length; i++) if (bytes[start + i] !== word[i]) return false;
    if (end < this.#end && letters[bytes[end]] === 1) return false;
    this.#at = end;
    return true;
  }

  /** Passes over a word. */
  run(letters: Alphabet, lengthMax: number): void {
    if (this.#flaw !== undefined) return;
    const bytes = this.bytes;
    const end = this.#end;
    const start = this.#at;
    let at = start;
    while (at < end && letters[bytes[at]] === 1) at++;
    this.#at = at;
    if (at === start || at - start > lengthMax) this.fail('malformed');
  }
}
