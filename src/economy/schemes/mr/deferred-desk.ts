/**
 * The bank's desk for MR3's periods, and what vendors send to it: commitments, the draw, openings.
 * @module
 */
import { Priority } from '../../../sim/priority.ts';
import { Slab } from '../../../sim/slab.ts';
import { MINUTE, type Microseconds } from '../../../units.ts';
import type { Work } from '../../bank.ts';
import type { Answer, DeferredEvidence } from './deferred-evidence.ts';
import type { Setting } from './setting.ts';
import type { Teller } from './teller.ts';

/** A message between a vendor and the bank about one period; `count` is of cheques or of openings. */
const SHAPE = { vendor: 'number', period: 'number', count: 'number', content: 'reference' } as const;

/** Bytes of a commitment (who, period, root, count, total), of a published draw, and of an opened cheque beside its path. */
const COMMITMENT_BYTES = 96;
const DRAW_BYTES = 112;
const CHEQUE_BYTES = 192;
const HASH_BYTES = 32;
/** The bank itself is to blame, and nobody can expel it. */
const NOBODY = -1;
/** A sender whom the network has failed tries again after this pause: stages are short. */
const RETRY_AFTER: Microseconds = MINUTE;

/** What the bank knows of a running period. */
interface Period {
  readonly commitments: Map<number, unknown>;
  /** Cheques in each committed list: how long a path is. */
  readonly counts: Map<number, number>;
  readonly openings: unknown[];
  draw?: unknown;
}

export class DeferredDesk {
  readonly #setting: Setting<DeferredEvidence>;
  readonly #teller: Teller;
  readonly #slab: Slab<typeof SHAPE>;
  readonly #periods = new Map<number, Period>();
  readonly #lines: Readonly<Record<'commitments' | 'draws' | 'openings', { send(slot: number): void }>>;
  readonly #commit: number;
  readonly #publish: number;
  readonly #note: number;
  #tries = 1;

  constructor(setting: Setting<DeferredEvidence>, teller: Teller) {
    const { simulation, poisoned } = setting.market;
    this.#setting = setting;
    this.#teller = teller;
    this.#slab = new Slab(SHAPE, { poisoned });
    this.#lines = {
      commitments: this.#line('commitment', (slot) => this.#committed(slot)),
      draws: this.#line('draw', (slot) => this.#published(slot)),
      openings: this.#line('openings', (slot) => this.#opened(slot)),
    };
    this.#commit = simulation.register('commitment filed', (slot) => this.#fileCommitment(slot));
    this.#publish = simulation.register('draw made', (period) => this.#publishDraw(period));
    this.#note = simulation.register('openings filed', (slot) => this.#fileOpenings(slot));
  }

  /** A line whose sender tries again until the message is through. */
  #line(name: string, deliver: (slot: number) => void) {
    const { simulation, network } = this.#setting.market;
    const again = simulation.register(`${name} sent again`, (slot) => channel.send(slot));
    const channel = network.channel(name, this.#slab, deliver, (slot) => {
      this.#slab.retain(slot);
      simulation.after(RETRY_AFTER, again, Priority.decision, slot);
    });
    return channel;
  }

  #write(vendor: number, period: number, count: number, content: unknown): number {
    const slot = this.#slab.open();
    const { col } = this.#slab;
    col.vendor[slot] = vendor;
    col.period[slot] = period;
    col.count[slot] = count;
    col.content[slot] = content;
    return slot;
  }

  /** The bank draws so many times from now on, and takes the cheapest draw. */
  grind(tries: number): void {
    this.#tries = tries;
  }

  // ---- commitments

  /** Every vendor with cheques of the period commits to his list. */
  commit(period: number): void {
    const { market, evidence } = this.#setting;
    this.#periods.set(period, { commitments: new Map(), counts: new Map(), openings: [] });
    for (let vendor = 0; vendor < market.demand.vendors; vendor++) {
      const list = evidence.commit(vendor, period);
      if (list) this.#lines.commitments.send(this.#write(vendor, period, list.count, list.commitment));
    }
  }

  #committed(slot: number): void {
    this.#queue(slot, COMMITMENT_BYTES, { message: 1, write: 1 }, this.#commit);
  }

  #fileCommitment(slot: number): void {
    const { vendor, period, count, content } = this.#slab.col;
    const known = this.#periods.get(period[slot]);
    // What comes after the draw is no commitment.
    if (known !== undefined && known.draw === undefined) {
      known.commitments.set(vendor[slot], content[slot]);
      known.counts.set(vendor[slot], count[slot]);
    } else this.#teller.reject('late', vendor[slot]);
    this.#slab.release(slot);
  }

  // ---- the draw

  draw(period: number): void {
    const { market, evidence } = this.#setting;
    const known = this.#periods.get(period)!;
    known.draw = evidence.draw(period, known.commitments, this.#tries);
    market.bank.serve({ signature: 1, message: known.commitments.size }, this.#publish, period);
  }

  #publishDraw(period: number): void {
    const known = this.#periods.get(period);
    if (known === undefined) {
      // The period was settled before the bank came to publish its draw: nobody could open anything.
      this.#setting.market.incident('draw-late', NOBODY);
      return;
    }
    for (const vendor of known.commitments.keys()) {
      this.#setting.market.bank.transferred(DRAW_BYTES);
      this.#lines.draws.send(this.#write(vendor, period, 0, known.draw));
    }
  }

  // ---- openings

  #published(slot: number): void {
    const { vendor, period, content } = this.#slab.col;
    const openings = this.#setting.evidence.open(vendor[slot], period[slot], content[slot]);
    if (openings.length === 0) return;
    this.#lines.openings.send(this.#write(vendor[slot], period[slot], openings.length, openings));
  }

  /** Each opening: the user's signature, a path of hashes, the book of what was deposited, two accounts. */
  #opened(slot: number): void {
    const { vendor, period, count } = this.#slab.col;
    const listed = this.#periods.get(period[slot])?.counts.get(vendor[slot]) ?? 1;
    const path = 32 - Math.clz32(Math.max(1, listed) - 1);
    const openings = count[slot];
    const work = {
      message: 1,
      signature: openings,
      hash: openings * (path + 1),
      lookUp: openings,
      write: 2 * openings,
    };
    this.#queue(slot, openings * (CHEQUE_BYTES + path * HASH_BYTES), work, this.#note);
  }

  #fileOpenings(slot: number): void {
    const { vendor, period, content } = this.#slab.col;
    const openings = content[slot] as readonly unknown[];
    const known = this.#periods.get(period[slot]);
    if (known !== undefined) known.openings.push(...openings);
    else for (let i = 0; i < openings.length; i++) this.#teller.reject('late', vendor[slot]);
    this.#slab.release(slot);
  }

  /** All openings of the period are checked together before any is paid. */
  settle(period: number): void {
    const { evidence } = this.#setting;
    const { commitments, draw, openings } = this.#periods.get(period)!;
    for (const answer of evidence.check(period, commitments, draw, openings)) this.#decide(answer);
    this.#periods.delete(period);
    evidence.forget(period);
  }

  #decide(answer: Answer): void {
    if (!('rejection' in answer)) {
      this.#teller.decide(answer);
      return;
    }
    this.#teller.reject(answer.rejection, answer.vendor);
    if (answer.caught !== undefined) this.#teller.catch(answer.caught, answer.rejection);
  }

  #queue(slot: number, bytes: number, work: Work, handler: number): void {
    const { bank } = this.#setting.market;
    this.#slab.retain(slot);
    bank.transferred(bytes);
    bank.serve(work, handler, slot);
  }
}
