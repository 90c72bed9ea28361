import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountText, readAmount } from '../../src/protocols/millicent/amount.ts';
import { dateText, expiryAfter, isExpiry, readDate } from '../../src/protocols/millicent/date.ts';
import { encodeGrant, parseGrant } from '../../src/protocols/millicent/grant.ts';
import { encodeOrder, type Order, parseOrder } from '../../src/protocols/millicent/order.ts';
import type { Rejection } from '../../src/protocols/millicent/rejection.ts';
import { BODY_TO_END, encodeBody, parseScrip, readScrip, type Scrip } from '../../src/protocols/millicent/scrip.ts';
import { ascii, TextReader } from '../../src/protocols/millicent/text-reader.ts';
import { DAY } from '../../src/units.ts';
import { buy, bytesOf, changed, EXPIRES, held, kiosk, latin1, scrip, scrips, words } from './millicent-world.ts';

const MAX = Number.MAX_SAFE_INTEGER;
const STAMP = '0123456789abcdef'.repeat(4);
const SLIDE = `wellsfargo.com / 0.005usd / 0081432 / 101861 / 19961218 {co=us/st=ca} ${STAMP}`;
const written = (any: Scrip): Uint8Array => bytesOf(`${latin1(encodeBody(any))} ${STAMP}`);
/** The slide's scrip with one part written otherwise. */
const instead = (part: string, other: string): Scrip | Rejection => parseScrip(bytesOf(SLIDE.replace(part, other)));

