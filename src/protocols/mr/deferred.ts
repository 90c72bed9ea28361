/**
 * MR3: what the bank decides about the openings of a period, all of them together before any is paid. User and merchant
 * cannot grind a cheque, since it is fixed before the draw; and since the draw goes by user and serial, a serial used
 * with two merchants is payable with both or with neither.
 * Source: MR02 (deferred selection); what is checked in which order is ours.
 * @module
 */
import type { Microseconds } from '../../units.ts';
import { equalBytes, toHex } from '../primitives/bytes.ts';
import type { Directory, Payable } from './deposit.ts';
import { type Examined, examine, flawOfUser } from './examine.ts';
import { checkOpening } from './merkle.ts';
import { leafNumber } from './period-draw.ts';
import type { Commitment, Opening } from './period-list.ts';
import type { Rejection } from './rejection.ts';
import { isPayable } from './selection.ts';
import { chequeId } from './signed-cheque.ts';
import type { Terms } from './terms.ts';

/** A period whose draw is published. */
export interface DrawnPeriod {
  /** Its cheques have times from `start` until before `end`: otherwise one could be listed in two periods. */
  readonly start: Microseconds;
  readonly end: Microseconds;
  /** At most one a merchant, as `drawPeriod` asks. */
  readonly commitments: readonly Commitment[];
  /** As `checkDraw` returns it. */
  readonly beta: Uint8Array;
}

export interface PayableOpening extends Payable {
  /** Whether another cheque that was opened has one of its serials: its user is caught. */
  readonly reused: boolean;
}

/**
 * The answers to all openings of a period, in their order; to be charged as in MR2, by a `SerialBook`. Never throws,
 * whatever the openings.
 * Rejections: `root-missing` (no commitment of the merchant), `bad-opening` (not in its list), `malformed`,
 * `wrong-bank`, `value-out-of-range`, `unknown-merchant` (made out to another one), `late` (its time is not in the
 * period), `unknown-user`, `bad-user-signature`, `not-payable`, `duplicate` (opened before), and `serial-reused` (all
 * that have a serial in common, unless such are honoured).
 */
export function checkOpenings(
  terms: Terms,
  period: DrawnPeriod,
  openings: readonly Opening[],
  userKey: Directory['userKey'],
  honourReused: boolean,
): (PayableOpening | Rejection)[] {
  const commitments = new Map(period.commitments.map((commitment) => [toHex(commitment.merchant), commitment]));
  const opened = new Map<string, Payable>();
  const answers = openings.map((opening) => {
    const payable = checkOne(terms, period, commitments, opening, userKey);
    if (typeof payable === 'string') return payable;
    if (opened.has(payable.id)) return 'duplicate';
    opened.set(payable.id, payable);
    return payable;
  });
  const reused = serialsInCommon([...opened.values()]);
  return answers.map((answer) => {
    if (typeof answer === 'string') return answer;
    if (reused.has(answer) && !honourReused) return 'serial-reused';
    return { ...answer, reused: reused.has(answer) };
  });
}

function checkOne(
  terms: Terms,
  period: DrawnPeriod,
  commitments: ReadonlyMap<string, Commitment>,
  { merchant, index, signed, path }: Opening,
  userKey: Directory['userKey'],
): Payable | Rejection {
  const commitment = commitments.get(toHex(merchant));
  if (commitment === undefined) return 'root-missing';
  if (!checkOpening(commitment.root, commitment.count, index, signed, path)) return 'bad-opening';
  const examined = examine(terms, signed);
  if (typeof examined === 'string') return examined;
  if (!equalBytes(examined.cheque.merchant, merchant)) return 'unknown-merchant';
  if (examined.cheque.time < period.start || examined.cheque.time >= period.end) return 'late';
  return flawOfUser(examined, userKey) ?? payableIn(terms, period.beta, examined);
}

function payableIn(terms: Terms, beta: Uint8Array, { cheque, units, signed }: Examined): Payable | 'not-payable' {
  const number = leafNumber(beta, cheque.user, cheque.serial);
  return isPayable(number, terms.rate, units) ? { cheque, units, id: chequeId(signed) } : 'not-payable';
}

/** Those of the cheques that share a serial with another one of the same user. */
function serialsInCommon(payables: readonly Payable[]): Set<Payable> {
  const inCommon = new Set<Payable>();
  /** Of each user the cheque that reaches furthest so far. */
  const furthest = new Map<string, Payable>();
  for (const payable of payables.toSorted((a, b) => a.cheque.serial - b.cheque.serial)) {
    const user = toHex(payable.cheque.user);
    const before = furthest.get(user);
    if (before !== undefined && payable.cheque.serial <= lastSerial(before)) inCommon.add(before).add(payable);
    if (before === undefined || lastSerial(payable) > lastSerial(before)) furthest.set(user, payable);
  }
  return inCommon;
}

function lastSerial({ cheque, units }: Payable): number {
  return cheque.serial + (units - 1);
}
