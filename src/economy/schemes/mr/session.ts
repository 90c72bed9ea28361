/**
 * One market under statistical payment, MR1 or MR2: users, vendors and bank put together.
 * @module
 */
import { DAY, type Microdollars, type Microseconds } from '../../../units.ts';
import type { Capabilities } from '../../capabilities.ts';
import type { Market, Session } from '../../scheme.ts';
import { watched } from '../../seized.ts';
import { Accounts } from './accounts.ts';
import { Charges } from './charges.ts';
import type { Charging } from './charging.ts';
import { DepositDesk, depositWork, loadPerDeposit } from './deposit-desk.ts';
import type { Evidence, Stakes } from './evidence.ts';
import { foresight } from './foresight.ts';
import { LotterySession } from './lottery-session.ts';
import { type MrOptions, unitValueOf } from './options.ts';
import { Post } from './post.ts';
import { type Setting, stakesBy } from './setting.ts';
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

export class MrSession extends LotterySession<Evidence> {
  readonly capabilities: Partial<Capabilities>;
  readonly foresee: NonNullable<Session['foresee']>;
  readonly foreseeCaught: NonNullable<Session['foreseeCaught']>;
  readonly #vendors: Vendors;
  readonly #desk: DepositDesk;
  /** Of each user who has chosen a cheque with a vendor: the time of the last one. */
  readonly #chosenAt = new Map<number, Microseconds>();

  constructor(market: Market, options: MrOptions, variant: Variant) {
    const unitValue = unitValueOf(options, market.demand);
    const stakesOf = stakesBy(options, unitValue);
    const post = new Post(market);
    const charging = variant.charging(options, unitValue);
    const setting: Setting = {
      market,
      options,
      unitValue,
      stakesOf,
      post,
      evidence: variant.evidence(market, options, post, stakesOf),
      accounts: new Accounts(market.demand.users),
      charges: new Charges(market.demand, unitValue, charging.byLast),
      // The vendor checks the cheque and makes the selection's proof.
      signatures: variant.signed ? { user: 1, vendor: 2 } : { user: 0, vendor: 0 },
      inTime: 2 * market.delayMax + AT_THE_BANK <= options.depositWindow,
      lines: {} as Setting['lines'],
    };
    super(setting, charging);
    this.#vendors = new Vendors(setting);
    this.#desk = new DepositDesk(setting, this.teller, variant.signed);
    setting.lines = {
      payments: post.line(
        'payment',
        (slot) => this.#vendors.paid(slot),
        (slot) => this.users.paymentLost(slot),
      ),
      deposits: post.line(
        'deposit',
        (slot) => this.#desk.deposited(slot),
        (slot) => this.#vendors.depositLost(slot),
      ),
    };
    const { capabilities, seized } = watched(offered(variant.offers, this.#everyCapability()));
    this.capabilities = capabilities;
    const perDeposit = loadPerDeposit(variant.signed);
    const job = depositWork(variant.signed);
    const { foresee, foreseeCaught } = foresight(setting, { perDeposit, job, deferred: false, seized });
    this.foresee = foresee;
    this.foreseeCaught = foreseeCaught;
  }

  /** Deposited at once when nothing gets lost on the way: ways that only take time are left out. */
  protected takeReaching(slot: number): void {
    if (this.setting.market.faultless) this.#desk.takeIn(slot);
    else this.#vendors.deposit(slot);
  }

  #everyCapability(): Everything {
    const collusion: Capabilities['collusion'] = {
      payChosen: (user, vendor, price) => this.#payChosen(user, vendor, price),
    };
    return {
      ...this.common(),
      identities: { ...collusion, renew: (user) => this.#renew(user) },
      collusion,
      selection: { grind: (vendor) => this.#vendors.grind(vendor) },
      deposits: {
        delay: (vendor, time) => this.#vendors.delay(vendor, time),
        replay: (vendor, times) => this.#vendors.replay(vendor, times),
      },
    };
  }

  #renew(user: number): void {
    const { accounts } = this.setting;
    this.identityDeposits.leave(accounts.identityOf(user));
    this.join(accounts.renew(user));
  }

  /** A cheque without goods behind it goes straight from the pair to the bank. */
  #payChosen(user: number, vendor: number, price: Microdollars): boolean {
    const { market, accounts, charges, evidence, post, stakesOf } = this.setting;
    const { now } = market.simulation;
    // The bank would refuse whatever they find.
    if (accounts.isExpelled(accounts.identityOf(user))) return false;
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

/** What a lottery of single cheques may offer; its variant says which. */
type Everything = Pick<
  Capabilities,
  'serials' | 'identities' | 'collusion' | 'selection' | 'deposits' | 'credit' | 'leaving'
>;

function offered(names: readonly (keyof Capabilities)[], all: Everything): Partial<Capabilities> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name as keyof Capabilities)));
}
