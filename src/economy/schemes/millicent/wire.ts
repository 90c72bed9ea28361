/**
 * Thieves on the wire: they read letters between others, and use the scrip that they find. In the clear that is as good
 * as the customer's; without the customer's secret no vendor takes it; and in an envelope nothing is to be found. A
 * request sent again within the replay window shows them its change.
 * @source G95 (its three protocols, by what they withstand); the lecture (replay)
 * @module
 */
import type { Holding } from '../../../protocols/millicent/grant.ts';
import { type Stream, stream } from '../../../sim/random.ts';
import type { Microdollars } from '../../../units.ts';
import { payWith } from './copies.ts';
import type { Letter } from './evidence.ts';
import { vendorName } from './numbers.ts';
import type { Setting } from './setting.ts';
import type { Users } from './users.ts';

/** Which letters a thief reads, as shares in [0, 1]. */
interface Ears {
  readonly requests: number;
  readonly replies: number;
}

interface Thief extends Ears {
  readonly draw: Stream;
  /** Found and not yet tried, by the vendor's name. */
  readonly loot: Map<string, Holding[]>;
  /** The last request read that went to each vendor. */
  readonly requestsTo: Map<number, Letter>;
}

export class Wire {
  readonly #setting: Setting;
  readonly #users: Users;
  readonly #thieves = new Map<number, Thief>();
  #overheard: Microdollars = 0;

  constructor(setting: Setting, users: Users) {
    this.#setting = setting;
    this.#users = users;
  }

  tap(thief: number, ears: Ears): void {
    const { market, post } = this.#setting;
    if (this.#thieves.size === 0) post.overhear((slot, kind) => this.#pass(slot, kind));
    const draw = stream(market.seed, `${market.label}/wire/${thief}`);
    this.#thieves.set(thief, { ...ears, draw, loot: new Map(), requestsTo: new Map() });
  }

  /** A letter goes by: every thief who is not its sender or receiver may read it. */
  #pass(slot: number, kind: keyof Ears): void {
    const { post } = this.#setting;
    const { col } = post.slab;
    for (const [number, thief] of this.#thieves) {
      if (col.user[slot] === number || thief.draw.next() >= thief[kind]) continue;
      const isPayment = kind === 'requests' && col.broker[slot] === -1;
      for (const letter of post.letters(slot)) this.#read(thief, letter, isPayment ? col.vendor[slot] : -1);
    }
  }

  /** @param to the vendor whom a payment goes to; -1 for any other letter */
  #read(thief: Thief, letter: Letter, to: number): void {
    if (to >= 0) thief.requestsTo.set(to, letter);
    for (const piece of this.#setting.evidence.scripIn(letter)) {
      this.#keep(thief, piece);
      this.#overheard += piece.scrip.value;
    }
  }

  #keep({ loot }: Thief, piece: Holding): void {
    const { vendor } = piece.scrip;
    const pieces = loot.get(vendor) ?? [];
    loot.set(vendor, pieces);
    pieces.push(piece);
  }

  /** The scrip read last is tried first: it is the likeliest not to be spent. */
  pay(number: number, vendor: number, price: Microdollars): boolean {
    const thief = this.#thieves.get(number);
    const pieces = thief?.loot.get(vendorName(vendor)) ?? [];
    const { now } = this.#setting.market.simulation;
    for (let piece = pieces.pop(); piece !== undefined; piece = pieces.pop()) {
      if (piece.scrip.value < price || piece.scrip.expires <= now) continue;
      payWith(this.#setting, this.#users, { user: number, vendor, price }, piece, (change) =>
        this.#keep(thief!, change),
      );
      return true;
    }
    return false;
  }

  resend(number: number, vendor: number): boolean {
    const { errands, evidence, lines } = this.#setting;
    const thief = this.#thieves.get(number);
    const letter = thief?.requestsTo.get(vendor);
    if (thief === undefined || letter === undefined) return false;
    thief.requestsTo.delete(vendor);
    const read = (reply: Letter) => {
      for (const piece of evidence.scripIn(reply)) this.#keep(thief, piece);
      return { served: true, change: undefined, goods: undefined } as const;
    };
    errands.ask(lines.payments, { user: number, vendor }, { letter, read }, () => {});
    return true;
  }

  /** Worth of all scrip that thieves have read, as often as they have read it. */
  get overheard(): Microdollars {
    return this.#overheard;
  }
}
