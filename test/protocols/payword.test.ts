import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { issueCertificate, parseCertificate, signedByBroker } from '../../src/protocols/payword/certificate.ts';
import { hashWord, hashWordTimes, PaywordChain } from '../../src/protocols/payword/chain.ts';
import { parseCommitment, signCommitment } from '../../src/protocols/payword/commitment.ts';
import { checkDeposit, encodeDeposit } from '../../src/protocols/payword/deposit.ts';
import { advance, encodePayment, parsePayment } from '../../src/protocols/payword/payword.ts';
import type { Rejection } from '../../src/protocols/payword/rejection.ts';
import { acceptCommitment, type Expected, PaywordTill } from '../../src/protocols/payword/vendor.ts';
import { toHex } from '../../src/protocols/primitives/bytes.ts';
import { DAY } from '../../src/units.ts';
import {
  certificate,
  chain,
  commitment,
  DATE,
  expected,
  idOf,
  issued,
  keyOf,
  payword,
  secretOf,
  signed,
  terms,
  till,
  WORDS,
} from './payword-world.ts';

const MAX = Number.MAX_SAFE_INTEGER;

/** Every name: a new one has to be entered here, and given by a test. */
const NAMES: Record<Rejection, true> = {
  malformed: true,
  'value-out-of-range': true,
  'bad-user-key': true,
  'wrong-broker': true,
  'wrong-vendor': true,
  'bad-broker-signature': true,
  'bad-user-signature': true,
  'certificate-expired': true,
  'revoked-certificate': true,
  'limit-above-credit': true,
  'wrong-date': true,
  'replayed-payword': true,
  'beyond-limit': true,
  'bad-payword': true,
  underpaid: true,
  late: true,
  'already-deposited': true,
};

/** Bytes that begin alike and have another length, and all with one byte changed. */
function* mutants(bytes: Uint8Array): Generator<Uint8Array> {
  for (let length = 0; length <= bytes.length + 40; length++) {
    if (length === bytes.length) continue;
    const other = new Uint8Array(length);
    other.set(bytes.subarray(0, length));
    yield other;
  }
  for (let at = 0; at < bytes.length; at++) {
    const changed = bytes.slice();
    changed[at]! ^= 0x81;
    yield changed;
  }
}

const junk = fc.uint8Array({ maxLength: 600 });

describe('a chain of paywords', () => {
  // Fails when a stretch begins or ends one too early, whatever the length and the order of asking.
  it('gives the same paywords as hashing down from w_n does, in any order', () => {
    for (const length of [1, 2, 3, 4, 5, 8, 9, 10, 15, 16, 17, 99, 100, 101]) {
      const words = [secretOf('any')];
      for (let i = length; i > 0; i--) words.unshift(hashWord(words[0]!));
      const made = new PaywordChain(secretOf('any'), length);
      const order = [...words.keys()];
      for (const i of [...order, ...order.toReversed(), ...order.map((i) => (i * 7) % (length + 1))]) {
        expect(toHex(made.word(i))).toBe(toHex(words[i]!));
      }
      expect(toHex(made.root)).toBe(toHex(words[0]!));
    }
  });

  it('has no payword below the root or above w_n', () => {
    for (const i of [-1, 0.5, WORDS + 1, Number.NaN]) expect(() => chain.word(i)).toThrow(RangeError);
    for (const length of [0, -1, 1.5]) expect(() => new PaywordChain(secretOf('any'), length)).toThrow(RangeError);
    expect(() => new PaywordChain(new Uint8Array(31), 3)).toThrow(RangeError);
  });

  it('does not change when the caller changes the bytes that he gave', () => {
    const last = secretOf('any').slice();
    const made = new PaywordChain(last, 4);
    last.fill(0);
    expect(toHex(made.word(4))).toBe(toHex(secretOf('any')));
  });
});

describe('a payment', () => {
  // Fails when a hash too many or too few is taken, or the wrong one is compared.
  it('pays for the paywords since the last one, and only with the chain that was committed to', () => {
    fc.assert(
      fc.property(fc.nat(WORDS), fc.nat(WORDS), (j, i) => {
        const answer = advance(payword(j), payword(i), WORDS);
        expect(answer).toBe(i > j ? i - j : 'replayed-payword');
        if (i > j + 1) expect(advance(payword(j), { word: chain.word(i), index: i - 1 }, WORDS)).toBe('bad-payword');
      }),
    );
    const other = new PaywordChain(secretOf('another'), WORDS);
    expect(advance(payword(2), { word: other.word(3), index: 3 }, WORDS)).toBe('bad-payword');
    expect(toHex(hashWordTimes(chain.word(9), 9))).toBe(toHex(chain.root));
  });

  it('above the limit costs no hash: an index of 2^53 - 1 is refused at once', () => {
    expect(advance(payword(0), { word: chain.word(1), index: MAX }, WORDS)).toBe('beyond-limit');
  });

  it('parses back from its bytes, and nothing else is one', () => {
    expect(parsePayment(encodePayment(payword(7)))).toEqual(payword(7));
    for (const bytes of mutants(encodePayment(payword(7)))) expect(parsePayment(bytes)).not.toEqual(payword(7));
    expect(parsePayment(encodePayment({ ...payword(7), index: MAX }))).toMatchObject({ index: MAX });
    const beyond = Buffer.from(encodePayment(payword(7)));
    beyond.writeBigUInt64BE(2n ** 53n, beyond.length - 8);
    expect(parsePayment(new Uint8Array(beyond))).toBe('value-out-of-range');
    beyond.writeBigUInt64BE(0n, beyond.length - 8);
    expect(parsePayment(new Uint8Array(beyond))).toBe('value-out-of-range');
    expect(() => encodePayment(payword(0))).toThrow(RangeError);
  });
});

