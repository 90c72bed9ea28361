/** What a vendor decides on numbers alone: prices, change, replays, refunds, expiry; and that nothing is charged twice. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Charged, Counter } from '../../src/protocols/millicent/counter.ts';
import { dateText } from '../../src/protocols/millicent/date.ts';
import type { Protocol } from '../../src/protocols/millicent/frame.ts';
import { IdRange } from '../../src/protocols/millicent/id-range.ts';
import type { Order } from '../../src/protocols/millicent/order.ts';
import { PriceList, type PriceRule } from '../../src/protocols/millicent/price-list.ts';
import { type Receipt, Receipts } from '../../src/protocols/millicent/receipts.ts';
import type { Rejection } from '../../src/protocols/millicent/rejection.ts';
import { readReply } from '../../src/protocols/millicent/reply.ts';
import { ask } from '../../src/protocols/millicent/request.ts';
import type { Scrip } from '../../src/protocols/millicent/scrip.ts';
import { SpentSet } from '../../src/protocols/millicent/spent-set.ts';
import { Till } from '../../src/protocols/millicent/till.ts';
import { DAY, HOUR, MINUTE } from '../../src/units.ts';
import {
  buy,
  cashOut,
  counter,
  desk,
  EXPIRES,
  goods,
  held,
  NOW,
  nonce,
  PAYEE,
  PROTOCOLS,
  payouts,
  scrip,
  till,
  way,
} from './millicent-world.ts';

type Outcome = Charged<never> | Rejection;
const change = (outcome: Outcome): Scrip => {
  if (typeof outcome === 'string' || outcome.receipt.change === undefined) throw new Error('no change');
  return outcome.receipt.change;
};
const MAX = Number.MAX_SAFE_INTEGER;

describe('a counter', () => {
  it('charges the price and gives change: same CustID#, new ID#, same properties, same expiry', () => {
    const properties = new Map([['co', 'us']]);
    const outcome = counter([{ target: '/news', price: 1500 }]).decide(scrip({ properties }), buy(2000), NOW);
    expect(outcome).toMatchObject({ again: false, receipt: { price: 1500, time: NOW, refund: 'none' } });
    expect(change(outcome)).toEqual(scrip({ properties, id: 1_000_000, value: 3500 }));
  });

  it.each<[string, Rejection, Order, Partial<Scrip>]>([
    ['an offer beyond the value', 'value-too-small', buy(5001), {}],
    ['an offer below zero', 'negative-amount', buy(-1), {}],
    ['an offer of half a micro-dollar', 'fractional-amount', buy(0.5), {}],
    ['an offer that is no number', 'fractional-amount', buy(Number.NaN), {}],
    ['an endless offer', 'amount-too-large', buy(Number.POSITIVE_INFINITY), {}],
    ['an offer below the price', 'price-above-offer', buy(1499), {}],
    ['what is not on the list', 'not-for-sale', buy(5000, '/sports'), {}],
    ['scrip at the instant of its expiry', 'expired', buy(2000), { expires: NOW }],
    ['a refund of nothing', 'nothing-to-refund', { verb: 'refund', paid: 81_432 }, {}],
    ['a reward beyond what scrip can say', 'amount-too-large', buy(0, '/survey'), { value: MAX }],
  ])('refuses %s: %s', (_what, rejection, order, changes) => {
    const at = counter([
      { target: '/news', price: 1500 },
      { target: '/survey', price: -1000 },
    ]);
    expect(at.decide(scrip(changes), order, NOW)).toBe(rejection);
    // Refused means untouched: the same scrip still pays.
    expect(at.till.remembered).toEqual({ spent: 0, receipts: 0 });
    expect(at.decide(scrip(), buy(1500), NOW)).toBeTypeOf('object');
  });

  it('charges nothing when it only validates', () => {
    const at = counter();
    for (let i = 0; i < 3; i++) {
      expect(at.validate(scrip(), buy(100), NOW)).toEqual({ again: false, sale: { price: 100 } });
    }
    expect(at.till.remembered.spent).toBe(0);
  });

  it('answers the same request within the window alike, and takes another for a second spending', () => {
    const at = counter();
    const first = at.decide(scrip(), buy(100), NOW);
    expect(at.decide(scrip(), buy(101), NOW)).toBe('already-spent');
    expect(at.decide(scrip(), buy(100, '/other'), NOW)).toBe('already-spent');
    expect(at.decide(scrip(), buy(100), NOW + MINUTE)).toEqual({ ...(first as object), again: true });
    expect(at.validate(scrip(), buy(100), NOW + MINUTE)).toMatchObject({ again: true });
    expect(at.decide(scrip(), buy(100), NOW + MINUTE + 1)).toBe('already-spent');
    expect(at.till.remembered.spent).toBe(1);
  });

  // Fails when a second piece of one ID#, which only who holds a secret can make, brings the first one's change.
  it('takes another piece of the same ID# for a second spending, whatever is ordered with it', () => {
    const at = counter();
    at.decide(scrip(), buy(100), NOW);
    const others: Partial<Scrip>[] = [{ customer: 101_862 }, { value: 9000 }, { properties: new Map([['co', 'us']]) }];
    for (const changes of others) expect(at.decide(scrip(changes), buy(100), NOW)).toBe('already-spent');
    expect(at.decide(scrip(), buy(100), NOW)).toMatchObject({ again: true });
  });

  it('answers within the window also what has expired or run out of ID#s since', () => {
    const at = counter(undefined, { ids: new IdRange({ from: 0, to: 1 }) });
    const late = EXPIRES - 1;
    const first = at.decide(scrip(), buy(100), late);
    expect(at.decide(scrip({ id: 5 }), buy(100), late)).toBe('out-of-ids');
    expect(at.decide(scrip({ id: 5 }), cashOut, late)).toMatchObject({ again: false });
    expect(at.decide(scrip(), buy(100), late + MINUTE)).toEqual({ ...(first as object), again: true });
    expect(at.decide(scrip(), buy(100), late + MINUTE + 1)).toBe('expired');
  });

  it('rewards: the change is worth more', () => {
    const at = counter([{ target: '/survey', price: -1000 }]);
    const outcome = at.decide(scrip({ value: 0 }), buy(0, '/survey'), NOW);
    expect(outcome).toMatchObject({ receipt: { price: -1000, change: { value: 1000 } } });
    expect(at.decide(scrip({ value: 0 }), buy(0, '/news'), NOW)).toBe('already-spent');
  });

  it('pays out to no broker that it does not know, and charges nothing', () => {
    const at = counter();
    const stranger: Order = { verb: 'cash-out', payee: { ...PAYEE, broker: 'nobody.example' } };
    expect(at.decide(scrip(), stranger, NOW)).toBe('unknown-payee');
    expect(new Counter(till(), new PriceList([])).decide(scrip(), cashOut, NOW)).toBe('unknown-payee');
    expect(at.decide(scrip(), cashOut, NOW)).toMatchObject({ again: false });
    // What it is paid by is no order of a vendor's.
    const payout = { vendor: 'v', value: 1, id: 1, payee: PAYEE, expires: EXPIRES, tag: '0'.repeat(64) };
    expect(at.decide(scrip({ id: 2 }), { verb: 'deposit', payout }, NOW)).toBe('not-for-sale');
  });

  it('cashes out: no change, and the broker hears what it was worth', () => {
    const at = counter();
    const outcome = at.decide(scrip(), cashOut, NOW);
    expect(outcome).toMatchObject({ receipt: { price: 5000, change: undefined } });
    expect(at.decide(scrip(), cashOut, NOW)).toMatchObject({ again: true });
    expect(at.decide(scrip(), buy(1), NOW)).toBe('already-spent');
  });
});

describe('a refund', () => {
  const paidAndLost = () => {
    const at = counter();
    const first = change(at.decide(scrip(), buy(2000), NOW));
    at.till.undelivered(81_432, NOW);
    return { at, first, order: { verb: 'refund', paid: 81_432 } as const };
  };

  it('gives back once what goods cost that did not arrive', () => {
    const { at, first, order } = paidAndLost();
    const outcome = at.decide(first, order, NOW + MINUTE);
    expect(outcome).toMatchObject({ receipt: { price: -2000, change: { value: 5000, customer: 101_861 } } });
    expect(at.decide(first, order, NOW + MINUTE)).toMatchObject({ again: true });
    expect(at.decide(change(outcome), order, NOW + MINUTE)).toBe('nothing-to-refund');
  });

  it('is refused to another customer, after the window, and of what was delivered', () => {
    const { at, first, order } = paidAndLost();
    expect(at.decide(scrip({ id: 5, customer: 101_862 }), order, NOW)).toBe('nothing-to-refund');
    expect(at.decide(first, { ...order, paid: 81_433 }, NOW)).toBe('nothing-to-refund');
    expect(at.decide(first, order, NOW + 10 * MINUTE + 1)).toBe('nothing-to-refund');
    const fine = counter();
    const mine = change(fine.decide(scrip(), buy(2000), NOW));
    expect(fine.decide(mine, order, NOW)).toBe('nothing-to-refund');
    const { at: last, first: left } = paidAndLost();
    expect(last.decide(left, order, NOW + 10 * MINUTE)).toMatchObject({ receipt: { price: -2000 } });
  });

  // Fails when a request that was paid back brings its goods again: they were once to be had for nothing.
  it.each(PROTOCOLS)(
    'takes the goods out of the answer to a repeated request, and leaves the change in it, %s',
    (protocol) => {
      const shop = desk([protocol], counter(undefined, { replayWindow: DAY, refundWindow: DAY }));
      const holding = held();
      const asked = ask(holding, buy(1000), way(protocol, holding));
      const answered = () => {
        const replied = readReply(asked, shop.answer(asked.request, NOW, goods, nonce()).reply);
        if (typeof replied === 'string' || !replied.served) throw new Error('refused');
        return replied;
      };
      const first = answered();
      expect(answered().goods).toEqual(goods());
      const mine = first.change!;
      const refund = ask(mine, { verb: 'refund', paid: holding.scrip.id }, way(protocol, mine));
      // One of two answers is lost: the other has brought the goods.
      shop.counter.till.undelivered(holding.scrip.id, NOW);
      expect(shop.answer(refund.request, NOW, goods, nonce()).outcome).toBe('nothing-to-refund');
      shop.counter.till.undelivered(holding.scrip.id, NOW);
      expect(answered()).toEqual({ ...first, goods: new Uint8Array() });
      expect(shop.answer(refund.request, NOW, goods, nonce()).outcome).toMatchObject({ receipt: { price: -1000 } });
      expect(answered()).toEqual({ ...first, goods: new Uint8Array() });
      shop.counter.till.undelivered(holding.scrip.id, NOW);
      const second = held({ id: 5 });
      const again = ask(second, { verb: 'refund', paid: holding.scrip.id }, way(protocol, second));
      expect(shop.answer(again.request, NOW, goods, nonce()).outcome).toBe('nothing-to-refund');
    },
  );

  it('has its own window, also where replays have a longer one', () => {
    const at = counter(undefined, { replayWindow: HOUR, refundWindow: MINUTE });
    const first = change(at.decide(scrip(), buy(2000), NOW));
    at.till.undelivered(81_432, NOW);
    const order = { verb: 'refund', paid: 81_432 } as const;
    expect(at.validate(first, order, NOW + MINUTE)).toMatchObject({ sale: { price: -2000 } });
    expect(at.validate(first, order, NOW + MINUTE + 1)).toBe('nothing-to-refund');
    expect(at.decide(scrip(), buy(2000), NOW + HOUR)).toMatchObject({ again: true });
  });

  // Fails when goods stay away from who can no longer have his money back: he would have neither.
  it.each([0, MINUTE])('brings the goods again once nobody gets their price, after %i us', (refundWindow) => {
    const shop = desk(['clear'], counter(undefined, { replayWindow: HOUR, refundWindow }));
    const asked = ask(held(), buy(1000), { protocol: 'clear' });
    const goodsAt = (now: number) => {
      const replied = readReply(asked, shop.answer(asked.request, now, goods).reply);
      return typeof replied === 'object' && replied.served ? replied.goods : replied;
    };
    expect(goodsAt(NOW)).toEqual(goods());
    shop.counter.till.undelivered(81_432, NOW);
    expect(goodsAt(NOW)).toEqual(new Uint8Array());
    expect(goodsAt(NOW + refundWindow)).toEqual(new Uint8Array());
    expect(goodsAt(NOW + refundWindow + 1)).toEqual(goods());
    // Too late to be told.
    shop.counter.till.undelivered(81_432, NOW + refundWindow + 2);
    expect(goodsAt(NOW + refundWindow + 2)).toEqual(goods());
  });

  it('is not due for a reward, a subscription, a refund or what was cashed out', () => {
    const at = counter([
      { target: '/survey', price: -10 },
      { target: '/subscribe', price: 10, subscription: { property: 'sub', period: DAY } },
    ]);
    let held = scrip();
    const lost = (order: Order): Rejection | undefined => {
      const outcome = at.decide(held, order, NOW);
      at.till.undelivered(held.id, NOW);
      const refund = { verb: 'refund', paid: held.id } as const;
      held = typeof outcome === 'object' && outcome.receipt.change !== undefined ? change(outcome) : scrip({ id: 9 });
      const answer = at.validate(held, refund, NOW);
      return typeof answer === 'string' ? answer : undefined;
    };
    expect(lost(buy(0, '/survey'))).toBe('nothing-to-refund');
    expect(lost(buy(10, '/subscribe'))).toBe('nothing-to-refund');
    expect(lost(cashOut)).toBe('nothing-to-refund');
    expect(() => at.till.undelivered(123, NOW)).not.toThrow();
  });
});

describe('a price list', () => {
  const RULES: readonly PriceRule[] = [
    { target: '/wine/*', where: [{ property: 'age', atLeast: 18 }], price: 900 },
    { target: '/news/*', where: [{ property: 'sub-news', lasts: true }], price: 0 },
    {
      target: '/news/*',
      where: [
        { property: 'student', is: 'yes' },
        { property: 'co', is: 'us' },
      ],
      price: 50,
    },
    { target: '/news/*', price: 100 },
    { target: '/subscribe', price: 1000, subscription: { property: 'sub-news', period: 30 * DAY } },
  ];
  const wanted = { verb: 'buy', offer: 1, target: '/' } as const;
  const quote = (target: string, properties: Record<string, string>, now = NOW) => {
    const sale = new PriceList(RULES).quote(
      { verb: 'buy', offer: 0, target },
      scrip({ properties: new Map(Object.entries(properties)) }),
      now,
    );
    return typeof sale === 'string' ? sale : sale.price;
  };

  it('asks what is certified of the customer, the first rule that fits holds', () => {
    expect(quote('/news/today', {})).toBe(100);
    expect(quote('/news/today', { student: 'yes' })).toBe(100);
    expect(quote('/news/today', { student: 'yes', co: 'us' })).toBe(50);
    expect(quote('/news', {})).toBe('not-for-sale');
    expect(quote('/wine/red', {})).toBe('not-for-sale');
    expect(quote('/wine/red', { age: '17' })).toBe('not-for-sale');
    expect(quote('/wine/red', { age: '18' })).toBe(900);
    expect(quote('/wine/red', { age: 'old' })).toBe('not-for-sale');
  });

  it('lets a subscription last until its day begins', () => {
    const subscriber = { 'sub-news': '19961218' };
    expect(quote('/news/today', subscriber, EXPIRES - 1)).toBe(0);
    expect(quote('/news/today', subscriber, EXPIRES)).toBe(100);
    expect(quote('/news/today', { 'sub-news': 'forever' }, NOW)).toBe(100);
  });

  it('sells a subscription as a property of the change, which lives as long', () => {
    const at = counter(RULES);
    const paid = scrip({ expires: NOW + 2 * DAY, properties: new Map([['student', 'yes']]) });
    const subscribed = change(at.decide(paid, buy(1000, '/subscribe'), NOW));
    expect(subscribed.expires).toBe(NOW + 30 * DAY);
    expect([...subscribed.properties]).toEqual([
      ['student', 'yes'],
      ['sub-news', '19961218'],
    ]);
    const read = at.decide(subscribed, buy(0, '/news/today'), NOW + 29 * DAY);
    expect(read).toMatchObject({ receipt: { price: 0, change: { value: 4000 } } });
    // Bought again it is prolonged from its end, not doubled, and not shortened by the days that are left.
    const longer = change(at.decide(change(read), buy(1000, '/subscribe'), NOW + 29 * DAY));
    expect(longer.properties.size).toBe(2);
    expect(longer.expires).toBe(NOW + 60 * DAY);
    // What is over counts from now.
    const over = scrip({ properties: new Map([['sub-news', dateText(NOW - DAY)]]) });
    expect(change(at.decide({ ...over, id: 7 }, buy(1000, '/subscribe'), NOW + 29 * DAY)).expires).toBe(NOW + 59 * DAY);
    expect(change(counter(RULES).decide(scrip(), buy(1000, '/subscribe'), NOW)).expires).toBe(EXPIRES);
  });

  it('sells no subscription to who has no room for another property', () => {
    const full = new Map(Array.from({ length: 16 }, (_, i) => [`p${i}`, '1']));
    expect(counter(RULES).decide(scrip({ properties: full }), buy(1000, '/subscribe'), NOW)).toBe('not-for-sale');
  });

  it('refuses rules that it could not keep', () => {
    const rule = (property: string, period: number): PriceRule => ({
      target: '/',
      price: 1,
      subscription: { property, period },
    });
    expect(() => new PriceList([{ target: '/', price: 0.5 }])).toThrow(RangeError);
    for (const property of ['Sub', 'BAD NAME', '', 'a=b', 'a'.repeat(33)])
      expect(() => new PriceList([rule(property, DAY)])).toThrow(RangeError);
    for (const period of [-DAY, 0, 0.5, Number.NaN, Number.POSITIVE_INFINITY, MAX + 1])
      expect(() => new PriceList([rule('sub', period)])).toThrow(RangeError);
    expect(new PriceList([rule('a'.repeat(32), 1)]).quote(wanted, scrip(), NOW)).toMatchObject({ price: 1 });
    // For a day beyond all dates there is no property.
    expect(new PriceList([rule('sub', MAX)]).quote(wanted, scrip(), NOW)).toBe('not-for-sale');
  });
});

describe('a till', () => {
  it('forgets spent scrip when it expires, not before, and receipts after the longer window', () => {
    const at = till();
    at.charge(scrip(), buy(1), { price: 1 }, NOW);
    at.charge(scrip({ id: 2, expires: NOW + DAY }), buy(1), { price: 1 }, NOW);
    const rememberedAt = (now: number) => {
      at.validate(scrip({ id: 99 }), buy(1), now);
      return at.remembered;
    };
    expect(rememberedAt(NOW + 10 * MINUTE)).toEqual({ spent: 2, receipts: 2 });
    expect(rememberedAt(NOW + 10 * MINUTE + 1)).toEqual({ spent: 2, receipts: 0 });
    expect(rememberedAt(NOW + DAY - 1).spent).toBe(2);
    expect(rememberedAt(NOW + DAY).spent).toBe(1);
    expect(rememberedAt(EXPIRES).spent).toBe(0);
  });

  // Fails when an ID# is accepted again because the scrip says another day of expiry.
  it('takes no ID# twice, on whatever day it says to expire, and remembers it until the last day said', () => {
    for (const [first, second] of [
      [NOW + DAY, EXPIRES],
      [EXPIRES, NOW + DAY],
    ] as const) {
      const at = counter();
      expect(at.decide(scrip({ expires: first }), buy(1), NOW)).toBeTypeOf('object');
      expect(at.decide(scrip({ expires: second }), buy(2), NOW)).toBe('already-spent');
      expect(() => at.till.charge(scrip({ expires: second }), buy(1), { price: 1 }, NOW)).toThrow(/spent already/);
      expect(at.till.remembered.spent).toBe(1);
      expect(at.decide(scrip({ expires: EXPIRES }), buy(1), EXPIRES - 1)).toBe('already-spent');
      expect(at.till.validate(scrip({ id: 99 }), buy(1), EXPIRES)).toBe('expired');
      expect(at.till.remembered.spent).toBe(0);
    }
  });

  it('keeps ID#s of one page apart, whatever their days', () => {
    const spent = new SpentSet();
    for (let id = 0; id < 100; id++) spent.add(id, NOW + (1 + (id % 3)) * DAY);
    spent.seen(0, NOW + 3 * DAY);
    spent.seen(2, NOW + DAY);
    spent.seen(500, NOW + 3 * DAY);
    spent.forget(NOW + 2 * DAY);
    const left = Array.from({ length: 600 }, (_, id) => id).filter((id) => spent.has(id));
    expect(left).toEqual([0, ...Array.from({ length: 33 }, (_, i) => 3 * i + 2)]);
    expect(spent.size).toBe(left.length);
    spent.forget(NOW + 3 * DAY);
    expect([spent.size, spent.has(0), spent.has(2)]).toEqual([0, false, false]);
  });

  it('keeps the receipts of an ID# that was forgotten and comes again in their order', () => {
    const at = new Receipts<never>(10);
    const receipt = (id: number, time: number): Receipt<never> => {
      const paid = scrip({ id });
      return { paid, order: buy(1), price: 1, time, change: undefined, goods: undefined, refund: 'none', answers: 1 };
    };
    for (const [id, time] of [
      [1, 0],
      [2, 5],
      [1, 8],
    ] as const)
      at.add(receipt(id, time));
    at.forget(16);
    expect([at.of(1)?.time, at.of(2), at.size]).toEqual([8, undefined, 1]);
  });

  it('charges nothing when the goods, the change or their bytes cannot be made', () => {
    const fail = (): never => {
      throw new Error('no goods');
    };
    const { request } = ask(held(), buy(1), { protocol: 'clear' });
    const fine = desk(['clear']);
    expect(() => fine.answer(request, NOW, fail)).toThrow('no goods');
    expect(fine.counter.till.remembered).toEqual({ spent: 0, receipts: 0 });
    const odd = { quote: () => ({ price: 1, subscription: { property: 'BAD NAME', until: EXPIRES } }) };
    const bad = desk(['clear'], new Counter<never>(till(), odd));
    expect(() => bad.answer(request, NOW, goods)).toThrow(RangeError);
    expect(bad.counter.till.remembered).toEqual({ spent: 0, receipts: 0 });
    // Nor is an ID# used up.
    const ids = new IdRange({ from: 0, to: 1 });
    const last = desk(['clear'], counter(undefined, { ids }));
    expect(() => last.answer(request, NOW, fail)).toThrow('no goods');
    expect([ids.left, last.answer(request, NOW, goods).outcome]).toMatchObject([1, { again: false }]);
    expect(fine.answer(request, NOW, goods).outcome).toMatchObject({ again: false });
  });

  it('goes on forgetting, each at its own time', () => {
    const at = till();
    at.charge(scrip({ id: 1, expires: NOW + DAY }), buy(1), { price: 1 }, NOW);
    at.charge(scrip({ id: 2, expires: NOW + 2 * DAY }), buy(1), { price: 1 }, NOW + 5 * MINUTE);
    const rememberedAt = (now: number) => {
      at.validate(scrip({ id: 99 }), buy(1), now);
      return at.remembered;
    };
    expect(rememberedAt(NOW + 11 * MINUTE).receipts).toBe(1);
    expect(rememberedAt(NOW + 15 * MINUTE).receipts).toBe(1);
    expect(rememberedAt(NOW + 15 * MINUTE + 1).receipts).toBe(0);
    // The first set is due already, the second in a microsecond.
    expect(rememberedAt(NOW + 2 * DAY - 1).spent).toBe(1);
    expect(rememberedAt(NOW + 2 * DAY).spent).toBe(0);
  });

  it('throws when a programmer charges what cannot be charged, or turns the clock back', () => {
    const at = till();
    at.charge(scrip(), buy(1), { price: 1 }, NOW);
    const charge = (changes: Partial<Scrip>, price: number, now = NOW) => {
      at.charge(scrip(changes), buy(1), { price }, now);
    };
    expect(() => charge({}, 1)).toThrow(/spent already/);
    expect(() => charge({ id: 2 }, 5001)).toThrow(/cannot pay/);
    expect(() => charge({ id: 2 }, 0.5)).toThrow(/cannot pay/);
    expect(() => charge({ id: 2 }, Number.NaN)).toThrow(/cannot pay/);
    expect(() => charge({ id: 2, expires: NOW }, 1)).toThrow(/cannot pay/);
    const drafts = [3, 4].map((id) => at.draft(scrip({ id }), buy(1), { price: 1 }, NOW));
    at.book(drafts[0], { price: 1 });
    expect(() => at.book(drafts[1], { price: 1 })).toThrow(/not the next/);
    expect(() => charge({ id: 2 }, 1, NOW - 1)).toThrow(RangeError);
    expect(() => till({ replayWindow: -1 })).toThrow(RangeError);
    expect(() => till({ refundWindow: Number.NaN })).toThrow(RangeError);
    expect(() => new IdRange({ from: 3, to: 3 })).toThrow(RangeError);
    const one = new IdRange({ from: 3, to: 4 });
    expect(one.take()).toBe(3);
    expect(() => one.take()).toThrow(RangeError);
    expect(at.remembered.spent).toBe(2);
  });
});

/** What customers may try: spend any scrip they ever saw, with any order, at any later time. */
interface Attempt {
  /** Which piece, the newest is 0. */
  readonly piece: number;
  /** Of a refund, which piece it was paid with. */
  readonly order: Order;
  readonly wait: number;
  /** Whether the goods get lost. */
  readonly lost: boolean;
  /** Whether the same request comes again at once. */
  readonly twice: boolean;
  readonly again: boolean;
}

