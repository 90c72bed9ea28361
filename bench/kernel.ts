/**
 * The kernel beside js-simulator 1.0.17, of the general discrete-event simulators tried from npm the fastest on most
 * loads: the hold model with 1,000 and 100,000 pending events, ping-pong between two agents, and an M/M/1 queue.
 *
 * The hold model: Vaucher and Duval, A comparison of simulation event list algorithms (CACM 1975). Both sides draw the
 * same gaps from one table made beforehand, so that neither pays for random numbers. The peer is used as its README
 * shows (`while (...) scheduler.update()`), with one event object an agent, which it allows to be scheduled again.
 * @module
 */

import type { BenchRow } from 'farthing/experiment/bench-row';
import { Priority } from 'farthing/sim/priority';
import { Simulation } from 'farthing/sim/simulation';
import { Station } from 'farthing/sim/station';
import seedrandom from 'seedrandom';

const PEER = 'js-simulator 1.0.17';
const ROUNDS = 5;
const MEAN_GAP_US = 1_000_000;
const MM1_LOAD = 0.8;

interface PeerEvent {
  update(): void;
}
interface PeerScheduler {
  readonly current_time: number;
  scheduleOnceIn(event: PeerEvent, delay: number): void;
  update(): void;
}
interface Peer {
  readonly SimEvent: new (rank: number) => object;
  readonly Scheduler: new () => PeerScheduler;
}

/** A workload: does it once and returns how much was done. */
type Work = () => number;
interface Contest {
  readonly name: string;
  readonly unit: string;
  readonly ours: Work;
  readonly theirs: Work;
}

const TABLE = 1 << 16;
/** Exponential times with this mean, rounded to at least 1 us. */
function exponentialTable(seed: string, mean: number): Float64Array {
  const draw = seedrandom.alea(seed);
  return Float64Array.from({ length: TABLE }, () => Math.max(1, Math.round(-mean * Math.log(1 - draw.double()))));
}
const gaps = exponentialTable('gaps', MEAN_GAP_US);
const services = exponentialTable('services', MEAN_GAP_US * MM1_LOAD);

/** Every event schedules one other, so that `pending` events are always pending; until about so many have happened. */
function hold(peer: Peer, pending: number, events: number): Contest {
  const until = Math.round((events / pending) * MEAN_GAP_US);
  const ours = () => {
    const simulation = new Simulation();
    let turn = 0;
    const agent: number = simulation.register('agent', (index) => {
      simulation.after(gaps[turn++ & (TABLE - 1)], agent, Priority.decision, index);
    });
    for (let index = 0; index < pending; index++) {
      simulation.after(gaps[turn++ & (TABLE - 1)], agent, Priority.decision, index);
    }
    simulation.run(until);
    return simulation.executed;
  };
  const theirs = () => {
    const scheduler = new peer.Scheduler();
    let turn = 0;
    class Agent extends peer.SimEvent implements PeerEvent {
      update() {
        scheduler.scheduleOnceIn(this, gaps[turn++ & (TABLE - 1)]);
      }
    }
    for (let index = 0; index < pending; index++) {
      scheduler.scheduleOnceIn(new Agent(1), gaps[turn++ & (TABLE - 1)]);
    }
    while (scheduler.current_time < until) scheduler.update();
    return turn - pending;
  };
  return { name: `kernel: hold model, ${pending} pending`, unit: 'events/s', ours, theirs };
}

/** Two agents hand a ball to and fro: one event pending, nothing to sort. */
function pingPong(peer: Peer, hops: number): Contest {
  const ours = () => {
    const simulation = new Simulation();
    let left = hops;
    const ping: number = simulation.register('ping', (ball) => {
      if (left-- > 0) simulation.after(10, pong, Priority.delivery, ball);
    });
    const pong = simulation.register('pong', (ball) => {
      if (left-- > 0) simulation.after(10, ping, Priority.delivery, ball);
    });
    simulation.after(10, ping, Priority.delivery, 0);
    simulation.run();
    return simulation.executed;
  };
  const theirs = () => {
    const scheduler = new peer.Scheduler();
    let executed = 0;
    class Agent extends peer.SimEvent implements PeerEvent {
      other: Agent = this;
      update() {
        if (executed++ < hops) scheduler.scheduleOnceIn(this.other, 10);
      }
    }
    const ping = new Agent(1);
    const pong = new Agent(1);
    ping.other = pong;
    pong.other = ping;
    scheduler.scheduleOnceIn(ping, 10);
    while (executed <= hops) scheduler.update();
    return executed;
  };
  return { name: 'kernel: ping-pong', unit: 'hops/s', ours, theirs };
}