describe('certificate and commitment', () => {
  const number = fc.maxSafeNat();
  const id = fc.uint8Array({ minLength: 1, maxLength: 64 });

  it('parse back to what was signed, whatever the fields', () => {
    fc.assert(
      fc.property(id, id, number, number, (user, vendor, time, amount) => {
        const fields = { user, expires: time, creditLimit: Math.max(1, amount) };
        expect(parseCertificate(issued(fields))).toEqual(certificate(fields));
        const promised = { vendor, date: Math.min(time, MAX - DAY), limit: Math.max(1, amount) };
        expect(parseCommitment(signed(promised))).toMatchObject({ commitment: commitment(promised) });
      }),
      { numRuns: 30 },
    );
  });

  it('are not made of fields out of range: a programmer errs', () => {
    for (const changes of [{ expires: -1 }, { creditLimit: 0 }, { user: new Uint8Array() }, { creditLimit: MAX + 1 }]) {
      expect(() => issued(changes)).toThrow(RangeError);
    }
    const none = [{ date: -1 }, { date: MAX - DAY + 1 }, { limit: 0 }, { root: new Uint8Array(31) }];
    for (const changes of none) expect(() => signed(changes)).toThrow(RangeError);
    expect(() => signCommitment(commitment(), new Uint8Array(31))).toThrow();
  });

  it('numbers out of range in signed bytes are refused by that name', () => {
    for (const fromEnd of [72, 80]) {
      for (const value of [2n ** 53n, 2n ** 64n - 1n]) {
        for (const [bytes, parse] of [
          [issued(), parseCertificate],
          [signed(), parseCommitment],
        ] as const) {
          const changed = Buffer.from(bytes);
          changed.writeBigUInt64BE(value, changed.length - fromEnd);
          expect(parse(new Uint8Array(changed))).toBe('value-out-of-range');
        }
      }
    }
  });

  it('a key of small order is not certified: it would have signatures that stand for any message', () => {
    const identityPoint = new Uint8Array(32);
    identityPoint[0] = 1;
    expect(issueCertificate(certificate({ userKey: identityPoint }), secretOf('broker'))).toBe('bad-user-key');
  });
});

