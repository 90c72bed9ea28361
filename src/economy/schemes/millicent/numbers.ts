/**
 * Names and numbers in a Millicent economy: who is called what, which ID#s are whose to give, and which CustID#s.
 * @module
 */
import type { NumberRange } from '../../../protocols/millicent/secret-table.ts';

/** A licence holds so many ID#s and so many CustID#s. */
const OF_A_LICENCE = 1_000_000_000;
/** A vendor's own ID#s and CustID#s come before, or behind, all that are licensed. */
const PARTING = 1_000_000_000_000;

export function vendorName(vendor: number): string {
  return `vendor-${vendor}.example`;
}

export function brokerName(broker: number): string {
  return `broker-${broker}.example`;
}

/** For change, and for scrip that a vendor makes itself; the same of a broker. */
export const OWN_IDS: NumberRange = { from: 0, to: PARTING };

/** Of scrip that this broker makes for a vendor. */
export function licensedIds(broker: number): NumberRange {
  const from = PARTING + broker * OF_A_LICENCE;
  return { from, to: from + OF_A_LICENCE };
}

/** A broker's users, as it and its vendors number them. */
export function customersOf(broker: number): NumberRange {
  const from = broker * OF_A_LICENCE;
  return { from, to: from + OF_A_LICENCE };
}

export function customerOf(user: number, broker: number): number {
  return customersOf(broker).from + user;
}

/** The user whom a broker knows by this CustID#. */
export function userOf(customer: number): number {
  return customer % OF_A_LICENCE;
}

/** Of pieces for a warehouse, one each. */
export const WARES: NumberRange = { from: PARTING, to: 2 * PARTING };

export function isWare(customer: number): boolean {
  return customer >= WARES.from;
}
