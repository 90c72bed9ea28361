/**
 * What the bank decides about a deposit by its bytes alone; what needs its memory is in the books.
 * Source: MR02.
 * @module
 */
import type { Cheque } from './cheque.ts';
import { examine, flawOfUser, type KeyOf } from './examine.ts';
import type { Rejection } from './rejection.ts';
import { checkSelection, isPayable, lotteryNumber } from './selection.ts';
import { chequeId } from './signed-cheque.ts';
import type { Terms } from './terms.ts';

export interface Directory {
  readonly userKey: KeyOf;
  readonly merchantKey: KeyOf;
}

/** What a merchant sends to the bank: (C, D). */
export interface Deposit {
  readonly signed: Uint8Array;
  readonly proof: Uint8Array;
}

/** A deposit that its bytes speak for. */
export interface Payable {
  readonly cheque: Cheque;
  /** j. */
  readonly units: number;
  /** `chequeId` of the cheque: what the books know it by. */
  readonly id: string;
}

/**
 * The payable cheque of a deposit, to the merchant it is made out to, whoever sent it. Never throws, whatever the bytes.
 * Rejections: `malformed`, `wrong-bank`, `value-out-of-range`, `unknown-merchant`, `unknown-user`,
 * `bad-user-signature`, `bad-selection-proof`, `not-payable`.
 * Costs two signature checks at most, or one and one of the verifiable random function.
 */
export function checkDeposit(terms: Terms, deposit: Deposit, directory: Directory): Payable | Rejection {
  const examined = examine(terms, deposit.signed);
  if (typeof examined === 'string') return examined;
  const { cheque, units, signed } = examined;
  const merchantKey = directory.merchantKey(cheque.merchant);
  if (merchantKey === undefined) return 'unknown-merchant';
  const flaw = flawOfUser(examined, directory.userKey);
  if (flaw !== undefined) return flaw;
  if (!checkSelection(terms.suite, deposit.proof, deposit.signed, merchantKey)) return 'bad-selection-proof';
  const number = lotteryNumber(terms.suite, deposit.proof);
  if (number === undefined) return 'bad-selection-proof';
  return isPayable(number, terms.rate, units) ? { cheque, units, id: chequeId(signed) } : 'not-payable';
}
