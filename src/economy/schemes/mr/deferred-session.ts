/**
 * One market under MR3: users sign as in MR2; vendors list cheques and commit to their lists; the bank draws once for a
 * period and all lists, and decides all openings together.
 * @module
 */
import type { Capabilities } from '../../capabilities.ts';
import type { Market, Session } from '../../scheme.ts';
import { watched } from '../../seized.ts';
import { Accounts } from './accounts.ts';
import { Charges } from './charges.ts';
import { mr2Charging } from './charging.ts';
import { DeferredDesk } from './deferred-desk.ts';
import { type DeferredEvidence, drawnDeferredEvidence } from './deferred-evidence.ts';
import { RealDeferredEvidence } from './deferred-real-evidence.ts';
import { DeferredVendors } from './deferred-vendors.ts';
import { foresight } from './foresight.ts';
import { LotterySession } from './lottery-session.ts';
import { type DeferredOptions, unitValueOf } from './options.ts';
import { PeriodClock } from './period-clock.ts';
import { Post } from './post.ts';
import { type Setting, stakesBy } from './setting.ts';

/** A stage holds a message and its answer, and as long again at the bank. */
const HURRY = 4;

/** Of the bank's load only this goes by openings alone; the rest also by commitments and draws. */
const PER_OPENING = new Map([['bank.look_ups_per_payment', 1]]);

export class DeferredSession extends LotterySession<DeferredEvidence> {
  readonly capabilities: Pick<Capabilities, 'serials' | 'credit' | 'leaving' | 'bankDraw'>;
  readonly foresee: NonNullable<Session['foresee']>;
  readonly foreseeCaught: NonNullable<Session['foreseeCaught']>;
  readonly #vendors: DeferredVendors;

  constructor(market: Market, options: DeferredOptions, criticalSerial: ((wins: number) => number) | undefined) {
    const unitValue = unitValueOf(options, market.demand);
    const stakesOf = stakesBy(options, unitValue);
    const post = new Post(market);
    const charging = mr2Charging(options, unitValue, criticalSerial);
    const setting: Setting<DeferredEvidence> = {
      market,
      options,
      unitValue,
      stakesOf,
      post,
      evidence:
        market.fidelity === 'real'
          ? new RealDeferredEvidence(market, options, post, stakesOf)
          : drawnDeferredEvidence(market, options, post, stakesOf),
      accounts: new Accounts(market.demand.users),
      charges: new Charges(market.demand, unitValue, charging.byLast),
      signatures: { user: 1, vendor: 1 },
      inTime: HURRY * market.delayMax <= options.stage,
      lines: {} as Setting['lines'],
    };
    super(setting, charging, PeriodClock.decidedAt(options));
    const desk = new DeferredDesk(setting, this.teller);
    const clock = new PeriodClock(market.simulation, options.period, options.stage, desk);
    this.#vendors = new DeferredVendors(setting, clock);
    setting.lines = {
      payments: post.line(
        'payment',
        (slot) => this.#vendors.paid(slot),
        (slot) => this.users.paymentLost(slot),
      ),
    };
    const { capabilities, seized } = watched<DeferredSession['capabilities']>({
      ...this.common(),
      bankDraw: { grind: (tries) => desk.grind(tries) },
    });
    this.capabilities = capabilities;
    const { foresee, foreseeCaught } = foresight(setting, { perDeposit: PER_OPENING, deferred: true, seized });
    this.foresee = foresee;
    this.foreseeCaught = foreseeCaught;
  }

  override servesAll(): boolean {
    return this.setting.inTime && super.servesAll();
  }

  /** Listed at once; lists hold nothing else. */
  protected takeReaching(slot: number): void {
    this.#vendors.list(slot);
    this.setting.post.slab.release(slot);
  }
}
