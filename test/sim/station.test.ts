import quantile from '@stdlib/stats-base-dists-t-quantile';
import fc from 'fast-check';
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { Priority } from '../../src/sim/priority.ts';
import { Simulation } from '../../src/sim/simulation.ts';
import { Station } from '../../src/sim/station.ts';

/** Submits jobs at given times; logs [job, completion time] as the completions happen. */
function serve(servers: number, jobs: readonly (readonly [arrival: number, service: number])[]) {
  const simulation = new Simulation();
  const station = new Station(simulation, 'bank', servers);
  const waits: number[] = [];
  const completions: [job: number, time: number][] = [];
  station.onWait((wait) => waits.push(wait));
  const done = simulation.register('done', (job) => {
    completions.push([job, simulation.now]);
  });
  const arrive = simulation.register('arrive', (job) => {
    station.submit(jobs[job][1], done, job);
  });
  for (const [job, [arrival]] of jobs.entries()) simulation.at(arrival, arrive, Priority.decision, job);
  return { simulation, station, waits, completions };
}

describe('station', () => {
  // arrival, service: starts 0, 10, 14, 30 with one server.
  const jobs = [
    [0, 10],
    [2, 4],
    [3, 6],
    [30, 5],
  ] as const;

  it('serves one after another, as computed by hand', () => {
    const { simulation, station, waits, completions } = serve(1, jobs);
    simulation.run();
    expect(waits).toEqual([0, 8, 11, 0]);
    expect(completions).toEqual([
      [0, 10],
      [1, 14],
      [2, 20],
      [3, 35],
    ]);
    expect([station.arrivals, station.completed, station.queueMax, station.waitMax]).toEqual([4, 4, 2, 11]);
    expect([station.waitMean, station.busyTime, station.utilisation(35)]).toEqual([19 / 4, 25, 25 / 35]);
  });

  it('serves with two servers, as computed by hand: a later job may be done first', () => {
    const { simulation, station, waits, completions } = serve(2, jobs);
    simulation.run();
    expect(waits).toEqual([0, 0, 3, 0]);
    expect(completions).toEqual([
      [1, 6],
      [0, 10],
      [2, 12],
      [3, 35],
    ]);
    expect([station.queueMax, station.busyTime, station.utilisation(50)]).toEqual([1, 25, 0.25]);
  });

  it('knows at every instant what has been given, what waits and what is done', () => {
    const { simulation, station } = serve(1, jobs);
    // now, busy time, waiting, completed: fails if service or a start in the future is counted already
    for (const [now, busyTime, waiting, completed] of [
      [1, 1, 0, 0],
      [2, 2, 1, 0],
      [9, 9, 2, 0],
      [10, 10, 1, 1],
      [13, 13, 1, 1],
      [14, 14, 0, 2],
      [20, 20, 0, 3],
      [29, 20, 0, 3],
      [31, 21, 0, 3],
      [40, 25, 0, 4],
    ]) {
      simulation.run(now);
      expect([station.busyTime, station.queueLength(now), station.completed]).toEqual([busyTime, waiting, completed]);
    }
  });

  it('is read by an observer: totals so far, and the longest queue since the last reading', () => {
    const { simulation, station } = serve(1, jobs);
    const readings = [12, 25, 26].map((now) => {
      simulation.run(now);
      return station.interval(now);
    });
    expect(readings).toEqual([
      { arrivals: 3, busyTime: 12, queueLength: 1, queueMax: 2 },
      { arrivals: 3, busyTime: 20, queueLength: 0, queueMax: 1 },
      { arrivals: 3, busyTime: 20, queueLength: 0, queueMax: 0 },
    ]);
  });

  it('agrees with counting every job, whatever arrives (fails if the ring of start times loses count)', () => {
    const job = fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 30 }));
    const servers = fc.integer({ min: 1, max: 3 });
    fc.assert(
      fc.property(servers, fc.array(job, { maxLength: 150, size: 'max' }), fc.nat({ max: 800 }), (c, gaps, now) => {
        let clock = 0;
        const arrivals = gaps.map(([gap, service]) => {
          clock += gap;
          return [clock, service] as const;
        });
        const { simulation, station, waits, completions } = serve(c, arrivals);
        simulation.run(now);
        const seen = arrivals.filter(([arrival]) => arrival <= now);
        const starts = seen.map(([arrival], index) => arrival + waits[index]);
        const given = seen.map(([, service], index) => Math.min(service, Math.max(0, now - starts[index])));
        expect(station.queueLength(now)).toBe(starts.filter((start) => start > now).length);
        expect(station.completed).toBe(completions.length);
        expect(station.busyTime).toBe(given.reduce((sum, time) => sum + time, 0));
        const longest = starts.map(
          (_, index) => starts.slice(0, index + 1).filter((start) => start > seen[index][0]).length,
        );
        expect(station.queueMax).toBe(Math.max(0, ...longest));
      }),
      { seed: 5, numRuns: 100 },
    );
  });

  it('measures from its making, and says nought before anything happened', () => {
    const simulation = new Simulation();
    simulation.run(100);
    const station = new Station(simulation, 'late', 1);
    expect([station.utilisation(100), station.waitMean, station.completed]).toEqual([0, 0, 0]);
    station.submit(
      10,
      simulation.register('done', () => {}),
    );
    simulation.run(140);
    expect(station.utilisation(140)).toBe(0.25);
  });

  it('refuses bad numbers and a second recorder, and is unchanged by a refused job', () => {
    const simulation = new Simulation();
    for (const servers of [0, 1.5, Number.NaN]) expect(() => new Station(simulation, 'x', servers)).toThrow(RangeError);
    const station = new Station(simulation, 'bank', 1);
    const done = simulation.register('done', () => {});
    for (const service of [-1, 0.5, Number.NaN]) expect(() => station.submit(service, done)).toThrow(RangeError);
    expect(() => station.submit(1, 99)).toThrow(RangeError);
    expect([station.arrivals, station.submit(1, done)]).toEqual([0, 1]);
    station.onWait(() => {});
    expect(() => station.onWait(() => {})).toThrow(/records its waits already/);
  });
});

