/**
 * The bytes of a log into text, cut anywhere. Most logs are UTF-8; a line that is not is taken for Latin-1, in which
 * every byte is a character, so that two names that differ in their bytes stay two.
 * @module
 */
import { isUtf8 } from 'node:buffer';
import { LINE_LENGTH_MAX } from '../../economy/traces/lines.ts';

const LINE_FEED = 10;
/** A character takes at most so many bytes: what is longer without a line end, the reader gives up anyway. */
const BYTES_HELD_MAX = 4 * LINE_LENGTH_MAX;

export class LogDecoder {
  /** The line that has begun. */
  #held: Buffer = Buffer.alloc(0);

  /** The text of all lines that are complete with this chunk. */
  write(chunk: Uint8Array): string {
    const bytes = Buffer.concat([this.#held, chunk]);
    const end = bytes.lastIndexOf(LINE_FEED) + 1;
    const cut = bytes.length - end > BYTES_HELD_MAX ? bytes.length : end;
    this.#held = bytes.subarray(cut);
    return textOf(bytes.subarray(0, cut));
  }

  /** What is left: a last line without a line end. */
  end(): string {
    const text = textOf(this.#held);
    this.#held = Buffer.alloc(0);
    return text;
  }
}

function textOf(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString('utf8') : Array.from(linesOf(bytes), lineOf).join('');
}

function* linesOf(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; ) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed < 0 ? bytes.length : feed + 1;
    yield bytes.subarray(start, end);
    start = end;
  }
}

function lineOf(bytes: Buffer): string {
  return bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');
}
