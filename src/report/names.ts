/**
 * Names of metrics in words: `<label>.<subject>.<quantity>_<unit>` as a person would say it, by rule and not by list, so
 * that a metric which a later scheme brings is read out too.
 * @module
 */
import type { Result, ResultMetric } from '../experiment/result.ts';
import { grouped, unitOf } from './format.ts';

type Named = Pick<ResultMetric, 'name' | 'unit'>;

/** Ends of names that a number with its unit says already. */
const SAID_BY_NUMBER: readonly string[] = ['count', 'usd', 'us', 'ratio', 'number'];

/** Statistics in a quantity's name, and the words for them in front of what they are taken of. */
const STATISTICS: readonly (readonly [RegExp, string])[] = [
  [/^mean$/, 'mean'],
  [/^total$/, 'total'],
  [/^max$/, 'maximum'],
  [/^min$/, 'minimum'],
  [/^sd$/, 'standard deviation of'],
  [/^p(\d\d)$/, '$1th percentile of'],
];

/** What is spelled otherwise in speech than by the words of a name in their order. */
const SPOKEN: readonly (readonly [RegExp, string])[] = [
  [/^forgery coins\b/, 'forged coins'],
  [/^forgery hashes$/, 'hashes of forgers'],
  [/^forgery detection time$/, 'time from the first forged coin to its report'],
  [/^forged share estimate$/, 'forged part of the coins, estimated'],
  [/^forged share true$/, 'forged part of the coins, true'],
  [/^recall coins exchanged$/, 'coins exchanged by recall'],
  [/^recall remint$/, 'minting anew after recall'],
  [/^recall cost$/, 'cost of recall'],
  [/^recall time$/, 'time of the first recall'],
  [/^reimbursed$/, 'reimbursed to vendors'],
  [/^honest users refused$/, 'purchases refused to honest users'],
  [/^break even\b/, 'break-even'],
  [/^exchanges first visits$/, 'exchanges at first visits'],
  [/^exchanges refills$/, 'exchanges for refills'],
  [/^exchanges repeats$/, 'requests sent again'],
  [/^broker scrip purchases$/, 'purchases of broker scrip'],
  [/^scrip register gap$/, 'gap between registers and ledger'],
  [/^scrip expired refunded$/, 'paid back for scrip that expired'],
  [/^scrip of closed vendors$/, 'scrip of vendors that closed'],
  [/^scrip redeemed of closed vendors$/, 'paid back for scrip of vendors that closed'],
  [/^(vendors|broker) spent ids$/, 'spent ID#s in memory of $1'],
  [/^wire overheard$/, 'worth of scrip read on the wire'],
  [/^vendors kept change$/, 'kept by vendors who give no change'],
  [/^broker sold twice$/, 'pieces of scrip sold twice'],
  [/^bank saturation payments per second$/, 'load at which the bank is busy all the time'],
  [/^bank peak queue$/, 'longest time that the bank needed for what waited'],
  [/^standard deviation of users net$/, 'spread over users of what each paid beyond what he got'],
  [/^maximum vendors exposure$/, 'most that vendors were owed at once'],
  [/^mean vendors exposure$/, 'what vendors were owed on average'],
  [/^maximum bank exposure$/, 'most that the bank had paid out beyond what it took in'],
  [/^maximum vendors uncovered$/, 'most that vendors were owed beyond what the bank held'],
  [/^bank offered load$/, 'work brought to the bank beside what it can do'],
  [/^bank backlog end$/, 'work that the bank had left at the end'],
  [/^mean settlement delay$/, 'mean time from a sale to its payment'],
  [/^fees (users|vendors)$/, 'fees paid by $1'],
  [/^total cost usd per payment$/, 'cost of a payment to all parties'],
  [/^cost (users|vendors|bank) float usd per 1000 payments$/, 'interest to $1 per 1,000 payments'],
  [/^cost (users|vendors|bank) (\w+) usd per 1000 payments$/, '$2 of $1 per 1,000 payments'],
];

/** Balls or hashes that a mint needed up to a coin: metrics that come by the dozen. */
export interface Checkpoint {
  readonly label: string;
  readonly coin: number;
  /** What was counted: `good_balls`, `hashes`. */
  readonly counted: string;
}

/** The checkpoint that a metric's name speaks of (`<label>.coins_<n>.<counted>`); null for all other names. */
export function checkpointOf(name: string): Checkpoint | null {
  const match = /^(.*)\.coins_(\d+)\.([a-z_]+)$/s.exec(name);
  return match === null ? null : { label: match[1], coin: Number(match[2]), counted: match[3] };
}

/** The label at the beginning of a metric's name. */
export function labelOf(name: string): string {
  return name.slice(0, Math.max(0, name.indexOf('.')));
}

/** A metric's name in words, without its label: `micromint.payments.served_count` as "payments served". */
export function nameInWords({ name, unit }: Named): string {
  const checkpoint = checkpointOf(name);
  if (checkpoint !== null) {
    return `${checkpoint.counted.replaceAll('_', ' ')} to coin ${grouped(checkpoint.coin, 0)}`;
  }
  const segments = name.split('.').slice(1);
  const subject = segments.slice(0, -1).flatMap((segment) => segment.split('_'));
  const quantity = withoutUnit(segments.at(-1)?.split('_') ?? [], unit);
  const statistic = quantity.map(statisticOf).find((words) => words !== undefined) ?? [];
  const words = [statistic, ...subject, ...quantity.filter((word) => statisticOf(word) === undefined)].flat();
  return words.length === 0 ? name : spoken(words.join(' '));
}

function spoken(words: string): string {
  return SPOKEN.reduce((said, [pattern, replacement]) => said.replace(pattern, replacement), words);
}

/** Nothing is left of `count`; of `hashes_count` what is counted is left, whatever its unit. */
function withoutUnit(words: readonly string[], unit: string): string[] {
  const counted = words.at(-1) === 'count' && words.length > 1 ? 1 : 0;
  const ends = [...SAID_BY_NUMBER, ...unit.split(/[ _]/)];
  const kept = words.findLastIndex((word) => !ends.includes(word)) + 1;
  return words.slice(0, Math.max(kept, counted));
}

function statisticOf(word: string): string | undefined {
  const found = STATISTICS.find(([pattern]) => pattern.test(word));
  return found === undefined ? undefined : word.replace(...found);
}

/** The name in words behind its label; what belongs to none of the result's labels stands alone, with a capital. */
export function titleInWords(result: Result, metric: Named): string {
  const label = labelOf(metric.name);
  const words = nameInWords(metric);
  if (result.labels.some((known) => known.label === label)) return `${label}: ${words}`;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The unit that is still to be written behind a metric's number when its name stands beside it in words. */
export function unitBeside(metric: Named): string {
  const said = nameInWords(metric).split(' ');
  const unit = unitOf(metric);
  return unit.split(/[ _]/).every((word) => said.includes(word)) ? '' : unit;
}
