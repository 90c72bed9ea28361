import { describe, expect, it } from 'vitest';
import { checkOpenings } from '../../src/protocols/mr/deferred.ts';
import { checkDeposit, type Deposit, type Directory } from '../../src/protocols/mr/deposit.ts';
import { acceptCheque, type Expected } from '../../src/protocols/mr/merchant.ts';
import { commitPeriod } from '../../src/protocols/mr/period-list.ts';
import type { Rejection } from '../../src/protocols/mr/rejection.ts';
import { select } from '../../src/protocols/mr/selection.ts';
import { selectionRate } from '../../src/protocols/mr/selection-rate.ts';
import { SerialBook } from '../../src/protocols/mr/serial-book.ts';
import { cheque, deposit, directory, idOf, SUITES, secretOf, signed, terms } from './mr-world.ts';

const NEXT_TO_NEVER = selectionRate(1n, 2n ** 64n);
const MASKS = [0x01, 0x80, 0xff];

/** Every name, so that a new one without a place in the table below does not compile. */
const NAMES: Record<Rejection, true> = {
  'bad-user-signature': true,
  'bad-selection-proof': true,
  'not-payable': true,
  late: true,
  duplicate: true,
  'wrong-bank': true,
  'unknown-user': true,
  'expelled-user': true,
  'unknown-merchant': true,
  'serial-reused': true,
  'serial-out-of-order': true,
  'value-out-of-range': true,
  malformed: true,
  'root-missing': true,
  'bad-opening': true,
};

/** The bytes with the byte at `at` changed. */
function flipped(bytes: Uint8Array, at: number, mask: number): Uint8Array {
  const changed = bytes.slice();
  changed[at]! ^= mask;
  return changed;
}

/** The bytes cut or filled up with zeros to this length. */
function resized(bytes: Uint8Array, length: number): Uint8Array {
  const other = new Uint8Array(length);
  other.set(bytes.subarray(0, length));
  return other;
}

/** All other bytes of the lengths 0 to 300 that begin alike, and all with one byte changed. */
function* mutants(bytes: Uint8Array, flips = MASKS): Generator<Uint8Array> {
  for (let length = 0; length <= 300; length++) if (length !== bytes.length) yield resized(bytes, length);
  for (let at = 0; at < bytes.length; at++) for (const mask of flips) yield flipped(bytes, at, mask);
}

describe.each(SUITES)('a deposit by %s', (suite) => {
  const good = deposit(suite);
  const check = (changes: Partial<Deposit>, to: Directory = directory) =>
    checkDeposit(terms(suite), { ...good, ...changes }, to);

  it('is taken as it is', () => {
    expect(check({})).toMatchObject({ cheque: cheque(), units: 3 });
  });

  // Fails when any of these bytes is not covered by a check, or when a check throws.
  it('with a cheque of any other length or with any byte changed is refused by a name', () => {
    const names = new Set<string>();
    for (const bytes of mutants(good.signed)) {
      const answer = check({ signed: bytes });
      expect(answer).toBeTypeOf('string');
      expect(NAMES).toHaveProperty(answer as string);
      names.add(answer as string);
    }
    const expected = ['malformed', 'wrong-bank', 'unknown-merchant', 'unknown-user', 'bad-user-signature'];
    expect([...names].sort()).toEqual([...expected, 'value-out-of-range'].sort());
  });

  it('with a proof of any other length or with any byte changed has a bad proof', () => {
    const flips = suite === 'ecvrf' ? [0x01] : MASKS;
    for (const proof of mutants(good.proof, flips)) expect(check({ proof })).toBe('bad-selection-proof');
  });

  it('under a key of any other length or with any byte changed is refused, whoever of the two it is', () => {
    const flips = suite === 'ecvrf' ? [0x01] : MASKS;
    for (const key of mutants(directory.userKey(idOf('alice'))!)) {
      expect(check({}, { ...directory, userKey: () => key })).toBe('bad-user-signature');
    }
    for (const key of mutants(directory.merchantKey(idOf('kiosk'))!, flips)) {
      expect(check({}, { ...directory, merchantKey: () => key })).toBe('bad-selection-proof');
    }
  });

  it('is not payable above the threshold', () => {
    expect(checkDeposit(terms(suite, { rate: NEXT_TO_NEVER }), good, directory)).toBe('not-payable');
  });
});

