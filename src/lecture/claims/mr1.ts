/**
 * The slides on MR1, and those that praise MR1 and MR2 together.
 * @module
 */
import { grinding, uncollectedCharge } from '../../theory/cheats.ts';
import { byTheory, type Claim, type Judgement, verdictOf } from './claim.ts';
import type { Estimate, Evidence } from './evidence.ts';
import { exceeds, isAbout, isAbove, isAlways, isBelow, isSeen, scaled } from './weigh.ts';
import { say, sayNumber } from './words.ts';

const MR1 = 'MR1 (Micali, Rivest)';
const CONTINUED = 'MR1, continued';
const PROPERTIES = 'Properties of MR1';
const BOTH = 'Properties of MR1 and MR2';
const SOURCE = 'MR02; laws derived';
/** The lecture's cheque: a cent, one in 1,000 wins. */
const LECTURE = { unitValue: 0.01, rate: 0.001 };
/** The experiment with signatures: one in 100 wins. */
const GROUND = { unitValue: 0.01, rate: 0.01 };
/** Of a share that counts a few hundred winners: to within a factor of two. */
const FACTOR_OF_TWO = 1;

function judgeDraw(evidence: Evidence): Judgement {
  const share = evidence.metric('draws', 'direct.payable.share');
  const law = share.theory?.agrees !== false;
  return {
    verdict: verdictOf(law && isAbout(share, LECTURE.rate, FACTOR_OF_TWO), false),
    finding: `F of 240,000 strings of a signature's length fell below 0.001 in ${say(share)} of the cases, which the binomial law with s = 1/1000 bears out.`,
    measured: [share],
  };
}

/** Every message at the bank is a winning cheque: losing ones involve nobody but user and merchant. */
function judgeOffline(evidence: Evidence): Judgement {
  const messages = evidence.metric('market', 'mr1.bank.messages_per_payment');
  const winners = evidence.metric('market', 'mr1.payable_count');
  const payments = evidence.metric('market', 'demand.purchases.count').value;
  const perPayment = scaled(winners, 1 / payments, 'mr1.payable_per_payment', 'cheques');
  const card = evidence.metric('market', 'card.bank.messages_per_payment');
  const equal = Math.abs(perPayment.value - messages.value) < 1e-9;
  return {
    verdict: verdictOf(equal && isBelow(messages, 1) && isAbove(card, 1), false),
    finding: `The bank's ${say(messages)} for each payment are the winning cheques (${say(perPayment)}), which come when the vendor sends them; no payment waits for an answer. A card asks ${say(card)} each time.`,
    measured: [messages, perPayment, card],
  };
}

function judgeBankSees(evidence: Evidence): Judgement {
  const messages = evidence.metric('lotteries', 'mr1.bank.messages_per_payment');
  const rate = messages.theory?.value ?? Number.NaN;
  return {
    verdict: verdictOf(messages.theory?.agrees !== false && isAbout(messages, rate, FACTOR_OF_TWO), false),
    finding: `The bank sees ${say(scaled(messages, 1, 'mr1.bank.share', '1'))} of the payments, which is the selection rate, ${sayNumber('share', rate)} here.`,
    measured: [messages],
  };
}

function judgeScalable(evidence: Evidence): Judgement {
  const payments = evidence.metric('long-use', 'demand.purchases.count');
  const winners = evidence.metric('long-use', 'mr2.payable_count');
  const ratio = scaled(winners, 1 / payments.value, 'mr2.payable_per_payment', 'cheques');
  return {
    verdict: verdictOf(isAbout(ratio, LECTURE.rate), false),
    finding: `Of ${say(payments)} payments in each replication ${say(winners)} reached the bank: a factor of ${(1 / ratio.value).toFixed(0)}, from billions to millions.`,
    measured: [payments, winners, ratio],
  };
}

function judgeAggregation(evidence: Evidence): Judgement {
  const [mr1, channel, millicent] = ['mr1', 'channel', 'millicent'].map((label) =>
    evidence.metric('market', `${label}.bank.messages_per_payment`),
  ) as [Estimate, Estimate, Estimate];
  const lessThanPairs = exceeds(channel, mr1) && exceeds(millicent, mr1);
  return {
    verdict: verdictOf(lessThanPairs && mr1.theory?.agrees !== false, false),
    finding: `Every user buys from every vendor, and the bank's load is ${say(mr1)} a payment, the selection rate, whoever pays whom. A channel for each pair brings ${say(channel)}, scrip of each vendor ${say(millicent)}.`,
    measured: [mr1, channel, millicent],
  };
}

function judgeInexpensive(evidence: Evidence): Judgement {
  const payments = evidence.metric('long-use', 'demand.purchases.count').value;
  const all = evidence.metric('long-use', 'mr1.bank.redemption_cost_usd');
  const lottery = scaled(all, 1 / payments, 'mr1.redemption_cost_per_payment_usd', 'USD');
  const card = evidence.metric('market', 'card.cost.total_usd_per_payment');
  return {
    verdict: verdictOf(isBelow(lottery, LECTURE.unitValue / 10) && exceeds(card, lottery), false),
    finding: `A payment of one cent costs the bank ${say(lottery)} in macropayments at 30 cents each (an assumption), a card all parties ${say(card)}.`,
    measured: [lottery, card],
  };
}

