import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Priority } from '../../src/sim/priority.ts';
import { Simulation } from '../../src/sim/simulation.ts';

function recording() {
  const simulation = new Simulation();
  const log: [time: number, a: number, b: number][] = [];
  const note = simulation.register('note', (a, b) => {
    log.push([simulation.now, a, b]);
  });
  return { simulation, log, note };
}

describe('simulation', () => {
  it('runs events by time, then priority, then in the order of scheduling', () => {
    const { simulation, log, note } = recording();
    simulation.at(20, note, Priority.delivery, 1);
    simulation.at(10, note, Priority.observation, 2);
    simulation.at(10, note, Priority.decision, 3);
    simulation.at(10, note, Priority.decision, 4);
    simulation.at(10, note, Priority.delivery, 5, 6);
    simulation.run();
    expect(log).toEqual([
      [10, 5, 6],
      [10, 3, 0],
      [10, 4, 0],
      [10, 2, 0],
      [20, 1, 0],
    ]);
    expect([simulation.executed, simulation.pending, simulation.now]).toEqual([5, 0, 20]);
  });

  it('orders the named priorities: delivery, completion, decision, closing, observation', () => {
    const { simulation, log, note } = recording();
    const { observation, closing, decision, completion, delivery } = Priority;
    const priorities = [observation, closing, decision, completion, delivery];
    for (const [index, priority] of priorities.entries()) simulation.after(0, note, priority, index);
    simulation.run();
    expect(log.map(([, index]) => index)).toEqual([4, 3, 2, 1, 0]);
  });

  it('inserts an event for the present instant after the running one and before later priorities', () => {
    const { simulation, log, note } = recording();
    const first = simulation.register('first', () => simulation.after(0, note, Priority.delivery, 1));
    simulation.at(5, first, Priority.decision);
    simulation.at(5, note, Priority.decision, 2);
    simulation.run();
    expect(log).toEqual([
      [5, 1, 0],
      [5, 2, 0],
    ]);
  });

  it('agrees with a stable sort when handlers schedule further events (fails if now or the order drifts)', () => {
    const offset = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 4 }));
    fc.assert(
      fc.property(fc.array(fc.array(offset, { maxLength: 3 }), { minLength: 1, maxLength: 60 }), (children) => {
        const simulation = new Simulation();
        const order: number[] = [];
        const model: { id: number; time: number; priority: number }[] = [];
        let born = 0;
        const schedule = ([gap, priority]: readonly [number, number]) => {
          model.push({ id: born, time: simulation.now + gap, priority });
          simulation.after(gap, event, priority, born++);
        };
        const event: number = simulation.register('event', (id) => {
          model.sort((one, other) => one.time - other.time || one.priority - other.priority || one.id - other.id);
          const expected = model.shift()!;
          expect([id, simulation.now]).toEqual([expected.id, expected.time]);
          order.push(id);
          for (const child of children[id] ?? []) schedule(child);
        });
        schedule([0, 0]);
        simulation.run();
        expect(order).toHaveLength(born);
        expect(simulation.executed).toBe(born);
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it('runs up to and including `until`, stands there, and goes on later', () => {
    const { simulation, log, note } = recording();
    for (const time of [10, 20, 21]) simulation.at(time, note, Priority.decision, time);
    simulation.run(20);
    expect(log.map(([, a]) => a)).toEqual([10, 20]);
    expect([simulation.now, simulation.pending, simulation.executed]).toEqual([20, 1, 2]);
    simulation.run(100);
    expect(log.map(([, a]) => a)).toEqual([10, 20, 21]);
    expect(simulation.now).toBe(100);
    simulation.run();
    expect(simulation.now).toBe(100);
  });

  it('refuses what cannot be scheduled, and says what is wrong', () => {
    const { simulation, note } = recording();
    simulation.run(50);
    const at = (time: number, handler: number, priority: number, a?: number, b?: number) => () =>
      simulation.at(time, handler, priority, a, b);
    expect(at(49, note, 0)).toThrow(new RangeError('note at 49 us: in the past, now is 50 us'));
    expect(at(50.5, note, 0)).toThrow(/note at 50.5 us: expected an integer/);
    expect(at(2 ** 53, note, 0)).toThrow(/expected an integer/);
    expect(at(Number.NaN, note, 0)).toThrow(/expected an integer/);
    expect(at(Number.POSITIVE_INFINITY, note, 0)).toThrow(/expected an integer/);
    for (const handler of [1, -1, 0.5, Number.NaN]) expect(at(60, handler, 0)).toThrow(/no handler has the id/);
    for (const priority of [8, -1, 0.5]) expect(at(60, note, priority)).toThrow(/with priority/);
    for (const integer of [2 ** 31, 0.5, Number.NaN]) {
      expect(at(60, note, 0, integer)).toThrow(/32-bit/);
      expect(at(60, note, 0, 0, integer)).toThrow(/32-bit/);
    }
    expect(() => simulation.after(-1, note, 0)).toThrow(/in the past/);
    expect(simulation.pending).toBe(0);
  });

  it('refuses to run backwards, to a fraction, or from within itself', () => {
    const { simulation, note } = recording();
    simulation.run(50);
    for (const until of [49, 50.5, Number.NaN]) expect(() => simulation.run(until)).toThrow(RangeError);
    const nested = simulation.register('nested', () => simulation.run());
    simulation.after(0, nested, Priority.decision);
    expect(() => simulation.run()).toThrow(/while it is running/);
    simulation.after(1, note, Priority.decision);
    simulation.run();
    expect(simulation.now).toBe(51);
  });

  it('names the event after which a check failed, and keeps the cause', () => {
    const { simulation, log, note } = recording();
    const broken = new Error('claims are negative');
    simulation.afterEvent(() => {
      if (log.length === 2) throw broken;
    });
    for (const time of [10, 20, 30]) simulation.at(time, note, Priority.decision, time + 1, time + 2);
    let thrown: unknown;
    try {
      simulation.run();
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ message: 'after note (a 21, b 22) at 20 us: claims are negative', cause: broken });
    expect(log).toHaveLength(2);
  });

  it('lets what a handler throws leave run unchanged, before any check', () => {
    const simulation = new Simulation();
    const mistake = new Error('mistake');
    let checked = 0;
    simulation.afterEvent(() => checked++);
    const fail = simulation.register('fail', () => {
      throw mistake;
    });
    simulation.after(1, fail, Priority.decision);
    expect(() => simulation.run()).toThrow(mistake);
    expect(checked).toBe(0);
  });
});
