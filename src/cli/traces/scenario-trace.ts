/**
 * The log of a scenario, read once before anything runs: its purchases wait in a file for every scheme and replication,
 * and what it came to goes into the scenario.
 * @module
 */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { TooManyParties, TraceCompiler } from '../../economy/demand/trace-compiler.ts';
import type { TraceDemand, TraceFindings } from '../../economy/demand/trace-demand.ts';
import { TraceError } from '../../economy/traces/malformed.ts';
import { type PriceRule, parsePriceFile } from '../../economy/traces/prices.ts';
import { blocksOfFile } from '../../experiment/executors/purchase-file.ts';
import { systemReason } from '../../experiment/store/system-reason.ts';
import { lateWords, movedWords } from '../../report/log-flaws.ts';
import type { Scenario } from '../../scenario/model.ts';
import type { Objection } from '../../scenario/parse.ts';
import { printable } from '../../scenario/position.ts';
import { openPurchasesBy, type ReadTrace } from '../../scenario/trace-files.ts';
import type { Microseconds } from '../../units.ts';
import { readBoundedText } from '../bounded-text.ts';
import { InputError } from '../failure.ts';
import { fileChunks, textChunks } from './file-chunks.ts';
import { LogDecoder } from './log-decoder.ts';
import { PurchaseSpool } from './purchase-spool.ts';
import { packedReason } from './unpacked-chunks.ts';

/** Either of the two files that a demand of this kind names. */
type FileKey = 'file' | 'prices';

export interface ScenarioTrace {
  /** There when the log could be read. */
  readonly read?: ReadTrace;
  readonly objections: readonly Objection[];
}

const PRICE_FILE_BYTES_MAX = 2 ** 20;
const PRICE_RULES_MAX = 10_000;
const PROBLEMS_NAMED_MAX = 10;
/** Names go no further than the numbers that stand for them, so one salt does for all. */
const SALT = 'farthing';
/** A log that has been read with these rules is not read again: a sweep names one log in every arm. */
const known = new Map<string, ReadTrace>();

/**
 * @param pathOf where a file lies that the scenario names
 * @returns undefined when the scenario names no log
 */
export function readScenarioTrace(
  { demand, duration }: Scenario,
  pathOf: (key: FileKey, file: string) => string,
): ScenarioTrace | undefined {
  const trace = demand?.trace;
  if (trace === undefined) return undefined;
  let key: FileKey = 'prices';
  try {
    const rules = trace.prices === undefined ? [] : readPrices(pathOf(key, trace.prices));
    key = 'file';
    return { read: readOnce({ ...trace, rules }, pathOf(key, trace.file), duration), objections: [] };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { objections: [{ path: ['demand', 'trace', key], message: error.message }] };
  }
}

function readPrices(path: string): PriceRule[] {
  const refused = (reason: string): InputError => {
    return new InputError(`expected a file of prices, got ${printable(path)} (${reason})`);
  };
  let text: string | undefined;
  try {
    text = readBoundedText(path, PRICE_FILE_BYTES_MAX);
  } catch (error) {
    throw refused(systemReason(error));
  }
  if (text === undefined) throw refused(`more than ${PRICE_FILE_BYTES_MAX} bytes`);
  const { rules, problems } = parsePriceFile(text);
  const named = problems.slice(0, PROBLEMS_NAMED_MAX).map(({ line, reason }) => `line ${line}: ${reason}`);
  const more = problems.length > named.length ? `, and ${problems.length - named.length} more` : '';
  if (problems.length > 0) throw refused(named.join(', ') + more);
  if (rules.length > PRICE_RULES_MAX) throw refused(`more than ${PRICE_RULES_MAX} patterns`);
  return rules;
}

function readOnce(trace: TraceDemand, path: string, duration: Microseconds): ReadTrace {
  const { size, mtimeMs } = inWords(path, () => assertRegular(path));
  const key = JSON.stringify([path, size, mtimeMs, duration, trace]);
  const read = known.get(key) ?? inWords(path, () => readLog(trace, path, duration));
  known.set(key, read);
  openPurchasesBy(blocksOfFile);
  return read;
}

function assertRegular(path: string) {
  const stats = statSync(path);
  if (!stats.isFile()) throw refused(path, 'no regular file');
  return stats;
}

function readLog(trace: TraceDemand, path: string, duration: Microseconds): ReadTrace {
  const spool = new PurchaseSpool();
  const compiler = new TraceCompiler(trace, { duration, salt: SALT }, (block) => spool.write(block));
  const decoder = new LogDecoder();
  for (const chunk of textChunks(path)) {
    compiler.push(decoder.write(chunk));
    if (compiler.isComplete) break;
  }
  // At the limit what is left is half a line.
  if (!compiler.isComplete) compiler.push(decoder.end());
  const found: TraceFindings = { ...fingerprint(path), ...compiler.end() };
  if (found.purchases === 0) throw refused(path, nothingBought(found));
  return { found, rules: trace.rules ?? [], purchases: spool.name };
}

function fingerprint(path: string): Pick<TraceFindings, 'sha256' | 'bytes'> {
  const hash = createHash('sha256');
  let bytes = 0;
  for (const chunk of fileChunks(path)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}

function nothingBought(found: TraceFindings): string {
  const { lines, requests, free, late, malformed } = found;
  const parts = [`${lines} lines`, `${requests} requests`, `${free} free`, `${late} after the duration`];
  const none = `no purchases among ${parts.join(', ')}`;
  return malformed === 0 ? none : `${none}; ${malformedWords(found)}`;
}

/** What is wrong with the log or the disk is the user's to mend. */
function inWords<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof TraceError || error instanceof TooManyParties) throw refused(path, error.message);
    if (error instanceof InputError || (error as NodeJS.ErrnoException).code === undefined) throw error;
    throw refused(path, packedReason(error) ?? systemReason(error));
  }
}

function refused(path: string, reason: string): InputError {
  return new InputError(`expected a log, got ${printable(path)} (${reason})`);
}

/** What a reader of the run should know of what the log's purchases leave out, a line each; empty when they are all. */
export function traceNote({ demand, duration }: Scenario): string {
  const { file, found } = demand?.trace ?? {};
  if (file === undefined || found === undefined) return '';
  const malformed = found.malformed > 0 ? malformedWords(found) : undefined;
  const notes = [malformed, movedWords(found), lateWords(found, duration)].filter((words) => words !== undefined);
  return notes.map((words) => `${printable(file)}: ${words}\n`).join('');
}

function malformedWords({ malformed, lines, named }: TraceFindings): string {
  const first = named.map(({ line, reason }) => `line ${line} ${reason}`).join(', ');
  const more = malformed > named.length ? ', ...' : '';
  return `left out as malformed: ${malformed} of ${lines} lines (${first}${more})`;
}
