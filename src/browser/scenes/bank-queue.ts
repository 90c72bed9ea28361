/**
 * Scene: three equal banks on one demand, asked by card, by Millicent and by MR2.
 * @source the lecture's properties of MR1 and MR2, and of Millicent; Pollaczek, Khinchine for the queue
 * @module
 */
import text from '../../../scenarios/lecture-queue.yaml?raw';
import type { Scene } from '../scene.ts';
import { drawBankQueue } from './bank-queue/picture.ts';
import { type QueueFrame, watchQueue } from './bank-queue/run.ts';
import { LENGTHS, queueAnswer, queueAsks, queueFinding } from './bank-queue/words.ts';

/** Customers of the scenario, who share the payments. */
const USERS = 20;
const MINUTES_PER_DAY = 1440;
/** Costs of the bank's operations in parts of an authorisation: two messages, a look-up and two writes are a whole. */
const COSTS = [
  ['message', 6],
  ['signature', 12],
  ['lookUp', 6],
  ['write', 4],
] as const;

export const bankQueue: Scene<QueueFrame> = {
  id: 'queue',
  title: 'Three banks and one demand',
  about:
    'The same customers pay at the same instants by card, by Millicent and by MR2. Each bank has one server, which ' +
    'takes as long for an authorisation as for a cheque of MR2. Every fifth customer is a ring, so that one ' +
    'sees the queue step forward. Who has to wait?',
  file: 'lecture-queue.yaml',
  text,
  parameters: [
    {
      key: 'perMinute',
      label: 'Payments a minute',
      unit: '',
      values: [2, 5, 10, 15, 18, 20, 21, 22, 25, 30, 60],
      initial: 20,
      overrides: (perMinute) => [`demand.payments.perUserPerDay=${(perMinute * MINUTES_PER_DAY) / USERS}`],
    },
    {
      key: 'service',
      label: 'An authorisation takes',
      unit: ' s',
      values: [0.3, 0.6, 1.2, 1.8, 2.4, 2.7, 3, 3.6, 6],
      initial: 2.7,
      overrides: (seconds) =>
        COSTS.map(([operation, parts]) => `bank.costs.${operation}=${Math.round((seconds * 1e6) / parts)}`),
    },
    {
      key: 'oneIn',
      label: 'Of so many cheques one wins:',
      unit: '',
      values: [2, 5, 10, 20, 50, 100, 200, 500, 1000],
      initial: 100,
      overrides: (oneIn) => [`schemes.mr2.selectionRate=1/${oneIn}`],
    },
  ],
  beats: [
    {
      from: 0,
      says: "Every payment is one job for the card's bank. The others are asked when scrip is sold or a cheque wins.",
    },
    {
      from: 0.15,
      says: "Millicent's broker has most of its work while customers meet their vendors; then they pay without it.",
    },
    {
      from: 0.4,
      says: "On average the card's bank can do a little more than it is asked, and still they queue: payments cluster.",
    },
    {
      from: 0.7,
      says: "MR2's bank sees the cheques that win and no other: its server stands idle nearly all the time.",
    },
  ],
  question: {
    about: [{ perMinute: 22 }, { perMinute: 18 }],
    asks: queueAsks,
    options: LENGTHS,
    answer: queueAnswer,
  },
  positionUnit: 'simulated seconds',
  step: 1,
  seconds: 50,
  metrics: [
    'card.bank.wait_mean_us',
    'card.bank.wait_p95_us',
    'card.bank.queue_max_count',
    'card.bank.utilisation_ratio',
    'millicent.bank.queue_max_count',
    'millicent.bank.utilisation_ratio',
    'mr2.bank.queue_max_count',
    'mr2.bank.utilisation_ratio',
  ],
  metricsNote:
    'The picture ends with the hour. The longest queues and the waits of the table also count what comes after it: ' +
    "Millicent's vendors then settle with their broker.",
  open: watchQueue,
  draw: drawBankQueue,
  finding: queueFinding,
};
