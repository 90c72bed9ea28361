/**
 * The last slide: what all micropayment systems have in common, and what a validation costs.
 * @module
 */
import { OPERATIONS } from '../../economy/bank.ts';
import { DEFAULT_COSTS } from '../../scenario/default-costs.ts';
import { byTheory, type Claim, type Judgement, verdictOf } from './claim.ts';
import type { Estimate, Evidence } from './evidence.ts';
import { exceeds, isAbove, isAlways, isBelow, isSeen } from './weigh.ts';
import { say, sayNumber } from './words.ts';

const IDEAS = 'Major Ideas';
const TABLE = 'bank.costs, the default table: assumptions for one core of a server of 2026';
/** A validation in the protocol without encryption: stamp, customer secret and request, two hashes an HMAC. */
const HASHES_OF_A_VALIDATION = 6;

/** Per second of one core, by operations and the table of their costs: no clock is read. */
function judgeOverhead(evidence: Evidence): Judgement {
  const checks = evidence.metric('market', 'millicent.bank.signature_checks_per_payment');
  const hashes = evidence.metric('market', 'millicent.bank.hashes_per_payment');
  const validation = HASHES_OF_A_VALIDATION * DEFAULT_COSTS.hash;
  const times = DEFAULT_COSTS.signature / validation;
  return {
    verdict: verdictOf(isAlways(checks, 0) && times > 1, false),
    finding: `A vendor's three HMACs take ${validation} µs by the table of costs, ${sayNumber('', 1e6 / validation)} validations a second, where one signature takes ${DEFAULT_COSTS.signature} µs: ${times.toFixed(0)} times as long. The broker's part is ${say(hashes)} hashes and ${say(checks)} signature checks a payment.`,
    measured: [checks, hashes],
    theory: [
      byTheory('one validation', 'us', validation, '3 HMACs of 2 hashes', TABLE),
      byTheory('one signature', 'us', DEFAULT_COSTS.signature, OPERATIONS.join(', '), TABLE),
    ],
  };
}

/** Public-key operations at the bank for each payment: none, or few, or two for each winner. */
function judgeHashing(evidence: Evidence): Judgement {
  const labels = ['micromint', 'millicent', 'mr1', 'mr2'];
  const checks = labels.map((label) => evidence.metric('market', `${label}.bank.signature_checks_per_payment`));
  const [micromint, millicent, ...lotteries] = checks as [Estimate, Estimate, ...Estimate[]];
  const hashOnly = isAlways(micromint, 0) && isAlways(millicent, 0);
  const signing = lotteries.every(isSeen);
  return {
    verdict: verdictOf(hashOnly && !signing, hashOnly && signing),
    finding: `In MicroMint and Millicent, where the bank checks ${say(micromint)} and ${say(millicent)} signatures a payment, if public-key cryptography is meant (an HMAC is cryptography too). The lotteries sign: the bank of MR1 checks ${say(lotteries[0]!)}, and user and vendor sign every payment.`,
    measured: checks,
  };
}

function judgeFastAndCheap(evidence: Evidence): Judgement {
  const cost = (label: string): Estimate => evidence.metric('market', `${label}.cost.total_usd_per_payment`);
  const [card, scrip, coins, lottery] = ['card', 'millicent', 'micromint', 'mr1'].map(cost) as Estimate[];
  const price =
    evidence.metric('market', 'demand.value.total_usd').value /
    evidence.metric('market', 'demand.purchases.count').value;
  const needed = isAbove(card!, price);
  const given = [scrip!, coins!, lottery!].every((each) => exceeds(card!, each));
  return {
    verdict: verdictOf(needed && given, false),
    finding: `For goods at ${sayNumber('usd', price)} a card costs all parties ${say(card!)}; in this small market Millicent costs ${say(scrip!)}, MicroMint ${say(coins!)} and MR1 ${say(lottery!)}, most of it for macropayments, of which larger markets need fewer for each payment.`,
    measured: [card!, scrip!, coins!, lottery!],
  };
}

/** Small fraud is stopped after a day; fraud by those who can repeat it at will is not small. */
function judgeFraud(evidence: Evidence): Judgement {
  const loss = evidence.metric('double-spenders', 'bare.cost.vendors.losses_usd_per_1000_payments');
  const left = evidence.metric('double-spenders', 'suspension.cost.vendors.losses_usd_per_1000_payments');
  const pair = evidence.metric('pairs', 'pairs-bare.cost.bank.losses_usd_per_1000_payments');
  /** A thousand payments of a cent. */
  const turnover = 10;
  const small = isBelow(left, turnover / 4) && exceeds(loss, left);
  const large = isAbove(pair, turnover);
  return {
    verdict: verdictOf(small && !large, small && large),
    finding: `As long as it is small and those who repeat it are stopped: of ${sayNumber('usd', turnover)} of payments double-spenders take ${say(loss)} from vendors, and ${say(left)} where they are suspended. One user and one merchant who choose winning cheques take ${say(pair)}, a hundred times the payments.`,
    measured: [loss, left, pair],
  };
}

export const IDEAS_CLAIMS: readonly Claim[] = [
  {
    id: 'low-computational-overhead',
    number: 22,
    slide: 'Millicent Scrip Verification',
    says: 'Scrip is validated at a low computational overhead.',
    recorded: 'holds',
    experiments: ['market'],
    judge: judgeOverhead,
  },
  {
    id: 'fast-and-cheap',
    slide: IDEAS,
    says: 'Micropayment systems must be fast and cheap, and lack what payments of higher value have.',
    recorded: 'holds',
    experiments: ['market'],
    judge: judgeFastAndCheap,
  },
  {
    id: 'hashing-instead-of-cryptography',
    number: 22,
    slide: IDEAS,
    says: 'Hashing is used instead of cryptography.',
    recorded: 'holds only if',
    experiments: ['market'],
    judge: judgeHashing,
  },
  {
    id: 'fraud-is-not-serious',
    number: 23,
    slide: IDEAS,
    says: 'Fraud is not a serious problem with micropayments.',
    recorded: 'holds only if',
    experiments: ['double-spenders', 'pairs'],
    judge: judgeFraud,
  },
];
