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
const CARRY = 3;

/** Alea's hash of its seed, one character further; the hash itself is the state's lower 32 bits. */
function mash(state: number, character: number): number {
  const scaled = 0.02519603282416938 * (state + character);
  const whole = scaled >>> 0;
  const product = (scaled - whole) * whole;
  const head = product >>> 0;
  return head + (product - head) * TWO_TO_32;
}

function mashText(state: number, text: string): number {
  let mashed = state;
  for (let i = 0; i < text.length; i++) mashed = mash(mashed, text.charCodeAt(i));
  return mashed;
}

const MASH_START = 0xefc8249d;
const SPACE = 32;
/** Before it takes in a seed, Alea takes in three blanks: the hash after each is what a word of its state starts from. */
const AFTER_BLANKS = [1, 2, 3].map((blanks) => mashText(MASH_START, String.fromCharCode(SPACE).repeat(blanks)));

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
    const sower = new Sower(`${seed}/${role}/`, purposes);
    for (let index = 0; index < count; index++) sower.sow(`${index}/`, this.state, this.width * index);
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
}

/**
 * Seeds the streams of one member after the other. Alea takes a name in three times, a character at a time, each from
 * what the one before has left: so all purposes take in their common characters in turn, which a processor does at
 * once, and what all names begin with is taken in for the first time only once.
 */
class Sower {
  private readonly beginning: string;
  private readonly purposes: readonly string[];
  private readonly afterBeginning: number;
  /** Of each purpose: how far it has taken in its name. */
  private readonly mashed: Float64Array;

  constructor(beginning: string, purposes: readonly string[]) {
    this.beginning = beginning;
    this.purposes = purposes;
    this.afterBeginning = mashText(AFTER_BLANKS[2], beginning);
    this.mashed = new Float64Array(purposes.length);
  }

  /** @param own - what the member's names have between their beginning and the purpose */
  sow(own: string, state: Uint32Array, at: number): void {
    this.mashed.fill(mashText(this.afterBeginning, own));
    this.finish(state, at, 0);
    for (let word = 1; word < AFTER_BLANKS.length; word++) {
      this.absorb(this.beginning);
      this.absorb(own);
      this.finish(state, at, word);
    }
  }

  private absorb(text: string): void {
    const { mashed } = this;
    for (let i = 0; i < text.length; i++) {
      const character = text.charCodeAt(i);
      for (let purpose = 0; purpose < mashed.length; purpose++) mashed[purpose] = mash(mashed[purpose], character);
    }
  }

  /** Each purpose takes in its own characters, and a word of its state is there, modulo 2^32. */
  private finish(state: Uint32Array, at: number, word: number): void {
    const { mashed, purposes } = this;
    for (let purpose = 0; purpose < mashed.length; purpose++) {
      mashed[purpose] = mashText(mashed[purpose], purposes[purpose]);
      const place = at + STATE * purpose;
      state[place + word] = (AFTER_BLANKS[word] >>> 0) - (mashed[purpose] >>> 0);
      state[place + CARRY] = 1;
    }
  }
}
