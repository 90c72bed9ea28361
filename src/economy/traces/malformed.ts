/**
 * Why a line of a trace is no request; and the error of a trace that cannot be read on.
 * @module
 */

export type Malformed =
  /** A column that is needed lies beyond the line's end. */
  | 'too-few-fields'
  /** More fields than the header has columns: a separator within a field. */
  | 'too-many-fields'
  /** A quote that nothing closes. */
  | 'unclosed-quote'
  /** A quote within a field, or something behind a closing quote. */
  | 'stray-quote'
  /** More characters than a line may have. */
  | 'line-too-long'
  | 'bad-time'
  /** No method and URL. */
  | 'bad-request'
  | 'bad-status'
  | 'bad-bytes'
  /** The column that names the user is empty or a dash. */
  | 'no-user'
  /** What names the vendor is empty or a dash. */
  | 'no-vendor'
  /** A time long before all the others: a clock that nobody had set. */
  | 'wild-clock';

/** A trace that cannot be read: a column is missing, or a line is malformed and the reading is strict. */
export class TraceError extends Error {
  /** From 1. */
  readonly line: number;

  /** The message names the line and never says what is in it: that may be somebody's name. */
  constructor(line: number, reason: string) {
    super(`line ${line}: ${reason}`);
    this.name = 'TraceError';
    this.line = line;
  }
}
