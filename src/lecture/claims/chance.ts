/**
 * The slides on statistical schemes: the soft-drink machine, and the payment that is worth ten dollars or nothing.
 * @module
 */
import { meanTries, triesAt, triesAtLeast } from '../../theory/soft-drink.ts';
import { byTheory, type Claim, type Judgement, verdictOf } from './claim.ts';
import type { Estimate, Evidence } from './evidence.ts';
import { isAbout, isAbove, isAlways, isSeen, scaled } from './weigh.ts';
import { say, sayNumber } from './words.ts';

const MACHINE = 'Statistical Schemes';
const PAYMENT = 'Statistical Payment';
const SOURCE = "the lecture's machine, derived";
const NICKEL_USD = 0.05;
const SIX_CENTS_USD = 0.06;
const ONE_IN_FIVE = 1 / 5;
/** The lecture's figures of the machine are exact, so an average that is 1 % off is another one. */
const CLOSE = 0.01;

function judgeAverage(evidence: Evidence): Judgement {
  const fifth = evidence.metric('machine', 'independent.bottle_cost.mean_usd');
  const sixth = evidence.metric('machine', 'six-cents.bottle_cost.mean_usd');
  const needed = 1 - NICKEL_USD / SIX_CENTS_USD;
  return {
    verdict: verdictOf(isAbout(fifth, SIX_CENTS_USD, CLOSE), false),
    finding: `With one slot in five empty a bottle costs ${sayNumber('usd', NICKEL_USD * meanTries(ONE_IN_FIVE))} on average (measured: ${say(fifth)}). Six cents need one in ${(1 / needed).toFixed(0)} (${say(sixth)}).`,
    measured: [fifth, sixth],
    theory: [byTheory('empty slots for six cents', 'share', needed, '1 - c / 6c', SOURCE)],
  };
}

function judgeOneIn625(evidence: Evidence): Judgement {
  const said = 1 / 625;
  const [exactly, atLeast, more] = ['four_coins', 'four_coins_or_more', 'more_than_four_coins'].map((name) =>
    evidence.metric('machine', `independent.${name}.share`),
  ) as [Estimate, Estimate, Estimate];
  const literally = isAbout(exactly, said) || isAbout(atLeast, said);
  const inThousands = ({ value }: Estimate): string => `${(value * 625).toFixed(2)} in 625`;
  return {
    verdict: verdictOf(literally, isAbout(more, said)),
    finding: `Only if it means more than 20 cents: ${inThousands(more)} bottles do. Exactly 20 cents cost ${inThousands(exactly)}, 20 cents or more ${inThousands(atLeast)}.`,
    measured: [exactly, atLeast, more],
    theory: [
      byTheory('exactly four coins', 'share', triesAt(4, ONE_IN_FIVE), 'q^3 (1 - q)', SOURCE),
      byTheory('more than four coins', 'share', triesAtLeast(5, ONE_IN_FIVE), 'q^4', SOURCE),
    ],
  };
}

function judgeFourFifths(evidence: Evidence): Judgement {
  const [first] = evidence.points('machine', 'independent.bottle_cost.share');
  return {
    verdict: verdictOf(isAbout(first!, 1 - ONE_IN_FIVE, CLOSE), false),
    finding: `${say({ ...first!, name: 'first_coin.share' })} of the bottles came for the first nickel; the other customers had paid five cents for nothing.`,
    measured: [first!],
    theory: [byTheory('one coin', 'share', triesAt(1, ONE_IN_FIVE), '1 - q', SOURCE)],
  };
}

function slip(evidence: Evidence, name: string): Estimate {
  return evidence.metric('slips', `statistical.${name}`);
}

function judgeFairOnAverage(evidence: Evidence): Judgement {
  const charge = slip(evidence, 'user_charge.mean_usd');
  const used = charge.theory?.value ?? Number.NaN;
  const bank = slip(evidence, 'bank_shortfall.mean_usd');
  const holds = isAbout(charge, used) && isAlways(bank, 0);
  return {
    verdict: verdictOf(holds, false),
    finding: `Users who used ${sayNumber('usd', used)} are charged ${say(charge)} on average, and merchants get it; the bank is never short.`,
    measured: [charge, bank],
  };
}

