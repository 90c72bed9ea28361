/**
 * Errands: requests whose answers somebody waits for. When an answer is lost on its way the same letter asks again, and
 * whoever was paid gives the same answer again and charges nothing, within the replay window.
 * @source the lecture names replays; who asks again and when is ours
 * @module
 */
import type { Receipt } from '../../../protocols/millicent/receipts.ts';
import type { Rejection } from '../../../protocols/millicent/rejection.ts';
import type { Supplied } from '../../../protocols/millicent/supply.ts';
import type { Channel } from '../../../sim/network.ts';
import { Priority } from '../../../sim/priority.ts';
import type { Microseconds } from '../../../units.ts';
import type { Market } from '../../scheme.ts';
import type { Answer, Asked } from './evidence.ts';
import type { Fields, Post } from './post.ts';

/** What was charged for an answer that can no longer arrive. */
type Charged = Receipt<Supplied>;

/** How an errand ends. */
export type Ending =
  | Extract<Answer, { readonly served: true }>
  | {
      readonly served: false;
      /** `undelivered`: the request never arrived, or its answer never did and it is too late to ask again. */
      readonly reason: Rejection | 'undelivered' | 'closed';
      readonly lost?: Charged;
    };

interface Errand {
  readonly fields: Fields;
  readonly asked: Pick<Asked, 'letter' | 'read'>;
  readonly line: Channel;
  readonly end: (ending: Ending) => void;
  repeats: number;
  /** Of an answer that was lost. */
  charged: Charged | undefined;
}

export class Errands {
  readonly #market: Market;
  readonly #post: Post;
  readonly #pause: Microseconds;
  readonly #errands: (Errand | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #again: number;
  #repeats = 0;

  /** @param pause after which is asked again */
  constructor(market: Market, post: Post, pause: Microseconds) {
    this.#market = market;
    this.#post = post;
    this.#pause = pause;
    this.#again = market.simulation.register('request repeated', (errand) => this.#repeat(errand));
  }

  /** Requests that were sent again. */
  get repeats(): number {
    return this.#repeats;
  }

  /** Sends the request; `end` is called once. */
  ask(line: Channel, fields: Fields, asked: Errand['asked'], end: Errand['end']): void {
    const number = this.#free.pop() ?? this.#errands.length;
    this.#errands[number] = { fields, asked, line, end, repeats: 0, charged: undefined };
    this.#send(number);
  }

  #send(number: number): void {
    const { fields, asked, line } = this.#errands[number]!;
    this.#post.send(line, 'requests', this.#post.write({ ...fields, errand: number }, [asked.letter]));
  }

  /** A request never arrived. If it was the first, nobody has charged anything. */
  requestLost(slot: number): void {
    const number = this.#post.slab.col.errand[slot];
    if (this.#errands[number]!.repeats === 0) this.#end(number, { served: false, reason: 'undelivered' });
    else this.#repeatLater(number);
  }

  /** An answer never arrived: who waits for it notices, and asks again. */
  replyLost(slot: number): void {
    const { col } = this.#post.slab;
    const number = col.errand[slot];
    this.#errands[number]!.charged ??= col.copy[slot] as Charged | undefined;
    this.#repeatLater(number);
  }

  #repeatLater(number: number): void {
    this.#market.simulation.after(this.#pause, this.#again, Priority.decision, number);
  }

  #repeat(number: number): void {
    this.#errands[number]!.repeats++;
    this.#repeats++;
    this.#send(number);
  }

  /** An answer has come. */
  replied(slot: number): void {
    const { col } = this.#post.slab;
    const number = col.errand[slot];
    const { asked, charged } = this.#errands[number]!;
    const answer: Ending =
      col.closed[slot] === 1 ? { served: false, reason: 'closed' } : asked.read(this.#post.letters(slot)[0]);
    const isTooLate = charged !== undefined && !answer.served;
    this.#end(number, isTooLate ? { served: false, reason: 'undelivered', lost: charged } : answer);
  }

  #end(number: number, ending: Ending): void {
    const { end } = this.#errands[number]!;
    this.#errands[number] = undefined;
    this.#free.push(number);
    end(ending);
  }
}
