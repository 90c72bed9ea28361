/**
 * What is said of the bills.
 * @module
 */
import type { Result } from '../../../experiment/result.ts';
import { grouped, plain, quantity } from '../../../report/format.ts';
import type { Values } from '../../scene.ts';
import type { BillsFrame } from './run.ts';

/** A share of users: "26.4 %", "0 %". */
export function shareWords(share: number): string {
  return share === 0 ? '0 %' : quantity('ratio', share);
}

export function billsFinding({ mr1, mr2, paymentsMean, wins }: BillsFrame): string {
  if (paymentsMean === 0) return 'Nobody has paid yet.';
  const made = `After ${counted(Math.round(paymentsMean), 'payment')} each and ${counted(wins, 'win')} in all`;
  const some = mr2.over.value === 0 ? 'no user of MR2' : `${shareWords(mr2.over.value)} of MR2's`;
  return (
    `${made}, ${shareWords(mr1.over.value)} of MR1's users are billed more than they used ` +
    `(theory ${shareWords(mr1.over.theory)}), and ${some}.`
  );
}

function counted(count: number, what: string): string {
  return `${grouped(count, 0)} ${what}${count === 1 ? '' : 's'}`;
}

/** At the scenario's price, a cent. */
export function billsAsks({ users, oneIn, payments }: Values): string {
  return (
    `One cheque in ${grouped(oneIn, 0)} wins ${plain('usd', oneIn / 100)}. Each of ${grouped(users, 0)} users of MR1 ` +
    `makes ${grouped(payments, 0)} payments of a cent: how many of them will be billed more than they used?`
  );
}

/** Bounds of the shares that can be answered; the options are disjoint and leave nothing out. */
const FEW = 1 / 6;
const MANY = 1 / 3;

export const SHARES = [
  { id: 'none', label: 'none of them: it is a fair bet' },
  { id: 'few', label: 'some, but fewer than one in six' },
  { id: 'some', label: 'between one in six and one in three' },
  { id: 'many', label: 'more than one in three' },
] as const;

export function billsAnswer(last: BillsFrame, result: Result) {
  const { value, theory } = last.mr1.over;
  const right = value === 0 ? 'none' : value < FEW ? 'few' : value <= MANY ? 'some' : 'many';
  const exact = result.metrics.find(({ name }) => name === 'mr1.overpay.probability')?.theory?.value ?? theory;
  const use = last.perUser * last.priceUsd;
  const because =
    `${shareWords(value)} of the ${grouped(last.users, 0)} users were billed more than the ${plain('usd', use)} ` +
    `that each used; theory says ${shareWords(exact)}. ${quits(last)}${shareWords(last.mr1.nothing.value)} paid ` +
    `nothing at all, and the mean is ${quantity('usd', last.mr1.billMeanUsd)}. Under MR2 ` +
    `${shareWords(last.mr2.over.value)} were billed too much, and the bank is short of ` +
    `${quantity('usd', last.mr2.shortfallUsd.value)} a user.`;
  return { right, because };
}

/** Where use is a whole number of wins, some are billed exactly what they used. */
function quits({ mr1: { excessUsd }, users }: BillsFrame): string {
  const even = excessUsd.filter((excess) => excess === 0).length;
  return even === 0 ? '' : `${shareWords(even / users)} paid exactly that, `;
}
