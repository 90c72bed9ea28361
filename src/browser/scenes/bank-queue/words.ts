/**
 * What is said of the queues.
 * @module
 */
import { grouped, listed, plain, quantity, write } from '../../../report/format.ts';
import { SECOND } from '../../../units.ts';
import type { Values } from '../../scene.ts';
import type { BankView, QueueFrame } from './run.ts';

/** The banks in the order in which they stand below each other. */
export const BANKS = [
  { key: 'card', title: "The card's bank" },
  { key: 'millicent', title: "Millicent's broker" },
  { key: 'mr2', title: "MR2's bank" },
] as const;

export type BankKey = (typeof BANKS)[number]['key'];

export function timeWords(seconds: number): string {
  return Number.isFinite(seconds) ? quantity('us', seconds * SECOND) : '∞';
}

/** In whole per cent, and below ten to a tenth. */
export function shareWords(share: number): string {
  const decimals = share > 0 && share < 0.1 ? 1 : 0;
  return write({ prefix: '', suffix: ' %', divisor: 0.01, decimals }, share);
}

export function counted(count: number, what: string): string {
  return `${grouped(count, 0)} ${what}${count === 1 ? '' : 's'}`;
}

export function queueFinding(frame: QueueFrame): string {
  if (frame.seconds === 0) return 'The banks have just opened: nobody has paid yet.';
  const { card, millicent, mr2 } = frame;
  const busy = listed([card, millicent, mr2].map(({ busyShare }) => shareWords(busyShare)));
  return (
    `After ${plain('us', frame.seconds * SECOND)}: ${grouped(card.waiting, 0)} wait at the card's bank (at worst ` +
    `${grouped(card.waitingMax, 0)}), ${grouped(millicent.waiting, 0)} at Millicent's broker, ` +
    `${grouped(mr2.waiting, 0)} at MR2's bank; busy ${busy} of the time.`
  );
}

/** Bounds of the lengths that can be answered; the options are disjoint and leave nothing out. */
const LENGTHS_MAX = [2, 9, 29];

export const LENGTHS = [
  { id: 'short', label: 'at most 2: hardly anybody' },
  { id: 'middling', label: '3 to 9' },
  { id: 'long', label: '10 to 29' },
  { id: 'endless', label: '30 or more' },
] as const;

export function queueAsks({ perMinute, service }: Values): string {
  return (
    `${perMinute} payments come a minute, which is ${shareWords((perMinute * service) / 60)} of what the card's bank ` +
    'can do. How many customers will wait there at once in the hour, at worst?'
  );
}

/** A bank that is busy so often, and not all the time, has a queue for all the time that it has left. */
const OFTEN_BUSY = 0.5;
const ALWAYS_BUSY = 0.995;

export function queueAnswer(last: QueueFrame) {
  const { card, millicent, mr2 } = last;
  const at = LENGTHS_MAX.findIndex((most) => card.waitingMax <= most);
  const right = LENGTHS.at(at)!.id;
  const because = `${waitedAtCard(card)} In this hour ${waited(millicent)} at Millicent's broker, and ${waited(mr2)} at MR2's bank.`;
  return { right, because };
}

function waitedAtCard(card: BankView): string {
  const { waitingMax, busyShare } = card;
  const busy = `the card's bank was busy ${shareWords(busyShare)} of the time`;
  if (waitingMax === 0) return `Nobody waited: ${busy}.`;
  const link = busyShare >= OFTEN_BUSY && busyShare < ALWAYS_BUSY ? ', though' : ':';
  return (
    `${counted(waitingMax, 'customer')} at once${link} ${busy}. Customers waited ${timeWords(card.waitMeanSeconds)} on ` +
    `average${beside(card)}.`
  );
}

function waited({ waitingMax }: BankView): string {
  return waitingMax === 0 ? 'nobody waited' : `at most ${grouped(waitingMax, 0)} waited`;
}

/** The mean wait of the long run, where there is one. */
function beside({ longRun }: BankView): string {
  if (longRun === undefined) return '';
  return Number.isFinite(longRun.waitMeanSeconds)
    ? ` (${timeWords(longRun.waitMeanSeconds)} in the long run, say Pollaczek and Khinchine)`
    : ' (it cannot keep up: in the long run the wait has no end)';
}
