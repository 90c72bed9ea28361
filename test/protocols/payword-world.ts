/** A broker, users and vendors with fixed keys, and a commitment between them, for the tests of PayWord. */
import { type Certificate, issueCertificate, signedByBroker } from '../../src/protocols/payword/certificate.ts';
import { PaywordChain } from '../../src/protocols/payword/chain.ts';
import { type Commitment, signCommitment } from '../../src/protocols/payword/commitment.ts';
import type { Terms } from '../../src/protocols/payword/terms.ts';
import { acceptCommitment, type Expected, PaywordTill } from '../../src/protocols/payword/vendor.ts';
import { publicKeyOf } from '../../src/protocols/primitives/ed25519.ts';
import { deriveKey } from '../../src/protocols/primitives/hash.ts';
import { DAY } from '../../src/units.ts';

export const idOf = (name: string): Uint8Array => new Uint8Array(Buffer.from(name));
export const secretOf = (name: string): Uint8Array => deriveKey('payword-vectors', name, 32);
export const keyOf = (name: string): Uint8Array => publicKeyOf(secretOf(name));

/** The day begins at noon of the first day, and ends there. */
export const DATE = DAY / 2;
export const WORDS = 30;

/** A payword is a cent. */
export const terms = (changes: Partial<Terms> = {}): Terms => ({
  broker: idOf('broker'),
  brokerKey: keyOf('broker'),
  wordValue: 10_000,
  wordsMax: 1000,
  ...changes,
});

export const certificate = (changes: Partial<Certificate> = {}): Certificate => ({
  broker: idOf('broker'),
  user: idOf('alice'),
  userKey: keyOf('alice'),
  expires: 10 * DAY,
  creditLimit: 5_000_000,
  ...changes,
});

export const issued = (changes: Partial<Certificate> = {}, broker = 'broker'): Uint8Array => {
  const bytes = issueCertificate(certificate(changes), secretOf(broker));
  if (typeof bytes === 'string') throw new Error(bytes);
  return bytes;
};

export const chain = new PaywordChain(secretOf('w_n'), WORDS);

/** The limit covers 25 of the 30 paywords. */
export const commitment = (changes: Partial<Commitment> = {}): Commitment => ({
  vendor: idOf('kiosk'),
  certificate: issued(),
  root: chain.root,
  date: DATE,
  limit: 250_000,
  ...changes,
});

/** The commitment signed under the key of `user`. */
export const signed = (changes: Partial<Commitment> = {}, user = 'alice'): Uint8Array =>
  signCommitment(commitment(changes), secretOf(user));

export const expected = (changes: Partial<Expected> = {}): Expected => ({
  vendor: idOf('kiosk'),
  now: DATE,
  isIssued: signedByBroker(terms()),
  isRevoked: () => false,
  ...changes,
});

export const till = (): PaywordTill => {
  const made = acceptCommitment(terms(), signed(), expected());
  if (!(made instanceof PaywordTill)) throw new Error(made);
  return made;
};

export const payword = (index: number) => ({ word: chain.word(index), index });
