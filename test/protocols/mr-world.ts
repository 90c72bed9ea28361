/** A bank, a user and a merchant with fixed keys, and a cheque between them, for the tests of MR. */
import type { Cheque } from '../../src/protocols/mr/cheque.ts';
import type { Deposit, Directory } from '../../src/protocols/mr/deposit.ts';
import { select } from '../../src/protocols/mr/selection.ts';
import { selectionRate } from '../../src/protocols/mr/selection-rate.ts';
import { encodeSigned, signCheque } from '../../src/protocols/mr/signed-cheque.ts';
import type { SelectionSuite, Terms } from '../../src/protocols/mr/terms.ts';
import { toHex } from '../../src/protocols/primitives/bytes.ts';
import { publicKeyOf } from '../../src/protocols/primitives/ed25519.ts';
import { deriveKey } from '../../src/protocols/primitives/hash.ts';

export const SUITES: readonly SelectionSuite[] = ['ed25519', 'ecvrf'];

export const idOf = (name: string): Uint8Array => new Uint8Array(Buffer.from(name));
export const secretOf = (name: string): Uint8Array => deriveKey('mr-vectors', name, 32);
export const keyOf = (name: string): Uint8Array => publicKeyOf(secretOf(name));

const USERS = new Map(['alice', 'bob'].map((name) => [toHex(idOf(name)), keyOf(name)]));
const MERCHANTS = new Map(['kiosk', 'shop'].map((name) => [toHex(idOf(name)), keyOf(name)]));
export const directory: Directory = {
  userKey: (id) => USERS.get(toHex(id)),
  merchantKey: (id) => MERCHANTS.get(toHex(id)),
};

/** Every cheque is payable, unless a test says otherwise. */
export const terms = (suite: SelectionSuite, changes: Partial<Terms> = {}): Terms => ({
  bank: idOf('bank'),
  unitValue: 10_000,
  rate: selectionRate(1n, 1n),
  suite,
  depositWindow: Number.POSITIVE_INFINITY,
  ...changes,
});

export const cheque = (changes: Partial<Cheque> = {}): Cheque => ({
  user: idOf('alice'),
  merchant: idOf('kiosk'),
  bank: idOf('bank'),
  time: 1_000_000,
  value: 30_000,
  serial: 7,
  ...changes,
});

/** The cheque signed under the key of `user`, as bytes. */
export const signed = (changes: Partial<Cheque> = {}, user = 'alice'): Uint8Array =>
  encodeSigned(signCheque(cheque(changes), secretOf(user)));

export const deposit = (suite: SelectionSuite, changes: Partial<Cheque> = {}, user = 'alice'): Deposit => {
  const bytes = signed(changes, user);
  return { signed: bytes, proof: select(suite, bytes, secretOf('kiosk')) };
};
