/**
 * How cheating users fare: how soon each is caught, and what he gains, where the exact law is known.
 * Source: the cheats are MR02's and ours, the laws stand in theory/cheats.ts and theory/mean-gap.ts.
 *
 * No law is stated of a pair whose test counts units instead of payments, nor under deferred selection, where cheats are
 * shown at the end of a period.
 * @module
 */
import { binomialAtLeast } from '../../../theory/binomial.ts';
import { reuserCaughtBy, uncollectedCharge, uncollectedSerialCharge } from '../../../theory/cheats.ts';
import { shownAtWin, shownByChoosing, shownBySerials } from '../../../theory/detection-law.ts';
import { chanceOfPayingNothing } from '../../../theory/lottery.ts';
import { criticalSerials, stretcherCaughtBy } from '../../../theory/mean-gap.ts';
import { lastWinnerAtMost, shortfall, stretchedCharge } from '../../../theory/serial-charge.ts';
import {
  alwaysFinds,
  chanceOfFinding,
  type Expectation,
  meanPayments,
  type Play,
  type Showing,
  turnsOf,
  type UserLaw,
  unpunished,
  withFinding,
} from './gang-laws.ts';
import { NEGLIGIBLE_FALSE_ALARM } from './options.ts';

/** Critical serial numbers take time to work out, and every replication asks for the same. */
const knownTests = new Map<string, (winners: number) => number>();

/** The mean-gap test of the scheme; undefined when it makes none. */
function criticalSerialOf({ closed, options: { defences } }: Play): ((winners: number) => number) | undefined {
  const { rate } = closed.lottery;
  const falseAlarm = defences.meanGapFalseAlarm;
  if (falseAlarm === 0) return undefined;
  const key = `${rate}/${falseAlarm}`;
  const known = knownTests.get(key) ?? criticalSerials(rate, falseAlarm);
  knownTests.set(key, known);
  return known;
}

/** The test is made on serial numbers of single units. */
function countsPayments({ closed, unitValue }: Play): boolean {
  return closed.lottery.unitValue === unitValue;
}

/** The first winner alone accuses nobody. */
function sparesFirstWinner(play: Play): boolean {
  const criticalSerial = criticalSerialOf(play);
  return criticalSerial === undefined || (countsPayments(play) && criticalSerial(1) === 0);
}

/** His payments at the end. */
function allPayments({ closed: { need } }: Play): number | undefined {
  return need.kind === 'fixed' ? need.count : undefined;
}

/** A chance below this makes no difference that money shows. */
const NO_CHANCE = 1e-13;

/** Members of whom a thing of this chance tells one from another; without chance all are alike, which is exact. */
function tellingApart({ members }: Play, chance: number): number {
  const rarer = Math.min(chance, 1 - chance);
  return rarer < NO_CHANCE ? Number.POSITIVE_INFINITY : members * rarer;
}

/** Who is caught goes on, and pays his fine and his deposit. */
function afterFines(play: Play, law: UserLaw, payments: number, gain: Expectation): Expectation | undefined {
  const { penalty, identityDeposit, expulsion } = play.options.defences;
  const caught = law.caughtBy(play, payments);
  if (expulsion || caught === undefined) return undefined;
  const fine = penalty + identityDeposit;
  if (fine === 0) return gain;
  return {
    amount: gain.amount - fine * caught.probability,
    formula: `${gain.formula} - fines`,
    events: Math.min(gain.events, tellingApart(play, caught.probability)),
  };
}

/** The first payment is honest, the second uses its serial number again. */
const FIRST_REUSE = 2;

/** A user who uses each serial number so often; the test does not matter to who always uses the first. */
function showingBySerials(play: Play, reuse: number): Showing {
  const { rate } = play.closed.lottery;
  const criticalSerial = reuse === Number.POSITIVE_INFINITY ? undefined : criticalSerialOf(play);
  return {
    law: (most) => shownBySerials({ rate, reuse, ...(criticalSerial && { criticalSerial }) }, most),
    since: FIRST_REUSE,
    key: `${rate}/${reuse}/${play.options.defences.meanGapFalseAlarm}`,
  };
}

/** His first cheque and all that follow bear one serial number: two winners show him, to the mean-gap test as well. */
const serialReuser: UserLaw = {
  caughtBy(play, payments) {
    if (play.deferred || !sparesFirstWinner(play)) return undefined;
    const probability = reuserCaughtBy(payments, Infinity, play.closed.lottery.rate);
    return { probability, formula: 'P(Bin(n, s) >= 2)' };
  },
  showing(play) {
    if (play.deferred || !sparesFirstWinner(play)) return undefined;
    return showingBySerials(play, Number.POSITIVE_INFINITY);
  },
  gain(play) {
    const { lottery, need } = play.closed;
    const payments = allPayments(play);
    if (payments === undefined) return undefined;
    const none = chanceOfPayingNothing(lottery.rate, need);
    const amount = lottery.unitValue * (payments - (1 - none));
    const gain = { amount, formula: 'v n - v (1 - (1-s)^n)', events: tellingApart(play, none) };
    return afterFines(play, this, payments, gain);
  },
};

