/**
 * A crew of worker threads for a collision search. Each throws ranges of balls into segments of its own, in memory that
 * all can read; then each counts partitions. Which thread did what changes no coin.
 * @module
 */
import { Worker } from 'node:worker_threads';
import type { Crew, Told } from '../../protocols/micromint/collision-search.ts';
import type { PartitionCoins } from '../../protocols/micromint/minter.ts';
import type { Segment } from '../../protocols/micromint/radix-partition.ts';
import { PARTITIONS_AHEAD, SEGMENT_WORDS_MAX } from '../../protocols/micromint/search-plan.ts';
import type { BallEngine } from '../../protocols/primitives/ball-hasher.ts';
import type { Job, Order } from './mint-worker.ts';

/** Orders that a thread has in hand, so that it never waits for the next one. */
const ORDERS_IN_HAND = 2;
const PROGRESS_MS = 100;

export interface ThreadCrew extends Crew {
  /** What hashes in each of the threads: a thread for which a faster engine has no memory takes a slower one. */
  engines(): Promise<readonly BallEngine[]>;
  dismiss(): Promise<void>;
}

/**
 * @param threads at least 1.
 * @param told hears now and then.
 * @throws an error of the system when a thread cannot be started.
 */
export function threadCrew(threads: number, job: Omit<Job, 'thrown' | 'counted' | 'thread'>, told: Told): ThreadCrew {
  const thrown = numberForEach(threads);
  const counted = numberForEach(threads);
  const hands = startHands(threads, (thread) => ({ ...job, thrown, counted, thread }));
  const partitions = 2 ** job.plan.partitionBits;
  const all = <Answer>(work: (hand: Hand, thread: number) => Promise<Answer>): Promise<Answer[]> =>
    Promise.all(hands.map(work));
  return {
    async throwBalls(from, to) {
      const ranges = rangesOf(from, to, threads, job.plan.parameters.filter);
      const segments: Segment[] = [];
      const throwRanges = async (hand: Hand): Promise<void> => {
        for (let range = ranges.shift(); range !== undefined; range = ranges.shift()) {
          segments.push(...((await hand.ask({ kind: 'throw', ...range })) as Segment[]));
        }
      };
      await whileTelling(() => told('throwing', sum(thrown)), all(throwRanges));
      segments.sort((a, b) => a.from - b.from);
      await all((hand) => hand.ask({ kind: 'take', segments }));
    },
    async countCompletions(window) {
      const count = (hand: Hand, thread: number): Promise<Float64Array> =>
        hand.ask({ kind: 'count', first: thread, step: threads, partitions, window }) as Promise<Float64Array>;
      counted.fill(0);
      const counts = await whileTelling(() => told('looking', sum(counted) / partitions), all(count));
      return counts[0].map((_, part) => counts.reduce((total, each) => total + each[part], 0));
    },
    async makeCoins(last, use) {
      let coins = 0;
      const queue = new InOrder(partitions, threads * (ORDERS_IN_HAND + PARTITIONS_AHEAD), (made: PartitionCoins) => {
        coins += made.bins.length;
        told('making', coins);
        use(made);
      });
      const lane = (hand: Hand): Promise<void> =>
        queue.work((partition) => hand.ask({ kind: 'coins', partition, last }) as Promise<PartitionCoins>);
      await Promise.all(hands.flatMap((hand) => Array.from({ length: ORDERS_IN_HAND }, () => lane(hand))));
    },
    engines: () => all((hand) => hand.ask({ kind: 'engine' }) as Promise<BallEngine>),
    async dismiss() {
      await all((hand) => hand.dismiss());
    },
  };
}

/** All of them or, when one cannot be started, none: a thread without orders would wait for ever. */
function startHands(threads: number, jobOf: (thread: number) => Job): Hand[] {
  const hands: Hand[] = [];
  try {
    for (let thread = 0; thread < threads; thread++) hands.push(new Hand(jobOf(thread)));
    return hands;
  } catch (error) {
    for (const hand of hands) void hand.dismiss();
    throw error;
  }
}

async function whileTelling<Result>(tell: () => void, work: Promise<Result>): Promise<Result> {
  const timer = setInterval(tell, PROGRESS_MS);
  return work.finally(() => clearInterval(timer));
}

/** A number for each thread, which all can read. */
function numberForEach(threads: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(threads * Float64Array.BYTES_PER_ELEMENT));
}

/** One worker thread, which answers its orders one after the other. */
class Hand {
  readonly #worker: Worker;
  readonly #waiting: { resolve(answer: unknown): void; reject(error: Error): void }[] = [];
  #failure: Error | undefined;

  constructor(job: Job) {
    this.#worker = startWorker(job);
    this.#worker.on('message', (answer) => this.#waiting.shift()?.resolve(answer));
    this.#worker.on('error', (error: Error) => this.#fail(error));
    this.#worker.on('messageerror', (error: Error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('a minting thread has ended')));
  }

  ask(order: Order): Promise<unknown> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(order);
    });
  }

  async dismiss(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}

/** A worker starts from JavaScript only; from source it asks the loader that this thread has for the rest. */
function startWorker(job: Job): Worker {
  const file = new URL(import.meta.url.replace(/thread-crew(\.[jt]s)$/, 'mint-worker$1'));
  return file.pathname.endsWith('.js')
    ? new Worker(file, { workerData: job })
    : new Worker(`import(${JSON.stringify(file.href)})`, { eval: true, workerData: job });
}

/** Deals numbers 0 .. total-1 to those who work, and uses what they make in the order of the numbers. */
class InOrder<Made> {
  readonly #total: number;
  readonly #ahead: number;
  readonly #use: (made: Made) => void;
  readonly #made = new Map<number, Made>();
  #next = 0;
  #wanted = 0;
  #waiting: (() => void)[] = [];

  /** @param ahead so far may the work run ahead of the number that is wanted next. */
  constructor(total: number, ahead: number, use: (made: Made) => void) {
    this.#total = total;
    this.#ahead = ahead;
    this.#use = use;
  }

  /** Works until nothing is left; several may work at once. */
  async work(make: (number: number) => Promise<Made>): Promise<void> {
    while (this.#next < this.#total) {
      if (this.#next >= this.#wanted + this.#ahead) {
        await new Promise<void>((resolve) => this.#waiting.push(resolve));
        continue;
      }
      const number = this.#next++;
      this.#made.set(number, await make(number));
      this.#drain();
    }
  }

  #drain(): void {
    for (let made = this.#made.get(this.#wanted); made !== undefined; made = this.#made.get(this.#wanted)) {
      this.#made.delete(this.#wanted++);
      this.#use(made);
    }
    for (const resume of this.#waiting.splice(0)) resume();
  }
}

/** Equal shares of the balls, one or several a thread: none has more good balls than a segment is for. */
function rangesOf(from: number, to: number, threads: number, filter: number): { from: number; to: number }[] {
  const goodBalls = (to - from) / 2 ** filter;
  const shares = threads * Math.max(1, Math.ceil(goodBalls / (threads * SEGMENT_WORDS_MAX)));
  const start = (i: number): number => from + Math.floor((to - from) * (i / shares));
  return Array.from({ length: shares }, (_, i) => ({ from: start(i), to: i + 1 === shares ? to : start(i + 1) }));
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
