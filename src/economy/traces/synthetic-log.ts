/**
 * A small invented log in the Combined Log Format, for trying things out without anybody's data: visitors come with the
 * hours of the day, read pages whose popularity follows Zipf's law, and fetch the pictures of each page.
 * @module
 */
import { AliasTable, exponential, zipfWeights } from '../../sim/distributions.ts';
import { EventQueue } from '../../sim/event-queue.ts';
import { type Stream, stream } from '../../sim/random.ts';
import { geometric } from '../../sim/samplers.ts';
import { DAY, HOUR, MINUTE, type Microseconds, SECOND } from '../../units.ts';
import { formatLogInstant } from './instant.ts';
import { type Catalogue, catalogue, hostOf, type Item } from './synthetic-site.ts';

export interface SyntheticLogOptions {
  /** When the log begins, since 1970 in UTC. */
  readonly start: Microseconds;
  readonly duration: Microseconds;
  /** How far the server's clock is ahead of UTC: whole minutes, less than a day. */
  readonly zone: Microseconds;
  /** At least 1. */
  readonly users: number;
  readonly visitsPerUserPerDay: number;
  /** Mean number of pages that a visitor reads, at least 1. */
  readonly pagesPerVisit: number;
  /** At least 1 each; pages are spread over the folders in turn. */
  readonly pages: number;
  readonly folders: number;
  /** The page of rank r is read in proportion to r^-exponent. */
  readonly zipfExponent: number;
  /** The greatest number of pictures of a page. */
  readonly picturesPerPage: number;
  /** How many malformed lines are strewn in, per line; the other lines are the same with and without them. */
  readonly malformedShare: number;
}

/** How many visits begin in each hour of the local day, against the busiest. */
export const VISITS_BY_HOUR = [
  0.3, 0.2, 0.15, 0.1, 0.1, 0.15, 0.25, 0.4, 0.6, 0.8, 0.95, 1, 0.95, 0.9, 0.95, 1, 0.95, 0.85, 0.7, 0.65, 0.65, 0.6,
  0.5, 0.4,
];
const HOURS_MEAN = VISITS_BY_HOUR.reduce((sum, share) => sum + share, 0) / VISITS_BY_HOUR.length;
const READING_MEAN = 50 * SECOND;
const PICTURE_GAP_MEAN = SECOND / 2;
const MISSING_SHARE = 0.01;
const UNCHANGED_SHARE = 0.1;
const AGENT = 'Synthetic/1.0 (an invented visitor)';

/** The events of the queue. */
const VISIT = 0;
const PAGE = 1;
const PICTURE = 2;

interface Visit {
  readonly host: string;
  readonly random: Stream;
  pagesLeft: number;
  page: number;
}

/**
 * The lines, without line ends, in the order of their times; the same ones for the same seed and options.
 * @throws RangeError when an option is out of range.
 */
export function* syntheticLog(seed: string, options: SyntheticLogOptions): Generator<string> {
  check(options);
  const spoil = stream(seed, 'trace/malformed');
  for (const line of new Visitors(seed, options).lines()) {
    if (spoil.next() < options.malformedShare) yield spoiled(line, spoil.next());
    yield line;
  }
}

class Visitors {
  readonly #seed: string;
  readonly #options: SyntheticLogOptions;
  readonly #site: Catalogue;
  readonly #popularity: AliasTable;
  readonly #queue = new EventQueue();
  readonly #visits = new Map<number, Visit>();
  readonly #arrivals: Stream;
  readonly #users: Stream;
  #arrivalClock: number;
  #count = 0;

  constructor(seed: string, options: SyntheticLogOptions) {
    this.#seed = seed;
    this.#options = options;
    this.#site = catalogue(seed, options);
    this.#popularity = new AliasTable(zipfWeights(options.pages, options.zipfExponent));
    this.#arrivals = stream(seed, 'trace/arrivals');
    this.#users = stream(seed, 'trace/users');
    this.#arrivalClock = options.start;
    this.#scheduleVisit();
  }

  *lines(): Generator<string> {
    const { start, duration } = this.#options;
    for (let time = this.#queue.nextTime(); time < start + duration; time = this.#queue.nextTime()) {
      this.#queue.take();
      const { handler, a: number, b: picture } = this.#queue;
      if (handler === VISIT) this.#beginVisit(time);
      else if (handler === PAGE) yield this.#readPage(time, number);
      else yield this.#fetchPicture(time, number, picture);
    }
  }

