/**
 * The network: latency, jitter (and so reordering), loss, duplication; and a transport that repairs them.
 *
 * A lost transmission is repeated after a pause, so many times; duplicates are removed; so a message is delivered at
 * most once, and `gaveUp` is told of exactly those that never arrive. An adversary's replay is a new message.
 *
 * Simplification: the sender knows by itself whether a transmission arrived. There are no acknowledgements that could
 * be lost in turn, hence no needless repetition and no sender who gives up what has arrived. Nothing that happens after
 * the sending can then change a message's fate, so all of it is drawn at once: a message is one event, two if it is
 * duplicated, however often it was lost.
 * @module
 */
import type { Microseconds } from '../units.ts';
import { Priority } from './priority.ts';
import type { Simulation } from './simulation.ts';
import type { Slab } from './slab.ts';

export interface NetworkFaults {
  readonly latency: Microseconds;
  /** Each transmission takes latency plus a uniform time below this. */
  readonly jitter: Microseconds;
  /** Probability that a transmission is lost, and that one that arrives does so twice. */
  readonly loss: number;
  readonly duplication: number;
  /** Pause before a lost transmission is repeated; default: a round trip at its longest. */
  readonly retransmitAfter?: Microseconds;
  /** Transmissions before the sender gives up; default 5: one message in 10^10 is given up at a loss of 1 %. */
  readonly attemptsMax?: number;
}

const ATTEMPTS_MAX = 5;

/** The slab's side that the transport needs. */
type Slots = Pick<Slab, 'retain' | 'release' | 'seal'>;

export class Network {
  readonly #simulation: Simulation;
  readonly #faults: Required<NetworkFaults>;
  readonly #draw: () => number;

  /**
   * @param draw uniform on [0, 1); called only for what is not certain: loss, duplication, jitter, each if above 0
   * @throws RangeError if a time is not an integer from 0, a probability not in [0, 1], or attemptsMax below 1
   */
  constructor(simulation: Simulation, specification: NetworkFaults, draw: () => number) {
    this.#simulation = simulation;
    this.#draw = draw;
    this.#faults = {
      retransmitAfter: 2 * (specification.latency + specification.jitter),
      attemptsMax: ATTEMPTS_MAX,
      ...specification,
    };
    assertSound(this.#faults);
  }

  /**
   * A one-way line for messages of one kind.
   * @param deliver is handed a message that arrived, at most once; whoever keeps the slot retains it
   * @param gaveUp is handed a message that will never arrive, `attemptsMax` pauses after it was sent
   */
  channel(name: string, slab: Slots, deliver: (slot: number) => void, gaveUp: (slot: number) => void): Channel {
    return new Channel(this.#simulation, this.#faults, this.#draw, { name, slab, deliver, gaveUp });
  }
}

interface Line {
  readonly name: string;
  readonly slab: Slots;
  readonly deliver: (slot: number) => void;
  readonly gaveUp: (slot: number) => void;
}

export class Channel {
  /** Messages sent, and transmissions of them; each is counted when its message is sent. */
  sent = 0;
  transmissions = 0;
  /** Messages delivered, second copies removed, and messages given up; counted when it happens. */
  delivered = 0;
  duplicatesRemoved = 0;
  gaveUp = 0;

  readonly #simulation: Simulation;
  readonly #faults: Required<NetworkFaults>;
  readonly #draw: () => number;
  readonly #slab: Slots;
  readonly #delivery: number;
  readonly #duplicate: number;
  readonly #givingUp: number;

  constructor(simulation: Simulation, faults: Required<NetworkFaults>, draw: () => number, line: Line) {
    this.#simulation = simulation;
    this.#faults = faults;
    this.#draw = draw;
    this.#slab = line.slab;
    this.#delivery = simulation.register(`${line.name} delivered`, (slot) => {
      this.delivered++;
      line.deliver(slot);
      line.slab.release(slot);
    });
    this.#duplicate = simulation.register(`${line.name} duplicate removed`, (slot) => {
      this.duplicatesRemoved++;
      line.slab.release(slot);
    });
    this.#givingUp = simulation.register(`${line.name} given up`, (slot) => {
      this.gaveUp++;
      line.gaveUp(slot);
      line.slab.release(slot);
    });
  }

  /**
   * Sends a message: takes over the sender's hold on the slot and seals it.
   * @throws Error if the slot is closed
   */
  send(slot: number): void {
    this.#slab.seal(slot);
    this.sent++;
    const { loss, attemptsMax, retransmitAfter } = this.#faults;
    const lost = loss === 0 ? 0 : this.#lostTransmissions(loss, attemptsMax);
    const pause = lost * retransmitAfter;
    if (lost === attemptsMax) {
      this.transmissions += lost;
      this.#simulation.after(pause, this.#givingUp, Priority.delivery, slot);
    } else {
      this.transmissions += lost + 1;
      this.#arrive(slot, pause);
    }
  }

  /** Transmissions lost in a row before one arrives or the sender gives up. */
  #lostTransmissions(loss: number, attemptsMax: number): number {
    let lost = 0;
    while (lost < attemptsMax && this.#draw() < loss) lost++;
    return lost;
  }

  /** A transmission arrives, perhaps twice; the copy that comes first is the one delivered. */
  #arrive(slot: number, pause: Microseconds): void {
    const travel = this.#travelTime();
    if (this.#faults.duplication === 0 || this.#draw() >= this.#faults.duplication) {
      this.#simulation.after(pause + travel, this.#delivery, Priority.delivery, slot);
      return;
    }
    const travelOfCopy = this.#travelTime();
    this.#slab.retain(slot);
    this.#simulation.after(pause + Math.min(travel, travelOfCopy), this.#delivery, Priority.delivery, slot);
    this.#simulation.after(pause + Math.max(travel, travelOfCopy), this.#duplicate, Priority.delivery, slot);
  }

  #travelTime(): Microseconds {
    const { latency, jitter } = this.#faults;
    return jitter === 0 ? latency : latency + Math.floor(this.#draw() * jitter);
  }
}

function assertSound(faults: Required<NetworkFaults>): void {
  for (const name of ['latency', 'jitter', 'retransmitAfter'] as const) {
    const time = faults[name];
    if (!Number.isSafeInteger(time) || time < 0)
      throw new RangeError(`network ${name} ${time} us: expected an integer`);
  }
  for (const name of ['loss', 'duplication'] as const) {
    const probability = faults[name];
    if (!(probability >= 0 && probability <= 1)) throw new RangeError(`network ${name} ${probability}: not in [0, 1]`);
  }
  if (!Number.isInteger(faults.attemptsMax) || faults.attemptsMax < 1) {
    throw new RangeError(`network attemptsMax ${faults.attemptsMax}: expected a positive integer`);
  }
}
