/**
 * What a scenario may say about payment channels.
 * @module
 */
import type { Microdollars, Microseconds } from '../../../units.ts';

export interface ChannelOptions {
  /** What a user puts into each channel, at least 1: no price is above it. */
  readonly deposit: Microdollars;
  /** What the user is charged for opening a channel, and the vendor for closing it. */
  readonly openFee: Microdollars;
  readonly closeFee: Microdollars;
  /** Vendors close all their channels so often, in whole days; Infinity: at the end only. */
  readonly settleEvery: Microseconds;
}
