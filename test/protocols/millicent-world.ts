/** A vendor, a broker and customers of Millicent with fixed secrets, and OpenSSL's cipher, for the tests. */
import { type CipherGCM, createCipheriv, createDecipheriv, type DecipherGCM } from 'node:crypto';
import fc from 'fast-check';
import { Counter } from '../../src/protocols/millicent/counter.ts';
import { CustomerKeys } from '../../src/protocols/millicent/customer-keys.ts';
import { CustomerSecrets } from '../../src/protocols/millicent/customer-secrets.ts';
import { Desk } from '../../src/protocols/millicent/desk.ts';
import { Examiner } from '../../src/protocols/millicent/examiner.ts';
import type { Protocol } from '../../src/protocols/millicent/frame.ts';
import { type Holding, parseGrant } from '../../src/protocols/millicent/grant.ts';
import { IdRange } from '../../src/protocols/millicent/id-range.ts';
import type { Order } from '../../src/protocols/millicent/order.ts';
import { Payouts } from '../../src/protocols/millicent/payout.ts';
import { PriceList, type PriceRule, type Shop } from '../../src/protocols/millicent/price-list.ts';
import { NO_PROPERTIES } from '../../src/protocols/millicent/properties.ts';
import type { Way } from '../../src/protocols/millicent/request.ts';
import { idText, type Scrip } from '../../src/protocols/millicent/scrip.ts';
import { SecretTable } from '../../src/protocols/millicent/secret-table.ts';
import { Stamper } from '../../src/protocols/millicent/stamper.ts';
import { ascii } from '../../src/protocols/millicent/text-reader.ts';
import { Till, type TillOptions } from '../../src/protocols/millicent/till.ts';
import type { Aead } from '../../src/protocols/primitives/aead.ts';
import { deriveKey } from '../../src/protocols/primitives/hash.ts';
import { DAY, MINUTE } from '../../src/units.ts';

export const PROTOCOLS: readonly Protocol[] = ['clear', 'secure', 'private'];
export const secret = (name: string): Uint8Array => deriveKey('millicent-vectors', name, 32);
export const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
export const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

const ROUNDS = 10;
const QUARTERS = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const;

/** HChaCha20 (draft-irtf-cfrg-xchacha-03, section 2.2): the key for a nonce's first 16 bytes. */
function subkey(key: Uint8Array, nonce: Uint8Array): Uint8Array {
  const input = new Uint8Array([...bytesOf('expand 32-byte k'), ...key, ...nonce.subarray(0, 16)]);
  const x = new Uint32Array(input.buffer);
  const add = (to: number, from: number, mixed: number, bits: number): void => {
    x[to] += x[from];
    const word = x[mixed] ^ x[to];
    x[mixed] = (word << bits) | (word >>> (32 - bits));
  };
  for (let round = 0; round < ROUNDS; round++)
    for (const [a, b, c, d] of QUARTERS) {
      add(a, b, d, 16);
      add(c, d, b, 12);
      add(a, b, d, 8);
      add(c, d, b, 7);
    }
  return new Uint8Array(Uint32Array.of(...x.subarray(0, 4), ...x.subarray(12)).buffer);
}

function chacha(key: Uint8Array, nonce: Uint8Array): [string, Uint8Array, Uint8Array, { authTagLength: 16 }] {
  const rest = new Uint8Array([0, 0, 0, 0, ...nonce.subarray(16)]);
  return ['chacha20-poly1305', subkey(key, nonce), rest, { authTagLength: 16 }];
}

/** XChaCha20-Poly1305, as the program has it, by OpenSSL's ChaCha20-Poly1305 under the subkey. */
export const cipher: Aead = {
  nonceBytes: 24,
  seal(key, nonce, plaintext, associated) {
    const sealing = createCipheriv(...(chacha(key, nonce) as Parameters<typeof createCipheriv>)) as CipherGCM;
    sealing.setAAD(associated, { plaintextLength: plaintext.length });
    return new Uint8Array(Buffer.concat([sealing.update(plaintext), sealing.final(), sealing.getAuthTag()]));
  },
  open(key, nonce, sealed, associated) {
    if (sealed.length < 16) return undefined;
    const opening = createDecipheriv(...(chacha(key, nonce) as Parameters<typeof createDecipheriv>)) as DecipherGCM;
    opening.setAAD(associated, { plaintextLength: sealed.length - 16 });
    opening.setAuthTag(sealed.subarray(sealed.length - 16));
    try {
      return new Uint8Array(Buffer.concat([opening.update(sealed.subarray(0, -16)), opening.final()]));
    } catch {
      return undefined;
    }
  },
};