function judgeNotAlwaysFair(evidence: Evidence): Judgement {
  const over = slip(evidence, 'overpay.probability');
  const nothing = slip(evidence, 'pays_nothing.probability');
  const spread = slip(evidence, 'user_charge.sd_usd');
  return {
    verdict: verdictOf(isSeen(over), false),
    finding: `After 1,000 payments of a cent ${say(over)} of the users have paid more than they used and ${say(nothing)} nothing; the standard deviation is ${say(spread)}.`,
    measured: [over, nothing, spread],
  };
}

function judgeThousandForOne(evidence: Evidence): Judgement {
  const messages = slip(evidence, 'bank.messages_per_payment');
  const macropayments = slip(evidence, 'bank.macropayments_per_payment');
  const perThousand = scaled(messages, 1000, 'bank.messages_per_1000_payments', 'messages');
  return {
    verdict: verdictOf(isAbout(perThousand, 1), false),
    finding: `A thousand payments bring the bank ${say(perThousand)}, and ${say(scaled(macropayments, 1000, 'm', 'macropayments'))}: one from the user, one to the merchant.`,
    measured: [perThousand, macropayments],
  };
}

/** Where the draw is out of everybody's hands nobody gains; where one party can choose it, he does. */
function judgeNobodyCheats(evidence: Evidence): Judgement {
  const trusted = slip(evidence, 'user_charge.mean_usd');
  const grinder = evidence.metric('grinders', 'mr1-ed25519.grinding-merchant.gain_usd');
  const fair = trusted.theory?.agrees !== false;
  const chosen = isAbove(grinder, 0);
  return {
    verdict: verdictOf(fair && !chosen, fair && chosen),
    finding: `As long as nobody can choose the draw: with a trusted one users are charged ${say(trusted)}, as they should be; a merchant who draws himself with a signature of many values gains ${say(grinder)} of four cheques of a cent.`,
    measured: [trusted, grinder],
  };
}

export const CHANCE_CLAIMS: readonly Claim[] = [
  {
    id: 'four-fifths-get-a-bottle',
    slide: MACHINE,
    says: 'Four times in five a customer gets a bottle for 5 cents, one time in five nothing.',
    recorded: 'holds',
    experiments: ['machine'],
    judge: judgeFourFifths,
  },
  {
    id: 'average-bottle-six-cents',
    number: 9,
    slide: MACHINE,
    says: 'With one bottle in five removed, a bottle costs six cents on average.',
    recorded: 'does not hold',
    experiments: ['machine'],
    judge: judgeAverage,
  },
  {
    id: 'one-in-625-costs-twenty-cents',
    number: 10,
    slide: MACHINE,
    says: 'One bottle in 625 costs 20 cents.',
    recorded: 'holds only if',
    experiments: ['machine'],
    judge: judgeOneIn625,
  },
  {
    id: 'statistical-payment-nobody-cheats',
    slide: PAYMENT,
    says: 'User, merchant and bank cannot cheat.',
    recorded: 'holds only if',
    experiments: ['slips', 'grinders'],
    judge: judgeNobodyCheats,
  },
  {
    id: 'fair-on-average',
    number: 11,
    slide: PAYMENT,
    says: 'A statistical payment is fair to merchant and bank on average.',
    recorded: 'holds',
    experiments: ['slips'],
    judge: judgeFairOnAverage,
  },
  {
    id: 'not-always-fair-to-the-user',
    number: 11,
    slide: PAYMENT,
    says: 'It is not always fair to the user, who may be charged too much.',
    recorded: 'holds',
    experiments: ['slips'],
    judge: judgeNotAlwaysFair,
  },
  {
    id: 'a-thousand-at-the-cost-of-one',
    number: 11,
    slide: PAYMENT,
    says: 'A thousand transactions can be made at the cost of one.',
    recorded: 'holds',
    experiments: ['slips'],
    judge: judgeThousandForOne,
  },
];
