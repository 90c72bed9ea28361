/**
 * One issuer's register: what is outstanding of its scrip, by day of expiry, and whose claims these are. It and the
 * ledger are posted together, and must agree after every event.
 * @source the identity (scrip is a promise that was paid for) is G95's
 * @module
 */
import { Outstanding } from '../../../protocols/millicent/outstanding.ts';
import type { Ledger } from '../../../sim/ledger.ts';
import type { Microdollars, Microseconds } from '../../../units.ts';

/** What one party holds when it ends without having been spent. */
export interface Ended {
  readonly party: number;
  readonly worth: Microdollars;
}

export class Register {
  readonly #ledger: Ledger;
  /** The issuer's party. */
  readonly #issuer: number;
  readonly #outstanding = new Outstanding();
  /** By expiry and party. */
  readonly #claims = new Map<Microseconds, Map<number, Microdollars>>();

  constructor(ledger: Ledger, issuer: number) {
    this.#ledger = ledger;
    this.#issuer = issuer;
  }

  /** What the issuer owes. */
  get sum(): Microdollars {
    return this.#outstanding.sum;
  }

  /** New scrip comes into this party's hands. */
  issue(party: number, value: Microdollars, expires: Microseconds): void {
    this.#outstanding.issued(value, expires);
    this.#ledger.issue(this.#issuer, party, value);
    const claims = this.#claims.get(expires) ?? new Map<number, Microdollars>();
    this.#claims.set(expires, claims);
    claims.set(party, (claims.get(party) ?? 0) + value);
  }

  /** This party's scrip was spent. */
  retire(party: number, value: Microdollars, expires: Microseconds): void {
    this.#outstanding.retired(value, expires);
    this.#ledger.redeem(this.#issuer, party, value);
    const claims = this.#claims.get(expires);
    claims?.set(party, (claims.get(party) ?? 0) - value);
  }

  /** Strikes off what expires by this time, and says whose it was. */
  expire(now: Microseconds): Ended[] {
    const expired = this.#outstanding.expire(now);
    const ended: Ended[] = [];
    for (const [expires, claims] of this.#claims) {
      if (expires > now) continue;
      for (const [party, worth] of claims) if (worth > 0) ended.push({ party, worth });
      this.#claims.delete(expires);
    }
    for (const { party, worth } of ended) this.#ledger.redeem(this.#issuer, party, worth);
    const worth = ended.reduce((sum, each) => sum + each.worth, 0);
    if (worth !== expired) throw new Error(`scrip worth ${expired} expires, of which ${worth} is somebody's`);
    return ended;
  }

  /** Strikes off everything: the issuer has closed. */
  close(): Ended[] {
    return this.expire(Number.POSITIVE_INFINITY);
  }
}