const RULES: readonly PriceRule[] = [
  { target: '/news', price: 700 },
  { target: '/free', price: 0 },
  { target: '/subscribe', price: 1000, subscription: { property: 'sub', period: 3 * DAY } },
];
const purchases = fc
  .tuple(fc.constantFrom(0, 700, 1000, 6000), fc.constantFrom('/news', '/news', '/free', '/subscribe', '/none'))
  .map(([offer, target]) => buy(offer, target));
const refunds = fc.nat(4).map((paid) => ({ verb: 'refund' as const, paid }));
const attempts: fc.Arbitrary<readonly Attempt[]> = fc.array(
  fc.record({
    piece: fc.nat(4),
    order: fc.oneof(
      { weight: 8, arbitrary: purchases },
      { weight: 6, arbitrary: refunds },
      { weight: 1, arbitrary: fc.constant(cashOut) },
    ),
    wait: fc.constantFrom(0, 0, 0, 0, 0, 1, MINUTE, 10 * MINUTE, DAY, 20 * DAY),
    lost: fc.boolean(),
    twice: fc.boolean(),
    again: fc.constant(false),
  }),
  { maxLength: 60 },
);

/** The piece so many places before the newest, and the order with the ID# of another such. */
function chosen(pieces: readonly Scrip[], { piece, order }: Attempt): { at: number; order: Order } {
  const place = (back: number): number => pieces.length - 1 - (back % pieces.length);
  if (order.verb !== 'refund') return { at: place(piece), order };
  return { at: place(piece), order: { ...order, paid: pieces[place(order.paid)].id } };
}

