/** The lecture's claims: each judge on what was recorded, and on figures changed so that another verdict is right. */
import { describe, expect, it } from 'vitest';
import { CLAIM_VERDICTS, type ClaimVerdict, differingFromRecord } from '../../src/experiment/claims-result.ts';
import { digestOf } from '../../src/experiment/digest.ts';
import { claimsResultSchema } from '../../src/experiment/result-schema.ts';
import { DIRECT_EXPERIMENTS, runDirect, SCENARIO_EXPERIMENTS } from '../../src/lecture/claims/experiments.ts';
import { judgeIfMeasured } from '../../src/lecture/claims/judge.ts';
import { CLAIMS, claimsOfRun, claimsResult, experimentsOf } from '../../src/lecture/claims/list.ts';
import { comparedSpeeds, speedsOf, TIMED } from '../../src/lecture/claims/timed/validation.ts';
import { type Change, evidence, recorded } from './claims-evidence.ts';

const NOTHING = [] as const;
const [HOLDS, CONSTANT, ONLY_IF, NOT] = CLAIM_VERDICTS;

/** Of each claim: changed figures, and the verdict that they call for. */
const CHANGED: readonly (readonly [id: string, verdict: ClaimVerdict, ...changes: Change[]])[] = [
  ['first-collision', HOLDS, ['first-coins', 'k2.coins_1.good_balls', 128]],
  ['first-collision', NOT, ['first-coins', 'k2.coins_1.good_balls', 256]],
  ['collisions-grow-as-c-squared', HOLDS, ['collisions', 'direct.k2.collisions_per_c_to_the_k', 1]],
  ['collisions-grow-as-c-squared', NOT, ['collisions', 'direct.k2.collisions_per_c_to_the_k', 0.25]],
  ['collisions-become-cheaper', HOLDS, ['market', 'k4.mint.between_readings_balls_per_coin', 4, -1]],
  ['collisions-become-cheaper', NOT, ['market', 'k4.mint.between_readings_balls_per_coin', 4, 0]],
  [
    'collisions-grow-as-c-to-the-k',
    HOLDS,
    ['collisions', 'direct.k3.collisions_per_c_to_the_k', 1],
    ['collisions', 'direct.k4.collisions_per_c_to_the_k', 1],
    ['collisions', 'direct.k4-dense.coins_per_c_to_the_k', 1],
  ],
  ['collisions-grow-as-c-to-the-k', CONSTANT, ['collisions', 'direct.k4-dense.coins_per_c_to_the_k', 1 / 24]],
  ['collisions-grow-as-c-to-the-k', NOT, ['collisions', 'direct.k3.collisions_per_c_to_the_k', 1 / 3]],
  [
    'first-k-way-collision',
    HOLDS,
    ['first-coins', 'k3.coins_1.good_balls', 645],
    ['first-coins', 'k4.coins_1.good_balls', 1448],
  ],
  ['first-k-way-collision', NOT, ['first-coins', 'k4.coins_1.good_balls', 6000]],
  ['slow-first-fast-after', NOT, ['market', 'k3.mint.between_readings_balls_per_coin', 20, 0]],
  ['ten-billion-coins-a-month', NOT, ['ten-billion-in-small', 'k4.coins_9537.good_balls', 90_000]],
  ['overhead-against-counterfeiting', NOT, ['ten-billion-in-small', 'k4.forger_one_in_10.coins.count', 900]],
  ['verified-by-k-hashes', HOLDS, ['false-coins', 'direct.repeated.equal_hashes.share', 0]],
  ['verified-by-k-hashes', NOT, ['false-coins', 'direct.repeated.accepted.share', 1]],
  ['unused-coins-returned', ONLY_IF, ['market', 'micromint.coins.lapsed_count', 3]],
  ['unused-coins-returned', NOT, ['market', 'micromint.coins.exchanged_count', 0]],
  ['double-spending-unseen-by-vendors', NOT, ['double-spenders', 'bare.greedy.gain_usd', 0]],
  ['double-spending-unseen-by-vendors', NOT, ['double-spenders', 'bare.honest_users.accused_count', 1]],
  ['settled-at-day-end', NOT, ['market', 'micromint.settlement.delay_mean_us', 1e9]],
  ['forgery-unseen-in-real-time', ONLY_IF, ['keys', 'known-ahead.forgery.coins_paid_count', 5]],
  ['forgery-unseen-in-real-time', NOT, ['keys', 'known-ahead.forgery.coins_accepted_count', 0]],
  ['small-scale-forgery-impractical', HOLDS, ['two-forgers', 'micromint.card.profit_usd', -5]],
  ['small-scale-forgery-impractical', NOT, ['two-forgers', 'micromint.computer.profit_usd', 5]],
  ['forged-coins-die-after-a-month', NOT, ['keys', 'weekly-key.forger.coins_found_count', 200]],
  ['forged-coins-die-after-a-month', NOT, ['false-coins', 'direct.later.valid_under_present_key.share', 0.5]],
  ['forgery-waits-for-the-new-hash', NOT, ['keys', 'secret-key.forger.coins_found_count', 375]],
  ['broker-can-recall', NOT, ['keys', 'recall.forgery.coins_accepted_count', 100]],
  ['months-ahead-of-forgers', NOT, ['false-coins', 'direct.later.valid_under_present_key.share', 1]],
  ['four-fifths-get-a-bottle', NOT, ['machine', 'independent.bottle_cost.share', 0.75, 0]],
  ['average-bottle-six-cents', HOLDS, ['machine', 'independent.bottle_cost.mean_usd', 0.06]],
  ['one-in-625-costs-twenty-cents', HOLDS, ['machine', 'independent.four_coins.share', 0.0016]],
  ['one-in-625-costs-twenty-cents', NOT, ['machine', 'independent.more_than_four_coins.share', 0.004]],
  ['statistical-payment-nobody-cheats', HOLDS, ['grinders', 'mr1-ed25519.grinding-merchant.gain_usd', 0]],
  ['fair-on-average', NOT, ['slips', 'statistical.user_charge.mean_usd', 12]],
  ['fair-on-average', NOT, ['slips', 'statistical.bank_shortfall.mean_usd', 1]],
  ['not-always-fair-to-the-user', NOT, ['slips', 'statistical.overpay.probability', 0]],
  ['a-thousand-at-the-cost-of-one', NOT, ['slips', 'statistical.bank.messages_per_payment', 0.002]],
  ['one-draw-in-a-thousand', NOT, ['draws', 'direct.payable.share', 0.003]],
  ['user-may-pay-a-lot-more', NOT, ['lotteries', 'mr1.overpay.probability', 0]],
  ['no-risk-to-bank', HOLDS, ['poor-users', 'mr1.loss.bank_usd', 0]],
  ['no-risk-to-bank', NOT, ['lotteries', 'mr1.loss.bank_usd', 5]],
  ['payment-is-off-line', NOT, ['market', 'mr1.bank.messages_per_payment', 0.5]],
  ['bank-sees-one-in-a-thousand', NOT, ['lotteries', 'mr1.bank.messages_per_payment', 0.003]],
  ['neither-can-cheat', HOLDS, ['grinders', 'mr1-ed25519.grinding-merchant.gain_usd', 0]],
  ['neither-can-cheat', NOT, ['grinders', 'mr1-ecvrf.grinding-merchant.gain_usd', 50]],
  ['billions-with-millions', NOT, ['long-use', 'mr2.payable_count', 50_000]],
  ['inexpensive', NOT, ['long-use', 'mr1.bank.redemption_cost_usd', 500_000]],
  ['global-aggregation', NOT, ['market', 'channel.bank.messages_per_payment', 0.001]],
  ['risk-shifts-to-the-bank', NOT, ['lotteries', 'mr2.bank_shortfall.mean_usd', 0]],
  ['user-never-pays-more', NOT, ['lotteries', 'mr2.user_charge.max_over_use_usd', 0.01]],
  ['charges-sum-to-n', HOLDS, ['lotteries', 'mr2.user_charge.mean_usd', 10]],
  ['charges-sum-to-n', NOT, ['lotteries', 'mr2.user_charge.max_over_use_usd', 3]],
  ['bank-receives-what-it-pays', HOLDS, ['lotteries', 'mr2.bank_shortfall.mean_usd', 0]],
  ['bank-receives-what-it-pays', NOT, ['long-use', 'mr2.user_charge.mean_usd', 500]],
  ['cheater-is-caught', HOLDS, ['serial-cheats', 'mr2.serial-stretcher.caught_share', 1]],
  ['cheater-is-caught', NOT, ['serial-cheats', 'mr2.serial-reuser.caught_share', 0.1]],
  ['scrip-is-prepaid', NOT, ['market', 'millicent.settlement.delay_mean_us', 1e9]],
  ['broker-pays-less-commission', NOT, ['market', 'millicent.broker.income_usd', 0]],
  ['change-in-scrip', NOT, ['market', 'millicent.exchanges.made_count', 1000]],
  ['scrip-not-spent-twice', NOT, ['thieves', 'clear.double-spender.gain_usd', 1]],
  ['scrip-not-forged', NOT, ['thieves', 'clear.refused.bad_stamp_count', 0]],
  ['scrip-not-stolen', HOLDS, ['thieves', 'clear.wire-thief.gain_usd', 0]],
  ['scrip-not-stolen', NOT, ['thieves', 'secure.wire-thief.gain_usd', 1]],
  ['no-network-no-look-up', HOLDS, ['market', 'millicent.vendors.spent_ids_count', 0]],
  ['no-network-no-look-up', NOT, ['market', 'millicent.bank.look_ups_per_payment', 1]],
  ['low-computational-overhead', NOT, ['stopwatch', 'timed.secure.3_for_a_signature.share', 0]],
  ['low-computational-overhead', NOT, ['stopwatch', 'timed.clear.3_for_a_signature.share', 0]],
  ['fast-and-cheap', NOT, ['market', 'card.cost.total_usd_per_payment', 0.001]],
  [
    'hashing-instead-of-cryptography',
    HOLDS,
    ['market', 'mr1.bank.signature_checks_per_payment', 0],
    ['market', 'mr2.bank.signature_checks_per_payment', 0],
  ],
  ['hashing-instead-of-cryptography', NOT, ['market', 'micromint.bank.signature_checks_per_payment', 1]],
  ['fraud-is-not-serious', HOLDS, ['pairs', 'pairs-bare.cost.bank.losses_usd_per_1000_payments', 1]],
  ['fraud-is-not-serious', NOT, ['double-spenders', 'suspension.cost.vendors.losses_usd_per_1000_payments', 9]],
];