  /** The next visit of a Poisson process whose rate goes with the hour: candidates at its peak rate, thinned. */
  #scheduleVisit(): void {
    const { users, visitsPerUserPerDay, zone, start, duration } = this.#options;
    const peakGap = (DAY * HOURS_MEAN) / (users * visitsPerUserPerDay);
    let hour: number;
    do {
      this.#arrivalClock += exponential(this.#arrivals.next()) * peakGap;
      if (this.#arrivalClock >= start + duration) return;
      hour = Math.floor((((this.#arrivalClock + zone) % DAY) + DAY) / HOUR) % VISITS_BY_HOUR.length;
    } while (this.#arrivals.next() >= VISITS_BY_HOUR[hour]);
    this.#queue.push(Math.floor(this.#arrivalClock), 0, VISIT, 0, 0);
  }

  #beginVisit(time: Microseconds): void {
    const number = this.#count++;
    const random = stream(this.#seed, `trace/visit/${number}`);
    const host = hostOf(Math.floor(this.#users.next() * this.#options.users));
    const pagesLeft = 1 + geometric(random.next(), 1 / this.#options.pagesPerVisit);
    this.#visits.set(number, { host, random, pagesLeft, page: 0 });
    this.#queue.push(time, 0, PAGE, number, 0);
    this.#scheduleVisit();
  }

  #readPage(time: Microseconds, number: number): string {
    const visit = this.#visits.get(number)!;
    const { random, host } = visit;
    visit.page = this.#popularity.draw(random.next());
    visit.pagesLeft--;
    const page = this.#site.pages[visit.page];
    const isMissing = random.next() < MISSING_SHARE;
    if (!isMissing && page.pictures.length > 0)
      this.#queue.push(this.#after(time, random, PICTURE_GAP_MEAN), 0, PICTURE, number, 0);
    else this.#turnPage(time, number);
    if (isMissing) return this.#line(time, host, `${page.path}.old`, '404', '-');
    return this.#line(time, host, page.path, '200', String(page.bytes));
  }

  #fetchPicture(time: Microseconds, number: number, picture: number): string {
    const { random, host, page } = this.#visits.get(number)!;
    const { pictures } = this.#site.pages[page];
    const { path, bytes }: Item = pictures[picture];
    const isUnchanged = random.next() < UNCHANGED_SHARE;
    if (picture + 1 < pictures.length) {
      this.#queue.push(this.#after(time, random, PICTURE_GAP_MEAN), 0, PICTURE, number, picture + 1);
    } else this.#turnPage(time, number);
    return isUnchanged ? this.#line(time, host, path, '304', '-') : this.#line(time, host, path, '200', String(bytes));
  }

  /** The visitor reads, and goes on to another page or away. */
  #turnPage(time: Microseconds, number: number): void {
    const { pagesLeft, random } = this.#visits.get(number)!;
    if (pagesLeft > 0) this.#queue.push(this.#after(time, random, READING_MEAN), 0, PAGE, number, 0);
    else this.#visits.delete(number);
  }

  #after(time: Microseconds, random: Stream, mean: Microseconds): Microseconds {
    return time + Math.round(exponential(random.next()) * mean);
  }

  #line(time: Microseconds, host: string, path: string, status: string, bytes: string): string {
    const date = formatLogInstant(time, this.#options.zone);
    return `${host} - - [${date}] "GET ${path} HTTP/1.0" ${status} ${bytes} "-" "${AGENT}"`;
  }
}

/** A line that is like this one and malformed, in one of the ways that logs know. */
function spoiled(line: string, u: number): string {
  const ways = [
    line.slice(0, line.indexOf('"') + 4),
    line.replace(/"GET \S+ HTTP\/1\.0"/, '"-"'),
    line.replace(/\[\d\d/, '[32'),
    line.replace(/" \d{3} /, '" 2x0 '),
    '\\x16\\x03\\x01 no request at all',
  ];
  return ways[Math.floor(u * ways.length)];
}

function check({ start, duration, zone, ...numbers }: SyntheticLogOptions): void {
  const { users, pages, folders, picturesPerPage, visitsPerUserPerDay, pagesPerVisit, malformedShare } = numbers;
  const counts = [users, pages, folders].every((count) => Number.isSafeInteger(count) && count >= 1);
  const times = [start, duration].every((time) => Number.isSafeInteger(time) && time >= 0);
  const pictures = Number.isSafeInteger(picturesPerPage) && picturesPerPage >= 0;
  const rates =
    visitsPerUserPerDay > 0 &&
    visitsPerUserPerDay < Infinity &&
    pagesPerVisit >= 1 &&
    malformedShare >= 0 &&
    malformedShare <= 1;
  const clock = zone % MINUTE === 0 && Math.abs(zone) < DAY && start + zone >= 0;
  if (!(counts && times && pictures && rates && clock)) throw new RangeError('an option of the log is out of range');
}
