import { describe, expect, it } from 'vitest';
import { Priority } from '../../src/sim/priority.ts';
import { delay, type Process, start } from '../../src/sim/process.ts';
import { Simulation } from '../../src/sim/simulation.ts';
import { Station } from '../../src/sim/station.ts';

describe('process', () => {
  it('goes on after each delay, interleaved with others by time (fails if a resumption is lost or early)', () => {
    const simulation = new Simulation();
    const log: string[] = [];
    const walker = (name: string, step: number) =>
      function* (): Process {
        for (let i = 0; i < 3; i++) {
          log.push(`${name} ${simulation.now}`);
          yield delay(step);
        }
        log.push(`${name} ends ${simulation.now}`);
      };
    start(simulation, 'walker', walker('slow', 10));
    start(simulation, 'walker', walker('fast', 4));
    expect(log).toEqual([]);
    simulation.run();
    expect(log).toEqual(['slow 0', 'fast 0', 'fast 4', 'fast 8', 'slow 10', 'fast ends 12', 'slow 20', 'slow ends 30']);
  });

  it('queues at a station, is served in turn, and goes on at its completion', () => {
    const simulation = new Simulation();
    const counter = new Station(simulation, 'counter', 1);
    const left: [customer: number, time: number][] = [];
    for (const [customer, arrival] of [0, 2, 30].entries()) {
      start(simulation, 'customer', function* () {
        yield delay(arrival);
        yield counter.request(10);
        left.push([customer, simulation.now]);
      });
    }
    simulation.run();
    expect(left).toEqual([
      [0, 10],
      [1, 20],
      [2, 40],
    ]);
    expect(counter.waitMean).toBe(8 / 3);
  });

  it('starts at the present instant, when started from a handler and after another process has ended', () => {
    const simulation = new Simulation();
    const started: number[] = [];
    const launch = simulation.register('launch', () =>
      start(simulation, 'late', function* () {
        started.push(simulation.now);
        yield delay(1);
        started.push(simulation.now);
      }),
    );
    for (const time of [5, 50]) simulation.at(time, launch, Priority.decision);
    simulation.run();
    expect(started).toEqual([5, 6, 50, 51]);
  });

  it('keeps the processes of two simulations apart', () => {
    const ended: string[] = [];
    const [one, other] = [new Simulation(), new Simulation()];
    for (const [name, simulation] of [
      ['one', one],
      ['other', other],
    ] as const) {
      start(simulation, 'same name', function* () {
        yield delay(5);
        ended.push(name);
      });
    }
    other.run();
    expect(ended).toEqual(['other']);
    one.run();
    expect(ended).toEqual(['other', 'one']);
  });

  it('lets an exception in a process leave run', () => {
    const simulation = new Simulation();
    start(simulation, 'unlucky', function* () {
      yield delay(3);
      throw new Error('out of coins');
    });
    expect(() => simulation.run()).toThrow('out of coins');
    expect(simulation.now).toBe(3);
  });

  it('refuses a yield of anything but a suspension, and a negative delay', () => {
    const simulation = new Simulation();
    // biome-ignore lint/suspicious/noExplicitAny: what a notebook's unchecked cell may do
    const sloppy: any = function* () {
      yield 5;
    };
    start(simulation, 'sloppy', sloppy);
    expect(() => simulation.run()).toThrow('process sloppy yielded 5: expected delay(...) or station.request(...)');
    start(simulation, 'backwards', function* () {
      yield delay(-1);
    });
    expect(() => simulation.run()).toThrow(/backwards at -1 us: in the past/);
  });
});