const serialStretcher: UserLaw = {
  caughtBy(play, payments) {
    const { lottery } = play.closed;
    const { uses } = play.asked;
    if (play.deferred) return undefined;
    const criticalSerial = criticalSerialOf(play);
    if (criticalSerial === undefined)
      return { probability: reuserCaughtBy(payments, uses, lottery.rate), formula: 'equal serials: 1 - a_r^(n/r)' };
    if (!countsPayments(play)) return undefined;
    const formula = 'mean gap or equal serials, first passage';
    // Fewer payments than uses all bear one serial: the law is that of so many uses.
    const used = Math.min(uses, payments);
    if (1 - binomialAtLeast(2, used, lottery.rate) < NO_CHANCE) return { probability: 1, formula };
    return { probability: stretcherCaughtBy({ rate: lottery.rate, criticalSerial }, used, payments), formula };
  },
  showing(play) {
    if (play.deferred || (criticalSerialOf(play) !== undefined && !countsPayments(play))) return undefined;
    return showingBySerials(play, play.asked.uses);
  },
  gain(play) {
    const payments = allPayments(play);
    if (play.deferred || payments === undefined) return undefined;
    const charged = stretchedCharge(play.closed.lottery, payments, play.asked.uses);
    return afterFines(play, this, payments, {
      amount: payments * play.closed.lottery.unitValue - charged,
      formula: 'v n - v E[ceil(S_last / r)]',
      events: turnsOf(play, play.members, payments),
    });
  },
};

/**
 * What makes the gain of pairs vary: luck at the vendors in league with them, since users choose vendors alike and each
 * pair its own by chance; and whether they find a winner of their own, or give up, as often as they try.
 */
function eventsOfPairs(play: Play, searches: number): number {
  const { members, users, vendors } = play;
  const strangers = chanceOfPayingNothing(1 / vendors, { kind: 'fixed', count: members });
  const found = chanceOfFinding(play);
  const given = members * meanPayments(play) * searches * Math.min(found, 1 - found);
  return (1 - strangers) * turnsOf(play, users, meanPayments(play)) + given;
}

/** That he is shown by so many payments; of a law that is soon at its end. */
function shareOf({ law }: Showing, payments: number): number {
  return law(Math.min(payments, PURCHASES_MAX)).reduce((sum, chance) => sum + chance, 0);
}

/** Purchases after which every pair has been shown, or a chance that no law is worth its time for. */
const PURCHASES_MAX = 1_000;

/** Chosen cheques bear times so little ahead of the clock that no honest one of the next purchase falls among them. */
function chosenInTime({ closed, asked, gap }: Play): boolean {
  return asked.perPurchase / closed.lottery.rate <= 1e-6 * gap;
}

/** Who finds no winner among his tries chooses no more for this purchase. */
function chosenPerPurchase(play: Play): number {
  const found = chanceOfFinding(play);
  let chosen = 0;
  for (let i = 0, reached = found; i < play.asked.perPurchase; i++, reached *= found) chosen += reached;
  return chosen;
}

/** He is charged in the end for every serial number up to his last chosen cheque, and the bank pays for each of them. */
const colludingPair: UserLaw = {
  caughtBy(play, payments) {
    if (!chosenInTime(play)) return undefined;
    if (!play.closed.byLast || criticalSerialOf(play) === undefined)
      return { probability: 0, formula: '0: the cheques are valid' };
    const showing = this.showing!(play);
    if (showing === undefined) return undefined;
    const probability = Math.min(1, shareOf(showing, payments));
    return {
      probability: 1 - probability < NO_CHANCE ? 1 : probability,
      formula: 'P((1 + p) i <= c(p i + Bin(i, s)))',
    };
  },
  showing(play) {
    const criticalSerial = criticalSerialOf(play);
    if (!play.closed.byLast || criticalSerial === undefined || !countsPayments(play)) return undefined;
    if (!chosenInTime(play) || !alwaysFinds(play)) return undefined;
    const { rate } = play.closed.lottery;
    const { perPurchase } = play.asked;
    return {
      law: (most) => shownByChoosing({ rate, criticalSerial }, perPurchase, most),
      since: 1,
      key: `${rate}/${perPurchase}/${play.options.defences.meanGapFalseAlarm}`,
    };
  },
  gain(play) {
    const { closed } = play;
    if (!unpunished(play) && criticalSerialOf(play) !== undefined) return undefined;
    const chosen = chosenPerPurchase(play);
    const events = eventsOfPairs(play, chosen);
    if (!closed.byLast) return { amount: 0, formula: '0: the user pays what the vendor gets', events };
    const each = closed.payout - closed.lottery.unitValue;
    const amount = meanPayments(play) * chosen * each;
    return {
      amount,
      formula: withFinding(play, alwaysFinds(play) ? 'n p (v/s - v)' : 'n (g + ... + g^p) (v/s - v)'),
      events,
    };
  },
};

