import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardFee } from '../../src/protocols/baselines/card.ts';
import { ChannelBook, type Settlement } from '../../src/protocols/baselines/channel-book.ts';
import type { ChannelRejection } from '../../src/protocols/baselines/channel-rejection.ts';
import { type Channel, channelId, checkVoucher, signVoucher } from '../../src/protocols/baselines/voucher.ts';
import { VoucherTill } from '../../src/protocols/baselines/voucher-till.ts';
import { toHex } from '../../src/protocols/primitives/bytes.ts';
import { publicKeyOf } from '../../src/protocols/primitives/ed25519.ts';
import { deriveKey } from '../../src/protocols/primitives/hash.ts';

const CENT = 10_000;
const USD = 100 * CENT;
const MAX = Number.MAX_SAFE_INTEGER;

describe('the fee of a card', () => {
  it.each([
    ['29 cents and 2 % of a cent', { fixed: 290_000, share: 20_000 }, CENT, 290_200],
    ['30 cents and 2.9 % of ten dollars', { fixed: 300_000, share: 29_000 }, 10 * USD, 590_000],
    ['a half of a micro-dollar goes up', { fixed: 0, share: 500_000 }, 1, 1],
    ['less than a half goes down', { fixed: 0, share: 499_999 }, 1, 0],
    ['everything', { fixed: 0, share: 1_000_000 }, MAX, MAX],
  ])('%s', (_, fees, price, fee) => {
    expect(cardFee(fees, price)).toBe(fee);
  });

  // Fails when a product is rounded by floating point: big integers do not round.
  it('is the one of exact arithmetic for every price', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.nat(1_000_000), (price, share) => {
        const exact = (BigInt(price) * BigInt(share) * 2n + 1_000_000n) / 2_000_000n;
        expect(BigInt(cardFee({ fixed: 0, share }, price))).toBe(exact);
      }),
    );
  });

  it('is of whole numbers in range only', () => {
    for (const [fixed, share, price] of [
      [-1, 0, 0],
      [0, -1, 0],
      [0, 1_000_001, 0],
      [0, 0, -1],
      [0.5, 0, 0],
      [0, 0, 0.5],
    ] as const) {
      expect(() => cardFee({ fixed, share }, price)).toThrow(RangeError);
    }
  });
});

const NAMES: Record<ChannelRejection, true> = {
  malformed: true,
  'value-out-of-range': true,
  'wrong-channel': true,
  'bad-payer-signature': true,
  'replayed-voucher': true,
  underpaid: true,
  'over-deposit': true,
  'duplicate-channel': true,
  'unknown-channel': true,
  'channel-closed': true,
  'already-closing': true,
  'not-closing': true,
  'window-open': true,
  'window-over': true,
  'stale-voucher': true,
};

const idOf = (name: string): Uint8Array => new Uint8Array(Buffer.from(name));
const secretOf = (name: string): Uint8Array => deriveKey('baseline-vectors', name, 32);
const channel = (changes: Partial<Channel> = {}): Channel => ({
  bank: idOf('bank'),
  payer: idOf('alice'),
  payee: idOf('kiosk'),
  payerKey: publicKeyOf(secretOf('alice')),
  deposit: USD,
  nonce: 1,
  ...changes,
});
const ID = channelId(channel());
const voucher = (sequence: number, total: number, user = 'alice', id = ID) =>
  signVoucher({ channel: id, sequence, total }, secretOf(user));

