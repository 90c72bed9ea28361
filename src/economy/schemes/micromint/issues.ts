/**
 * The broker's coins of all periods so far: each minted when first needed, the next period's always a period ahead.
 * @module
 */
import type { Microdollars, Microseconds } from '../../../units.ts';
import type { Evidence, Issue } from './evidence.ts';
import type { MicroMintOptions } from './options.ts';

export class Issues<C> {
  readonly #evidence: Evidence<C>;
  readonly #options: MicroMintOptions;
  readonly #minted: Issue<C>[] = [];
  /** The running period. */
  current = 0;

  constructor(evidence: Evidence<C>, options: MicroMintOptions) {
    this.#evidence = evidence;
    this.#options = options;
  }

  /** The broker stays a period ahead: asking for a period mints all up to it. */
  of(period: number): Issue<C> {
    while (this.#minted.length <= period) this.#minted.push(this.#evidence.issue(this.#minted.length));
    return this.#minted[period];
  }

  get all(): readonly Issue<C>[] {
    return this.#minted;
  }

  /** The instant at which the grace of a period is over: later deposits are expired. */
  graceEnd(period: number): Microseconds {
    return (period + 1) * this.#options.period + this.#options.grace;
  }

  /** Coins sold and neither redeemed, exchanged nor lapsed, of all periods. */
  get outstandingCoins(): number {
    let coins = 0;
    for (const issue of this.#minted) coins += issue.register.outstanding;
    return coins;
  }

  get outstanding(): Microdollars {
    return this.outstandingCoins * this.#options.coinValue;
  }
}
