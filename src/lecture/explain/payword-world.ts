/**
 * The people of an explained payword: a broker, a user with a certificate, and two vendors that he pays on one day.
 * Source: RS96, section 2; numbers and names are ours.
 * @module
 */
import { issueCertificate, signedByBroker } from '../../protocols/payword/certificate.ts';
import { PaywordChain } from '../../protocols/payword/chain.ts';
import { signCommitment } from '../../protocols/payword/commitment.ts';
import { CreditBook, type CreditDecision } from '../../protocols/payword/credit-book.ts';
import { checkDeposit } from '../../protocols/payword/deposit.ts';
import { encodePayment } from '../../protocols/payword/payword.ts';
import type { Terms } from '../../protocols/payword/terms.ts';
import { acceptCommitment, PaywordTill } from '../../protocols/payword/vendor.ts';
import { equalBytes } from '../../protocols/primitives/bytes.ts';
import { publicKeyOf } from '../../protocols/primitives/ed25519.ts';
import { deriveKey } from '../../protocols/primitives/hash.ts';
import { ascii, KEY_BYTES } from '../../protocols/primitives/wire.ts';
import { DAY, HOUR, type Microdollars } from '../../units.ts';
import { type Answer, accepts, refuses } from './step.ts';

export const BROKER = 'broker';
export const USER = 'alice';
export const VENDOR = 'kiosk';
export const OTHER_VENDOR = 'press';
export const CENT: Microdollars = 10_000;
export const WORDS = 10;
/** What a commitment promises a vendor, and what the broker lends the user. */
const LIMIT = 8 * CENT;
export const CREDIT_LIMIT = 10 * CENT;
const DATE = 1000 * DAY;
const NOON = DATE + 12 * HOUR;
const NEXT_MORNING = DATE + DAY + 6 * HOUR;

export type PaywordWorld = ReturnType<typeof openWorld>;
/** What a vendor has of the user, and the user for the vendor. */
type Account = PaywordWorld['here'];

/** A broker, a user with a certificate and a chain for each of two vendors, and the vendors' tills. */
export function openWorld(seed: string) {
  const secrets = { broker: secretOf(seed, 'broker'), user: secretOf(seed, 'user') };
  const keys = { broker: publicKeyOf(secrets.broker), user: publicKeyOf(secrets.user) };
  const terms: Terms = { broker: ascii(BROKER), brokerKey: keys.broker, wordValue: CENT, wordsMax: 1000 };
  const certificate = issue(keys.user, secrets.broker);
  const commit = (vendor: string, chain: PaywordChain) =>
    signCommitment({ vendor: ascii(vendor), certificate, root: chain.root, date: DATE, limit: LIMIT }, secrets.user);
  const open = (vendor: string) => {
    const chain = new PaywordChain(secretOf(seed, `w_n/${vendor}`), WORDS);
    const commitment = commit(vendor, chain);
    return { vendor, chain, commitment, till: tillOf(terms, commitment, vendor) };
  };
  const book = new CreditBook<string>({ wordValue: CENT, depositWindow: DAY, honourOverLimit: false });
  const account = book.register(CREDIT_LIMIT);
  return { seed, secrets, keys, terms, certificate, here: open(VENDOR), there: open(OTHER_VENDOR), book, account };
}

/** 32 bytes of the seed that nobody else has. */
export function secretOf(seed: string, role: string): Uint8Array {
  return deriveKey(seed, nameOfSecret(role), KEY_BYTES);
}

/** The name under which a secret is derived from the seed. */
export function nameOfSecret(role: string): string {
  return `lecture/payword/${role}`;
}

/** @throws Error when the user's key is none to be certified. */
function issue(userKey: Uint8Array, brokerSecret: Uint8Array): Uint8Array {
  const [broker, user] = [ascii(BROKER), ascii(USER)];
  const issued = issueCertificate(
    { broker, user, userKey, expires: DATE + 30 * DAY, creditLimit: CREDIT_LIMIT },
    brokerSecret,
  );
  if (typeof issued === 'string') throw new Error(issued);
  return issued;
}

/** @throws Error when the vendor does not accept the commitment. */
function tillOf(terms: Terms, commitment: Uint8Array, vendor: string): PaywordTill {
  const expected = { vendor: ascii(vendor), now: NOON, isIssued: signedByBroker(terms), isRevoked: () => false };
  const till = acceptCommitment(terms, commitment, expected);
  if (!(till instanceof PaywordTill)) throw new Error(`a commitment is refused: ${till}`);
  return till;
}

/** What a vendor says to (w_i, i), offered for something that costs so many cents. */
export function payment({ vendor, chain, till }: Account, index: number, due: number, guess?: Uint8Array): Answer {
  const taken = till.receive(encodePayment({ word: guess ?? chain.word(index), index }), due, NOON);
  const name = guess === undefined ? `w_${index}` : 'the guess';
  const asked = `sent (${name}, ${index}) for ${due} cent${due === 1 ? '' : 's'}`;
  if (typeof taken === 'string') return refuses(`vendor ${vendor}`, asked, taken);
  return accepts(`vendor ${vendor}`, asked, `accepted, pays ${taken}`);
}

/** The broker's decision on a vendor's deposit, by its bytes and then by the credit book. */
export function deposit({ terms, certificate, book, account }: PaywordWorld, { till }: Account): CreditDecision {
  const checked = checkDeposit(terms, till.deposit()!, (bytes) => equalBytes(bytes, certificate));
  if (typeof checked === 'string') throw new Error(`a deposit is refused: ${checked}`);
  return book.deposit(account, checked.id, checked.commitment.date, checked.index, NEXT_MORNING);
}

/** Paid, or what the broker has against it. */
export function brokerAnswer(asked: string, objection: string | undefined): Answer {
  return objection === undefined ? accepts('broker', asked, 'paid') : refuses('broker', asked, objection);
}