/** Each identity makes one honest payment or wins once: no test can see it, only a deposit costs it something. */
const sybilPair: UserLaw = {
  caughtBy: (play) => (sparesFirstWinner(play) ? { probability: 0, formula: '0: one winner a name' } : undefined),
  gain(play) {
    const { closed, options } = play;
    const { lottery, payout } = closed;
    const { identityDeposit } = options.defences;
    if (identityDeposit > 0 && identityDeposit <= lottery.unitValue) return undefined;
    const honest = lottery.unitValue - lottery.rate * lottery.unitValue;
    const each = chanceOfFinding(play) * (payout - lottery.unitValue) + honest - 2 * identityDeposit;
    const deposits = identityDeposit === 0 ? '' : ' - 2 D';
    const formula = alwaysFinds(play) ? `n (v/s - s v${deposits})` : `n (g (v/s - v) + (1-s) v${deposits})`;
    return {
      amount: meanPayments(play) * each,
      formula: withFinding(play, formula),
      events: eventsOfPairs(play, 1),
    };
  },
};

/** What he used and was not charged for; a deposit that his charges have not reached is gone. */
const quitter: UserLaw = {
  caughtBy: () => ({ probability: 0, formula: '0: he may leave' }),
  gain(play) {
    const { closed, options, deferred, asked } = play;
    const made = allPayments(play);
    if (made === undefined) return undefined;
    const payments = Math.min(asked.after, made);
    const { lottery } = closed;
    const { identityDeposit } = options.defences;
    const events = turnsOf(play, play.members, payments);
    if (!closed.byLast)
      return identityDeposit === 0 ? { amount: 0, formula: '0: each win is charged', events } : undefined;
    const owed = shortfall(lottery, { kind: 'fixed', count: payments }).mean;
    if (identityDeposit === 0) return { amount: owed, formula: 'v (1-s)(1-(1-s)^n)/s', events };
    if (deferred || made <= asked.after) return undefined;
    const enough = Math.ceil(identityDeposit / lottery.unitValue);
    const lost = enough > payments ? 1 : lastWinnerAtMost(enough - 1, payments, lottery.rate);
    return {
      amount: owed - identityDeposit * lost,
      formula: 'v (1-s)(1-(1-s)^n)/s - D P(v S_last < D)',
      events: Math.min(events, tellingApart(play, lost)),
    };
  },
};

/** Whatever he has is taken; he shows when it is not enough. */
const insolventUser: UserLaw = {
  caughtBy(play, payments) {
    const { closed, asked } = play;
    const { funds } = asked;
    const { lottery, payout, byLast } = closed;
    // Who is suspected without reason is caught too, once he has begun.
    if (play.options.defences.meanGapFalseAlarm > NEGLIGIBLE_FALSE_ALARM) return undefined;
    if (!byLast) {
      const wins = Math.floor(funds / payout) + 1;
      return { probability: binomialAtLeast(wins, payments, lottery.rate), formula: 'P(Bin(n, s) v/s > F)' };
    }
    const covered = Math.floor(funds / lottery.unitValue);
    const probability = covered >= payments ? 0 : 1 - lastWinnerAtMost(covered, payments, lottery.rate);
    return { probability, formula: 'P(v S_last > F)' };
  },
  showing(play) {
    const { closed, options, deferred, asked } = play;
    if (deferred || options.defences.meanGapFalseAlarm > NEGLIGIBLE_FALSE_ALARM) return undefined;
    const { lottery, payout, byLast } = closed;
    const wins = byLast ? 1 : Math.floor(asked.funds / payout) + 1;
    const spared = byLast ? Math.floor(asked.funds / lottery.unitValue) : 0;
    const key = `${lottery.rate}/${wins}/${spared}`;
    return { law: (most) => shownAtWin(wins, spared, lottery.rate, most), since: 0, key };
  },
  gain(play) {
    const { closed, asked } = play;
    const payments = allPayments(play);
    if (payments === undefined || !unpunished(play)) return undefined;
    const { lottery, byLast, need } = closed;
    const caught = this.caughtBy(play, payments);
    if (caught === undefined) return undefined;
    const { probability } = caught;
    if (!byLast) {
      const amount = uncollectedCharge(lottery, payments, asked.funds);
      return { amount, formula: 'E[(m v/s - F)+]', events: play.members * probability };
    }
    const amount = shortfall(lottery, need).mean + uncollectedSerialCharge(lottery, payments, asked.funds);
    const events = probability === 0 ? turnsOf(play, play.members, payments) : tellingApart(play, probability);
    return { amount, formula: 'v n - E[min(v S_last, F)]', events };
  },
};

/** By the adversary's kind. */
export const USER_LAWS: ReadonlyMap<string, UserLaw> = new Map(
  Object.entries({
    'serial-reuser': serialReuser,
    'serial-stretcher': serialStretcher,
    'colluding-pair': colludingPair,
    'sybil-pair': sybilPair,
    quitter,
    'insolvent-user': insolventUser,
  }),
);
