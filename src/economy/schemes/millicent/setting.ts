/**
 * What users, vendors and brokers of one Millicent economy share: the market, the rules, the evidence, the books, and
 * the lines between them. They meet only in messages.
 * @module
 */
import type { Channel } from '../../../sim/network.ts';
import { HOUR, MINUTE, type Microseconds } from '../../../units.ts';
import type { Work } from '../../bank.ts';
import type { Market } from '../../scheme.ts';
import type { Books } from './books.ts';
import type { Errands } from './errands.ts';
import type { Evidence } from './evidence.ts';
import type { MillicentOptions } from './options.ts';
import type { Post } from './post.ts';

/** Who writes to whom, in the order of the story. */
export interface Lines {
  /** User to broker, by a line that nobody reads: money for broker scrip, please. */
  readonly orders: Channel;
  /** Broker to user: broker scrip, with his secret. */
  readonly sales: Channel;
  /** User to broker: broker scrip for a vendor's. */
  readonly exchanges: Channel;
  /** Broker to user: the vendor's scrip, and change. */
  readonly grants: Channel;
  /** User to vendor: scrip for goods. */
  readonly payments: Channel;
  /** Vendor to user: goods and change, or a refusal. */
  readonly replies: Channel;
  /** Broker to vendor: what it owes for the scrip that it has sold. */
  readonly statements: Channel;
  /** Broker to vendor: pieces for the warehouse, please. */
  readonly bulkOrders: Channel;
  /** Vendor to broker: the pieces. */
  readonly bulks: Channel;
}

export interface Setting {
  readonly market: Market;
  readonly options: MillicentOptions;
  readonly evidence: Evidence;
  readonly books: Books;
  readonly post: Post;
  readonly errands: Errands;
  /** The vendor that has closed; -1 as long as none has. */
  readonly closed: { vendor: number };
  /** Opened once everybody is there. */
  lines: Lines;
}

/** The brokers' queue: a message is kept until its job is done, and the handler releases it or sends it on. */
export function queueAtBank({ market, post }: Setting, slot: number, work: Work, handler: number, b = 0): void {
  post.slab.retain(slot);
  market.bank.transferred(post.bytes(slot));
  market.bank.serve(work, handler, slot, b);
}

/** A broker whom the network has failed tries again after this pause. */
export const RETRY_AFTER: Microseconds = HOUR;

/** Within the replay window there is time for so many repeats. */
const REPEATS = 16;

/** Whoever gets no answer asks again after this pause. */
export function repeatAfter({ replayWindow }: MillicentOptions): Microseconds {
  return Math.max(1, Math.min(MINUTE, Math.floor(replayWindow / REPEATS)));
}

export function brokerOf(user: number, { brokers }: MillicentOptions): number {
  return user % brokers;
}
