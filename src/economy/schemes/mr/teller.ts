/**
 * The bank's side of a payable cheque: credits the merchant, charges the user, and deals with cheats.
 * @module
 */
import type { Rejection } from '../../../protocols/mr/rejection.ts';
import type { Microdollars, Microseconds } from '../../../units.ts';
import type { Charging } from './charging.ts';
import type { Facts, Signing } from './evidence.ts';
import type { IdentityDeposits } from './identity-deposits.ts';
import type { Setting } from './setting.ts';

/** Deposits refused for these reasons are a vendor's loss, but no fault of his. */
const BY_USERS: ReadonlySet<string> = new Set<Rejection>(['expelled-user', 'serial-reused']);
const NOBODY = -1;

export class Teller {
  readonly #setting: Setting<Signing>;
  readonly #charging: Charging;
  readonly #identityDeposits: IdentityDeposits;
  readonly #caught = new Set<number>();
  #uncollected: Microdollars = 0;
  #penalties: Microdollars = 0;
  /** Paid to vendors; and the same times how long ago the cheque was written. */
  #paid: Microdollars = 0;
  #paidTimesAge = 0;

  constructor(setting: Setting<Signing>, charging: Charging, identityDeposits: IdentityDeposits) {
    this.#setting = setting;
    this.#charging = charging;
    this.#identityDeposits = identityDeposits;
  }

  /** What the books say about a cheque that is in order by itself. */
  decide(facts: Facts): void {
    const { market, stakesOf, unitValue, accounts, charges } = this.#setting;
    const { rejection, credit, debit, caught } = this.#charging.decide(
      facts,
      stakesOf(facts.units * unitValue),
      market.simulation.now,
    );
    const user = accounts.userOf(facts.identity);
    if (rejection !== undefined) this.reject(rejection, facts.vendor);
    else {
      this.#pay(facts.vendor, credit);
      this.#paid += credit;
      this.#paidTimesAge += credit * (market.simulation.now - facts.time);
      this.#charge(user, facts.identity, debit);
      charges.settled(user, facts, credit, debit);
    }
    if (caught !== undefined) this.catch(facts.identity, caught);
  }

  /** A deposit is refused; unless it is the user's doing, its vendor is to blame. */
  reject(reason: string, vendor: number): void {
    const { market } = this.#setting;
    market.incident(reason, BY_USERS.has(reason) ? NOBODY : market.vendorParty(vendor));
  }

  #pay(vendor: number, amount: Microdollars): void {
    const { market } = this.#setting;
    market.ledger.pay(market.bankParty, market.vendorParty(vendor), amount);
    market.bank.macropayment();
  }

  /** What a user cannot pay is the bank's loss. */
  #charge(user: number, identity: number, amount: Microdollars): void {
    if (amount === 0) return;
    const { market, accounts } = this.#setting;
    const collected = accounts.collect(user, amount);
    market.ledger.pay(market.userParty(user), market.bankParty, collected);
    market.bank.macropayment();
    this.#identityDeposits.bill(identity, collected);
    if (collected === amount) return;
    this.#uncollected += amount - collected;
    this.catch(identity, 'insolvent');
  }

  /** The user of this identity is caught; what the bank does about it, it does once. */
  catch(identity: number, reason: string): void {
    const { market, options, accounts } = this.#setting;
    const user = accounts.userOf(identity);
    market.incident(reason, market.userParty(user));
    if (this.#caught.has(identity)) return;
    this.#caught.add(identity);
    this.#identityDeposits.forfeit(identity);
    this.#fine(user, options.defences.penalty);
    if (!options.defences.expulsion) return;
    accounts.expel(identity);
    this.#charging.expel(identity);
  }

  #fine(user: number, penalty: Microdollars): void {
    if (penalty === 0) return;
    const { market, accounts } = this.#setting;
    const collected = accounts.collect(user, penalty);
    market.ledger.pay(market.userParty(user), market.bankParty, collected);
    market.bank.macropayment();
    this.#penalties += collected;
  }

  /** What users were charged and could not pay. */
  get uncollected(): Microdollars {
    return this.#uncollected;
  }

  /** Mean time from a payable payment to its money, dollar by dollar; undefined where nothing was paid. */
  get delayMean(): Microseconds | undefined {
    return this.#paid === 0 ? undefined : this.#paidTimesAge / this.#paid;
  }

  get penalties(): Microdollars {
    return this.#penalties;
  }
}