describe('a vendor', () => {
  const accept = (bytes: Uint8Array, changes: Partial<Expected> = {}) =>
    acceptCommitment(terms(), bytes, expected(changes));

  it('takes a commitment for itself of today, until the last microsecond of the day', () => {
    for (const now of [DATE, DATE + DAY - 1]) expect(accept(signed(), { now })).toBeInstanceOf(PaywordTill);
    expect(till().examined).toMatchObject({ commitment: commitment(), certificate: certificate(), words: 25 });
    expect(till().deposit()).toBeUndefined();
  });

  it.each<[string, Rejection, Uint8Array, Partial<Expected>?]>([
    ['no commitment', 'malformed', new Uint8Array(100)],
    ['one with no certificate', 'malformed', signed({ certificate: new Uint8Array(200) })],
    ['one of another broker', 'wrong-broker', signed({ certificate: issued({ broker: idOf('bank') }) })],
    ['one of a forged certificate', 'bad-broker-signature', signed({ certificate: issued({}, 'mallory') })],
    ['one that another one signed', 'bad-user-signature', signed({}, 'mallory')],
    ['one for another vendor', 'wrong-vendor', signed({ vendor: idOf('shop') })],
    ['one of more than the credit', 'limit-above-credit', signed({ limit: 5_000_001 })],
    ['one whose day begins at expiry', 'certificate-expired', signed({ certificate: issued({ expires: DATE }) })],
    ['one of tomorrow', 'wrong-date', signed(), { now: DATE - 1 }],
    ['one of yesterday', 'wrong-date', signed(), { now: DATE + DAY }],
    ['one of a user on the list', 'revoked-certificate', signed(), { isRevoked: () => true }],
  ])('refuses %s as %s', (_, rejection, bytes, changes) => {
    expect(accept(bytes, changes)).toBe(rejection);
  });

  // Fails when any byte of certificate or commitment is not covered by a check, or when a check throws.
  it('refuses a commitment of any other length or with any byte changed by a name', () => {
    for (const bytes of mutants(signed())) expect(NAMES).toHaveProperty(accept(bytes) as string);
  });

  it('is paid by each payword once, in ascending order', () => {
    const open = till();
    expect(open.receive(encodePayment(payword(1)), 1, DATE)).toBe(1);
    expect(open.receive(encodePayment(payword(1)), 1, DATE)).toBe('replayed-payword');
    expect(open.receive(encodePayment(payword(4)), 2, DATE + DAY - 1)).toBe(3);
    expect(open.receive(encodePayment(payword(2)), 1, DATE)).toBe('replayed-payword');
    expect(open.last).toEqual(payword(4));
  });

  it('refuses a payment that is too little, too late, above the limit or of another chain, and keeps what it had', () => {
    const open = till();
    open.receive(encodePayment(payword(3)), 3, DATE);
    const other = new PaywordChain(secretOf('another'), WORDS);
    const bad: [Rejection, Uint8Array, number, number][] = [
      ['underpaid', encodePayment(payword(5)), 3, DATE],
      ['wrong-date', encodePayment(payword(5)), 2, DATE + DAY],
      ['wrong-date', encodePayment(payword(5)), 2, DATE - 1],
      ['beyond-limit', encodePayment(payword(26)), 1, DATE],
      ['bad-payword', encodePayment({ word: other.word(4), index: 4 }), 1, DATE],
      ['bad-payword', encodePayment({ word: chain.word(5), index: 4 }), 1, DATE],
    ];
    for (const [rejection, bytes, due, now] of bad) expect(open.receive(bytes, due, now)).toBe(rejection);
    expect(open.last).toEqual(payword(3));
    expect(open.receive(encodePayment(payword(25)), 1, DATE)).toBe(22);
  });

  it('refuses junk of any length by a name and keeps what it had', () => {
    const open = till();
    fc.assert(
      fc.property(junk, (bytes) => {
        expect(NAMES).toHaveProperty(open.receive(bytes, 1, DATE) as string);
        expect(NAMES).toHaveProperty(accept(bytes) as string);
      }),
    );
    for (const bytes of mutants(encodePayment(payword(5)))) {
      expect(NAMES).toHaveProperty(open.receive(bytes, 1, DATE) as string);
    }
    expect(open.last.index).toBe(0);
  });
});

describe('a deposit', () => {
  const isIssued = signedByBroker(terms());
  const check = (bytes: Uint8Array) => checkDeposit(terms(), bytes, isIssued);

  it('of what a vendor took is taken by the broker', () => {
    const open = till();
    open.receive(encodePayment(payword(11)), 1, DATE);
    expect(check(open.deposit()!)).toEqual({ ...open.examined, index: 11 });
  });

  it('is good under a certificate that the broker looks up, and bad under one that it does not find', () => {
    const known = new Set([toHex(issued())]);
    const lookUp = (bytes: Uint8Array) => known.has(toHex(bytes));
    const bytes = encodeDeposit(signed(), payword(2));
    expect(checkDeposit(terms(), bytes, lookUp)).toMatchObject({ index: 2 });
    known.clear();
    expect(checkDeposit(terms(), bytes, lookUp)).toBe('bad-broker-signature');
  });

  it.each<[string, Rejection, Uint8Array]>([
    ['above the limit', 'beyond-limit', encodeDeposit(signed(), payword(26))],
    ['with a higher index than the payword has', 'bad-payword', encodeDeposit(signed(), { ...payword(3), index: 4 })],
    [
      'of another broker',
      'wrong-broker',
      encodeDeposit(signed({ certificate: issued({ broker: idOf('b') }) }), payword(1)),
    ],
    [
      'of a commitment that the user did not sign',
      'bad-user-signature',
      encodeDeposit(signed({}, 'mallory'), payword(1)),
    ],
  ])('%s is refused as %s', (_, rejection, bytes) => {
    expect(check(bytes)).toBe(rejection);
  });

  it('of any other length or with any byte changed is refused by a name', () => {
    for (const bytes of mutants(encodeDeposit(signed(), payword(3)))) {
      expect(NAMES).toHaveProperty(check(bytes) as string);
    }
    fc.assert(
      fc.property(junk, (bytes) => {
        expect(NAMES).toHaveProperty(check(bytes) as string);
      }),
    );
  });

  it('has one name whatever the signature, and another one for another commitment', () => {
    const idOfDeposit = (changes: object) => {
      const answer = check(encodeDeposit(signed(changes), payword(1)));
      return typeof answer === 'string' ? answer : answer.id;
    };
    const changes = [{}, { date: DATE + 1 }, { limit: 240_000 }, { vendor: idOf('shop') }];
    expect(new Set(changes.map(idOfDeposit)).size).toBe(changes.length);
    expect(keyOf('alice')).not.toEqual(keyOf('mallory'));
  });
});
