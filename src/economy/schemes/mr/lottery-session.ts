/**
 * What every lottery scheme's session has and answers alike: users, the bank's teller, identities and their deposits,
 * charges and what is measured of them.
 * @module
 */
import type { Curve, Metric } from '../../../sim/metric.ts';
import type { Microdollars } from '../../../units.ts';
import type { Capabilities } from '../../capabilities.ts';
import type { Session, Skippable } from '../../scheme.ts';
import { disagreement } from './audit.ts';
import type { Charging } from './charging.ts';
import { curves } from './curves.ts';
import type { Signing } from './evidence.ts';
import { type Decided, FloatCurve } from './float-curve.ts';
import { IdentityDeposits } from './identity-deposits.ts';
import { measures, type Takings } from './measures.ts';
import { expelsHonest } from './options.ts';
import type { Setting } from './setting.ts';
import { Teller } from './teller.ts';
import { Users } from './users.ts';

export abstract class LotterySession<E extends Signing> implements Session {
  abstract readonly capabilities: Partial<Capabilities>;
  abstract readonly foresee: NonNullable<Session['foresee']>;
  abstract readonly foreseeCaught: NonNullable<Session['foreseeCaught']>;
  readonly skippable: Skippable;
  protected readonly setting: Setting<E>;
  protected readonly users: Users;
  protected readonly teller: Teller;
  protected readonly identityDeposits: IdentityDeposits;
  readonly #charging: Charging;
  readonly #float: FloatCurve;

  /** @param decidedAt at a deposit's arrival, unless the bank decides for a whole period */
  constructor(setting: Setting<E>, charging: Charging, decidedAt: Decided = (time) => time) {
    const { market, options, accounts } = setting;
    this.setting = setting;
    this.#charging = charging;
    this.identityDeposits = new IdentityDeposits(market, accounts, options.defences.identityDeposit);
    this.users = new Users(setting);
    this.teller = new Teller(setting, charging, this.identityDeposits);
    this.#float = new FloatCurve(setting, decidedAt);
    for (let user = 0; user < market.demand.users; user++) this.join(user);
    this.skippable = this.#skipping();
  }

  /** A payment that will turn out payable, in a message that belongs to the scheme: fidelity aggregate. */
  protected abstract takeReaching(slot: number): void;

  protected join(identity: number): void {
    this.#charging.enroll();
    this.setting.evidence.enroll(identity);
    this.identityDeposits.join(identity);
  }

  /** What cheats find in every scheme with serial numbers and charges. */
  protected common(): Pick<Capabilities, 'serials' | 'credit' | 'leaving'> {
    const { accounts } = this.setting;
    return {
      serials: {
        next: (user) => accounts.next(user),
        payNumbered: (user, vendor, price, serial) => this.users.payNumbered(user, vendor, price, serial),
      },
      credit: { limit: (user, funds) => accounts.limit(user, funds) },
      leaving: { leave: (user) => this.identityDeposits.leave(accounts.identityOf(user)) },
    };
  }

  #skipping(): Skippable {
    const { market, stakesOf, signatures } = this.setting;
    const checked = (payments: number): void => {
      market.work.vendors.signature += payments * signatures.vendor;
    };
    return {
      reach: (price) => stakesOf(price).reach,
      payReaching: (user, vendor, price, skipped) => {
        const slot = this.users.writeReaching(user, vendor, price, skipped);
        market.served(user, vendor, price, skipped);
        checked(skipped + 1);
        this.takeReaching(slot);
      },
      rest: (user, count, price) => {
        this.users.sign(user, count, price);
        market.servedUnseen(user, count, price);
        checked(count);
      },
    };
  }

  pay(user: number, vendor: number, price: Microdollars): void {
    this.users.pay(user, vendor, price);
  }

  dayEnd(): void {}

  close(): void {}

  outstanding(): Microdollars {
    return this.identityDeposits.outstanding;
  }

  holdings(user: number): Microdollars {
    return this.identityDeposits.of(this.setting.accounts.identityOf(user));
  }

  servesAll(): boolean {
    return !expelsHonest(this.setting.options);
  }

  forfeited(): Microdollars {
    return this.identityDeposits.forfeited;
  }

  observe(): void {
    this.#float.record();
  }

  disagreement(): string | undefined {
    return disagreement(this.setting, this.#takings(), this.identityDeposits.outstanding);
  }

  metrics(): Metric[] {
    return measures(this.setting, this.#takings());
  }

  curves(): Curve[] {
    return [...curves(this.setting), this.#float.curve()];
  }

  #takings(): Takings {
    const { uncollected, penalties, delayMean } = this.teller;
    return { uncollected, penalties, delayMean, forfeited: this.identityDeposits.forfeited };
  }
}