const TRIALS = CHANGED.map(([id, verdict, ...changes]) => ({ id, verdict, changes }));

function claimOf(id: string) {
  const claim = CLAIMS.find((each) => each.id === id);
  if (claim === undefined) throw new Error(`no claim ${id}`);
  return claim;
}

describe('the list of claims', () => {
  it('covers the numbers 1 to 23: fails when a claim of the first list is dropped', () => {
    const numbers = new Set(CLAIMS.flatMap(({ number }) => number ?? NOTHING));
    expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: 23 }, (_, i) => i + 1));
  });

  it('names each claim once, so that --claim means one of them', () => {
    const ids = CLAIMS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9-]*$/);
  });

  it('rests on experiments that exist, and leaves none idle', () => {
    const needed = experimentsOf(CLAIMS).map(({ name }) => name);
    const known = [...SCENARIO_EXPERIMENTS, ...DIRECT_EXPERIMENTS, TIMED].map(({ name }) => name);
    expect([...needed].sort()).toEqual([...known].sort());
  });
});

describe('the judges', () => {
  it.each(CLAIMS.map(({ id }) => id))('%s: what was measured calls for the verdict on record', (id) => {
    const claim = claimOf(id);
    expect(claim.judge(evidence()).verdict).toBe(claim.recorded);
  });

  it.each(TRIALS)('$id: other figures call for: $verdict', ({ id, verdict, changes }) => {
    const claim = claimOf(id);
    expect(verdict).not.toBe(claim.recorded);
    expect(claim.judge(evidence(changes)).verdict).toBe(verdict);
  });

  it('have each been made to change their minds: fails when a claim is added whose verdict nothing can move', () => {
    const moved = new Set(CHANGED.map(([id]) => id));
    expect(CLAIMS.filter(({ id }) => !moved.has(id)).map(({ id }) => id)).toEqual([]);
  });

  it('say a whole sentence with a figure, and never that something is not a number', () => {
    for (const claim of CLAIMS) {
      const { finding } = claim.judge(evidence());
      expect(finding).toMatch(/^[A-Z0-9].*\d.*\.$/s);
      expect(finding).not.toMatch(/NaN|undefined|Infinity|null/);
    }
  });
});

