import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventQueue } from '../../src/sim/event-queue.ts';

interface Pending {
  readonly time: number;
  readonly priority: number;
  readonly sequence: number;
}

function takeAll(queue: EventQueue): number[] {
  const order: number[] = [];
  while (queue.nextTime() < Number.POSITIVE_INFINITY) {
    queue.take();
    order.push(queue.a);
  }
  return order;
}

/** The model: a list in which an event goes behind all that are not later in (time, priority). */
function insert(model: Pending[], event: Pending): void {
  const behind = model.findLastIndex(
    (other) => other.time < event.time || (other.time === event.time && other.priority <= event.priority),
  );
  model.splice(behind + 1, 0, event);
}

describe('event queue', () => {
  it('takes events as a stable sort by (time, priority) orders them, however pushes and takes alternate', () => {
    // Few times and priorities, so that most comparisons are ties; fails if any tie is broken otherwise than first
    // come first served, if a lazy hole is filled wrongly, or if growth loses an event.
    const push = fc.record({ time: fc.integer({ min: 0, max: 12 }), priority: fc.integer({ min: 0, max: 4 }) });
    const take = fc.constant(undefined);
    const steps = fc.array(fc.oneof({ weight: 3, arbitrary: push }, { weight: 2, arbitrary: take }), {
      maxLength: 400,
      size: 'max',
    });
    fc.assert(
      fc.property(steps, (pushesAndTakes) => {
        const queue = new EventQueue();
        const model: Pending[] = [];
        for (const [sequence, step] of pushesAndTakes.entries()) {
          if (step !== undefined) {
            queue.push(step.time, step.priority, step.priority, sequence, ~sequence);
            insert(model, { ...step, sequence });
          } else if (model.length > 0) {
            const { time, priority, sequence: first } = model.shift()!;
            const nextTime = queue.nextTime();
            queue.take();
            expect([nextTime, queue.handler, queue.a, queue.b, queue.size]).toEqual([
              time,
              priority,
              first,
              ~first,
              model.length,
            ]);
          }
        }
        expect(takeAll(queue)).toEqual(model.map((event) => event.sequence));
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('keeps thousands of events in order while it grows (fails if growth mixes up slots)', () => {
    const queue = new EventQueue();
    const events = Array.from({ length: 5_000 }, (_, index) => ({ index, time: (index * 7_919) % 1_009 }));
    for (const { time, index } of events) queue.push(time, 2, 0, index, 0);
    const sorted = events.toSorted((one, other) => one.time - other.time).map((event) => event.index);
    expect(takeAll(queue)).toEqual(sorted);
  });

  it('lets the first event after a take fill the hole, whether it is now first, last, or tied', () => {
    for (const [time, order] of [
      [1, [9, 1, 2, 3]],
      [20, [1, 9, 2, 3]],
      [50, [1, 2, 3, 9]],
    ] as const) {
      const queue = new EventQueue();
      for (const a of [0, 1, 2, 3]) queue.push(10 * (a + 1), 0, 0, a, 0);
      queue.nextTime();
      queue.take();
      expect(queue.size).toBe(3);
      queue.push(time, 0, 0, 9, 0);
      expect(queue.size).toBe(4);
      expect(takeAll(queue)).toEqual(order);
    }
  });

  it('is empty after its only event, and usable again (fails if the last hole is not closed)', () => {
    const queue = new EventQueue();
    for (const a of [1, 2]) {
      queue.push(5, 0, 0, a, 0);
      expect(takeAll(queue)).toEqual([a]);
      expect(queue.size).toBe(0);
      expect(queue.nextTime()).toBe(Number.POSITIVE_INFINITY);
    }
    expect(queue.taken).toBe(2);
  });

  it('carries the extremes of int32 and times up to 2^53 - 1 unchanged', () => {
    const queue = new EventQueue();
    queue.push(Number.MAX_SAFE_INTEGER, 7, 3, -(2 ** 31), 2 ** 31 - 1);
    queue.push(Number.MAX_SAFE_INTEGER - 1, 0, 4, 0, 0);
    expect(queue.nextTime()).toBe(Number.MAX_SAFE_INTEGER - 1);
    queue.take();
    expect(queue.nextTime()).toBe(Number.MAX_SAFE_INTEGER);
    queue.take();
    expect([queue.handler, queue.a, queue.b]).toEqual([3, -(2 ** 31), 2 ** 31 - 1]);
  });
});
