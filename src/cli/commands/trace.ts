/**
 * farthing trace: a small invented log of a server, in the Combined Log Format, to try things out with.
 * @module
 */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type SyntheticLogOptions, syntheticLog } from '../../economy/traces/synthetic-log.ts';
import { systemReason } from '../../experiment/store/system-reason.ts';
import { printable } from '../../scenario/position.ts';
import { DAY, HOUR } from '../../units.ts';
import { EXIT, InputError } from '../failure.ts';

export interface TraceOptions {
  readonly seed: string;
  readonly users: number;
  readonly hours: number;
  readonly visits: number;
  readonly pages: number;
  readonly folders: number;
  readonly pictures: number;
  /** Of a million lines so many are malformed. */
  readonly malformed: number;
  readonly out?: string;
  readonly force?: boolean;
}

/** Two in the morning of 1 August 1995 in Florida: when the real day of nasa-1995 begins. */
const START = 9343 * DAY + 6 * HOUR;
const ZONE = -4 * HOUR;
const PAGES_PER_VISIT = 3;
const ZIPF_EXPONENT = 0.8;
/** Lines are handed over by so many. */
const LINES_AT_ONCE = 1000;

function optionsOf({ users, hours, visits, pages, folders, pictures, malformed }: TraceOptions): SyntheticLogOptions {
  return {
    start: START,
    duration: hours * HOUR,
    zone: ZONE,
    users,
    visitsPerUserPerDay: visits,
    pagesPerVisit: PAGES_PER_VISIT,
    pages,
    folders,
    zipfExponent: ZIPF_EXPONENT,
    picturesPerPage: pictures,
    malformedShare: malformed / 1e6,
  };
}

function* chunksOf(lines: Iterable<string>): Generator<string> {
  let chunk: string[] = [];
  for (const line of lines) {
    chunk.push(`${line}\n`);
    if (chunk.length < LINES_AT_ONCE) continue;
    yield chunk.join('');
    chunk = [];
  }
  yield chunk.join('');
}

/** @throws InputError when the file is there and may not be replaced, or cannot be written */
export async function trace(options: TraceOptions): Promise<number> {
  const { seed, out, force = false } = options;
  const text = Readable.from(chunksOf(syntheticLog(seed, optionsOf(options))), { objectMode: false });
  if (out === undefined) {
    await pipeline(text, process.stdout, { end: false });
    return EXIT.done;
  }
  try {
    const file = createWriteStream(out, { flags: force ? 'w' : 'wx' });
    await (out.endsWith('.gz') ? pipeline(text, createGzip({ level: 9 }), file) : pipeline(text, file));
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw new InputError(`${printable(out)}: ${isThere ? 'exists; --force overwrites it' : systemReason(error)}`);
  }
  return EXIT.done;
}
