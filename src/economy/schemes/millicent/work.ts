/**
 * What brokers' jobs cost, in operations: each HMAC counts as a hash, spent ID#s are looked up in memory, and a sale is
 * written down once. Opening and sealing an envelope are not counted beside its keys.
 * @module
 */
import type { Work } from '../../bank.ts';
import { exchangeProtocol, type MillicentOptions } from './options.ts';

type Rules = Pick<MillicentOptions, 'protocol' | 'supply'>;

/** The stamp of new scrip; and its customer's secret, which goes along with it. */
function hashesOfScrip(rules: Rules): number {
  return exchangeProtocol(rules) === 'clear' ? 1 : 2;
}

/** Broker scrip for money. */
export function workOfSale(rules: Rules): Required<Pick<Work, 'message' | 'hash' | 'write'>> {
  return { message: 2, hash: hashesOfScrip(rules), write: 1 };
}

/**
 * Broker scrip for a vendor's: its stamp is checked and that of the change is made; an envelope takes the customer's
 * secret and a key for each direction; licensed scrip is made on the spot.
 */
export function workOfExchange(rules: Rules): Required<Pick<Work, 'message' | 'hash' | 'write'>> {
  const envelope = exchangeProtocol(rules) === 'clear' ? 0 : 3;
  const made = rules.supply === 'licensed' ? hashesOfScrip(rules) : 0;
  return { message: 2, hash: envelope + 2 + made, write: 1 };
}

/**
 * A payment, of both sides: the vendor checks the scrip's stamp and makes that of the change. Except in the clear it works
 * out the customer's secret, and each side makes two HMACs, of the request and of the reply, or two keys to seal them.
 */
export function hashesOfPayment({ protocol }: Pick<Rules, 'protocol'>): {
  readonly user: number;
  readonly vendor: number;
} {
  return protocol === 'clear' ? { user: 0, vendor: 2 } : { user: 2, vendor: 5 };
}

/** A vendor is told what it gets. */
export const WORK_OF_STATEMENT = { message: 1, write: 1 } as const;

/** Pieces were ordered, have come, and are written into the warehouse's list together. */
export const WORK_OF_BULK = { message: 2, write: 1 } as const;
