/**
 * When the members of a gang are caught: payments and time until then on average, where the exact law is known, and the
 * share caught against payments.
 *
 * The laws are those of the payments themselves. A member's payments are counted, and the clock is read, when the bank
 * has decided; so laws are stated only where the ways and the bank take next to no time beside what they are about.
 * @module
 */
import type { Curve, Oracle } from '../../../sim/metric.ts';
import { type Detection, detectionOf, mostPayments, shownWithin } from '../../../theory/detection-law.ts';
import { chanceOfPayingNothing, meanOf } from '../../../theory/lottery.ts';
import { gapsUntilShown, paymentsUntilShown, shownAmong } from '../../../theory/vendor-detection.ts';
import { always, NEVER, type Play, SOURCE, type UserLaw, type VendorLaw } from './gang-laws.ts';
import { sparseBelow } from './measures.ts';

/** Ways and the bank's own time may be so much of the time until detection: no spread of a run shows that. */
const WAYS_SHARE = 1e-4;
/** The longest law of one user that is worked out: some tenths of a second. */
const PAYMENTS_MAX = 1_000_000;

/** What has been worked out: every replication asks for the same. */
const knownDetections = new Map<string, Detection | undefined>();
const knownTimes = new Map<string, number>();

function remembered<T>(known: Map<string, T>, key: string, workOut: () => T): T {
  if (!known.has(key)) known.set(key, workOut());
  return known.get(key)!;
}

function isQuick({ delayMax, bankTime }: Play, time: number): boolean {
  return 2 * delayMax + bankTime <= WAYS_SHARE * time;
}

function meanOracle(value: number, formula: string, events: number): Oracle {
  return { value, formula, source: SOURCE, kind: 'mean', ...sparseBelow(events) };
}

// ---- users

function detectionOfUser(play: Play, law: UserLaw): Detection | undefined {
  const showing = law.showing?.(play);
  const { need } = play.closed;
  const most = mostPayments(need);
  if (showing === undefined || most > PAYMENTS_MAX) return undefined;
  const key = `${showing.since}/${showing.key}/${need.kind}/${meanOf(need)}`;
  return remembered(knownDetections, key, () => detectionOf(showing.law(most), showing.since, need));
}

/** Below this the chance that another payment shows him than the most likely one is none. */
const ALWAYS_THE_SAME = 1e-13;

/** Payments that a member has made when he is caught, of those who are. */
export function userPayments(play: Play, law: UserLaw): Oracle | undefined {
  const detection = detectionOfUser(play, law);
  if (detection === undefined || !isQuick(play, detection.payments * play.gap)) return undefined;
  const { caught, payments, apart } = detection;
  const telling = apart < ALWAYS_THE_SAME ? 1 : apart;
  return meanOracle(payments, 'E[T | T <= N]', play.members * caught * telling);
}

/** Time from a member's first cheat until he is caught, of those who are. */
export function userTime(play: Play, law: UserLaw): Oracle | undefined {
  const detection = detectionOfUser(play, law);
  if (detection === undefined || !isQuick(play, detection.gaps * play.gap)) return undefined;
  const formula = play.closed.need.kind === 'fixed' ? 'E[T - c | T <= N] mean gaps' : 'E[t_T - t_c | T <= N]';
  return meanOracle(detection.gaps * play.gap, formula, play.members * detection.caught);
}

/** Of users who make a Poisson number of payments: whether each is caught by his last is the same law for all. */
export function userShare(play: Play, law: UserLaw): Oracle | undefined {
  const detection = detectionOfUser(play, law);
  if (detection === undefined) return undefined;
  const { members } = play;
  const probability = Math.min(1, detection.caught);
  if (1 - probability < ALWAYS_THE_SAME) return always(1, '1');
  const binomial = { name: 'binomial' as const, trials: members, probability, scale: 1 / members };
  return { value: probability, formula: 'P(T <= N), N Poisson', source: SOURCE, kind: 'mean', law: binomial };
}

/** Beyond their last payment nobody is caught any more. */
export function userCurve(play: Play, law: UserLaw, payments: readonly number[]): Curve['theory'] | undefined {
  const { need } = play.closed;
  const showing = law.showing?.(play);
  if (need.kind === 'poisson' && showing !== undefined) {
    const most = mostPayments(need);
    if (most > PAYMENTS_MAX) return undefined;
    const values = shownWithin(showing.law(most), need, payments);
    return { values, formula: 'P(T <= n and T <= N)', source: SOURCE };
  }
  const chances = payments.map((n) => law.caughtBy(play, need.kind === 'fixed' ? Math.min(n, need.count) : n));
  const values = chances.flatMap((chance) => (chance === undefined ? [] : [chance.probability]));
  if (values.length < payments.length) return undefined;
  return { values, formula: chances[0]!.formula, source: SOURCE };
}

// ---- vendors

/**
 * The members of whom a mean over those caught is foretold: one alone, or with a Poisson demand, where vendors are
 * independent of each other, or when all are caught for sure. Otherwise the number caught and their times hang together.
 */
function vendorsCaught(play: Play, law: VendorLaw): { readonly members: number } | undefined {
  const found = law.suspect(play);
  if (found === undefined) return undefined;
  const { users, vendors, need, rate } = found.suspect;
  const all =
    need.kind === 'fixed'
      ? { kind: need.kind, count: users * need.count }
      : { kind: need.kind, mean: users * need.mean };
  const unseen = chanceOfPayingNothing(rate / vendors, all);
  if (need.kind === 'fixed' && play.members > 1 && play.members * unseen >= NEVER) return undefined;
  return { members: play.members * (1 - unseen) };
}

/**
 * Payments that a member has got when he is caught, of those who are. What comes while he waits is not foretold: of late
 * depositors there is no law.
 */
export function vendorPayments(play: Play, law: VendorLaw): Oracle | undefined {
  const found = law.suspect(play);
  const caught = vendorsCaught(play, law);
  const time = vendorTime(play, law);
  if (found === undefined || caught === undefined || time === undefined || found.delay > 0) return undefined;
  const { rate } = found.suspect;
  return meanOracle(paymentsUntilShown(found.suspect), 'E[T | T <= N]', caught.members * Math.min(rate, 1 - rate));
}

/** Time from the start until a member is caught, of those who are. */
export function vendorTime(play: Play, law: VendorLaw): Oracle | undefined {
  const found = law.suspect(play);
  const caught = vendorsCaught(play, law);
  if (found === undefined || caught === undefined) return undefined;
  const { suspect, delay } = found;
  const key = [suspect.users, suspect.vendors, suspect.need.kind, meanOf(suspect.need), suspect.rate].join('/');
  const time = remembered(knownTimes, key, () => gapsUntilShown(suspect)) * play.gap;
  if (!isQuick(play, time)) return undefined;
  const formula = delay === 0 ? 'E[t_T | T <= N]' : 'E[t_T | T <= N] + delay';
  return meanOracle(time + delay, formula, caught.members);
}

export function vendorCurve(play: Play, law: VendorLaw, payments: readonly number[]): Curve['theory'] | undefined {
  const found = law.suspect(play);
  if (found === undefined) {
    const never = law.caughtShare(play);
    if (never?.value !== 0) return undefined;
    return { values: payments.map(() => 0), formula: never.formula, source: SOURCE };
  }
  if (found.delay > 0) return undefined;
  return { values: shownAmong(found.suspect, payments), formula: 'P(T <= n and T <= N)', source: SOURCE };
}