let nonces = 0;
/** A nonce that was never used in this run. */
export const nonce = (): Uint8Array => bytesOf(idText(nonces++).padStart(cipher.nonceBytes, '0'));

/** 1996-12-18, when the slide's scrip expires. */
export const EXPIRES = 9848 * DAY;
export const NOW = EXPIRES - 30 * DAY;

export const scrip = (changes: Partial<Scrip> = {}): Scrip => ({
  vendor: 'kiosk.example',
  value: 5000,
  id: 81_432,
  customer: 101_861,
  expires: EXPIRES,
  properties: NO_PROPERTIES,
  ...changes,
});

export const buy = (offer: number, target = '/news'): Order => ({ verb: 'buy', offer, target });

/** Sells everything for what is offered. */
export const anything: Shop<never> = { quote: ({ offer }) => ({ price: offer }) };

/** ID#s that the vendor gives itself: its change begins at 1,000,000. */
export const OWN_IDS = { from: 0, to: 10_000_000 };
export const CUSTOMERS = { from: 100_000, to: 200_000 };

export const till = (changes: Partial<TillOptions> = {}): Till<never> =>
  new Till({
    ids: new IdRange({ from: 1_000_000, to: 10_000_000 }),
    replayWindow: MINUTE,
    refundWindow: 10 * MINUTE,
    ...changes,
  });

export const BROKER = 'broker.example';
/** The broker's customer to whom scrip is paid out. */
export const PAYEE = { broker: BROKER, customer: 101_861 };
export const cashOut: Order = { verb: 'cash-out', payee: PAYEE };
export const payouts = new Payouts().open(BROKER, secret('kiosk and broker'));

export const counter = (rules?: readonly PriceRule[], changes?: Partial<TillOptions>): Counter<never> =>
  new Counter(till(changes), rules === undefined ? anything : new PriceList(rules), payouts);

export function secretsOf(name: string, atHandMax = 16) {
  const scripSecrets = new SecretTable().add(OWN_IDS, secret(`${name} scrip`));
  const masters = new SecretTable().add(CUSTOMERS, secret(`${name} customers`));
  const customerSecrets = new CustomerSecrets(masters, atHandMax);
  return { scripSecrets, masters, customerSecrets, stamper: new Stamper(scripSecrets, customerSecrets) };
}

export const kiosk = secretsOf('kiosk');

export const examiner = (protocols: readonly Protocol[] = PROTOCOLS, secrets = kiosk): Examiner =>
  new Examiner({ vendor: 'kiosk.example', protocols, aead: cipher, ...secrets });

export const desk = (protocols = PROTOCOLS, at = counter(), secrets = kiosk): Desk<never> =>
  new Desk(examiner(protocols, secrets), at, secrets.stamper, payouts);

export const goods = (): Uint8Array => ascii('the news');

/** What the customer of this scrip gets from its maker. */
export function held(changes: Partial<Scrip> = {}, secrets = kiosk): Holding {
  const holding = parseGrant(secrets.stamper.grant(scrip(changes)));
  if (typeof holding === 'string') throw new Error(holding);
  return holding;
}

export function way(protocol: Protocol, holding: Holding): Way {
  if (protocol === 'clear') return { protocol };
  const keys = new CustomerKeys(holding.secret!);
  return protocol === 'secure' ? { protocol, keys } : { protocol, keys, aead: cipher, nonce: nonce() };
}

/** The same bytes with one changed. */
export function changed(bytes: Uint8Array, at: number, mask: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] ^= mask;
  return copy;
}

export const words = (lengthMax: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...'abcz019.-'), { minLength: 1, maxLength: lengthMax }).map((letters) => letters.join(''));

const numbers = fc.oneof(fc.nat(9999), fc.maxSafeNat());

/** Scrip of all kinds. */
export const scrips: fc.Arbitrary<Scrip> = fc.record({
  vendor: words(64),
  value: fc.oneof(fc.nat(2_000_000), numbers),
  id: numbers,
  customer: numbers,
  expires: fc.nat(104_249).map((day) => day * DAY),
  properties: fc
    .uniqueArray(fc.tuple(words(32), words(64)), { maxLength: 16, selector: ([name]) => name })
    .map((entries) => new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)))),
});
