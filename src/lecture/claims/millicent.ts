/**
 * The slides on Millicent: prepaid scrip that its vendor checks himself.
 * @module
 */
import { type Claim, type Judgement, verdictOf } from './claim.ts';
import type { Estimate, Evidence } from './evidence.ts';
import { isAbove, isAlways, isBelow, isSeen } from './weigh.ts';
import { say } from './words.ts';

const MILLICENT = 'Millicent';
const VERIFICATION = 'Millicent Scrip Verification';
const PROTOCOLS = ['clear', 'secure', 'private'];

/** What a gang gains under each of the three protocols. */
function gains(evidence: Evidence, gang: string): Estimate[] {
  return PROTOCOLS.map((label) => evidence.metric('thieves', `${label}.${gang}.gain_usd`));
}

function told(estimates: readonly Estimate[]): string {
  return estimates.map((estimate, i) => `${PROTOCOLS[i]} ${say(estimate)}`).join(', ');
}

function judgeNobodyGains(evidence: Evidence, gang: string, refusals: string, deed: string): Judgement {
  const gained = gains(evidence, gang);
  // Where requests are encrypted a vendor cannot even read what was not made for him.
  const refused = PROTOCOLS.slice(0, 2).map((label) =>
    evidence.metric('thieves', `${label}.refused.${refusals}_count`),
  );
  const holds = gained.every((gain) => !isAbove(gain, 0)) && refused.every(isSeen);
  return {
    verdict: verdictOf(holds, false),
    finding: `${deed} gained nothing in any protocol (${told(gained)}); vendors refused, in each replication, ${told(refused)}.`,
    measured: [...gained, ...refused],
  };
}

function judgeStolen(evidence: Evidence): Judgement {
  const [clear, secure, encrypted] = gains(evidence, 'wire-thief') as [Estimate, Estimate, Estimate];
  const safe = isAlways(secure, 0) && isAlways(encrypted, 0);
  return {
    verdict: verdictOf(safe && isAlways(clear, 0), safe && isAbove(clear, 0)),
    finding: `Not in the clear: who reads replies on the wire spends the change that he finds, ${say(clear)}; where each request needs the customer's secret he gains ${say(secure)}, and encrypted ${say(encrypted)}.`,
    measured: [clear, secure, encrypted],
  };
}

/** Vendors ask nobody, but they remember which scrip they have seen. */
function judgeNoLookUp(evidence: Evidence): Judgement {
  const metric = (name: string): Estimate => evidence.metric('market', `millicent.${name}`);
  const lookUps = metric('bank.look_ups_per_payment');
  const messages = metric('bank.messages_per_payment');
  const remembered = metric('vendors.spent_ids_count');
  const alone = isAlways(lookUps, 0) && isBelow(messages, 1);
  return {
    verdict: verdictOf(alone && isAlways(remembered, 0), alone && isSeen(remembered)),
    finding: `None at the broker or the bank (${say(lookUps)} look-ups a payment, ${say(messages)} for exchanges); but the vendors hold ${say(remembered)} of spent scrip in memory until it expires.`,
    measured: [lookUps, messages, remembered],
  };
}

function judgePrepaid(evidence: Evidence): Judgement {
  const delay = evidence.metric('market', 'millicent.settlement.delay_mean_us');
  const owed = evidence.metric('market', 'millicent.scrip.outstanding_usd');
  const later = evidence.metric('market', 'micromint.settlement.delay_mean_us');
  return {
    verdict: verdictOf(isBelow(delay, 0) && isAbove(owed, 0), false),
    finding: `Vendors have their money before the sale (${say(delay)} after it, on average), where MicroMint's wait ${say(later)}; in the end ${say(owed)} of scrip are still to be served.`,
    measured: [delay, owed],
  };
}

function judgeChange(evidence: Evidence): Judgement {
  const made = evidence.metric('market', 'millicent.exchanges.made_count');
  const served = evidence.metric('market', 'millicent.payments.served_count');
  const gap = evidence.metric('market', 'millicent.scrip.register_gap_usd');
  return {
    verdict: verdictOf(isBelow(made, served.value / 2) && isAlways(gap, 0), false),
    finding: `${say(made)} exchanges of scrip sufficed for ${say(served)}: what scrip is worth beyond a price comes back as scrip, and registers and ledger differ by ${say(gap)}.`,
    measured: [made, served, gap],
  };
}

function judgeCommission(evidence: Evidence): Judgement {
  const vendors = evidence.metric('market', 'millicent.vendors.income_usd');
  const broker = evidence.metric('market', 'millicent.broker.income_usd');
  const holds = [vendors, broker].every(({ theory }) => theory?.agrees !== false) && isAbove(broker, 0);
  return {
    verdict: verdictOf(holds, false),
    finding: `Of the scrip that users bought vendors were paid ${say(vendors)} and the broker kept ${say(broker)}.`,
    measured: [vendors, broker],
  };
}

export const MILLICENT_CLAIMS: readonly Claim[] = [
  {
    id: 'scrip-is-prepaid',
    slide: MILLICENT,
    says: 'Scrip is prepaid: a promise of a service to come.',
    recorded: 'holds',
    experiments: ['market'],
    judge: judgePrepaid,
  },
  {
    id: 'broker-pays-less-commission',
    slide: MILLICENT,
    says: 'The broker collects from users and pays vendors, less a commission.',
    recorded: 'holds',
    experiments: ['market'],
    judge: judgeCommission,
  },
  {
    id: 'change-in-scrip',
    slide: MILLICENT,
    says: 'Vendors give change in their own scrip.',
    recorded: 'holds',
    experiments: ['market'],
    judge: judgeChange,
  },
  {
    id: 'scrip-not-spent-twice',
    number: 20,
    slide: VERIFICATION,
    says: 'Scrip cannot be spent twice.',
    recorded: 'holds',
    experiments: ['thieves'],
    judge: (evidence) => judgeNobodyGains(evidence, 'double-spender', 'already_spent', 'Who paid twice with one piece'),
  },
  {
    id: 'scrip-not-forged',
    number: 20,
    slide: VERIFICATION,
    says: 'Scrip cannot be forged.',
    recorded: 'holds',
    experiments: ['thieves'],
    judge: (evidence) => judgeNobodyGains(evidence, 'scrip-forger', 'bad_stamp', 'Who invented stamps'),
  },
  {
    id: 'scrip-not-stolen',
    number: 20,
    slide: VERIFICATION,
    says: 'Scrip cannot be stolen.',
    recorded: 'holds only if',
    experiments: ['thieves'],
    judge: judgeStolen,
  },
  {
    id: 'no-network-no-look-up',
    number: 21,
    slide: VERIFICATION,
    says: 'Validation needs no network connection and no look-up in a database.',
    recorded: 'holds only if',
    experiments: ['market'],
    judge: judgeNoLookUp,
  },
];
