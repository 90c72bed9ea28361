/**
 * The broker's coins of all periods so far, and his calendar: the coins of a period are minted when it begins at the
 * latest, whether anybody buys them or not. A period ends at the end of its month, or earlier when the broker recalls it;
 * then the next one starts at once, and ends when the recalled one would have.
 * @source RS96, section 3; the stages of hidden predicates at equal distances are ours
 * @module
 */
import type { Microdollars, Microseconds } from '../../../units.ts';
import type { Evidence, Issue } from './evidence.ts';
import type { MicroMintOptions } from './options.ts';

export class Issues<C> {
  readonly #evidence: Evidence<C>;
  readonly #options: MicroMintOptions;
  readonly #tellMinted: (hashes: number) => void;
  readonly #minted: Issue<C>[] = [];
  /** When each period started that has started so far. */
  readonly #starts: Microseconds[] = [0];
  /** When the keys of these became known, and when that of the next period does: the first one's before the run. */
  readonly #keysKnown: Microseconds[];
  readonly #recalled = new Set<number>();
  #current = 0;

  /** @param minted - told of each period's hashes, where they are known */
  constructor(evidence: Evidence<C>, options: MicroMintOptions, minted: (hashes: number) => void = () => {}) {
    this.#evidence = evidence;
    this.#tellMinted = minted;
    this.#options = options;
    this.#keysKnown = [0 - options.keyKnownAhead];
    this.#announceNextKey();
  }

  /** The running period. */
  get current(): number {
    return this.#current;
  }

  /** Asking for a period mints all up to it. */
  of(period: number): Issue<C> {
    while (this.#minted.length <= period) this.#mintNext();
    return this.#minted[period];
  }

  #mintNext(): void {
    const issue = this.#evidence.issue(this.#minted.length);
    this.#minted.push(issue);
    if (issue.hashes !== undefined) this.#tellMinted(issue.hashes);
  }

  get all(): readonly Issue<C>[] {
    return this.#minted;
  }

  /**
   * The running period ends now and the next one starts.
   * @param recalled whether the broker ends it before its time
   * @returns the period that has ended
   */
  end(now: Microseconds, recalled: boolean): number {
    const ended = this.#current++;
    // He mints ahead of sale, whether anybody buys or not.
    this.of(this.#current);
    if (recalled) this.#recalled.add(ended);
    this.#starts.push(now);
    this.#keysKnown[this.#current] = Math.min(now, this.#keysKnown[this.#current]);
    this.#announceNextKey();
    return ended;
  }

  /** The next key is known so long before its period, but no key becomes known before the running period's. */
  #announceNextKey(): void {
    const next = this.#current + 1;
    this.#keysKnown[next] = Math.max(this.startOf(this.#current), this.startOf(next) - this.#options.keyKnownAhead);
  }

  /** When a period started, or will if no other one is recalled. */
  startOf(period: number): Microseconds {
    return period <= this.#current ? this.#starts[period] : this.endOf(period - 1);
  }

  /** When a period ended, or will if neither it nor one before it is recalled. */
  endOf(period: number): Microseconds {
    if (period < this.#current) return this.#starts[period + 1];
    return this.#monthEndAfter(this.#starts[this.#current]) + (period - this.#current) * this.#options.period;
  }

  #monthEndAfter(instant: Microseconds): Microseconds {
    return (Math.floor(instant / this.#options.period) + 1) * this.#options.period;
  }

  wasRecalled(period: number): boolean {
    return this.#recalled.has(period);
  }

  /** The instant at which the grace of a period is over: later deposits are expired. */
  graceEnd(period: number): Microseconds {
    return this.endOf(period) + this.#options.grace;
  }

  /** The instant from which on anybody can hash under a period's key: below 0 when that is before the run's start. */
  keyKnownAt(period: number): Microseconds {
    return this.#keysKnown[period] ?? this.startOf(period) - this.#options.keyKnownAhead;
  }

  /** Stages of a period's hidden predicates that are disclosed by now: 0 before it starts, and where there are none. */
  stageAt(period: number, now: Microseconds): number {
    const { hiddenPredicates } = this.#options;
    if (hiddenPredicates === undefined) return 0;
    const time = Math.min(now, this.endOf(period));
    let stage = 0;
    while (stage < hiddenPredicates.stages && this.#disclosure(period, stage) <= time) stage++;
    return stage;
  }

  /** The next instant after now at which a stage of this period is disclosed; undefined when none will be. */
  nextDisclosure(period: number, now: Microseconds): Microseconds | undefined {
    const stages = this.#options.hiddenPredicates?.stages ?? 0;
    for (let stage = 0; stage < stages; stage++) {
      const disclosure = this.#disclosure(period, stage);
      if (disclosure > now) return disclosure < this.endOf(period) ? disclosure : undefined;
    }
    return undefined;
  }

  /** Stages are disclosed at equal distances over the time for which a period was meant. */
  #disclosure(period: number, stage: number): Microseconds {
    const start = this.startOf(period);
    const length = this.#monthEndAfter(start) - start;
    return start + Math.floor((stage * length) / this.#options.hiddenPredicates!.stages);
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
