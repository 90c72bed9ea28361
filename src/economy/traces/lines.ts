/**
 * Lines out of chunks of text that are cut anywhere.
 * @module
 */

/** Longer lines are given up, so that a file without line ends does not fill the memory. */
export const LINE_LENGTH_MAX = 65_536;

/** @param text undefined for a line that is too long; @param line its number, from 1. */
type TakeLine = (text: string | undefined, line: number) => void;

/** Lines end with LF or CR LF; the last one need not. A byte order mark at the beginning is dropped. */
export class LineSplitter {
  readonly #take: TakeLine;
  #lines = 0;
  #rest = '';
  #tooLong = false;

  constructor(take: TakeLine) {
    this.#take = take;
  }

  /** Lines given out. */
  get lines(): number {
    return this.#lines;
  }

  push(chunk: string): void {
    let start = 0;
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', start)) {
      this.#append(chunk.slice(start, end));
      this.#finish();
      start = end + 1;
    }
    this.#append(chunk.slice(start));
  }

  /** The text has ended. */
  end(): void {
    if (this.#rest !== '' || this.#tooLong) this.#finish();
  }

  #append(part: string): void {
    this.#rest += part;
    if (this.#rest.length <= LINE_LENGTH_MAX) return;
    this.#tooLong = true;
    this.#rest = '';
  }

  #finish(): void {
    let text = this.#rest;
    if (text.endsWith('\r')) text = text.slice(0, -1);
    if (this.#lines === 0 && text.startsWith('\uFEFF')) text = text.slice(1);
    const tooLong = this.#tooLong;
    this.#rest = '';
    this.#tooLong = false;
    this.#lines++;
    this.#take(tooLong ? undefined : text, this.#lines);
  }
}
