/**
 * A text file line by line, in constant memory whatever is in it.
 * @module
 */
import type { ByteSource } from '../../protocols/micromint/coin-file-reader.ts';

/** No line of a coin list is nearly as long. What goes on longer is cut, and is then no coin. */
const LINE_LENGTH_MAX = 65_536;
/** A line that is longer still is the end of the list: it may never end. */
const ENDLESS_LENGTH = 2 ** 26;
const CHUNK_BYTES = 65_536;

/** The lines without their ends, \n or \r\n, and without a byte-order mark; a longer one is cut, and given at once. */
export function* boundedLines(source: ByteSource): Generator<string> {
  /** Undefined while the rest of a line is skipped that was cut. */
  let line: string | undefined = '';
  for (const piece of pieces(source)) {
    if (piece === '\n') {
      if (line !== undefined) yield ended(line);
      line = '';
    } else if (line !== undefined) {
      line = (line + piece).slice(0, LINE_LENGTH_MAX);
      if (line.length < LINE_LENGTH_MAX) continue;
      yield line;
      line = undefined;
    }
  }
  if (line) yield ended(line);
}

/** The text in pieces: ends of lines, and what lies between them, perhaps divided further. */
function* pieces(source: ByteSource): Generator<string> {
  const decoder = new TextDecoder();
  /** Of the line so far. */
  let length = 0;
  for (let bytes = source.peek(CHUNK_BYTES); bytes.length > 0; bytes = source.peek(CHUNK_BYTES)) {
    for (const piece of decoder.decode(bytes, { stream: true }).split(/(\n)/)) {
      length = piece === '\n' ? 0 : length + piece.length;
      yield piece;
    }
    if (length > ENDLESS_LENGTH) return;
    source.advance(bytes.length);
  }
  yield decoder.decode();
}

function ended(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
