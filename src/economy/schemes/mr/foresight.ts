/**
 * Closed forms of what the market measures under a lottery scheme: the bank's load, who loses, and how cheats fare.
 * @module
 */
import type { Oracle } from '../../../sim/metric.ts';
import { charge, meanOf } from '../../../theory/lottery.ts';
import { bankNet, shortfall } from '../../../theory/serial-charge.ts';
import { MICRODOLLARS_PER_USD } from '../../../units.ts';
import { type Enlistment, sizeOf } from '../../adversary.ts';
import type { Work } from '../../bank.ts';
import type { Capabilities } from '../../capabilities.ts';
import { meanGap } from '../../demand.ts';
import type { Market, Session } from '../../scheme.ts';
import type { Seized } from '../../seized.ts';
import { grindingBankLaw } from './bank-laws.ts';
import {
  userCurve,
  userPayments,
  userShare,
  userTime,
  vendorCurve,
  vendorPayments,
  vendorTime,
} from './detection-oracles.ts';
import type { Signing } from './evidence.ts';
import { always, expected, type Play, SOURCE, type UserLaw, type VendorLaw } from './gang-laws.ts';
import {
  type Closed,
  certain,
  closedForms,
  lawOfSum,
  payableOracle,
  sparseBelow,
  spreadOracle,
  termsOf,
  turnsOfLuck,
} from './measures.ts';
import { mixedPriceLaw } from './mixed-prices.ts';
import type { Setting } from './setting.ts';
import { USER_LAWS } from './user-laws.ts';
import { VENDOR_LAWS } from './vendor-laws.ts';

/** How often a deposit does what the bank counts. */
export type PerDeposit = ReadonlyMap<string, number>;

/** What a session tells of itself. */
export interface Conduct {
  readonly perDeposit: PerDeposit;
  /** What the bank does for each payable cheque, when that is all it does and every one comes by itself. */
  readonly job?: Work;
  /** The selection waits for the end of a period. */
  readonly deferred: boolean;
  /** What adversaries have got hold of. */
  readonly seized: Seized;
}

/** A user's cheating is his own affair; what vendors and the bank seize changes the luck of users. */
const OF_USERS: ReadonlySet<keyof Capabilities> = new Set(['serials', 'identities', 'collusion', 'credit', 'leaving']);

export function foresight(
  setting: Setting<Signing>,
  conduct: Conduct,
): Pick<Required<Session>, 'foresee' | 'foreseeCaught'> {
  return {
    foresee: (metric, enlistment) =>
      enlistment === undefined
        ? ofMarket(setting, metric, conduct)
        : ofGang(metric, playOf(setting, conduct, enlistment), enlistment, conduct.seized),
    foreseeCaught: (enlistment, payments) => {
      const play = playOf(setting, conduct, enlistment);
      if (play === undefined || play.deferred) return undefined;
      const ofUsers = userLaw(enlistment.adversary.kind, conduct.seized);
      if (ofUsers !== undefined) return userCurve(play, ofUsers, payments);
      const ofVendors = vendorLaw(enlistment.adversary.kind, play, conduct.seized);
      return ofVendors && vendorCurve(play, ofVendors, payments);
    },
  };
}

// ---- the market

/** What the bank is as a queue. */
const QUEUE: ReadonlySet<string> = new Set(['bank.wait_mean_us', 'bank.offered_load_ratio']);

function ofMarket(setting: Setting<Signing>, metric: string, { perDeposit, job }: Conduct): Oracle | undefined {
  const times = metric === 'bank.macropayments_per_payment' ? transfers(setting) : perDeposit.get(metric);
  const closed = closedForms(setting);
  if (closed === undefined) return mixedPriceLaw(setting, metric, times);
  const { users } = setting.market.demand;
  if (times !== undefined && closed.need.kind === 'fixed')
    return {
      ...payableOracle(closed, users, times / (users * closed.need.count)),
      formula: times === 1 ? 's' : `${times} s`,
    };
  if (metric === 'users.net_sd_usd') return spreadOfUsers(closed, users);
  if (QUEUE.has(metric)) return job && queueAtBank(setting, closed, job, metric);
  if (metric === 'bank.exposure_max_usd' && !closed.byLast)
    return always(0, '0: what the bank pays it charges at once');
  if (metric !== 'loss.bank_usd') return undefined;
  if (!closed.byLast) return always(0, '0: the bank passes every charge on');
  return certain({
    ...expected(users * shortfall(closed.lottery, closed.need).mean, 'U v (1-s)(1-(1-s)^n)/s'),
    ...lawOfSum(closed, users, users * bankNet(closed.lottery, closed.need).variance),
  });
}

/** Payable cheques of independent users come in a Poisson process, whatever their ways take. */
function queueAtBank(
  { market: { bank, demand, duration } }: Setting<Signing>,
  { need, lottery, drawn }: Closed,
  job: Work,
  metric: string,
): Oracle | undefined {
  if (need.kind !== 'poisson') return undefined;
  const rate = (demand.users * need.mean * lottery.rate) / duration;
  if (metric === 'bank.wait_mean_us') return bank.waitLaw(rate, job, duration);
  const load = bank.loadLaw(rate, job, duration);
  return load && { ...load, ...(drawn && { byConstruction: true }) };
}

