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
const TWO_TO_MINUS_53 = 2 ** -53;
const ALEA_MULTIPLIER = 2091639;
/** Bits of a word that do not fit behind 32 others in 53. */
const SPARE_BITS = 11;
/** Numbers of a stream: s0, s1, s2, which Alea has as multiples of 2^-32 below 1, and the carry. */
const STATE = 4;

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
 * The streams of a whole population for one purpose or several: member i gives the bits of `stream(seed,
 * role/i/purpose)`. It keeps Alea's four numbers as 32-bit words, 16 bytes a stream, where a seedrandom object takes
 * some 440; a member's streams lie side by side, since he mostly draws from all of them at once.
 */
export class StreamFamily {
  private readonly state: Uint32Array;
  /** Words of a member. */
  private readonly width: number;

  constructor(seed: string, role: string, count: number, ...purposes: readonly string[]) {
    this.width = STATE * purposes.length;
    this.state = new Uint32Array(this.width * count);
    for (let index = 0; index < count; index++)
      for (const [i, purpose] of purposes.entries())
        this.sow(this.width * index + STATE * i, `${seed}/${role}/${index}/${purpose}`);
  }

  /**
   * Uniform in [0, 1), a multiple of 2^-53: the next draw of this member.
   * @param purpose its place among the purposes
   */
  next(index: number, purpose = 0): number {
    const { state } = this;
    const at = this.width * index + STATE * purpose;
    // Below 2^53, hence exact: a word, and above it the carry.
    const high = ALEA_MULTIPLIER * state[at] + state[at + 3];
    const low = ALEA_MULTIPLIER * state[at + 1] + ((high * TWO_TO_MINUS_32) | 0);
    const highWord = high >>> 0;
    const lowWord = low >>> 0;
    state[at] = state[at + 2];
    state[at + 1] = highWord;
    state[at + 2] = lowWord;
    state[at + 3] = (low * TWO_TO_MINUS_32) | 0;
    return highWord * TWO_TO_MINUS_32 + (lowWord >>> SPARE_BITS) * TWO_TO_MINUS_53;
  }

  private sow(at: number, name: string): void {
    const mash = new Mash();
    const start = [mash.absorb(' '), mash.absorb(' '), mash.absorb(' ')];
    for (const [i, value] of start.entries()) this.state[at + i] = (value - mash.absorb(name)) * TWO_TO_32;
    this.state[at + 3] = 1;
  }
}
