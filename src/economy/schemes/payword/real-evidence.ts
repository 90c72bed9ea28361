/**
 * Evidence as bytes: certificates, commitments, chains and deposits of the protocol library. All secrets derive from
 * the replication's seed.
 * @module
 */
import { issueCertificate, signedByBroker } from '../../../protocols/payword/certificate.ts';
import { PaywordChain, WORD_BYTES } from '../../../protocols/payword/chain.ts';
import { signCommitment } from '../../../protocols/payword/commitment.ts';
import { checkDeposit } from '../../../protocols/payword/deposit.ts';
import { encodePayment } from '../../../protocols/payword/payword.ts';
import type { Rejection } from '../../../protocols/payword/rejection.ts';
import type { Terms } from '../../../protocols/payword/terms.ts';
import { acceptCommitment, type PaywordTill } from '../../../protocols/payword/vendor.ts';
import { readWord, toHex, writeWord } from '../../../protocols/primitives/bytes.ts';
import { publicKeyOf } from '../../../protocols/primitives/ed25519.ts';
import { deriveKey } from '../../../protocols/primitives/hash.ts';
import type { Microseconds } from '../../../units.ts';
import type { Chain, Deposited, Evidence, Till } from './evidence.ts';
import { type PaywordOptions, wordsOfChain } from './options.ts';

const KEY_BYTES = 32;
const NAME_BYTES = 4;
const BROKER = nameOf(0);

export class RealEvidence implements Evidence<Uint8Array> {
  readonly column = 'letters';
  readonly #seed: string;
  readonly #options: PaywordOptions;
  readonly #terms: Terms;
  readonly #brokerSecret: Uint8Array;
  readonly #userSecrets = new Map<number, Uint8Array>();
  /** The broker knows its own certificates. */
  readonly #issued = new Set<string>();
  #chains = 0;

  constructor(seed: string, options: PaywordOptions) {
    this.#seed = seed;
    this.#options = options;
    this.#brokerSecret = deriveKey(seed, 'broker/key', KEY_BYTES);
    const { unitValue: wordValue } = options;
    const brokerKey = publicKeyOf(this.#brokerSecret);
    this.#terms = { broker: BROKER, brokerKey, wordValue, wordsMax: wordsOfChain(options) };
  }

  certify(user: number, expires: Microseconds): Uint8Array {
    const certificate = {
      broker: BROKER,
      user: nameOf(user),
      userKey: publicKeyOf(this.#secretOf(user)),
      expires,
      creditLimit: this.#options.limit,
    };
    const bytes = issueCertificate(certificate, this.#brokerSecret);
    if (typeof bytes === 'string') throw new RangeError(`user ${user} gets no certificate: ${bytes}`);
    this.#issued.add(toHex(bytes));
    return bytes;
  }

  chain(user: number, vendor: number, certificate: Uint8Array, date: Microseconds): Chain<Uint8Array> {
    const words = this.#terms.wordsMax;
    const last = deriveKey(this.#seed, `user/${user}/chain/${this.#chains++}`, WORD_BYTES);
    const chain = new PaywordChain(last, words);
    const limit = words * this.#options.unitValue;
    const commitment = { vendor: nameOf(vendor), certificate, root: chain.root, date, limit };
    return {
      commitment: signCommitment(commitment, this.#secretOf(user)),
      payment: (index) => encodePayment({ word: chain.word(index), index }),
    };
  }

  accept(
    commitment: Uint8Array,
    vendor: number,
    now: Microseconds,
    isRevoked: (user: number) => boolean,
  ): Till<Uint8Array> | Rejection {
    const till = acceptCommitment(this.#terms, commitment, {
      vendor: nameOf(vendor),
      now,
      isIssued: signedByBroker(this.#terms),
      isRevoked: (user) => isRevoked(numberOf(user)),
    });
    return typeof till === 'string' ? till : this.#tillOf(till);
  }

  #tillOf(till: PaywordTill): Till<Uint8Array> {
    const { id, commitment, certificate } = till.examined;
    return {
      id,
      date: commitment.date,
      creditWords: certificate.creditLimit / this.#terms.wordValue,
      get index() {
        return till.last.index;
      },
      receive: (payment, due, now) => till.receive(payment, due, now),
      deposit: () => till.deposit(),
    };
  }

  read(deposit: Uint8Array): Deposited | Rejection {
    const read = checkDeposit(this.#terms, deposit, (certificate) => this.#issued.has(toHex(certificate)));
    if (typeof read === 'string') return read;
    const { id, index, commitment, certificate } = read;
    return { user: numberOf(certificate.user), vendor: numberOf(commitment.vendor), id, date: commitment.date, index };
  }

  size(letter: Uint8Array): number {
    return letter.length;
  }

  #secretOf(user: number): Uint8Array {
    const known = this.#userSecrets.get(user);
    if (known !== undefined) return known;
    const secret = deriveKey(this.#seed, `user/${user}/key`, KEY_BYTES);
    this.#userSecrets.set(user, secret);
    return secret;
  }
}

function nameOf(number: number): Uint8Array {
  const name = new Uint8Array(NAME_BYTES);
  writeWord(name, 0, number);
  return name;
}

function numberOf(name: Uint8Array): number {
  return readWord(name, 0);
}