describe('a merchant', () => {
  const expected: Expected = {
    merchant: idOf('kiosk'),
    value: 30_000,
    userKey: directory.userKey,
    notBefore: 900_000,
    notAfter: 1_100_000,
  };
  const accept = (bytes: Uint8Array, changes: Partial<Expected> = {}) =>
    acceptCheque(terms('ed25519'), bytes, { ...expected, ...changes });

  it('takes a cheque that pays it the price now', () => {
    expect(accept(signed())).toEqual(cheque());
    expect(accept(signed(), { notBefore: 1_000_000, notAfter: 1_000_000 })).toEqual(cheque());
  });

  it.each<[string, Rejection, Uint8Array]>([
    ['no cheque', 'malformed', new Uint8Array(100)],
    ['a cheque on another bank', 'wrong-bank', signed({ bank: idOf('banc') })],
    ['a cheque for another merchant', 'unknown-merchant', signed({ merchant: idOf('shop') })],
    ['less than the price', 'value-out-of-range', signed({ value: 20_000 })],
    ['more than the price', 'value-out-of-range', signed({ value: 40_000 })],
    ['no whole number of units', 'value-out-of-range', signed({ value: 30_001 })],
    ['an old cheque', 'late', signed({ time: 899_999 })],
    ['a cheque of a time to come', 'late', signed({ time: 1_100_001 })],
    ['a cheque of a stranger', 'unknown-user', signed({ user: idOf('carol') })],
    ['a cheque that another one signed', 'bad-user-signature', signed({}, 'bob')],
  ])('refuses %s as %s', (_, rejection, bytes) => {
    expect(accept(bytes)).toBe(rejection);
  });

  it('refuses bytes of any length and with any byte changed by a name', () => {
    for (const bytes of mutants(signed())) expect(NAMES).toHaveProperty(accept(bytes) as string);
  });
});

describe('the reasons of refusal', () => {
  it('are each given at least once', () => {
    const at = terms('ed25519');
    const book = new SerialBook<number>({ depositWindow: 10, honourReused: false });
    book.register();
    book.deposit(0, 5, 1, 100, 1, 100);
    const reused = { ...book.deposit(0, 5, 1, 101, 2, 101) };
    const list = commitPeriod(idOf('kiosk'), [signed()]);
    const drawn = { start: 0, end: 2_000_000, commitments: [list.commitment], beta: new Uint8Array(64) };
    const opening = list.open(0);
    const open = (changes: object) =>
      checkOpenings(at, drawn, [{ ...opening, ...changes }], directory.userKey, true)[0];
    const given = [
      checkDeposit(at, { signed: new Uint8Array(3), proof: new Uint8Array(64) }, directory),
      checkDeposit(at, deposit('ed25519', {}, 'bob'), directory),
      checkDeposit(at, { signed: signed(), proof: select('ed25519', signed(), secretOf('shop')) }, directory),
      checkDeposit(terms('ed25519', { rate: NEXT_TO_NEVER }), deposit('ed25519'), directory),
      checkDeposit(at, deposit('ed25519', { bank: idOf('banc') }), directory),
      checkDeposit(at, deposit('ed25519', { user: idOf('carol') }), directory),
      checkDeposit(at, deposit('ed25519', { merchant: idOf('stand') }), directory),
      checkDeposit(at, deposit('ed25519', { value: 1 }), directory),
      reused.rejection,
      book.deposit(0, 5, 1, 100, 1, 101).rejection,
      book.deposit(0, 4, 1, 105, 3, 105).caught,
      book.deposit(0, 9, 1, 50, 4, 105).rejection,
      open({ merchant: idOf('shop') }),
      open({ index: 1 }),
    ];
    book.expel(0);
    given.push(book.deposit(0, 10, 1, 105, 5, 105).rejection);
    expect(given.toSorted()).toEqual(Object.keys(NAMES).toSorted());
  });
});