describe('a result of claims', () => {
  it('has the shape that its schema says, and a digest that can be recomputed', () => {
    const { digest, ...body } = claimsResultSchema.parse(claimsResult(CLAIMS, recorded(), '42'));
    expect(digestOf(body)).toBe(digest);
    expect(body.differing).toEqual([]);
  });

  it('names the claims whose verdict is not the one on record', () => {
    const claims = CLAIMS.map((claim) =>
      claim.id === 'no-risk-to-bank' ? { ...claim, recorded: 'holds' as const } : claim,
    );
    expect(claimsResult(claims, recorded(), '42').differing).toEqual(['no-risk-to-bank']);
  });

  it('marks as not measured what a run does not bear on, with the verdict on record', () => {
    const judged = judgeIfMeasured(claimOf('scrip-not-stolen'), evidence());
    const { market } = Object.fromEntries(recorded());
    const { claims } = claimsOfRun(market!);
    expect(judged.verdict).toBe('holds only if');
    expect(claims.find(({ id }) => id === 'scrip-not-stolen')).toMatchObject({
      verdict: null,
      recorded: 'holds only if',
      finding: '',
      measured: [],
    });
    expect(claims.find(({ id }) => id === 'scrip-is-prepaid')?.verdict).toBe('holds');
    expect(differingFromRecord(claims)).toEqual([]);
  });
});

