/**
 * What a broker sells for its own scrip: vendors' scrip, worth as much as is offered. So a broker is a vendor whose
 * goods are scrip: who orders names the vendor and the amount. And back: for a vendor's payout it gives broker scrip,
 * which is a reward, in the change.
 * Source: G95 and the lecture (broker scrip).
 * @module
 */
import type { Microseconds } from '../../units.ts';
import type { Examined } from './examiner.ts';
import { parseGrant } from './grant.ts';
import type { Purchase } from './order.ts';
import type { Payout, PayoutBook } from './payout.ts';
import type { Shop } from './price-list.ts';
import type { Receipt } from './receipts.ts';
import type { Rejection } from './rejection.ts';
import type { Scrip } from './scrip.ts';
import type { Stamper } from './stamper.ts';
import type { Supplied, Supply } from './supply.ts';
import type { Sale } from './till.ts';

export class ExchangeShop implements Shop<Supplied> {
  readonly #supplies = new Map<string, Supply>();
  readonly #payouts: PayoutBook | undefined;

  /** @param payouts taken in for broker scrip; without them none is. */
  constructor(payouts?: PayoutBook) {
    this.#payouts = payouts;
  }

  /** From now on the vendor's scrip comes from this supply, whose ID#s are not those of the till's change. */
  deal(vendor: string, supply: Supply): void {
    this.#supplies.set(vendor, supply);
  }

  /** The vendor has closed, or the broker gives its scrip up. */
  drop(vendor: string): void {
    this.#supplies.delete(vendor);
  }

  /** Rejections: `unknown-vendor`, `not-for-sale` (scrip worth nothing), those of the supply. */
  quote({ target, offer }: Purchase, { customer }: Scrip, now: Microseconds): Sale<Supplied> | Rejection {
    const supply = this.#supplies.get(target);
    if (supply === undefined) return 'unknown-vendor';
    if (offer === 0) return 'not-for-sale';
    const flaw = supply.flawOf(offer, customer, now);
    if (flaw !== undefined) return flaw;
    const { piece, take } = supply.next(offer, customer, now);
    return { price: offer, goods: piece, booked: take };
  }

  /** Rejections: `not-for-sale` (it takes no payouts in), those of the book. */
  takeIn(payout: Payout, { customer }: Scrip, now: Microseconds): Sale<Supplied> | Rejection {
    const book = this.#payouts;
    if (book === undefined) return 'not-for-sale';
    const booked = (): void => book.takeIn(payout, now);
    return book.flawOf(payout, customer, now) ?? { price: 0 - payout.value, booked };
  }
}

/**
 * The bytes of exchanged scrip: the customer's secret with it only where nobody else can read.
 * @param stampers of the vendors whose scrip the broker makes itself.
 * @throws Error when the scrip was handed out by nobody, or nobody can stamp it.
 */
export function grantBytes(
  { goods }: Receipt<Supplied>,
  { protocol }: Pick<Examined, 'protocol'>,
  stampers: ReadonlyMap<string, Stamper>,
): Uint8Array {
  if (goods === undefined) return new Uint8Array();
  const { scrip, grant } = goods;
  if (grant === undefined) {
    const stamper = stampers.get(scrip.vendor);
    if (stamper === undefined) throw new Error(`nobody can stamp scrip of ${scrip.vendor}`);
    return protocol === 'private' ? stamper.grant(scrip) : stamper.stamp(scrip);
  }
  const holding = parseGrant(grant);
  if (typeof holding === 'string') throw new Error(`scrip of ${scrip.vendor} in store is ${holding}`);
  return protocol === 'private' ? grant : holding.bytes;
}