/** Customers through a single server; both sides end with the mean wait. */
function queue(peer: Peer, customers: number): Contest {
  const waits: number[] = [];
  const ours = () => {
    const simulation = new Simulation();
    const station = new Station(simulation, 'server', 1);
    let served = 0;
    let turn = 0;
    const done = simulation.register('done', () => {
      served++;
    });
    const arrival = simulation.register('arrival', () => {
      station.submit(services[turn & (TABLE - 1)], done);
      if (++turn < customers) simulation.after(gaps[turn & (TABLE - 1)], arrival, Priority.decision);
    });
    simulation.after(gaps[0], arrival, Priority.decision);
    simulation.run();
    waits[0] = station.waitMean;
    return served;
  };
  const theirs = () => {
    waits[1] = peerQueue(peer, customers);
    if (Math.abs(waits[0] - waits[1]) > 1e-6 * waits[0])
      throw new Error(`mean waits differ: ${waits.join(' and ')} us`);
    return customers;
  };
  return { name: 'kernel: M/M/1', unit: 'customers/s', ours, theirs };
}

/** The same queue as a user of js-simulator writes it. Returns the mean wait. */
function peerQueue(peer: Peer, customers: number): number {
  const scheduler = new peer.Scheduler();
  const arrivedAt = new Float64Array(TABLE);
  let arrived = 0;
  let started = 0;
  let served = 0;
  let waitSum = 0;
  const serve = () => {
    waitSum += scheduler.current_time - arrivedAt[started & (TABLE - 1)];
    scheduler.scheduleOnceIn(departure, services[started++ & (TABLE - 1)]);
  };
  class Arrival extends peer.SimEvent implements PeerEvent {
    update() {
      arrivedAt[arrived++ & (TABLE - 1)] = scheduler.current_time;
      if (started === served) serve();
      if (arrived < customers) scheduler.scheduleOnceIn(this, gaps[arrived & (TABLE - 1)]);
    }
  }
  class Departure extends peer.SimEvent implements PeerEvent {
    update() {
      served++;
      if (started < arrived) serve();
    }
  }
  const departure = new Departure(1);
  scheduler.scheduleOnceIn(new Arrival(1), gaps[0]);
  while (served < customers) scheduler.update();
  return waitSum / customers;
}

/** Per second of processor time, which a neighbour on the machine disturbs less than the wall clock's. */
function rate(work: Work): number {
  const begin = process.cpuUsage();
  const done = work();
  const { user, system } = process.cpuUsage(begin);
  return (1e6 * done) / (user + system);
}

/**
 * Both sides in turn, after a round to warm up, so that a machine that slows down slows both. The row is the round
 * whose ratio is the median.
 */
function contest({ name, unit, ours, theirs }: Contest): BenchRow {
  const rounds = Array.from({ length: ROUNDS + 1 }, () => ({ value: rate(ours), peerValue: rate(theirs) })).slice(1);
  const rows = rounds.map((round) => ({ name, unit, peer: PEER, ...round, ratio: round.value / round.peerValue }));
  return rows.sort((one, other) => one.ratio - other.ratio)[ROUNDS >> 1];
}

async function loadPeer(): Promise<Peer> {
  try {
    // @ts-expect-error: js-simulator ships no types
    const { default: peer } = await import('js-simulator');
    return peer as Peer;
  } catch (cause) {
    throw new Error('the kernel is measured beside js-simulator: npm install js-simulator@1.0.17', { cause });
  }
}

/** Millions of events a second mean little on a shared machine; the ratio to the peer holds. Takes about 10 s. */
export async function bench(): Promise<BenchRow[]> {
  const peer = await loadPeer();
  return [hold(peer, 1_000, 150_000), hold(peer, 100_000, 150_000), pingPong(peer, 300_000), queue(peer, 150_000)].map(
    contest,
  );
}
