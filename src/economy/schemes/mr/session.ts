/**
 * One market under statistical payment, MR1 or MR2: users, vendors and bank put together.
 * @module
 */
import type { Curve, Metric } from '../../../sim/metric.ts';
import type { Microdollars } from '../../../units.ts';
import type { Capabilities } from '../../capabilities.ts';
import type { Market, Session, Skippable } from '../../scheme.ts';
import { Accounts } from './accounts.ts';
import { Charges } from './charges.ts';
import type { Charging } from './charging.ts';
import { curves } from './curves.ts';
import { DepositDesk, loadPerDeposit } from './deposit-desk.ts';
import type { Evidence, Stakes } from './evidence.ts';
import { FloatCurve } from './float-curve.ts';
import { foresight } from './foresight.ts';
import { IdentityDeposits } from './identity-deposits.ts';
import { measures } from './measures.ts';
import { type MrOptions, unitValueOf } from './options.ts';
import { Post } from './post.ts';
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

export class MrSession implements Session {
  readonly capabilities: Partial<Capabilities>;
  readonly skippable: Skippable;
  readonly foresee: NonNullable<Session['foresee']>;
  readonly #setting: Setting;
  readonly #users: Users;
  readonly #float: FloatCurve;
  readonly #vendors: Vendors;
  readonly #teller: Teller;
  readonly #desk: DepositDesk;
  readonly #charging: Charging;
  readonly #identityDeposits: IdentityDeposits;

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
    this.capabilities = offered(variant.offers, this.#everyCapability());
    this.skippable = this.#skipping();
    this.foresee = foresight(this.#setting, loadPerDeposit(variant.signed));
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
    return true;
  }

  forfeited(): Microdollars {
    return this.#identityDeposits.forfeited;
  }

  observe(): void {
    this.#float.record();
  }

  metrics(): Metric[] {
    return measures(this.#setting, {
      uncollected: this.#teller.uncollected,
      penalties: this.#teller.penalties,
      forfeited: this.#identityDeposits.forfeited,
    });
  }

  curves(): Curve[] {
    return [...curves(this.#setting), this.#float.curve()];
  }

  /** A payment that reaches the bank is served at once and deposited; the hop from user to vendor is left out. */
  #skipping(): Skippable {
    const { market, stakesOf } = this.#setting;
    return {
      reach: (price) => stakesOf(price).reach,
      payReaching: (user, vendor, price) => {
        const slot = this.#users.writeReaching(user, vendor, price);
        market.served(user, vendor, price);
        this.#vendors.deposit(slot);
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
    const { accounts, evidence, post, stakesOf } = this.#setting;
    const slot = post.write(user, vendor, price);
    const serial = accounts.next(user);
    const wait = evidence.grindCheque(slot, accounts.identityOf(user), serial);
    if (wait === undefined) {
      post.slab.release(slot);
      return false;
    }
    accounts.take(user, stakesOf(price).units);
    this.#vendors.depositAfter(wait, slot);
    return true;
  }
}

function offered(
  names: readonly (keyof Capabilities)[],
  all: Omit<Capabilities, 'bearer' | 'bankDraw'>,
): Partial<Capabilities> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name as keyof Capabilities)));
}
