/**
 * Text in ASCII, read byte by byte from the front. The first flaw found stays; after it nothing more is read.
 * @module
 */
import type { Rejection } from './rejection.ts';

const ZERO = 0x30;
const NINE = 0x39;

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
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #at: number;
  #flaw: Rejection | undefined = undefined;

  constructor(bytes: Uint8Array, start = 0, end: number = bytes.length) {
    this.#bytes = bytes;
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
    return this.#flaw === undefined && this.#at < this.#end ? this.#bytes[this.#at] : -1;
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
    const bytes = this.#bytes;
    const start = this.#at;
    this.#at = start + expected.length;
    if (this.#at > this.#end) this.#flaw = 'malformed';
    for (let i = 0; i < expected.length; i++) if (bytes[start + i] !== expected[i]) this.#flaw = 'malformed';
  }

  /** The number of all decimal digits that come, NaN when none does; beyond 2^53 - 1 rounded, but not to below 2^53. */
  digits(): number {
    if (this.#flaw !== undefined) return Number.NaN;
    const bytes = this.#bytes;
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
    return at === start ? Number.NaN : number;
  }

  /**
   * A decimal number from 0 to 2^53 - 1, filled up with zeros to `width` digits and not beyond; else `malformed`.
   */
  number(width: number): number {
    const start = this.#at;
    const first = this.peek();
    const number = this.digits();
    const length = this.#at - start;
    if (!Number.isSafeInteger(number) || length < width || (length > width && first === ZERO)) this.fail('malformed');
    return number;
  }

  /**
   * One to `lengthMax` bytes of the alphabet, all that come; else `malformed`.
   * @param usual a word that may stand here, and mostly does: no text is made of it.
   */
  word(letters: Alphabet, lengthMax: number, usual = ''): string {
    const start = this.#at;
    if (this.#reads(usual, letters)) {
      this.#at = start + usual.length;
      return usual;
    }
    this.run(letters, lengthMax);
    return this.#flaw === undefined ? textOf(this.#bytes, start, this.#at) : '';
  }

  /** Passes over a word. */
  run(letters: Alphabet, lengthMax: number): void {
    if (this.#flaw !== undefined) return;
    const bytes = this.#bytes;
    const end = this.#end;
    const start = this.#at;
    let at = start;
    while (at < end && letters[bytes[at]] === 1) at++;
    this.#at = at;
    if (at === start || at - start > lengthMax) this.fail('malformed');
  }

  /** Whether this word comes, and no longer one. */
  #reads(word: string, letters: Alphabet): boolean {
    const bytes = this.#bytes;
    const start = this.#at;
    const end = start + word.length;
    if (word === '' || this.#flaw !== undefined || end > this.#end) return false;
    for (let i = 0; i < word.length; i++) if (bytes[start + i] !== word.charCodeAt(i)) return false;
    return end === this.#end || letters[bytes[end]] !== 1;
  }
}
