/**
 * What users, vendors and bank of one economy of channels share: the market, the rules, the evidence, and the lines
 * between them. They meet only in messages.
 * @module
 */
import type { Channel } from '../../../sim/network.ts';
import { HOUR, type Microseconds } from '../../../units.ts';
import type { Market } from '../../scheme.ts';
import type { Evidence } from './evidence.ts';
import type { ChannelOptions } from './options.ts';
import type { Post } from './post.ts';

/** Who writes to whom, in the order of the story. */
export interface Lines {
  /** User to bank: a deposit, for a channel to this vendor. */
  readonly openings: Channel;
  /** Bank to vendor: the channel is open. */
  readonly announcements: Channel;
  /** Vendor to user: it is ready. */
  readonly invitations: Channel;
  /** User to vendor: a voucher for goods. */
  readonly payments: Channel;
  /** Vendor to user: the goods, or a refusal, or word that the channel is closed. */
  readonly goods: Channel;
  /** Vendor to bank: the last voucher. */
  readonly settlements: Channel;
  /** Bank to user: the channel is closed, and the rest of the deposit is his. */
  readonly statements: Channel;
}

export interface Setting<V> {
  readonly market: Market;
  readonly options: ChannelOptions;
  readonly evidence: Evidence<V>;
  readonly post: Post<V>;
  /** Opened once everybody is there. */
  lines: Lines;
}

export function pairOf({ demand }: Market, user: number, vendor: number): number {
  return user * demand.vendors + vendor;
}

/** A sender whom the network has failed tries again after this pause. */
export const RETRY_AFTER: Microseconds = HOUR;
