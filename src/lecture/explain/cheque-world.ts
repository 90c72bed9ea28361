/**
 * The people of an explained cheque: a user, a merchant and a bank with their keys and books, and the payments of the
 * user up to the first one that wins.
 * Source: MR02; the lecture's numbers: a cent a payment, one in a thousand wins $10.
 * @module
 */
import type { Cheque } from '../../protocols/mr/cheque.ts';
import type { Deposit, Directory } from '../../protocols/mr/deposit.ts';
import { isPayable, lotteryNumber, select } from '../../protocols/mr/selection.ts';
import { selectionRate, threshold } from '../../protocols/mr/selection-rate.ts';
import { encodeSigned, type SignedCheque, signCheque } from '../../protocols/mr/signed-cheque.ts';
import type { Terms } from '../../protocols/mr/terms.ts';
import { equalBytes } from '../../protocols/primitives/bytes.ts';
import { publicKeyOf } from '../../protocols/primitives/ed25519.ts';
import { deriveKey } from '../../protocols/primitives/hash.ts';
import { ascii } from '../../protocols/primitives/wire.ts';
import { DAY, type Microdollars, SECOND } from '../../units.ts';
import { type Answer, accepts, refuses } from './step.ts';

export const CENT: Microdollars = 10_000;
export const USER = 'alice';
export const MERCHANT = 'kiosk';
const BANK = 'bank';
const SECRET_BYTES = 32;

export const TERMS: Terms = {
  bank: ascii(BANK),
  unitValue: CENT,
  rate: selectionRate(1n, 1000n),
  suite: 'ed25519',
  depositWindow: DAY,
};
/** F(D) below this wins. */
export const THRESHOLD = threshold(TERMS.rate, 1);

export type ChequeWorld = ReturnType<typeof openWorld>;

/** A cheque and what its merchant makes of it. */
export interface Drawn {
  readonly cheque: Cheque;
  readonly signed: SignedCheque;
  readonly deposit: Deposit;
  /** F(D), below 2^64. */
  readonly number: bigint;
}

interface Secrets {
  readonly user: Uint8Array;
  readonly merchant: Uint8Array;
}

export function openWorld(seed: string) {
  const secrets = { user: secretOf(seed, 'user'), merchant: secretOf(seed, 'merchant') };
  const keys = { user: publicKeyOf(secrets.user), merchant: publicKeyOf(secrets.merchant) };
  const directory: Directory = {
    userKey: (id) => (equalBytes(id, ascii(USER)) ? keys.user : undefined),
    merchantKey: (id) => (equalBytes(id, ascii(MERCHANT)) ? keys.merchant : undefined),
  };
  return { seed, secrets, keys, directory, ...drawUntilWin(secrets) };
}

/** The name under which the secret key of a role is derived from the seed. */
export function nameOfSecret(role: string): string {
  return `lecture/cheque/${role}`;
}

function secretOf(seed: string, role: string): Uint8Array {
  return deriveKey(seed, nameOfSecret(role), SECRET_BYTES);
}

/** Cheques with the serials 1, 2, 3, ..., until one was payable and one was void. */
function drawUntilWin(secrets: Secrets): { readonly blank: Drawn; readonly win: Drawn } {
  let blank: Drawn | undefined;
  let win: Drawn | undefined;
  for (let serial = 1; blank === undefined || win === undefined; serial++) {
    const drawn = draw(serial, secrets);
    if (isPayable(drawn.number, TERMS.rate, 1)) win ??= drawn;
    else blank ??= drawn;
  }
  return { blank, win };
}

/** One payment a second. */
function draw(serial: number, secrets: Secrets): Drawn {
  const [user, merchant, bank] = [ascii(USER), ascii(MERCHANT), TERMS.bank];
  const cheque = { user, merchant, bank, time: serial * SECOND, value: CENT, serial };
  const signed = signCheque(cheque, secrets.user);
  const bytes = encodeSigned(signed);
  const proof = select(TERMS.suite, bytes, secrets.merchant);
  return { cheque, signed, deposit: { signed: bytes, proof }, number: lotteryNumber(TERMS.suite, proof)! };
}

/** A rejection, or anything else for acceptance. */
export function answerOf(who: string, asked: string, decision: object | string): Answer {
  return typeof decision === 'string' ? refuses(who, asked, decision) : accepts(who, asked);
}

/** F as a share of 2^64, to ten digits. */
export function share(number: bigint): string {
  return (Number(number) / 2 ** 64).toFixed(10);
}
