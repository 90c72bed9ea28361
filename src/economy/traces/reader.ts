/**
 * Requests out of the text of a trace. Memory does not grow with the number of lines.
 * @module
 */
import { type PartyRules, RequestRecords } from './columns.ts';
import { LineSplitter } from './lines.ts';
import { LOG_COLUMNS, splitLogLine } from './log-line.ts';
import { type Malformed, TraceError } from './malformed.ts';
import { CsvRecords, lineRecords, type Records, splitTabs } from './records.ts';
import type { TraceEvent } from './trace-event.ts';

/** Tables begin with a line that names their columns; `clf` is the Common Log Format and the Combined one. */
export type TraceFormat = 'tsv' | 'csv' | 'clf';

export interface TraceOptions extends PartyRules {
  readonly format: TraceFormat;
  /** Whether the first malformed line ends the reading. */
  readonly strict: boolean;
}

export interface MalformedLine {
  /** From 1. */
  readonly line: number;
  readonly reason: Malformed;
}

/** How many malformed lines are named. */
const NAMED_MAX = 10;

/** Takes the text in chunks that are cut anywhere; a line with its line end is a chunk, too. */
export class TraceReader {
  readonly #options: TraceOptions;
  readonly #records: Records;
  readonly #splitter: LineSplitter;
  readonly #reasons = new Map<Malformed, number>();
  readonly #named: MalformedLine[] = [];
  /** Undefined until the header has come. */
  #requests: RequestRecords | undefined;
  #complete: TraceEvent[] = [];
  #events = 0;

  /** @throws TraceError when the rules name a column that logs do not have. */
  constructor(options: TraceOptions) {
    this.#options = options;
    this.#records = recordsOf(options.format);
    this.#splitter = new LineSplitter((text, line) => this.#takeLine(text, line));
    if (options.format === 'clf') this.#requests = new RequestRecords({ ...options, columns: {} }, LOG_COLUMNS, 1);
  }

  /** Lines taken in, the header and empty ones included. */
  get lines(): number {
    return this.#splitter.lines;
  }

  /** Requests given out. */
  get events(): number {
    return this.#events;
  }

  /** How many lines are malformed, by reason. */
  get reasons(): ReadonlyMap<Malformed, number> {
    return this.#reasons;
  }

  get malformed(): number {
    return [...this.#reasons.values()].reduce((sum, count) => sum + count, 0);
  }

  /** The first ten of them. */
  get named(): readonly MalformedLine[] {
    return this.#named;
  }

  /**
   * The requests that are complete with this chunk, in the order of the trace, which need not be that of time.
   * @throws TraceError when the header is no good, and when a line is malformed and the reading is strict.
   */
  push(chunk: string): readonly TraceEvent[] {
    this.#splitter.push(chunk);
    return this.#takeComplete();
  }

  /**
   * The text has ended: the last requests.
   * @throws TraceError as `push`, and when a table has no header.
   */
  end(): readonly TraceEvent[] {
    this.#splitter.end();
    this.#records.end(this.#takeRecord);
    if (this.#requests === undefined) throw new TraceError(1, 'the header is missing');
    return this.#takeComplete();
  }

  /**
   * A request that was given out is no good after all, by what came with it: its line counts as malformed.
   * @throws TraceError when the reading is strict
   */
  takeBack({ line }: TraceEvent, reason: Malformed): void {
    this.#events--;
    this.#reject(reason, line);
  }

  #takeComplete(): readonly TraceEvent[] {
    const events = this.#complete;
    this.#complete = [];
    return events;
  }

  #takeLine(text: string | undefined, line: number): void {
    if (text === undefined) this.#reject('line-too-long', line);
    else if (text !== '') this.#records.push(text, line, this.#takeRecord);
  }

  readonly #takeRecord = (fields: readonly string[] | Malformed, line: number): void => {
    if (typeof fields === 'string') this.#reject(fields, line);
    else if (this.#requests === undefined) this.#requests = new RequestRecords(this.#options, fields, line);
    else this.#takeEvent(this.#requests.eventOf(fields, line), line);
  };

  #takeEvent(event: TraceEvent | Malformed, line: number): void {
    if (typeof event === 'string') {
      this.#reject(event, line);
    } else {
      this.#events++;
      this.#complete.push(event);
    }
  }

  #reject(reason: Malformed, line: number): void {
    if (this.#requests === undefined) throw new TraceError(line, `the header is malformed: ${reason}`);
    if (this.#options.strict) throw new TraceError(line, reason);
    this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
    if (this.#named.length < NAMED_MAX) this.#named.push({ line, reason });
  }
}

/** The requests of a whole trace, one after the other. */
export function* readTrace(chunks: Iterable<string>, reader: TraceReader): Generator<TraceEvent> {
  for (const chunk of chunks) yield* reader.push(chunk);
  yield* reader.end();
}

function recordsOf(format: TraceFormat): Records {
  if (format === 'csv') return new CsvRecords();
  return lineRecords(format === 'tsv' ? splitTabs : splitLogLine);
}