describe('a voucher', () => {
  const check = (bytes: Uint8Array) => checkVoucher(channel(), ID, bytes);

  it('is taken as it is, up to the deposit', () => {
    expect(check(voucher(3, 5 * CENT))).toEqual({ channel: ID, sequence: 3, total: 5 * CENT });
    expect(check(voucher(MAX, USD))).toMatchObject({ sequence: MAX, total: USD });
  });

  it.each<[string, ChannelRejection, Uint8Array]>([
    ['no voucher', 'malformed', new Uint8Array(150)],
    ['one of another channel', 'wrong-channel', voucher(1, CENT, 'alice', channelId(channel({ nonce: 2 })))],
    ['one of more than the deposit', 'over-deposit', voucher(1, USD + 1)],
    ['one that another one signed', 'bad-payer-signature', voucher(1, CENT, 'mallory')],
  ])('%s is refused as %s', (_, rejection, bytes) => {
    expect(check(bytes)).toBe(rejection);
  });

  // Fails when any byte is not covered by a check, or when a check throws.
  it('of any other length or with any byte changed is refused by a name, and so is junk', () => {
    const good = voucher(3, 5 * CENT);
    for (let length = 0; length <= 300; length++) {
      const other = new Uint8Array(length);
      other.set(good.subarray(0, length));
      if (length !== good.length) expect(NAMES).toHaveProperty(check(other) as string);
    }
    for (let at = 0; at < good.length; at++) {
      const changed = good.slice();
      changed[at]! ^= 0x81;
      expect(NAMES).toHaveProperty(check(changed) as string);
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(NAMES).toHaveProperty(check(bytes) as string);
      }),
    );
  });

  it('with numbers out of range is refused by that name, and is not made', () => {
    for (const fromEnd of [72, 80]) {
      for (const value of [0n, 2n ** 53n, 2n ** 64n - 1n]) {
        const changed = Buffer.from(voucher(1, 1));
        changed.writeBigUInt64BE(value, changed.length - fromEnd);
        expect(check(new Uint8Array(changed))).toBe('value-out-of-range');
      }
    }
    for (const [sequence, total] of [
      [0, 1],
      [1, 0],
      [1, MAX + 1],
      [0.5, 1],
    ] as const) {
      expect(() => voucher(sequence, total)).toThrow(RangeError);
    }
    expect(() => channelId(channel({ payee: new Uint8Array() }))).toThrow(RangeError);
  });

  it('has a channel whose name says everything about it', () => {
    const others = [
      { bank: idOf('b') },
      { payer: idOf('bob') },
      { payee: idOf('shop') },
      { deposit: CENT },
      { nonce: 2 },
    ];
    const key = { payerKey: publicKeyOf(secretOf('mallory')) };
    const names = [{}, key, ...others].map((changes) => toHex(channelId(channel(changes))));
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('the payee of a channel', () => {
  it('takes rising vouchers that pay the price, and keeps the last one', () => {
    const till = new VoucherTill(channel());
    expect(till.last).toBeUndefined();
    expect(till.receive(voucher(1, CENT), CENT)).toBe(CENT);
    expect(till.receive(voucher(1, CENT), CENT)).toBe('replayed-voucher');
    expect(till.receive(voucher(1, 2 * CENT), CENT)).toBe('replayed-voucher');
    expect(till.receive(voucher(2, 2 * CENT - 1), CENT)).toBe('underpaid');
    expect(till.receive(voucher(2, 1), CENT)).toBe('underpaid');
    expect(till.receive(voucher(9, USD + 1), CENT)).toBe('over-deposit');
    expect([till.total, till.last]).toEqual([CENT, voucher(1, CENT)]);
    expect(till.receive(voucher(9, 4 * CENT), CENT)).toBe(3 * CENT);
    expect([till.total, till.last]).toEqual([4 * CENT, voucher(9, 4 * CENT)]);
  });
});

describe('the book of channels', () => {
  const WINDOW = 100;
  const opened = () => {
    const book = new ChannelBook<string>(WINDOW);
    book.open('c', USD);
    return book;
  };
  const settled = (toPayee: number, caught?: 'stale-close'): Settlement => ({
    toPayee,
    toPayer: USD - toPayee,
    caught,
  });

  it('is settled by the payee at once, and never twice', () => {
    const book = opened();
    expect(book.settle('c', 30 * CENT, 5)).toEqual(settled(30 * CENT));
    expect(book.held).toBe(0);
    expect(book.settle('c', 31 * CENT, 5)).toBe('channel-closed');
    expect(book.requestClose('c', 0, 5)).toBe('channel-closed');
    expect(book.finish('c', 500)).toBe('channel-closed');
    expect(book.open('c', USD)).toBe('duplicate-channel');
  });

  it('is closed by the payer after the window, at what he owned up to', () => {
    const book = opened();
    expect(book.finish('c', 5)).toBe('not-closing');
    expect(book.requestClose('c', USD + 1, 5)).toBe('over-deposit');
    expect(book.requestClose('c', 10 * CENT, 5)).toBeUndefined();
    expect(book.requestClose('c', 0, 6)).toBe('already-closing');
    expect(book.finish('c', 105)).toBe('window-open');
    expect(book.settle('c', 30 * CENT, 106)).toBe('window-over');
    expect(book.finish('c', 106)).toEqual(settled(10 * CENT));
  });

  // A payer who closes with less than he signed for is found out as long as the payee looks once in a window.
  it('catches a stale close until the last instant of the window', () => {
    const book = opened();
    book.requestClose('c', 10 * CENT, 5);
    expect(book.settle('c', 10 * CENT, 105)).toBe('stale-voucher');
    expect(book.settle('c', USD + 1, 105)).toBe('over-deposit');
    expect(book.settle('c', 30 * CENT, 105)).toEqual(settled(30 * CENT, 'stale-close'));
  });

  it('knows its channels', () => {
    const book = opened();
    expect(book.settle('d', CENT, 0)).toBe('unknown-channel');
    expect(book.requestClose('d', 0, 0)).toBe('unknown-channel');
    expect(book.finish('d', 0)).toBe('unknown-channel');
    expect(book.open('d', CENT)).toBeUndefined();
    expect(book.held).toBe(USD + CENT);
    for (const amount of [0, -1, 0.5]) expect(() => book.open('e', amount)).toThrow(RangeError);
    for (const amount of [-1, 0.5]) {
      expect(() => book.settle('c', amount, 0)).toThrow(RangeError);
      expect(() => book.requestClose('c', amount, 0)).toThrow(RangeError);
      expect(() => new ChannelBook(amount)).toThrow(RangeError);
    }
  });

  // Fails when a deposit is paid out twice or lost, in whatever order the parties act.
  it('pays out each deposit exactly once, whatever anybody does', () => {
    const doing = {
      settle: (book: ChannelBook<string>, id: string, amount: number, now: number) => book.settle(id, amount, now),
      close: (book: ChannelBook<string>, id: string, amount: number, now: number) => book.requestClose(id, amount, now),
      finish: (book: ChannelBook<string>, id: string, _: number, now: number) => book.finish(id, now),
    };
    const act = fc.record({
      what: fc.constantFrom('settle' as const, 'close' as const, 'finish' as const),
      amount: fc.nat(120),
      gap: fc.nat(80),
      id: fc.constantFrom('a', 'b'),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
        const book = new ChannelBook<string>(WINDOW);
        for (const id of ['a', 'b']) book.open(id, 100);
        let [now, paidOut] = [0, 0];
        for (const { what, amount, gap, id } of acts) {
          now += gap;
          const end = doing[what](book, id, amount, now);
          if (typeof end === 'object') paidOut += end.toPayee + end.toPayer;
          expect(book.held + paidOut).toBe(200);
        }
      }),
    );
  });
});
