/**
 * What users, vendors and broker of one MicroMint economy share: the market, the rules, the broker's issues, and the
 * lines between them. Nobody reaches into another's state: they meet only in messages.
 * @module
 */
import type { Channel } from '../../../sim/network.ts';
import { HOUR, type Microseconds } from '../../../units.ts';
import type { Work } from '../../bank.ts';
import type { Market } from '../../scheme.ts';
import type { Issues } from './issues.ts';
import type { MicroMintOptions } from './options.ts';
import type { Post } from './post.ts';

/** Who writes to whom, in the order of the story. */
export interface Lines {
  /** User to broker: so many coins, please. */
  readonly orders: Channel;
  /** Broker to user: the coins bought; none: sold out. */
  readonly sales: Channel;
  /** User to vendor: coins for goods. */
  readonly payments: Channel;
  /** Vendor to user: coins that he refuses. */
  readonly returns: Channel;
  /** Vendor to broker: the day's coins. */
  readonly deposits: Channel;
  /** User to broker: unused coins of an ended period. */
  readonly requests: Channel;
  /** Broker to user: coins of the running period for them. */
  readonly exchanges: Channel;
}

export interface Setting<C> {
  readonly market: Market;
  readonly options: MicroMintOptions;
  readonly issues: Issues<C>;
  readonly post: Post<C>;
  /** Opened once everybody is there. */
  lines: Lines;
}

/** The broker's queue: a message is kept until its job is done, and the handler releases it or sends it on. */
export function queueAtBank<C>({ market, post }: Setting<C>, slot: number, work: Work, handler: number, b = 0): void {
  post.slab.retain(slot);
  market.bank.transferred(post.bytes(slot));
  market.bank.serve(work, handler, slot, b);
}

/** A sender whom the network has failed tries again after this pause. */
export const RETRY_AFTER: Microseconds = HOUR;
