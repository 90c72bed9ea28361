/**
 * Closed forms of what the market measures under a lottery scheme: the bank's load, who loses, and how cheats fare.
 * @module
 */
import type { Curve, Oracle } from '../../../sim/metric.ts';
import { bankNet, shortfall } from '../../../theory/serial-charge.ts';
import { type Enlistment, sizeOf } from '../../adversary.ts';
import type { Capabilities } from '../../capabilities.ts';
import type { Session } from '../../scheme.ts';
import type { Signing } from './evidence.ts';
import { always, expected, type Play, SOURCE, type UserLaw } from './gang-laws.ts';
import { type Closed, closedForms, lawOfSum, payableOracle, sparseBelow, termsOf } from './measures.ts';
import type { Seized } from './seized.ts';
import type { Setting } from './setting.ts';
import { USER_LAWS } from './user-laws.ts';
import { VENDOR_LAWS } from './vendor-laws.ts';

/** How often a deposit does what the bank counts. */
export type PerDeposit = ReadonlyMap<string, number>;

/** What a session tells of itself. */
export interface Conduct {
  readonly perDeposit: PerDeposit;
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
        ? ofMarket(setting, metric, conduct.perDeposit)
        : ofGang(metric, playOf(setting, conduct, enlistment), enlistment, conduct.seized),
    foreseeCaught: (enlistment, payments) =>
      caughtCurve(playOf(setting, conduct, enlistment), userLaw(enlistment.adversary.kind, conduct.seized), payments),
  };
}

// ---- the market

function ofMarket(setting: Setting<Signing>, metric: string, perDeposit: PerDeposit): Oracle | undefined {
  const closed = closedForms(setting);
  if (closed === undefined) return undefined;
  const { users } = setting.market.demand;
  const times = metric === 'bank.macropayments_per_payment' ? transfers(setting, closed) : perDeposit.get(metric);
  if (times !== undefined && closed.need.kind === 'fixed')
    return {
      ...payableOracle(closed, users, times / (users * closed.need.count)),
      formula: times === 1 ? 's' : `${times} s`,
    };
  if (metric !== 'loss.bank_usd') return undefined;
  if (!closed.byLast) return always(0, '0: the bank passes every charge on');
  return {
    ...expected(users * shortfall(closed.lottery, closed.need).mean, 'U v (1-s)(1-(1-s)^n)/s'),
    ...lawOfSum(closed, users, users * bankNet(closed.lottery, closed.need).variance),
  };
}

/** One credit and one debit a win, where the bank charges every win and moves no deposits of identities. */
function transfers({ options }: Setting<Signing>, { byLast }: Closed): number | undefined {
  return byLast || options.defences.identityDeposit > 0 ? undefined : 2;
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
    deferred,
    members: sizeOf(enlistment, enlistment.adversary.role === 'vendor' ? vendors : users),
    asked: enlistment.options as Play['asked'],
  };
}

function ofGang(metric: string, play: Play | undefined, enlistment: Enlistment, seized: Seized): Oracle | undefined {
  if (play === undefined) return undefined;
  const { kind } = enlistment.adversary;
  const ofUsers = userLaw(kind, seized);
  if (ofUsers !== undefined && metric === 'caught_share') return shareCaught(play, ofUsers);
  if (ofUsers !== undefined && metric === 'gain_usd')
    return sharesAccomplices(enlistment, seized) ? undefined : gainOf(play, ofUsers);
  const ofVendors = VENDOR_LAWS.get(kind);
  const honestUsers = seized.every((name) => !OF_USERS.has(name));
  if (ofVendors === undefined || !honestUsers || !play.uniform || play.options.defences.expulsion) return undefined;
  if (metric === 'caught_share') return ofVendors.caughtShare(play);
  return metric === 'gain_usd' ? ofVendors.gain(play) : undefined;
}

/** What an accomplice wins with one gang counts as a gain of every gang that he is in league with. */
function sharesAccomplices(enlistment: Enlistment, seized: Seized): boolean {
  const gangs = seized.filter((name) => name === 'collusion' || name === 'identities').length;
  return enlistment.adversary.role === 'pair' && gangs > 1;
}

function userLaw(kind: string, seized: Seized): UserLaw | undefined {
  return seized.every((name) => OF_USERS.has(name)) ? USER_LAWS.get(kind) : undefined;
}

/** Members are independent; whether each is caught by his last payment is the same law for all. */
function shareCaught(play: Play, law: UserLaw): Oracle | undefined {
  const { need } = play.closed;
  const chance = law.caughtBy(play, need.kind === 'fixed' ? need.count : Number.POSITIVE_INFINITY);
  if (chance === undefined || (need.kind === 'poisson' && chance.probability > 0)) return undefined;
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

/** Beyond their last payment nobody is caught any more. MR3's bank knows of payments when more have been made. */
function caughtCurve(
  play: Play | undefined,
  law: UserLaw | undefined,
  payments: readonly number[],
): Curve['theory'] | undefined {
  if (play === undefined || law === undefined || play.deferred) return undefined;
  const { need } = play.closed;
  const chances = payments.map((n) => law.caughtBy(play, need.kind === 'fixed' ? Math.min(n, need.count) : n));
  const values = chances.flatMap((chance) => (chance === undefined ? [] : [chance.probability]));
  if (values.length < payments.length) return undefined;
  return { values, formula: chances[0]!.formula, source: SOURCE };
}
