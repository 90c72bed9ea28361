/**
 * One market under MR3: users sign as in MR2; vendors list cheques and commit to their lists; the bank draws once for a
 * period and all lists, and decides all openings together.
 * @module
 */
import type { Curve, Metric } from '../../../sim/metric.ts';
import type { Microdollars } from '../../../units.ts';
import type { Capabilities } from '../../capabilities.ts';
import type { Market, Session, Skippable } from '../../scheme.ts';
import { Accounts } from './accounts.ts';
import { disagreement } from './audit.ts';
import { Charges } from './charges.ts';
import { mr2Charging } from './charging.ts';
import { curves } from './curves.ts';
import { DeferredDesk } from './deferred-desk.ts';
import { type DeferredEvidence, drawnDeferredEvidence } from './deferred-evidence.ts';
import { RealDeferredEvidence } from './deferred-real-evidence.ts';
import { DeferredVendors } from './deferred-vendors.ts';
import { FloatCurve } from './float-curve.ts';
import { foresight } from './foresight.ts';
import { IdentityDeposits } from './identity-deposits.ts';
import { measures, type Takings } from './measures.ts';
import { type DeferredOptions, expelsHonest, unitValueOf } from './options.ts';
import { PeriodClock } from './period-clock.ts';
import { Post } from './post.ts';
import { watched } from './seized.ts';
import { type Setting, stakesBy } from './setting.ts';
import { Teller } from './teller.ts';
import { Users } from './users.ts';

/** A stage holds a message and its answer, and as long again at the bank. */
const HURRY = 4;

/** Of the bank's load only this goes by openings alone; the rest also by commitments and draws. */
const PER_OPENING = new Map([['bank.look_ups_per_payment', 1]]);

export class DeferredSession implements Session {
  readonly capabilities: Pick<Capabilities, 'serials' | 'credit' | 'leaving' | 'bankDraw'>;
  readonly skippable: Skippable;
  readonly foresee: NonNullable<Session['foresee']>;
  readonly foreseeCaught: NonNullable<Session['foreseeCaught']>;
  readonly #setting: Setting<DeferredEvidence>;
  readonly #users: Users;
  readonly #float: FloatCurve;
  readonly #vendors: DeferredVendors;
  readonly #teller: Teller;
  readonly #identityDeposits: IdentityDeposits;

  constructor(market: Market, options: DeferredOptions, criticalSerial: ((wins: number) => number) | undefined) {
    const unitValue = unitValueOf(options, market.demand);
    const stakesOf = stakesBy(options, unitValue);
    const post = new Post(market);
    const charging = mr2Charging(options, unitValue, criticalSerial);
    const accounts = new Accounts(market.demand.users);
    this.#setting = {
      market,
      options,
      unitValue,
      stakesOf,
      post,
      evidence:
        market.fidelity === 'real'
          ? new RealDeferredEvidence(market, options, post, stakesOf)
          : drawnDeferredEvidence(market, options, post, stakesOf),
      accounts,
      charges: new Charges(market.demand, unitValue, charging.byLast),
      inTime: HURRY * market.delayMax <= options.stage,
      lines: {} as Setting['lines'],
    };
    this.#identityDeposits = new IdentityDeposits(market, accounts, options.defences.identityDeposit);
    this.#teller = new Teller(this.#setting, charging, this.#identityDeposits);
    const desk = new DeferredDesk(this.#setting, this.#teller);
    this.#users = new Users(this.#setting);
    this.#float = new FloatCurve(this.#setting);
    this.#vendors = new DeferredVendors(
      this.#setting,
      new PeriodClock(market.simulation, options.period, options.stage, desk),
    );
    this.#setting.lines = {
      payments: post.line(
        'payment',
        (slot) => this.#vendors.paid(slot),
        (slot) => this.#users.paymentLost(slot),
      ),
    };
    for (let user = 0; user < market.demand.users; user++) {
      charging.enroll();
      this.#setting.evidence.enroll(user);
      this.#identityDeposits.join(user);
    }
    const { capabilities, seized } = watched<DeferredSession['capabilities']>({
      serials: {
        next: (user) => accounts.next(user),
        payNumbered: (user, vendor, price, serial) => this.#users.payNumbered(user, vendor, price, serial),
      },
      credit: { limit: (user, funds) => accounts.limit(user, funds) },
      leaving: { leave: (user) => this.#identityDeposits.leave(accounts.identityOf(user)) },
      bankDraw: { grind: (tries) => desk.grind(tries) },
    });
    this.capabilities = capabilities;
    this.skippable = this.#skipping();
    const { foresee, foreseeCaught } = foresight(this.#setting, { perDeposit: PER_OPENING, deferred: true, seized });
    this.foresee = foresee;
    this.foreseeCaught = foreseeCaught;
  }

  pay(user: number, vendor: number, price: Microdollars): void {
    this.#users.pay(user, vendor, price);
  }

  dayEnd(): void {}

  close(): void {}

  outstanding(): Microdollars {
    return this.#identityDeposits.outstanding;
  }

  holdings(user: number): Microdollars {
    return this.#identityDeposits.of(this.#setting.accounts.identityOf(user));
  }

  servesAll(): boolean {
    return this.#setting.inTime && !expelsHonest(this.#setting.options);
  }

  forfeited(): Microdollars {
    return this.#identityDeposits.forfeited;
  }

  observe(): void {
    this.#float.record();
  }

  disagreement(): string | undefined {
    return disagreement(this.#setting, this.#takings(), this.#identityDeposits.outstanding);
  }

  metrics(): Metric[] {
    return measures(this.#setting, this.#takings());
  }

  #takings(): Takings {
    return {
      uncollected: this.#teller.uncollected,
      penalties: this.#teller.penalties,
      forfeited: this.#identityDeposits.forfeited,
    };
  }

  curves(): Curve[] {
    return [...curves(this.#setting), this.#float.curve()];
  }

  /** A payment that will turn out payable is listed at once; lists hold nothing else. */
  #skipping(): Skippable {
    const { market, post, stakesOf } = this.#setting;
    return {
      reach: (price) => stakesOf(price).reach,
      payReaching: (user, vendor, price) => {
        const slot = this.#users.writeReaching(user, vendor, price);
        market.served(user, vendor, price);
        this.#vendors.list(slot);
        post.slab.release(slot);
      },
      skip: (user, count, price) => {
        this.#users.skip(user, count, price);
        market.servedUnseen(user, count, price);
      },
    };
  }
}