/** What a user pays beyond what he used has the spread of luck alone, whatever number of payments he makes. */
function spreadOfUsers({ lottery, need, byLast }: Closed, users: number): Oracle {
  const fair = charge(lottery, { kind: 'fixed', count: meanOf(need) });
  const { variance } = byLast ? shortfall(lottery, need) : fair;
  return spreadOracle(
    Math.sqrt(variance) / MICRODOLLARS_PER_USD,
    byLast ? 'sd of v (N - S_last)' : 'v sqrt(E[N] (1-s) / s)',
    {
      users,
      events: turnsOfLuck(lottery.rate, users * meanOf(need)),
    },
  );
}

/** One credit and one debit a win, where the bank charges every win and moves no deposits of identities. */
function transfers({ options, charges }: Setting<Signing>): number | undefined {
  return charges.byLast || options.defences.identityDeposit > 0 ? undefined : 2;
}

// ---- gangs

function playOf(setting: Setting<Signing>, { deferred }: Conduct, enlistment: Enlistment): Play | undefined {
  const closed = termsOf(setting);
  if (closed === undefined) return undefined;
  const { market, options, unitValue } = setting;
  const { users, vendors, zipfExponent } = market.demand;
  return {
    closed,
    options,
    unitValue,
    users,
    vendors,
    uniform: zipfExponent === 0,
    delayMax: market.delayMax,
    bankTime: bankTimeOf(market),
    gap: meanGap(market.demand, market.duration),
    duration: market.duration,
    deferred,
    members: sizeOf(enlistment, enlistment.adversary.role === 'vendor' ? vendors : users),
    asked: enlistment.options as Play['asked'],
  };
}

/** What a job took there on average, by the end. */
function bankTimeOf({ bank: { station } }: Market): number {
  return station.arrivals === 0 ? 0 : station.waitMean + station.busyTime / station.arrivals;
}

function ofGang(metric: string, play: Play | undefined, enlistment: Enlistment, seized: Seized): Oracle | undefined {
  if (play === undefined) return undefined;
  const { kind, role } = enlistment.adversary;
  if (role === 'bank') return seized.every((name) => name === 'bankDraw') ? grindingBankLaw(play, metric) : undefined;
  const ofUsers = userLaw(kind, seized);
  if (ofUsers !== undefined) return ofUserGang(metric, play, ofUsers);
  const ofVendors = vendorLaw(kind, play, seized);
  return ofVendors && ofVendorGang(metric, play, ofVendors);
}

function ofUserGang(metric: string, play: Play, law: UserLaw): Oracle | undefined {
  if (metric === 'caught_share') return shareCaught(play, law);
  if (metric === 'gain_usd') return gainOf(play, law);
  if (metric === 'detection_payments') return userPayments(play, law);
  return metric === 'detection_time_us' ? userTime(play, law) : undefined;
}

function ofVendorGang(metric: string, play: Play, law: VendorLaw): Oracle | undefined {
  if (metric === 'caught_share') return law.caughtShare(play);
  if (metric === 'gain_usd') return law.gain(play);
  if (metric === 'detection_payments') return vendorPayments(play, law);
  return metric === 'detection_time_us' ? vendorTime(play, law) : undefined;
}

/** Vendors' laws hold for honest users who choose them alike, and of whom none is expelled. */
function vendorLaw(kind: string, { uniform, options }: Play, seized: Seized): VendorLaw | undefined {
  const honestUsers = seized.every((name) => !OF_USERS.has(name));
  return honestUsers && uniform && !options.defences.expulsion ? VENDOR_LAWS.get(kind) : undefined;
}

function userLaw(kind: string, seized: Seized): UserLaw | undefined {
  return seized.every((name) => OF_USERS.has(name)) ? USER_LAWS.get(kind) : undefined;
}

/** Members are independent; whether each is caught by his last payment is the same law for all. */
function shareCaught(play: Play, law: UserLaw): Oracle | undefined {
  const { need } = play.closed;
  if (need.kind === 'poisson' && law.showing?.(play) !== undefined) return userShare(play, law);
  const chance = law.caughtBy(play, need.kind === 'fixed' ? need.count : Number.POSITIVE_INFINITY);
  if (chance === undefined || (need.kind === 'poisson' && chance.probability !== 0)) return undefined;
  const { probability, formula } = chance;
  if (probability === 0 || probability === 1) return always(probability, formula);
  const { members } = play;
  return {
    value: probability,
    formula,
    source: SOURCE,
    kind: 'mean',
    law: { name: 'binomial', trials: members, probability, scale: 1 / members },
  };
}

function gainOf(play: Play, law: UserLaw): Oracle | undefined {
  const gain = law.gain(play);
  if (gain === undefined) return undefined;
  const formula = `M (${gain.formula})`;
  const amount = play.members * gain.amount;
  return { ...expected(amount, formula), ...sparseBelow(gain.events) };
}
