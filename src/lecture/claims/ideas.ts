/**
 * The last slide: what all micropayment systems have in common, and what a validation costs.
 * @module
 */
import { OPERATIONS } from '../../economy/bank.ts';
import { DEFAULT_COSTS } from '../../scenario/default-costs.ts';
import { byTheory, type Claim, type Judgement, verdictOf } from './claim.ts';
import type { Estimate, Evidence } from './evidence.ts';
import { TIMED, VALIDATIONS_FOR_A_SIGNATURE } from './timed/validation.ts';
import { exceeds, isAbove, isAlways, isBelow, isSeen } from './weigh.ts';
import { say, sayNumber } from './words.ts';

const IDEAS = 'Major Ideas';
const TABLE = 'bank.costs, the default table: assumptions for one core of a server of 2026';
/** A validation in the protocol without encryption: stamp, customer secret and request, two hashes an HMAC. */
const HASHES_OF_A_VALIDATION = 6;

/** Real validations against real verifications by the clock; beside them what the table of costs assumes. */
function judgeOverhead(evidence: Evidence): Judgement {
  const [clear, secure] = ['clear', 'secure'].map((protocol) =>
    evidence.metric(TIMED.name, `timed.${protocol}.${VALIDATIONS_FOR_A_SIGNATURE}_for_a_signature.share`),
  ) as [Estimate, Estimate];
  const many = (compared: Estimate): string =>
    `${isAlways(compared, 1) ? 'at least' : 'fewer than'} ${VALIDATIONS_FOR_A_SIGNATURE}`;
  const validation = HASHES_OF_A_VALIDATION * DEFAULT_COSTS.hash;
  return {
    verdict: verdictOf(isAlways(clear, 1) && isAlways(secure, 1), false),
    finding: `In the time in which it verifies one Ed25519 signature a vendor validates ${many(clear)} requests in the clear, and ${many(secure)} that cannot be stolen: real requests and real signatures, timed in this very run by processor time. How many exactly is a matter of the machine: this one's speeds stand at the end of the page, and npx farthing bench millicent compares them with their peers. The table of costs, with which banks are simulated, assumes ${validation} µs for a validation and ${DEFAULT_COSTS.signature} µs for a signature.`,
    measured: [clear, secure],
    theory: [
      byTheory('one validation, as assumed', 'us', validation, '3 HMACs of 2 hashes', TABLE),
      byTheory('one signature, as assumed', 'us', DEFAULT_COSTS.signature, OPERATIONS.join(', '), TABLE),
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
    experiments: [TIMED.name],
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