describe('station against queueing theory', () => {
  const SERVICE_US = 1_000_000;
  const BATCHES = 50;
  const BATCH_JOBS = 5_000;

  /** Poisson arrivals; returns mean wait and its band's half-width by batch means, both in mean service times. */
  function meanWait(servers: number, load: number, service: (uniform: () => number) => number) {
    const simulation = new Simulation();
    const station = new Station(simulation, 'station', servers);
    const random = seedrandom.alea(`station/${servers}/${load}`);
    const uniform = () => random.double();
    const gapMean = SERVICE_US / (servers * load);
    const batches = new Float64Array(BATCHES + 1);
    let arrivals = 0;
    let clock = 0;
    station.onWait((wait) => {
      batches[Math.floor(arrivals++ / BATCH_JOBS)] += wait / (BATCH_JOBS * SERVICE_US);
    });
    const done = simulation.register('done', () => {});
    const arrive: number = simulation.register('arrive', () => {
      station.submit(Math.round(service(uniform)), done);
      if (arrivals === (BATCHES + 1) * BATCH_JOBS) return;
      clock += -gapMean * Math.log(1 - uniform());
      simulation.at(Math.round(clock), arrive, Priority.decision);
    });
    simulation.at(0, arrive, Priority.decision);
    simulation.run();
    const kept = [...batches.subarray(1)]; // the first batch is the warm-up
    const mean = kept.reduce((sum, batch) => sum + batch, 0) / BATCHES;
    const variance = kept.reduce((sum, batch) => sum + (batch - mean) ** 2, 0) / (BATCHES - 1);
    return { mean, halfWidth: quantile(1 - 5e-10, BATCHES - 1) * Math.sqrt(variance / BATCHES) };
  }

  const exponential = (uniform: () => number) => -SERVICE_US * Math.log(1 - uniform());
  const constant = () => SERVICE_US;

  /** Pollaczek and Khinchine: W = rho E[S] (1 + cv^2) / (2 (1 - rho)), in mean service times. */
  const pollaczekKhinchine = (load: number, cv2: number) => (load * (1 + cv2)) / (2 * (1 - load));

  /** Erlang C: the probability to wait, over c (1 - rho), in mean service times. */
  function erlangC(servers: number, load: number): number {
    let blocked = 1; // Erlang B by its recursion
    for (let c = 1; c <= servers; c++) blocked = (servers * load * blocked) / (c + servers * load * blocked);
    const waits = blocked / (1 - load * (1 - blocked));
    return waits / (servers * (1 - load));
  }

  // False alarm 1e-9 each (Student t over batch means). The last column bounds the band's half-width relative to the
  // theory's value: a mean wait that is wrong by 1.4 times as much is caught with power above 0.99.
  it.each([
    ['M/M/1', 1, 0.5, exponential, pollaczekKhinchine(0.5, 1), 0.12],
    ['M/D/1', 1, 0.5, constant, pollaczekKhinchine(0.5, 0), 0.12],
    ['M/M/2', 2, 0.6, exponential, erlangC(2, 0.6), 0.15],
    ['M/M/5', 5, 0.7, exponential, erlangC(5, 0.7), 0.2],
  ] as const)('%s waits as long as theory says', (_name, servers, load, service, theory, reach) => {
    const { mean, halfWidth } = meanWait(servers, load, service);
    expect(halfWidth).toBeLessThan(reach * theory);
    expect(Math.abs(mean - theory)).toBeLessThan(halfWidth);
  });
});
