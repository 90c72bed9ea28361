/**
 * A vendor closes: nobody answers there any more, no broker sells its scrip, and what is out of it is worth nothing,
 * unless brokers pay its holders, which is then their loss. What they owe it they pay all the same.
 * @source ours
 * @module
 */
import { Priority } from '../../../sim/priority.ts';
import type { Brokers } from './brokers.ts';
import type { Setting } from './setting.ts';
import type { Users } from './users.ts';

/** Schedules the closing that the options name, if it comes within the demand's duration. */
export function scheduleClosing(setting: Setting, users: Users, brokers: Brokers): void {
  const { market, options, books, closed } = setting;
  const { closes } = options;
  if (closes === undefined || closes.at > market.duration) return;
  const close = market.simulation.register('vendor closed', (vendor) => {
    closed.vendor = vendor;
    brokers.vendorClosed(vendor);
    books.close(vendor, brokers.redeemsClosed);
    users.vendorClosed(vendor);
    if (options.redeemClosed && !brokers.redeemsClosed) market.incident('refund-refused', market.bankParty);
  });
  market.simulation.at(closes.at, close, Priority.closing, closes.vendor);
}
