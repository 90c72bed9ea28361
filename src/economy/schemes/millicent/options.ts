/**
 * What a scenario may say about Millicent.
 * @module
 */
import type { Protocol } from '../../../protocols/millicent/frame.ts';
import type { Microdollars, Microseconds } from '../../../units.ts';

/** Where a broker gets vendors' scrip from: bought in bulk, or made under a licence. */
export type SupplyBy = 'warehouse' | 'licensed';

/** Who has the worth of scrip that expires in a wallet: who issued it keeps it, or its holder is paid. */
export type ExpiryGain = 'issuer' | 'user';

export interface MillicentOptions {
  /** How payments are made. Exchanges are private where payments are not clear: a secret travels with new scrip. */
  readonly protocol: Protocol;
  readonly supply: SupplyBy;
  /** Users are dealt to them in turn. */
  readonly brokers: number;
  /** Broker scrip bought at once when it cannot pay the next exchange, or as much as the exchange asks. */
  readonly brokerScrip: Microdollars;
  /** Vendor scrip exchanged at the first visit and at each refill, or as much as the price asks. */
  readonly vendorScrip: Microdollars;
  /** How long scrip is good at least: to the end of the day. */
  readonly life: Microseconds;
  /** So long the same request gets the same answer again. */
  readonly replayWindow: Microseconds;
  /** Of what brokers sell under a licence they keep this share, in millionths. */
  readonly commission: number;
  /** Scrip for the warehouse costs its worth less this share, in millionths. */
  readonly discount: number;
  /** A broker buys pieces of one value worth so much together, and at least one. */
  readonly warehouse: Microdollars;
  readonly expiryGain: ExpiryGain;
  /** A vendor that closes at this time, by its number from 0. */
  readonly closes?: { readonly vendor: number; readonly at: Microseconds };
  /** Brokers pay the holders of a closed vendor's scrip its worth. */
  readonly redeemClosed: boolean;
}

const MILLION = 1_000_000;

/** So many millionths of an amount, in whole micro-dollars, rounded down; exact for every safe amount. */
export function millionthsOf(amount: Microdollars, millionths: number): Microdollars {
  const rest = amount % MILLION;
  return ((amount - rest) / MILLION) * millionths + Math.floor((rest * millionths) / MILLION);
}

/** In which protocol users talk to brokers. */
export function exchangeProtocol({ protocol }: Pick<MillicentOptions, 'protocol'>): 'clear' | 'private' {
  return protocol === 'clear' ? 'clear' : 'private';
}

/** What is exchanged for a purchase that the scrip at hand cannot pay. */
export function exchangeSize({ vendorScrip }: MillicentOptions, price: Microdollars): Microdollars {
  return Math.max(vendorScrip, price);
}

/** What is bought for an exchange that the broker scrip at hand cannot pay. */
export function purchaseSize({ brokerScrip }: MillicentOptions, exchange: Microdollars): Microdollars {
  return Math.max(brokerScrip, exchange);
}
