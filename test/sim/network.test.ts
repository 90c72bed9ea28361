import fc from 'fast-check';
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { Network, type NetworkFaults } from '../../src/sim/network.ts';
import { Simulation } from '../../src/sim/simulation.ts';
import { Slab } from '../../src/sim/slab.ts';

const perfect: NetworkFaults = { latency: 100, jitter: 0, loss: 0, duplication: 0 };

/** One channel whose deliveries and failures are logged as [message number, time]. */
function line(faults: NetworkFaults, draw: () => number, poisoned = false) {
  const simulation = new Simulation();
  const slab = new Slab({ number: 'number', truth: 'truth-number' }, { poisoned });
  const delivered: [number: number, time: number][] = [];
  const failed: [number: number, time: number][] = [];
  const note = (log: typeof delivered) => (slot: number) => {
    log.push([slab.col.number[slot], simulation.now]);
  };
  const network = new Network(simulation, faults, draw);
  const channel = network.channel('payment', slab, note(delivered), note(failed));
  const send = (number: number) => {
    const slot = slab.open();
    slab.col.number[slot] = number;
    slab.col.truth[slot] = number;
    channel.send(slot);
    return slot;
  };
  return { simulation, slab, channel, send, delivered, failed };
}

/** Draws that were written down beforehand; one too many throws. */
function script(...draws: number[]): () => number {
  return () => {
    if (draws.length === 0) throw new Error('an unexpected draw');
    return draws.shift()!;
  };
}

