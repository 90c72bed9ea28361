/**
 * Named random streams: one for each agent and purpose, so that an agent more or less changes nobody else's draws.
 *
 * The generator is Johannes Baagøe's Alea as seedrandom has it, always read at 53 bits (seedrandom's plain call gives
 * 32). A stream is seeded by its name, never by the order in which streams are made.
 * @module
 */
import seedrandom from 'seedrandom';

/** A source of uniform numbers. */
export interface Stream {
  /** Uniform in [0, 1), a multiple of 2^-53. */
  next(): number;
}

/**
 * The stream of this name under this seed.
 * @param name - role, index within the role, purpose: `user/17/arrivals`
 */
export function stream(seed: string, name: string): Stream {
  return { next: seedrandom.alea(`${seed}/${name}`).double };
}

const TWO_TO_32 = 2 ** 32;
const TWO_TO_MINUS_32 = 2 ** -32;
const TWO_TO_21 = 2 ** 21;
const TWO_TO_MINUS_53 = 2 ** -53;
const ALEA_MULTIPLIER = 2091639;

/** Alea's hash of its seed: every call goes on from the state that the one before it left. */
class Mash {
  private state = 0xefc8249d;

  /** Takes in the characters and returns a multiple of 2^-32 in [0, 1). */
  absorb(text: string): number {
    let n = this.state;
    for (let i = 0; i < text.length; i++) {
      const scaled = 0.02519603282416938 * (n + text.charCodeAt(i));
      const whole = scaled >>> 0;
      const product = (scaled - whole) * whole;
      const head = product >>> 0;
      n = head + (product - head) * TWO_TO_32;
    }
    this.state = n;
    return (n >>> 0) * TWO_TO_MINUS_32;
  }
}

/**
 * The streams of one purpose of a whole population: member i gives the bits of `stream(seed, role/i/purpose)`.
 * It keeps Alea's four numbers in a typed array, 32 bytes a member, where a seedrandom object takes some 440.
 */
export class StreamFamily {
  /** For each member s0, s1, s2 and the carry. */
  private readonly state: Float64Array;

  constructor(seed: string, role: string, count: number, purpose: string) {
    this.state = new Float64Array(4 * count);
    for (let index = 0; index < count; index++) this.sow(index, `${seed}/${role}/${index}/${purpose}`);
  }

  /** Uniform in [0, 1), a multiple of 2^-53: the next draw of this member. */
  next(index: number): number {
    const state = this.state;
    const at = 4 * index;
    const high = ALEA_MULTIPLIER * state[at] + state[at + 3] * TWO_TO_MINUS_32;
    const carry = high | 0;
    const low = ALEA_MULTIPLIER * state[at + 1] + carry * TWO_TO_MINUS_32;
    state[at] = state[at + 2];
    state[at + 1] = high - carry;
    state[at + 3] = low | 0;
    state[at + 2] = low - state[at + 3];
    return state[at + 1] + ((state[at + 2] * TWO_TO_21) | 0) * TWO_TO_MINUS_53;
  }

  private sow(index: number, name: string): void {
    const mash = new Mash();
    const start = [mash.absorb(' '), mash.absorb(' '), mash.absorb(' ')];
    for (const [i, value] of start.entries()) {
      const difference = value - mash.absorb(name);
      this.state[4 * index + i] = difference < 0 ? difference + 1 : difference;
    }
    this.state[4 * index + 3] = 1;
  }
}
