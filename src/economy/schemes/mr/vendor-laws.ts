/**
 * How cheating vendors fare, where the exact law is known: for honest users who choose each vendor as often as any
 * other. The cheats are told of in economy/adversaries.
 * @module
 */
import type { Oracle } from '../../../sim/metric.ts';
import type { Need } from '../../../theory/demand.ts';
import { chanceOfPayingNothing } from '../../../theory/lottery.ts';
import type { Suspect } from '../../../theory/vendor-detection.ts';
import { DAY, MICRODOLLARS_PER_USD, type Microdollars } from '../../../units.ts';
import {
  always,
  alwaysFinds,
  chanceOfFinding,
  expected,
  meanPayments,
  NEVER,
  type Play,
  SOURCE,
  turnsOf,
  type VendorLaw,
  withFinding,
} from './gang-laws.ts';
import { certain, sparseBelow } from './measures.ts';

/** Payments of all users together. */
function allPayments({ closed: { need }, users }: Play): Need {
  return need.kind === 'fixed'
    ? { kind: 'fixed', count: users * need.count }
    : { kind: 'poisson', mean: users * need.mean };
}

/** So much for every payment that the gang's vendors get: each is theirs with probability M/V. */
function forEachPayment(play: Play, amount: Microdollars, formula: string): Oracle {
  const share = play.members / play.vendors;
  const scale = amount / MICRODOLLARS_PER_USD;
  const all = allPayments(play);
  if (all.kind === 'poisson') {
    const mean = all.mean * share;
    return certain({ ...expected(mean * amount, formula), law: { name: 'poisson', mean, scale } });
  }
  const law = { name: 'binomial' as const, trials: all.count, probability: share, scale };
  return certain({ ...expected(all.count * share * amount, formula), law });
}

/** A payout for every payment that the gang's vendors get, as long as they find a winner among their tries. */
function grindingGain(play: Play): Oracle {
  const { payout, lottery } = play.closed;
  if (alwaysFinds(play)) return forEachPayment(play, payout - lottery.unitValue, 'U n M/V (v/s - v)');
  const found = chanceOfFinding(play);
  const payments = (play.members / play.vendors) * play.users * meanPayments(play);
  return {
    ...expected(payments * (found * payout - lottery.unitValue), withFinding(play, 'U n M/V (g v/s - v)')),
    ...sparseBelow(payments * Math.min(found, 1 - found)),
  };
}

/**
 * The share of members to whom a payment comes that shows them, one in so many of those they get. With a Poisson
 * demand vendors are independent; otherwise only the mean is known.
 * @param letter of the rate
 */
function shownBy(play: Play, rate: number, letter: string): Oracle {
  const { members, vendors } = play;
  const all = allPayments(play);
  const unseen = chanceOfPayingNothing(rate / vendors, all);
  if (members * unseen < NEVER) return always(1, '1');
  const probability = 1 - unseen;
  if (all.kind === 'fixed') {
    if (probability === 0) return always(0, '0');
    const telling = sparseBelow(members * Math.min(unseen, probability));
    return { value: probability, formula: `1 - (1 - ${letter} / V)^(U n)`, source: SOURCE, kind: 'mean', ...telling };
  }
  const law = { name: 'binomial' as const, trials: members, probability, scale: 1 / members };
  return certain({ value: probability, formula: `1 - e^(-U mu ${letter} / V)`, source: SOURCE, kind: 'mean', law });
}

/** One payment in so many that come to him shows him. */
function suspectOf({ users, vendors, closed: { need } }: Play, rate: number): Suspect {
  return { users, vendors, need, rate };
}

/** A sale by itself is fair to the vendor; luck makes what he gets vary. */
function fair(play: Play): Oracle {
  if (play.closed.lottery.rate === 1) return always(0, '0: every payment wins');
  const turns = (play.members / play.vendors) * turnsOf(play, play.users, meanPayments(play));
  return { ...expected(0, '0'), ...sparseBelow(turns) };
}

const grindingMerchant: VendorLaw = {
  caughtShare(play) {
    if (play.options.selectionProof === 'ed25519') return always(0, '0: the proofs are valid');
    return shownBy(play, 1 - play.closed.lottery.rate, '(1-s)');
  },
  suspect(play) {
    const losing = 1 - play.closed.lottery.rate;
    if (play.options.selectionProof === 'ed25519' || losing === 0) return undefined;
    return { suspect: suspectOf(play, losing), delay: 0 };
  },
  gain(play) {
    if (play.options.selectionProof === 'ecvrf') return fair(play);
    return grindingGain(play);
  },
};

/** Whether what he holds back is still taken; undefined when that hangs on the network. */
function isInTime({ options, delayMax, asked: { delay } }: Play): boolean | undefined {
  if (delay > options.depositWindow) return false;
  return delay + 2 * delayMax + DAY <= options.depositWindow || options.depositWindow === Number.POSITIVE_INFINITY
    ? true
    : undefined;
}

const lateDepositor: VendorLaw = {
  caughtShare(play) {
    const inTime = isInTime(play);
    if (inTime === undefined) return undefined;
    return inTime ? always(0, '0: in time') : shownBy(play, play.closed.lottery.rate, 's');
  },
  suspect(play) {
    if (isInTime(play) !== false) return undefined;
    return { suspect: suspectOf(play, play.closed.lottery.rate), delay: play.asked.delay };
  },
  gain(play) {
    const inTime = isInTime(play);
    if (inTime === undefined) return undefined;
    return inTime ? fair(play) : forEachPayment(play, 0 - play.closed.lottery.unitValue, '- U n M/V v');
  },
};

const replayingMerchant: VendorLaw = {
  caughtShare: (play) => shownBy(play, play.closed.lottery.rate, 's'),
  suspect: (play) => ({ suspect: suspectOf(play, play.closed.lottery.rate), delay: 0 }),
  gain: fair,
};

/** By the adversary's kind. */
export const VENDOR_LAWS: ReadonlyMap<string, VendorLaw> = new Map(
  Object.entries({
    'grinding-merchant': grindingMerchant,
    'late-depositor': lateDepositor,
    'replaying-merchant': replayingMerchant,
  }),
);