/** Knows only what is in wallets: each piece that was issued and not yet paid with. */
class Auditor {
  readonly issued = [scrip({ id: 0 }), scrip({ id: 1, value: 3000, customer: 7 }), scrip({ id: 2, value: 100 })];
  last: { at: number; order: Order } = { at: 0, order: buy(0) };
  readonly #live = new Map(this.issued.map((piece) => [piece.id, piece.value]));
  readonly #putIn = this.#inWallets();
  #taken = 0;

  charged({ paid, price, change: left }: Charged<never>['receipt']): void {
    expect(this.#live.get(paid.id)).toBe(paid.value);
    this.#live.delete(paid.id);
    this.#taken += price;
    if (left !== undefined) {
      expect(left.customer).toBe(paid.customer);
      expect(this.issued.some(({ id }) => id === left.id)).toBe(false);
      this.issued.push(left);
      this.#live.set(left.id, left.value);
    }
    expect(this.#inWallets() + this.#taken).toBe(this.#putIn);
    expect(this.#taken).toBeGreaterThanOrEqual(0);
    expect(this.#taken).toBeLessThanOrEqual(this.#putIn);
  }

  #inWallets(): number {
    return [...this.#live.values()].reduce((sum, value) => sum + value, 0);
  }
}

/** Makes all attempts, some of them twice, under the auditor's eyes; notes how they ended. */
function audit(sequence: readonly Attempt[], seen: Set<string>): void {
  const ids = new IdRange({ from: 100, to: 1000 });
  const shop = new PriceList(RULES);
  const at = new Counter<never>(new Till({ ids, replayWindow: MINUTE, refundWindow: HOUR }), shop, payouts);
  const auditor = new Auditor();
  let now = NOW;
  for (const attempt of sequence.flatMap((each) => (each.twice ? [each, { ...each, again: true, wait: 0 }] : [each]))) {
    now += attempt.wait;
    const { at: place, order } = attempt.again ? auditor.last : chosen(auditor.issued, attempt);
    auditor.last = { at: place, order };
    const left = ids.left;
    const outcome = at.decide(auditor.issued[place], order, now);
    const isCharged = typeof outcome === 'object' && !outcome.again;
    seen.add(typeof outcome === 'string' ? outcome : `${order.verb} ${outcome.again ? 'again' : 'charged'}`);
    if (isCharged) auditor.charged(outcome.receipt);
    else expect(ids.left).toBe(left);
    if (isCharged && attempt.lost) at.till.undelivered(outcome.receipt.paid.id, now);
  }
}

/** Makes all attempts with bytes and without, and compares. */
function compare(sequence: readonly Attempt[], protocol: Protocol): void {
  const real = desk([protocol], counter(RULES));
  const sampled = counter(RULES);
  const wallet = [held({ id: 1 }), held({ id: 2, value: 100 })];
  let now = NOW;
  for (const attempt of sequence) {
    now += attempt.wait;
    const pieces = wallet.map((each) => each.scrip);
    const { at: place, order } = chosen(pieces, attempt);
    const holding = wallet[place];
    const { outcome } = real.answer(ask(holding, order, way(protocol, holding)).request, now, goods);
    expect(outcome).toEqual(sampled.decide(holding.scrip, order, now));
    if (typeof outcome === 'string') continue;
    if (attempt.lost) for (const each of [real.counter, sampled]) each.till.undelivered(holding.scrip.id, now);
    if (outcome.receipt.change !== undefined) wallet.push(held(outcome.receipt.change));
  }
  expect(sampled.till.remembered).toEqual(real.counter.till.remembered);
}

describe('no sequence of requests', () => {
  // Fails when scrip is charged twice, when change is worth more than what is left, when a refund is paid twice, or
  // when a refusal or a repetition moves money.
  it('lets customers spend more than they put in, and all of it is somewhere', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(attempts, (sequence) => audit(sequence, seen)),
      { numRuns: 400, seed: 1 },
    );
    // Every way to end was tried: a property over nothing would hold too.
    const ways = ['buy', 'refund', 'cash-out'].flatMap((verb) => [`${verb} again`, `${verb} charged`]);
    const refusals = ['already-spent', 'expired', 'not-for-sale', 'nothing-to-refund', 'price-above-offer'];
    expect([...seen].sort()).toEqual([...ways, ...refusals, 'value-too-small'].sort());
  });

  // Fails when the bytes decide anything else than the numbers: then fidelities would part.
  it.each(['clear', 'secure'] as const)('ends otherwise with bytes, %s, than without', (protocol) => {
    fc.assert(
      fc.property(attempts, (sequence) => compare(sequence, protocol)),
      { numRuns: 40, seed: 2 },
    );
  });
});
