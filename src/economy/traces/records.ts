/**
 * Records out of lines: a line of a log is one, and so is a line of tab-separated values; a record of comma-separated
 * values goes on in the next line while a quote is open.
 * Source: RFC 4180 for CSV. Tab-separated values know no quotes.
 * @module
 */
import { LINE_LENGTH_MAX } from './lines.ts';
import type { Malformed } from './malformed.ts';

/** @param line where the record begins. */
export type TakeRecord = (fields: readonly string[] | Malformed, line: number) => void;

/** Takes lines in and gives records out. */
export interface Records {
  push(text: string, line: number, take: TakeRecord): void;
  /** The text has ended. */
  end(take: TakeRecord): void;
}

/** One record a line. */
export function lineRecords(split: (text: string) => readonly string[] | Malformed): Records {
  return { push: (text, line, take) => take(split(text), line), end: () => {} };
}

export const splitTabs = (text: string): readonly string[] => text.split('\t');

/** A field in quotes or without any, and the comma behind it or the end. */
const FIELD = /(?:"([^"]*(?:""[^"]*)*)"|([^",]*))(,|$)/y;

interface Line {
  readonly text: string;
  readonly line: number;
}

export class CsvRecords implements Records {
  /** Lines of a record whose quote is open. */
  #open: Line[] = [];
  #length = 0;

  push(text: string, line: number, take: TakeRecord): void {
    const odd = hasOddQuotes(text);
    if (this.#open.length === 0 && !odd) {
      take(splitCommas(text), line);
      return;
    }
    this.#open.push({ text, line });
    this.#length += text.length + 1;
    if (this.#open.length > 1 && odd) this.#close(take);
    else if (this.#length > LINE_LENGTH_MAX) this.#giveUp(take);
  }

  end(take: TakeRecord): void {
    while (this.#open.length > 0) this.#giveUp(take);
  }

  /** The quote is closed, if it was one. */
  #close(take: TakeRecord): void {
    const fields = splitCommas(this.#open.map(({ text }) => text).join('\n'));
    if (typeof fields === 'string') {
      this.#giveUp(take);
      return;
    }
    const { line } = this.#open[0];
    this.#reset();
    take(fields, line);
  }

  /** The first line alone is at fault: the others are read afresh. */
  #giveUp(take: TakeRecord): void {
    const [first, ...others] = this.#open;
    this.#reset();
    take(splitCommas(first.text), first.line);
    for (const { text, line } of others) this.push(text, line, take);
  }

  #reset(): void {
    this.#open = [];
    this.#length = 0;
  }
}

function hasOddQuotes(text: string): boolean {
  let odd = false;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) odd = !odd;
  return odd;
}

/** The fields of a record of comma-separated values; a quote within quotes is written twice. */
function splitCommas(text: string): readonly string[] | 'unclosed-quote' | 'stray-quote' {
  if (!text.includes('"')) return text.split(',');
  const fields: string[] = [];
  FIELD.lastIndex = 0;
  for (;;) {
    const match = FIELD.exec(text);
    if (match === null) return hasOddQuotes(text) ? 'unclosed-quote' : 'stray-quote';
    const [, quoted, plain, separator] = match;
    fields.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (separator === '') return fields;
  }
}