describe('the text of scrip', () => {
  it('is the one on the slide of the lecture, with its stamp in full', () => {
    const fields = {
      vendor: 'wellsfargo.com',
      value: 5000,
      id: 81_432,
      customer: 101_861,
      expires: EXPIRES,
      properties: new Map([
        ['co', 'us'],
        ['st', 'ca'],
      ]),
    };
    expect(parseScrip(bytesOf(SLIDE))).toEqual(fields);
    expect(latin1(encodeBody(fields))).toBe(SLIDE.slice(0, -65));
  });

  // Fails when a field is lost, rounded or written in another order.
  it('comes back from its bytes, whatever the fields, and shows where body and stamp are', () => {
    fc.assert(
      fc.property(scrips, fc.nat(5), (any, before) => {
        const bytes = new Uint8Array([...new Uint8Array(before), ...written(any), 7]);
        const reader = new TextReader(bytes, before);
        expect(readScrip(reader)).toEqual(any);
        expect(reader.at).toBe(bytes.length - 1);
        expect(bytes.subarray(before, reader.at - BODY_TO_END)).toEqual(encodeBody(any));
        expect(parseScrip(written(any))).toEqual(any);
      }),
    );
  });

  // Fails when one scrip has two writings: then a stamp would not be over the bytes that came.
  it('is the only one: whatever parses, is written so again', () => {
    let parsed = 0;
    const near = fc.record({
      any: scrips,
      at: fc.nat(),
      byte: fc.constantFrom(...bytesOf('0189af/{}=.- ')),
      cut: fc.nat(2),
    });
    fc.assert(
      fc.property(near, ({ any, at, byte, cut }) => {
        const bytes = written(any);
        bytes[at % bytes.length] = byte;
        const mutant = bytes.slice(0, bytes.length - Math.floor(cut / 2));
        const answer = parseScrip(mutant);
        if (typeof answer === 'string') return;
        parsed++;
        expect(`${latin1(encodeBody(answer))} ${latin1(mutant).slice(-64)}`).toBe(latin1(mutant));
      }),
      { numRuns: 2000 },
    );
    expect(parsed).toBeGreaterThan(100);
  });

  it('is refused by name, and nothing ever throws, for junk of any length and for near misses', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (junk) => {
        expect(parseScrip(junk)).toBe('malformed');
      }),
    );
    for (let length = 0; length < SLIDE.length; length++) {
      expect(parseScrip(bytesOf(SLIDE.slice(0, length)))).toBe('malformed');
      expect(parseScrip(bytesOf(`${SLIDE}${'0'.repeat(length + 1)}`))).toBe('malformed');
    }
    const bytes = bytesOf(SLIDE);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const parsed = parseScrip(changed(bytes, at, mask));
        // Either it is refused, or something that the stamp is over, or the stamp itself, is another.
        if (typeof parsed === 'string') return;
        const isOther = latin1(encodeBody(parsed)) !== SLIDE.slice(0, -65) || at >= bytes.length - 64;
        expect(isOther).toBe(true);
      }),
    );
  });

  it.each<[string, string, Rejection]>([
    ['0.005usd', '-0.005usd', 'negative-amount'],
    ['0.005usd', '-0usd', 'negative-amount'],
    ['0.005usd', '0.0000005usd', 'fractional-amount'],
    ['0.005usd', '0.12345678901234567890123usd', 'fractional-amount'],
    ['0.005usd', '9007199254.740992usd', 'amount-too-large'],
    ['0.005usd', '9007199254.999999usd', 'amount-too-large'],
    ['0.005usd', '99999999999999999999999999usd', 'amount-too-large'],
    ['0.005usd', '0.0050usd', 'malformed'],
    ['0.005usd', '0.000000usd', 'malformed'],
    ['0.005usd', '00.005usd', 'malformed'],
    ['0.005usd', '.005usd', 'malformed'],
    ['0.005usd', '5.usd', 'malformed'],
    ['0.005usd', '5e-3usd', 'malformed'],
    ['0.005usd', '0.005eur', 'malformed'],
    ['0.005usd', '+0.005usd', 'malformed'],
    ['0081432', '81432', 'malformed'],
    ['0081432', '00081432', 'malformed'],
    ['0081432', '9007199254740992', 'malformed'],
    ['101861', '0101861', 'malformed'],
    ['101861', '-101861', 'malformed'],
    ['101861', '1'.repeat(400), 'malformed'],
    ['19961218', '19961318', 'malformed'],
    ['19961218', '19960018', 'malformed'],
    ['19961218', '19970229', 'malformed'],
    ['19961218', '19000228', 'malformed'],
    ['19961218', '19691231', 'malformed'],
    ['19961218', '22550606', 'malformed'],
    ['19961218', '199612180', 'malformed'],
    ['co=us/st=ca', 'st=ca/co=us', 'malformed'],
    ['co=us/st=ca', 'co=us/co=us', 'malformed'],
    ['co=us/st=ca', 'co=us/', 'malformed'],
    ['co=us/st=ca', 'co=', 'malformed'],
    ['co=us/st=ca', 'co', 'malformed'],
    ['co=us/st=ca', 'co=US', 'malformed'],
    ['co=us/st=ca', `co=${'a'.repeat(65)}`, 'malformed'],
    ['co=us/st=ca', Array.from('abcdefghijklmnopq', (name) => `${name}=1`).join('/'), 'malformed'],
    ['wellsfargo.com', 'Wellsfargo.com', 'malformed'],
    ['wellsfargo.com', 'a'.repeat(65), 'malformed'],
    ['wellsfargo.com', '', 'malformed'],
    [' / ', '  / ', 'malformed'],
    [STAMP, STAMP.toUpperCase(), 'malformed'],
    [STAMP, STAMP.slice(1), 'malformed'],
    [STAMP, `${STAMP}\n`, 'malformed'],
  ])('is refused with %s written %s: %s', (part, other, rejection) => {
    expect(SLIDE).toContain(part);
    expect(instead(part, other)).toBe(rejection);
  });

  it('reaches to the last amount, number and day', () => {
    expect(instead('0.005usd', '9007199254.740991usd')).toMatchObject({ value: MAX });
    expect(instead('0.005usd', '0usd')).toMatchObject({ value: 0 });
    expect(instead('0081432', String(MAX))).toMatchObject({ id: MAX });
    expect(instead('0081432', '0000000')).toMatchObject({ id: 0 });
    expect(instead('19961218', '22550605')).toMatchObject({ expires: 104_249 * DAY });
    expect(instead('19961218', '20000229')).toMatchObject({ expires: 11_016 * DAY });
    expect(instead('{co=us/st=ca}', '{}')).toMatchObject({ properties: new Map() });
  });

  it('is not written for what is no scrip: a programmer errs', () => {
    const none: Partial<Scrip>[] = [
      { vendor: '' },
      { vendor: 'Kiosk' },
      { vendor: 'kiosk example' },
      { vendor: 'a'.repeat(65) },
      { value: -1 },
      { value: 0.5 },
      { value: MAX + 1 },
      { id: -1 },
      { customer: Number.NaN },
      { expires: EXPIRES + 1 },
      { expires: -DAY },
      { expires: 104_250 * DAY },
      { properties: new Map([['co', '']]) },
      { properties: new Map([['c o', 'us']]) },
      { properties: new Map(Array.from({ length: 17 }, (_, i) => [`p${i}`, '1'])) },
    ];
    for (const changes of none) expect(() => encodeBody(scrip(changes))).toThrow(RangeError);
  });
});

describe('dates and amounts', () => {
  // Fails when a leap year, or the order of months, is off: compared with the engine's own calendar.
  it('of every day until 2255 are those of the calendar', () => {
    for (let day = 0; day <= 104_249; day += 1) {
      const iso = new Date(day * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
      if (dateText(day * DAY) !== iso) expect(dateText(day * DAY)).toBe(iso);
    }
    fc.assert(
      fc.property(fc.nat(104_249), (day) => {
        const reader = new TextReader(ascii(dateText(day * DAY)));
        expect(readDate(reader)).toBe(day * DAY);
        expect(reader.flaw).toBeUndefined();
      }),
    );
  });

  it('come back from their text, and no two amounts share one', () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat(3_000_000), fc.maxSafeNat()), (amount) => {
        const reader = new TextReader(ascii(amountText(amount)));
        expect(readAmount(reader)).toBe(amount);
        expect(reader.flaw).toBeUndefined();
      }),
    );
    expect(amountText(1_000_000)).toBe('1usd');
    expect(amountText(10)).toBe('0.00001usd');
  });

  it('end with the day in which a life is over', () => {
    expect(expiryAfter(0, 0)).toBe(0);
    expect(expiryAfter(1, 0)).toBe(DAY);
    expect(expiryAfter(DAY, DAY)).toBe(2 * DAY);
    expect(isExpiry(expiryAfter(123_456_789, 30 * DAY))).toBe(true);
    expect(() => expiryAfter(MAX, DAY)).toThrow(RangeError);
  });
});

