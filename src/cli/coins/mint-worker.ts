/**
 * What a minting thread does: the orders of the thread that runs the search, each answered by one message.
 * @module
 */
import { parentPort, workerData } from 'node:worker_threads';
import { Minter, type Window } from '../../protocols/micromint/minter.ts';
import { type Period, SpeckPermutation } from '../../protocols/micromint/period.ts';
import type { Segment } from '../../protocols/micromint/radix-partition.ts';
import type { SearchPlan } from '../../protocols/micromint/search-plan.ts';
import { type BallEngine, ballHasher } from '../../protocols/primitives/ball-hasher.ts';

/** What a thread is told when it starts. */
export interface Job {
  readonly period: Period;
  readonly speckKey: Uint8Array;
  readonly plan: SearchPlan;
  /** The fastest that works in the thread, unless named. */
  readonly engine?: BallEngine;
  /** Shared: each thread's balls so far, in the place of its number. */
  readonly thrown: Float64Array;
  /** Shared: likewise the partitions over which it has counted for the order that it has in hand, or had last. */
  readonly counted: Float64Array;
  readonly thread: number;
}

export type Order =
  /** Answered by the engine that hashes here. */
  | { readonly kind: 'engine' }
  /** Throw balls from .. to-1; answered by their segments. */
  | { readonly kind: 'throw'; readonly from: number; readonly to: number }
  /** Take the segments of all threads, in order, behind those that you have. */
  | { readonly kind: 'take'; readonly segments: readonly Segment[] }
  /** Count over every step-th partition; answered by the counts of the window. */
  | {
      readonly kind: 'count';
      readonly first: number;
      readonly step: number;
      readonly partitions: number;
      readonly window: Window;
    }
  /** Answered by the coins of the partition. */
  | { readonly kind: 'coins'; readonly partition: number; readonly last: number };

const { period, speckKey, plan, engine, thrown, counted, thread } = workerData as Job;
const hasher = ballHasher(period.key, speckKey, engine);
const minter = new Minter(
  period,
  new SpeckPermutation(speckKey),
  hasher,
  plan,
  (bytes) => new SharedArrayBuffer(bytes),
);
const segments: Segment[] = [];

function throwBalls(from: number, to: number): Segment[] {
  const before = thrown[thread];
  return minter.throwBalls(from, to, (balls) => {
    thrown[thread] = before + balls;
  });
}

function count({ first, step, partitions, window }: Extract<Order, { kind: 'count' }>): Float64Array {
  const counts = new Float64Array(window.parts + 2);
  minter.countCompletions(segments, ownPartitions(), window, counts);
  return counts;

  function* ownPartitions(): Generator<number> {
    counted[thread] = 0;
    for (let partition = first; partition < partitions; partition += step) {
      yield partition;
      counted[thread]++;
    }
  }
}

parentPort?.on('message', (order: Order) => {
  if (order.kind === 'engine') parentPort?.postMessage(hasher.engine);
  else if (order.kind === 'throw') parentPort?.postMessage(throwBalls(order.from, order.to));
  else if (order.kind === 'take') parentPort?.postMessage(segments.push(...order.segments));
  else if (order.kind === 'count') parentPort?.postMessage(count(order));
  else {
    const { bins, balls, goodBalls } = minter.coinsOf(segments, order.partition, order.last);
    parentPort?.postMessage({ bins, balls, goodBalls }, [bins.buffer as ArrayBuffer, balls.buffer as ArrayBuffer]);
  }
});