describe('network', () => {
  it('delivers after the latency, one event a message, without a draw when nothing is uncertain', () => {
    const { simulation, slab, channel, send, delivered } = line(perfect, script());
    for (const number of [1, 2, 3]) send(number);
    expect(simulation.pending).toBe(3);
    simulation.run();
    expect(delivered).toEqual([
      [1, 100],
      [2, 100],
      [3, 100],
    ]);
    expect([simulation.executed, slab.openCount]).toEqual([3, 0]);
    expect(channel).toMatchObject({ sent: 3, transmissions: 3, delivered: 3, duplicatesRemoved: 0, gaveUp: 0 });
  });

  it('adds jitter below its bound, and so reorders', () => {
    const { simulation, send, delivered } = line({ ...perfect, jitter: 50 }, script(0.999, 0));
    send(1);
    send(2);
    simulation.run();
    expect(delivered).toEqual([
      [2, 100],
      [1, 149],
    ]);
  });

  it('repeats a lost transmission after a round trip, or after the pause given', () => {
    for (const [faults, arrival] of [
      [{ ...perfect, loss: 0.3 }, 500],
      [{ ...perfect, loss: 0.3, retransmitAfter: 7 }, 114],
    ] as const) {
      const { simulation, channel, send, delivered, failed } = line(faults, script(0.29, 0, 0.3));
      send(1);
      simulation.run();
      expect(delivered).toEqual([[1, arrival]]);
      expect(failed).toEqual([]);
      expect(channel).toMatchObject({ sent: 1, transmissions: 3, delivered: 1, gaveUp: 0 });
    }
  });

  it('gives up after the last attempt, once, and never delivers then', () => {
    const faults = { ...perfect, loss: 1, attemptsMax: 3 };
    const { simulation, slab, channel, send, delivered, failed } = line(faults, script(0.5, 0.5, 0.5));
    send(1);
    simulation.run();
    expect(delivered).toEqual([]);
    expect(failed).toEqual([[1, 600]]);
    expect(slab.openCount).toBe(0);
    expect(channel).toMatchObject({ sent: 1, transmissions: 3, delivered: 0, gaveUp: 1 });
  });

  it('delivers the copy that comes first and removes the other, holding the slot until then', () => {
    // Draws: travel of the transmission, whether it is duplicated, travel of the copy.
    for (const draws of [
      [0.9, 0.4, 0.1],
      [0.1, 0.4, 0.9],
    ]) {
      const faults = { ...perfect, jitter: 10, duplication: 0.5 };
      const { simulation, slab, channel, send, delivered } = line(faults, script(...draws));
      const slot = send(1);
      simulation.run(108);
      expect(delivered).toEqual([[1, 101]]);
      expect(slab.isOpen(slot)).toBe(true);
      simulation.run();
      expect([simulation.now, slab.openCount]).toEqual([109, 0]);
      expect(channel).toMatchObject({ sent: 1, transmissions: 1, delivered: 1, duplicatesRemoved: 1 });
    }
  });

  it('leaves a slot open whose handler retained it, with what it carries', () => {
    const simulation = new Simulation();
    const slab = new Slab({ coins: 'reference' });
    const network = new Network(simulation, perfect, script());
    const kept: number[] = [];
    const keep = (slot: number) => {
      slab.retain(slot);
      kept.push(slot);
    };
    const channel = network.channel('coins', slab, keep, () => {});
    const slot = slab.open();
    slab.col.coins[slot] = 'coin';
    channel.send(slot);
    simulation.run();
    expect(kept.map((message) => slab.col.coins[message])).toEqual(['coin']);
    slab.release(slot);
    expect(slab.openCount).toBe(0);
  });

  it('seals what it sends: in a poisoned slab the truth does not arrive', () => {
    for (const poisoned of [true, false]) {
      const { slab, send } = line(perfect, script(), poisoned);
      expect(slab.col.truth[send(5)]).toBe(poisoned ? Number.NaN : 5);
    }
  });

  it('ends every send in exactly one of deliver and gaveUp, under loss, duplication and jitter together', () => {
    const faults = fc.record({
      latency: fc.integer({ min: 0, max: 50 }),
      jitter: fc.integer({ min: 0, max: 200 }),
      loss: fc.constantFrom(0, 0.1, 0.6, 1),
      duplication: fc.constantFrom(0, 0.5, 1),
      attemptsMax: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(faults, fc.integer(), (specification, seed) => {
        const draw = seedrandom.alea(`network/${seed}`);
        const { simulation, slab, channel, send, delivered, failed } = line(specification, () => draw.double());
        const numbers = Array.from({ length: 50 }, (_, index) => index);
        for (const number of numbers) {
          send(number);
          simulation.run(simulation.now + 5);
        }
        simulation.run();
        const ended = [...delivered, ...failed].map(([number]) => number).sort((one, other) => one - other);
        expect(ended).toEqual(numbers);
        expect(slab.openCount).toBe(0);
        expect([channel.sent, channel.delivered, channel.gaveUp]).toEqual([50, delivered.length, failed.length]);
      }),
      { seed: 4, numRuns: 60 },
    );
  });

  it('really loses, repeats, duplicates, reorders and gives up at these rates', () => {
    // 4,000 messages at loss 1/2, two attempts, duplication 1/4. Given up: Binomial(4000, 1/4), duplicates:
    // Binomial(4000, 3/16), transmissions beyond the first: Binomial(4000, 1/2). Bands of 6.1 standard deviations:
    // false alarm 1e-9 each; a rate that is off by a fifth lies 7 to 12 deviations out: caught with power above 0.9.
    const faults = { latency: 100, jitter: 1_000, loss: 0.5, duplication: 0.25, attemptsMax: 2 };
    const draw = seedrandom.alea('rates');
    const { simulation, channel, send, delivered } = line(faults, () => draw.double());
    const messages = 4_000;
    for (let number = 0; number < messages; number++) send(number);
    simulation.run();
    const within = (count: number, probability: number) => {
      const sd = Math.sqrt(messages * probability * (1 - probability));
      expect(Math.abs(count - messages * probability)).toBeLessThan(6.1 * sd);
    };
    within(channel.gaveUp, 1 / 4);
    within(channel.duplicatesRemoved, 3 / 16);
    within(channel.transmissions - messages, 1 / 2);
    expect(delivered.some(([number], place) => place > 0 && number < delivered[place - 1][0])).toBe(true);
  });

  it('refuses a specification that makes no sense, and a closed slot', () => {
    const simulation = new Simulation();
    for (const wrong of [
      { latency: -1 },
      { jitter: 0.5 },
      { loss: 1.1 },
      { loss: Number.NaN },
      { duplication: -0.1 },
      { retransmitAfter: -5 },
      { attemptsMax: 0 },
    ]) {
      const name = Object.keys(wrong)[0];
      expect(() => new Network(simulation, { ...perfect, ...wrong }, script())).toThrow(`network ${name}`);
    }
    const { channel } = line(perfect, script());
    expect(() => channel.send(0)).toThrow(/closed/);
    expect(channel.sent).toBe(0);
  });
});
