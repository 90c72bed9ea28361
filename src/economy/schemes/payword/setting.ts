/**
 * What users, vendors and broker of one PayWord economy share: the market, the rules, the evidence, the books, and the
 * lines between them. They meet only in messages.
 * @module
 */
import type { Channel } from '../../../sim/network.ts';
import { DAY, HOUR, type Microseconds } from '../../../units.ts';
import type { Work } from '../../bank.ts';
import type { Market } from '../../scheme.ts';
import type { Books } from './books.ts';
import type { Evidence } from './evidence.ts';
import type { PaywordOptions } from './options.ts';
import type { Post } from './post.ts';

/** Who writes to whom, in the order of the story. */
export interface Lines {
  /** User to broker: a certificate, please. */
  readonly requests: Channel;
  /** Broker to user: the certificate; none: he gets no more. */
  readonly certificates: Channel;
  /** User to vendor: a payword for goods, and first of all the commitment. */
  readonly payments: Channel;
  /** Vendor to user: the goods, or a refusal. */
  readonly goods: Channel;
  /** Vendor to broker: the day's commitments and last paywords. */
  readonly deposits: Channel;
}

export interface Setting<L> {
  readonly market: Market;
  readonly options: PaywordOptions;
  readonly evidence: Evidence<L>;
  readonly post: Post<L>;
  readonly books: Books;
  /** Opened once everybody is there. */
  lines: Lines;
}

/** The broker's queue: a message is kept until its job is done, and the handler releases it. */
export function queueAtBank<L>({ market, post }: Setting<L>, slot: number, work: Work, handler: number): void {
  post.slab.retain(slot);
  market.bank.transferred(post.bytes(slot));
  market.bank.serve(work, handler, slot);
}

/** When the day of this instant began. */
export function dayOf(time: Microseconds): Microseconds {
  return Math.floor(time / DAY) * DAY;
}

/** A sender whom the network has failed tries again after this pause. */
export const RETRY_AFTER: Microseconds = HOUR;
