/**
 * Suspension: who buys or returns coins is known to the broker by name; after so many incidents that name him he is
 * sold no more coins, and vendors get the list of those suspended with the end of each day.
 * @source RS96, section 3 (a user whose coins are double-spent is denied further coins); the number is a parameter
 * @module
 */
import { NOBODY } from '../../../protocols/micromint/broker.ts';
import type { Market } from '../../scheme.ts';
import type { MicroMintOptions } from './options.ts';

/** What the broker's answer to an order says instead of a number of coins when the buyer is suspended. */
export const BUYER_SUSPENDED = -1;

export class Suspension {
  readonly #market: Market;
  readonly #after: number;
  readonly #incidents = new Map<number, number>();
  readonly #suspended = new Set<number>();

  constructor(market: Market, { suspendAfter = Number.POSITIVE_INFINITY }: MicroMintOptions) {
    this.#market = market;
    this.#after = suspendAfter;
  }

  /** Reports an incident and the user whom the broker's records name, or NOBODY. */
  report(reason: string, user: number): void {
    if (user === NOBODY) {
      this.#market.incident(reason, NOBODY);
      return;
    }
    this.#market.incident(reason, this.#market.userParty(user));
    const incidents = (this.#incidents.get(user) ?? 0) + 1;
    this.#incidents.set(user, incidents);
    if (incidents >= this.#after) this.#suspended.add(user);
  }

  has(user: number): boolean {
    return this.#suspended.has(user);
  }

  get users(): ReadonlySet<number> {
    return this.#suspended;
  }
}
