/**
 * The text of a log into purchases: parties become small numbers in the order of their first purchases, times count from
 * the first line; of the first lines those with a wild clock are left out. Memory grows with the parties, not with the
 * lines.
 * @module
 */
import { DAY, type Microdollars, type Microseconds } from '../../units.ts';
import { purchasePrices } from '../traces/prices.ts';
import { TraceReader } from '../traces/reader.ts';
import { TimeOrder } from '../traces/time-order.ts';
import type { TraceEvent } from '../traces/trace-event.ts';
import { firstSoundTime } from '../traces/wild-clock.ts';
import { type PurchaseBlock, PurchaseWriter } from './purchase-blocks.ts';
import type { TraceDemand, TraceFindings } from './trace-demand.ts';

/** More cannot be kept by their numbers, nor by a market. */
const PARTIES_MAX = { users: 10_000_000, vendors: 1_000_000 };
/** Lines that are put into order at a time: servers write a line when its answer has been sent. */
const LINES_ORDERED = 4096;
/** A pause in a log is shorter, or shorter than the log before it. */
const LATE_GAP = 7 * DAY;

/** A log with more parties than a market can have. */
export class TooManyParties extends Error {
  constructor(who: string, most: number) {
    super(`more than ${most} ${who}`);
    this.name = 'TooManyParties';
  }
}

/** Names become numbers from 0 on. */
class Register {
  readonly #numbers = new Map<string, number>();
  readonly #who: string;
  readonly #most: number;

  constructor(who: string, most: number) {
    this.#who = who;
    this.#most = most;
  }

  get size(): number {
    return this.#numbers.size;
  }

  numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    if (this.size === this.#most) throw new TooManyParties(this.#who, this.#most);
    this.#numbers.set(name, this.size);
    return this.size - 1;
  }
}

/** When a log begins, and its lines from there on. */
interface Log {
  readonly first: Microseconds;
  readonly order: TimeOrder;
}

/** What only the file tells of itself. */
type OfFile = 'sha256' | 'bytes';

export class TraceCompiler {
  readonly #reader: TraceReader;
  readonly #priceOf: (event: TraceEvent) => Microdollars | undefined;
  readonly #writer: PurchaseWriter;
  readonly #users: Register;
  readonly #vendors: Register;
  readonly #prices = new Map<Microdollars, number>();
  readonly #scale: number;
  readonly #limit: number;
  readonly #duration: Microseconds;
  /** The first lines, until there are enough of them to say when the log begins. */
  #beginning: TraceEvent[] = [];
  /** Undefined until it is known when it begins. */
  #log: Log | undefined;
  #lastAfter = 0;
  #lateAfter = 0;
  #purchases = 0;
  #value = 0;
  #free = 0;
  #late = 0;

  /**
   * @param salt what users' names are hashed with
   * @param take is given blocks of purchases, and must not keep them
   * @param most how many parties there may be
   * @throws TraceError when the rules name a column that logs do not have
   */
  constructor(
    demand: TraceDemand,
    { duration, salt }: { readonly duration: Microseconds; readonly salt: string },
    take: (block: PurchaseBlock) => void,
    most = PARTIES_MAX,
  ) {
    this.#users = new Register('users', most.users);
    this.#vendors = new Register('vendors', most.vendors);
    const { methods, statuses, rules = [], otherwise } = demand;
    this.#reader = new TraceReader({ ...demand, salt });
    this.#priceOf = purchasePrices({ methods, statuses, prices: rules, otherwise });
    this.#writer = new PurchaseWriter(take);
    this.#scale = demand.scale;
    this.#limit = demand.limit ?? Number.POSITIVE_INFINITY;
    this.#duration = duration;
  }

  /** Whether nothing that follows can be a purchase. */
  get isComplete(): boolean {
    return this.#purchases >= this.#limit;
  }

  get lines(): number {
    return this.#reader.lines;
  }

  /**
   * Takes the text in chunks that are cut anywhere.
   * @throws TraceError as TraceReader does, and TooManyParties
   */
  push(chunk: string): void {
    for (const event of this.#reader.push(chunk)) this.#takeUnordered(event);
  }

  /** The text has ended. @throws as `push` */
  end(): Omit<TraceFindings, OfFile> {
    // At the limit what the reader still holds is half a line, or half a record.
    if (!this.isComplete) for (const event of this.#reader.end()) this.#takeUnordered(event);
    this.#begin();
    for (const event of this.#log?.order.end() ?? []) this.#take(event, this.#log!.first);
    this.#writer.end();
    const { lines, events, malformed, reasons, named } = this.#reader;
    return {
      lines,
      requests: events,
      purchases: this.#purchases,
      users: this.#users.size,
      vendors: this.#vendors.size,
      value: this.#value,
      prices: [...this.#prices].sort(([one], [other]) => one - other),
      free: this.#free,
      late: this.#late,
      lateAfter: this.#lateAfter,
      moved: this.#log?.order.moved ?? 0,
      first: this.#log?.first ?? 0,
      lastAfter: this.#lastAfter,
      malformed,
      reasons: Object.fromEntries(reasons),
      named: named.toSorted((one, other) => one.line - other.line),
    };
  }

  #takeUnordered(event: TraceEvent): void {
    if (this.#log !== undefined) {
      this.#takeSound(event, this.#log);
      return;
    }
    this.#beginning.push(event);
    if (this.#beginning.length === LINES_ORDERED) this.#begin();
  }

  /** Enough lines have come, or all. */
  #begin(): void {
    const events = this.#beginning;
    this.#beginning = [];
    if (this.#log !== undefined || events.length === 0) return;
    const first = firstSoundTime(events.map(({ time }) => time));
    this.#log = { first, order: new TimeOrder(LINES_ORDERED, first) };
    for (const event of events) {
      if (event.time < first) this.#reader.takeBack(event, 'wild-clock');
      else this.#takeSound(event, this.#log);
    }
  }

  /** What comes after the duration needs no order, and takes nobody's place in it. */
  #takeSound(event: TraceEvent, { first, order }: Log): void {
    const after = this.#after(event, first);
    if (after > this.#duration) this.#comeLate(event, after);
    else {
      const earliest = order.push(event);
      if (earliest !== undefined) this.#take(earliest, first);
    }
  }

  #after({ time }: TraceEvent, first: Microseconds): Microseconds {
    return Math.round((time - first) / this.#scale);
  }

  #take(event: TraceEvent, first: Microseconds): void {
    const price = this.#priceOf(event);
    if (price === undefined || this.isComplete) return;
    if (price === 0) this.#free++;
    else this.#buy(this.#after(event, first), event, price);
  }

  #comeLate(event: TraceEvent, after: Microseconds): void {
    const price = this.#priceOf(event);
    if (price === undefined || price === 0 || this.isComplete) return;
    this.#late++;
    // Who wants the rest of the log does not want a clock that is years ahead.
    const before = Math.max(this.#lastAfter, this.#lateAfter);
    if (after - before <= Math.max(LATE_GAP, before)) this.#lateAfter = Math.max(this.#lateAfter, after);
  }

  #buy(time: Microseconds, { user, vendor }: TraceEvent, price: Microdollars): void {
    this.#writer.add(time, this.#users.numberOf(user), this.#vendors.numberOf(vendor), price);
    this.#prices.set(price, (this.#prices.get(price) ?? 0) + 1);
    this.#purchases++;
    this.#value += price;
    this.#lastAfter = time;
  }
}
