/**
 * What is outstanding of an issuer's scrip at every instant: issued, neither spent nor expired. Kept by the day of
 * expiry alone, so that what is forgotten in wallets leaves the register by itself.
 * Source: the identity is G95's (scrip is prepaid: a promise); the register is ours.
 * @module
 */
import type { Microdollars, Microseconds } from '../../units.ts';

export class Outstanding {
  readonly #byExpiry = new Map<Microseconds, Microdollars>();
  #sum: Microdollars = 0;
  #forfeited: Microdollars = 0;

  /** What is owed, as of the last `expire`. */
  get sum(): Microdollars {
    return this.#sum;
  }

  /** The worth of all scrip that expired unspent. */
  get forfeited(): Microdollars {
    return this.#forfeited;
  }

  issued(value: Microdollars, expires: Microseconds): void {
    this.#byExpiry.set(expires, (this.#byExpiry.get(expires) ?? 0) + value);
    this.#sum += value;
  }

  /** @throws Error when more comes back than was issued. */
  retired(value: Microdollars, expires: Microseconds): void {
    const left = (this.#byExpiry.get(expires) ?? 0) - value;
    if (left < 0) throw new Error(`${-left} micro-dollars of scrip come back that were never issued`);
    this.#byExpiry.set(expires, left);
    this.#sum -= value;
  }

  /** Strikes off what has expired by now, and returns its worth. */
  expire(now: Microseconds): Microdollars {
    let expired: Microdollars = 0;
    for (const [expires, value] of this.#byExpiry) {
      if (expires > now) continue;
      expired += value;
      this.#byExpiry.delete(expires);
    }
    this.#sum -= expired;
    this.#forfeited += expired;
    return expired;
  }
}