describe('a run of few replications', () => {
  it('judges no claim: fails when a quick run denies what it cannot see', () => {
    const { market } = Object.fromEntries(recorded());
    const { claims } = claimsOfRun({ ...market!, replications: 29 });
    expect(claims.filter(({ verdict }) => verdict !== null)).toEqual([]);
  });
});

describe('the direct experiments', () => {
  it.each(DIRECT_EXPERIMENTS)('$name is the same under one seed and another one under another', (direct) => {
    const few = { ...direct, replications: 2 };
    expect(runDirect(few, 'a')).toEqual(runDirect(few, 'a'));
    // Coins of 20 a month are all good or none, whatever the seed.
    if (direct.name !== 'false-coins') expect(runDirect(few, 'a')).not.toEqual(runDirect(few, 'b'));
  });
});

describe('the timed experiment', () => {
  /** A clock that goes on by a millisecond whenever it is looked at: every task looks equally slow. */
  const ticking = () => {
    let time = 0;
    return () => {
      time += 1000;
      return time;
    };
  };

  it('validates real requests and verifies real signatures, by the clock that it is given', () => {
    // A hundred validations or five verifications between two looks at the clock. Fails when a request is refused, when
    // the clock is read within a task, or when the speeds are not the rounds' medians.
    const speeds = speedsOf('a seed', ticking());
    expect(speeds.validatedInTheClear / speeds.signaturesVerified).toBeCloseTo(20, 9);
    expect(speeds.validatedSecurely).toBe(speeds.validatedInTheClear);
    expect(speeds.signaturesVerified).toBeCloseTo(5 / 0.001, 6);
  });

  it.each([
    [300, 300, [1, 1]],
    [299, 300, [0, 1]],
    [2000, 100, [1, 0]],
  ])('%i in the clear and %i secure for 100 signatures are compared as %j', (clear, secure, expected) => {
    // Fails when the slower of the two protocols is not looked at, or less than three validations suffice.
    const speeds = { validatedInTheClear: clear, validatedSecurely: secure, signaturesVerified: 100 };
    expect(comparedSpeeds(speeds).metrics.map(({ value }) => value)).toEqual(expected);
  });

  it('leaves no speed in what is measured: fails when two runs of one seed would differ', () => {
    const slow = { validatedInTheClear: 70_000, validatedSecurely: 40_000, signaturesVerified: 4000 };
    const fast = { validatedInTheClear: 91_234, validatedSecurely: 50_001, signaturesVerified: 4567 };
    expect(comparedSpeeds(slow)).toEqual(comparedSpeeds(fast));
  });
});
