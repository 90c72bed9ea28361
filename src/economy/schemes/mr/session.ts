/**
 * One market under statistical payment, MR1 or MR2: users, vendors and bank put together.
 * @module
 */
import type { Curve, Metric } from '../../../sim/metric.ts';
import { DAY, type Microdollars, type Microseconds } from '../../../units.ts';
import type { Capabilities } from '../../capabilities.ts';
import type { Market, Session, Skippable } from '../../scheme.ts';
import { Accounts } from './accounts.ts';
import { disagreement } from './audit.ts';
import { Charges } from './charges.ts';
import type { Charging } from './charging.ts';
import { curves } from './curves.ts';
import { DepositDesk, loadPerDeposit } from './deposit-desk.ts';
import type { Evidence, Stakes } from './evidence.ts';
import { FloatCurve } from './float-curve.ts';
import { foresight } from './foresight.ts';
import { IdentityDeposits } from './identity-deposits.ts';
import { measures, type Takings } from './measures.ts';
import { expelsHonest, type MrOptions, unitValueOf } from './options.ts';
import { Post } from './post.ts';
import { watched } from './seized.ts';
import { type Setting, stakesBy } from './setting.ts';
import { Teller } from './teller.ts';
import { Users } from './users.ts';
import { Vendors } from './vendors.ts';

/** In what the lottery schemes differ. */
export interface Variant {
  readonly name: string;
  /** Cheques and selections are signed: the bank checks two signatures a deposit. */
  readonly signed: boolean;
  readonly offers: readonly (keyof Capabilities)[];
  charging(options: MrOptions, unitValue: Microdollars): Charging;
  evidence(market: Market, options: MrOptions, post: Post, stakesOf: (price: Microdollars) => Stakes): Evidence;
}

/** So long a deposit may wait at the bank. */
const AT_THE_BANK: Microseconds = DAY;

export class MrSession implements Session {
  readonly capabilities: Partial<Capabilities>;
  readonly skippable: Skippable;
  readonly foresee: NonNullable<Session['foresee']>;
  readonly foreseeCaught: NonNullable<Session['foreseeCaught']>;
  readonly #setting: Setting;
  readonly #users: Users;
  readonly #float: FloatCurve;
  readonly #vendors: Vendors;
  readonly #teller: Teller;
  readonly #desk: DepositDesk;
  readonly #charging: Charging;
  readonly #identityDeposits: IdentityDeposits;
  /** Of each user who has chosen a cheque with a vendor: the time of the last one. */
  readonly #chosenAt = new Map<number, Microseconds>();

  constructor(market: Market, options: MrOptions, variant: Variant) {
    const unitValue = unitValueOf(options, market.demand);
    const stakesOf = stakesBy(options, unitValue);
    const post = new Post(market);
    this.#charging = variant.charging(options, unitValue);
    this.#setting = {
      market,
      options,
      unitValue,
      stakesOf,
      post,
      evidence: variant.evidence(market, options, post, stakesOf),
      accounts: new Accounts(market.demand.users),
      charges: new Charges(market.demand, unitValue, this.#charging.byLast),
      inTime: 2 * market.delayMax + AT_THE_BANK <= options.depositWindow,
      lines: {} as Setting['lines'],
    };
    this.#identityDeposits = new IdentityDeposits(market, this.#setting.accounts, options.defences.identityDeposit);
    this.#users = new Users(this.#setting);
    this.#float = new FloatCurve(this.#setting);
    this.#vendors = new Vendors(this.#setting);
    this.#teller = new Teller(this.#setting, this.#charging, this.#identityDeposits);
    this.#desk = new DepositDesk(this.#setting, this.#teller, variant.signed);
    this.#setting.lines = {
      payments: post.line(
        'payment',
        (slot) => this.#vendors.paid(slot),
        (slot) => this.#users.paymentLost(slot),
      ),
      deposits: post.line(
        'deposit',
        (slot) => this.#desk.deposited(slot),
        (slot) => this.#vendors.depositLost(slot),
      ),
    };
    for (let user = 0; user < market.demand.users; user++) this.#join(user);
    const { capabilities, seized } = watched(offered(variant.offers, this.#everyCapability()));
    this.capabilities = capabilities;
    this.skippable = this.#skipping();
    const perDeposit = loadPerDeposit(variant.signed);
    const { foresee, foreseeCaught } = foresight(this.#setting, { perDeposit, deferred: false, seized });
    this.foresee = foresee;
    this.foreseeCaught = foreseeCaught;
  }

  #join(identity: number): void {
    this.#charging.enroll();
    this.#setting.evidence.enroll(identity);
    this.#identityDeposits.join(identity);
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
    return !expelsHonest(this.#setting.options);
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

  /**
   * A payment that reaches the bank is served at once, and deposited at once when nothing gets lost on the way: ways
   * that only take time are left out.
   */
  #skipping(): Skippable {
    const { market, stakesOf } = this.#setting;
    const deposit = (slot: number): void => (market.faultless ? this.#desk.takeIn(slot) : this.#vendors.deposit(slot));
    return {
      reach: (price) => stakesOf(price).reach,
      payReaching: (user, vendor, price) => {
        const slot = this.#users.writeReaching(user, vendor, price);
        market.served(user, vendor, price);
        deposit(slot);
      },
      skip: (user, count, price) => {
        this.#users.skip(user, count, price);
        market.servedUnseen(user, count, price);
      },
    };
  }

  #everyCapability(): Omit<Capabilities, 'bearer' | 'bankDraw'> {
    const { accounts } = this.#setting;
    const collusion: Capabilities['collusion'] = {
      payChosen: (user, vendor, price) => this.#payChosen(user, vendor, price),
    };
    return {
      serials: {
        next: (user) => accounts.next(user),
        payNumbered: (user, vendor, price, serial) => this.#users.payNumbered(user, vendor, price, serial),
      },
      identities: { ...collusion, renew: (user) => this.#renew(user) },
      collusion,
      selection: { grind: (vendor) => this.#vendors.grind(vendor) },
      deposits: {
        delay: (vendor, time) => this.#vendors.delay(vendor, time),
        replay: (vendor, times) => this.#vendors.replay(vendor, times),
      },
      credit: { limit: (user, funds) => accounts.limit(user, funds) },
      leaving: { leave: (user) => this.#identityDeposits.leave(accounts.identityOf(user)) },
    };
  }

  #renew(user: number): void {
    const { accounts } = this.#setting;
    this.#identityDeposits.leave(accounts.identityOf(user));
    this.#join(accounts.renew(user));
  }

  /** A cheque without goods behind it goes straight from the pair to the bank. */
  #payChosen(user: number, vendor: number, price: Microdollars): boolean {
    const { market, accounts, charges, evidence, post, stakesOf } = this.#setting;
    const { now } = market.simulation;
    const slot = post.write(user, vendor, price);
    const serial = accounts.next(user);
    // Times that ran against the serials would give the pair away.
    const earliest = Math.max(now, (this.#chosenAt.get(user) ?? -1) + 1);
    const time = evidence.grindCheque(slot, accounts.identityOf(user), serial, earliest);
    if (time === undefined) {
      post.slab.release(slot);
      return false;
    }
    this.#chosenAt.set(user, time);
    accounts.take(user, stakesOf(price).units);
    charges.used(user, price);
    this.#vendors.depositAfter(time - now, slot);
    return true;
  }
}

function offered(
  names: readonly (keyof Capabilities)[],
  all: Omit<Capabilities, 'bearer' | 'bankDraw'>,
): Partial<Capabilities> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name as keyof Capabilities)));
}