describe('a grant', () => {
  it('carries scrip and the secret of its customer in the eighth column', () => {
    const { bytes, secret } = held();
    expect(secret).toEqual(kiosk.customerSecrets.secretOf(101_861));
    expect(parseGrant(encodeGrant({ bytes, secret }))).toEqual(held());
    expect(parseGrant(bytes)).toEqual({ ...held(), secret: undefined });
  });

  it('is refused when anything is missing or added', () => {
    const whole = encodeGrant(held());
    const bare = held().bytes.length;
    for (let length = 0; length < whole.length; length++) {
      if (length !== bare) expect(parseGrant(whole.slice(0, length))).toBe('malformed');
    }
    expect(parseGrant(new Uint8Array([...whole, 0x30]))).toBe('malformed');
    expect(parseGrant(bytesOf(`${latin1(whole).slice(0, -1)}G`))).toBe('malformed');
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (junk) => parseGrant(junk) === 'malformed'));
  });
});

describe('an order', () => {
  const targets = fc.array(fc.constantFrom(...'/aZ09?&=%~!"'), { minLength: 1, maxLength: 1024 });
  const payees = fc.record({ broker: words(64), customer: fc.maxSafeNat() });
  const payoutsOfAll = fc
    .tuple(scrips, payees, fc.stringMatching(/^[0-9a-f]{64}$/))
    .map(([{ vendor, value, id, expires }, payee, tag]) => ({ vendor, value, id, payee, expires, tag }));
  const orders: fc.Arbitrary<Order> = fc.oneof(
    fc.record({ verb: fc.constant('buy' as const), offer: fc.maxSafeNat(), target: targets.map((t) => t.join('')) }),
    fc.record({ verb: fc.constant('refund' as const), paid: fc.maxSafeNat() }),
    fc.record({ verb: fc.constant('cash-out' as const), payee: payees }),
    fc.record({ verb: fc.constant('deposit' as const), payout: payoutsOfAll }),
  );

  it('comes back from its text, and is one line', () => {
    fc.assert(
      fc.property(orders, (order) => {
        const bytes = encodeOrder(order);
        expect(parseOrder(bytes)).toEqual(order);
        expect(bytes).not.toContain(0x0a);
      }),
    );
    expect(latin1(encodeOrder(buy(5000, '/news/today')))).toBe('buy 0.005usd /news/today');
  });

  it.each<[string, Rejection]>([
    ['', 'malformed'],
    ['buy', 'malformed'],
    ['buy 1usd', 'malformed'],
    ['buy 1usd ', 'malformed'],
    ['buy 1usd /a b', 'malformed'],
    ['buy 1usd /a\n', 'malformed'],
    ['buy 1usd /\u00e4', 'malformed'],
    ['buy -1usd /a', 'negative-amount'],
    ['buy 0.0000001usd /a', 'fractional-amount'],
    ['buy 9007199255usd /a', 'amount-too-large'],
    ['refund 1', 'malformed'],
    ['refund 0000001 ', 'malformed'],
    ['cash-out', 'malformed'],
    ['cash-out ', 'malformed'],
    ['cash-out broker.example', 'malformed'],
    ['cash-out broker.example 01', 'malformed'],
    ['cash-out Broker 1', 'malformed'],
    ['deposit ', 'malformed'],
    [`deposit k/1usd/0000001/b/1/19961218/${'0'.repeat(63)}`, 'malformed'],
    [`deposit k/-1usd/0000001/b/1/19961218/${'0'.repeat(64)}`, 'negative-amount'],
    ['cash', 'malformed'],
    ['steal', 'malformed'],
  ])('%j is refused: %s', (text, rejection) => {
    expect(parseOrder(bytesOf(text))).toBe(rejection);
  });

  it('wants no more than 1024 characters', () => {
    expect(parseOrder(bytesOf(`buy 1usd ${'a'.repeat(1024)}`))).toBeTypeOf('object');
    expect(parseOrder(bytesOf(`buy 1usd ${'a'.repeat(1025)}`))).toBe('malformed');
  });

  it('is not written for what is no order: a programmer errs', () => {
    for (const offer of [-1, 0.5, MAX + 1, Number.NaN]) expect(() => encodeOrder(buy(offer))).toThrow(RangeError);
    for (const target of ['', 'a b', '/\u0141']) expect(() => encodeOrder(buy(1, target))).toThrow(RangeError);
    expect(() => encodeOrder({ verb: 'refund', paid: -1 })).toThrow(RangeError);
  });

  it('of junk never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 100 }), words(20).map(bytesOf)), (junk) => {
        expect(parseOrder(junk)).toBe('malformed');
      }),
    );
  });
});