function judgeNoRisk(evidence: Evidence): Judgement {
  const honest = evidence.metric('lotteries', 'mr1.loss.bank_usd');
  const poor = evidence.metric('poor-users', 'mr1.loss.bank_usd');
  const each = uncollectedCharge(LECTURE, 1000, 5);
  const safe = isAlways(honest, 0);
  return {
    verdict: verdictOf(safe && !isSeen(poor), safe && isSeen(poor)),
    finding: `If every user can pay: then the bank passes each charge on and loses ${say(honest)}. Ten users with five dollars each cost it ${say(poor)}, since it charges ten at a time (${sayNumber('usd', each)} for each of them by theory).`,
    measured: [honest, poor],
    theory: [byTheory('loss by a user with $5', 'USD', each, 'E[(m v/s - F)+], m ~ Bin(n, s)', SOURCE)],
  };
}

function judgeNeitherCheats(evidence: Evidence): Judgement {
  const many = evidence.metric('grinders', 'mr1-ed25519.grinding-merchant.gain_usd');
  const one = evidence.metric('grinders', 'mr1-ecvrf.grinding-merchant.gain_usd');
  const pair = evidence.metric('pairs', 'pairs-bare.colluding-pair.gain_usd');
  const { tries, gain } = grinding(GROUND);
  const uniqueHolds = !isAbove(one, 0);
  return {
    verdict: verdictOf(uniqueHolds && !isAbove(many, 0), uniqueHolds && isAbove(many, 0)),
    finding: `If a cheque has one D only: a merchant who may pick among signatures makes every cheque of a cent win, ${sayNumber('usd', gain)} after ${tries.toFixed(0)} tries, ${say(many)} of four cheques; with a verifiable random function he has ${say(one)}. User and merchant together still choose the cheque: ${say(pair)} for one pair of MR2.`,
    measured: [many, one, pair],
    theory: [
      byTheory('gain of a ground cheque, s = 1/100', 'USD', gain, 'v/s - v', SOURCE),
      byTheory('tries for it', 'tries', tries, '1/s', SOURCE),
    ],
  };
}

function judgeMayPayMore(evidence: Evidence): Judgement {
  const [over, spread, most, used] = [
    'overpay.probability',
    'user_charge.sd_usd',
    'user_charge.max_over_use_usd',
    'user_charge.mean_usd',
  ].map((name) => evidence.metric('lotteries', `mr1.${name}`)) as [Estimate, Estimate, Estimate, Estimate];
  return {
    verdict: verdictOf(isSeen(over) && isAbove(most, 0), false),
    finding: `On a use of ${sayNumber('usd', used.theory?.value ?? used.value)} the charge has a standard deviation of ${say(spread)}; ${say(over)} of the users pay more than they used, one of them by ${say(most)}.`,
    measured: [over, spread, most],
  };
}

export const MR1_CLAIMS: readonly Claim[] = [
  {
    id: 'one-draw-in-a-thousand',
    slide: MR1,
    says: 'F is uniform between 0 and 1, so F(D) < 0.001 happens one time in 1,000.',
    recorded: 'holds',
    experiments: ['draws'],
    judge: judgeDraw,
  },
  {
    id: 'user-may-pay-a-lot-more',
    number: 14,
    slide: CONTINUED,
    says: 'In MR1 a user may pay a lot more than his transactions are worth.',
    recorded: 'holds',
    experiments: ['lotteries'],
    judge: judgeMayPayMore,
  },
  {
    id: 'no-risk-to-bank',
    number: 13,
    slide: CONTINUED,
    says: 'MR1 is no risk to the bank.',
    recorded: 'holds only if',
    experiments: ['lotteries', 'poor-users'],
    judge: judgeNoRisk,
  },
  {
    id: 'payment-is-off-line',
    slide: PROPERTIES,
    says: 'Payment is off-line: nobody contacts the bank during a transaction.',
    recorded: 'holds',
    experiments: ['market'],
    judge: judgeOffline,
  },
  {
    id: 'bank-sees-one-in-a-thousand',
    number: 15,
    slide: PROPERTIES,
    says: 'The bank sees 0.1 % of the transactions only.',
    recorded: 'holds',
    experiments: ['lotteries'],
    judge: judgeBankSees,
  },
  {
    id: 'neither-can-cheat',
    number: 12,
    slide: PROPERTIES,
    says: 'Because of the signatures neither user nor merchant can cheat.',
    recorded: 'holds only if',
    experiments: ['grinders', 'pairs'],
    judge: judgeNeitherCheats,
  },
  {
    id: 'billions-with-millions',
    number: 15,
    slide: BOTH,
    says: 'Billions of transactions are handled with millions of payments.',
    recorded: 'holds',
    experiments: ['long-use'],
    judge: judgeScalable,
  },
  {
    id: 'inexpensive',
    slide: BOTH,
    says: 'MR1 and MR2 are inexpensive.',
    recorded: 'holds',
    experiments: ['long-use', 'market'],
    judge: judgeInexpensive,
  },
  {
    id: 'global-aggregation',
    slide: BOTH,
    says: 'Payments of many customers to many merchants are aggregated.',
    recorded: 'holds',
    experiments: ['market'],
    judge: judgeAggregation,
  },
];
