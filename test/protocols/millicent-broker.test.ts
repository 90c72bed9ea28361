/** Broker scrip and its exchange, warehouse and licence, from the bytes of a request to scrip that a vendor takes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Counter } from '../../src/protocols/millicent/counter.ts';
import { Desk } from '../../src/protocols/millicent/desk.ts';
import { Examiner } from '../../src/protocols/millicent/examiner.ts';
import { ExchangeShop, grantBytes } from '../../src/protocols/millicent/exchange-shop.ts';
import type { Protocol } from '../../src/protocols/millicent/frame.ts';
import { encodeGrant, type Holding, parseGrant } from '../../src/protocols/millicent/grant.ts';
import { IdRange } from '../../src/protocols/millicent/id-range.ts';
import { Issuer } from '../../src/protocols/millicent/issuer.ts';
import { honour, type Licence, produce } from '../../src/protocols/millicent/licence.ts';
import type { Order } from '../../src/protocols/millicent/order.ts';
import { Outstanding } from '../../src/protocols/millicent/outstanding.ts';
import { PayoutBook, Payouts, parsePayout } from '../../src/protocols/millicent/payout.ts';
import { readReply } from '../../src/protocols/millicent/reply.ts';
import { ask } from '../../src/protocols/millicent/request.ts';
import type { Supplied } from '../../src/protocols/millicent/supply.ts';
import { Till } from '../../src/protocols/millicent/till.ts';
import { Warehouse } from '../../src/protocols/millicent/warehouse.ts';
import { DAY, MINUTE } from '../../src/units.ts';
import {
  BROKER,
  buy,
  bytesOf,
  CUSTOMERS,
  cashOut,
  cipher,
  counter,
  desk,
  goods,
  held,
  latin1,
  NOW,
  nonce,
  PROTOCOLS,
  payouts,
  scrip,
  secret,
  secretsOf,
  way,
} from './millicent-world.ts';

const LIFE = 30 * DAY;
const KIOSK = 'kiosk.example';
const SHOP = 'shop.example';
const licence: Licence = {
  vendor: KIOSK,
  ids: { from: 20_000_000, to: 20_000_003 },
  scripSecret: secret('licence scrip'),
  customers: { from: 500_000, to: 600_000 },
  customerSecret: secret('licence customers'),
};

/** A vendor who honours the licence, and one who sells in bulk; a broker who deals in both; a customer of his. */
function market(protocol: Protocol = 'private') {
  const kiosk = secretsOf('kiosk');
  honour(licence, kiosk.scripSecrets, kiosk.masters);
  const { issuer, stamper } = produce(licence, LIFE);

  const shop = secretsOf('shop');
  const maker = new Issuer({ vendor: SHOP, ids: new IdRange({ from: 1, to: 4 }), customers: CUSTOMERS, life: LIFE });
  const warehouse = new Warehouse();
  for (let i = 0; i < 3; i++) {
    const made = maker.make(1000, 100_000 + i, NOW + i * DAY);
    warehouse.store({ scrip: made, grant: shop.stamper.grant(made) });
  }

  const own = secretsOf('broker');
  own.masters.add({ from: 500_000, to: 600_000 }, secret('more broker customers'));
  const ids = new IdRange({ from: 1000, to: 2000 });
  const exchange = new ExchangeShop(new PayoutBook(BROKER).open(KIOSK, secret('kiosk and broker')));
  exchange.deal(KIOSK, issuer);
  exchange.deal(SHOP, warehouse);
  const broker = new Desk<Supplied>(
    new Examiner({ vendor: BROKER, protocols: PROTOCOLS, aead: cipher, ...own }),
    new Counter(new Till({ ids, replayWindow: MINUTE, refundWindow: MINUTE }), exchange, payouts),
    own.stamper,
    payouts,
  );
  const sold = new Issuer({ vendor: BROKER, ids, customers: licence.customers, life: LIFE });
  const purse = read(own.stamper.grant(sold.make(5000, 500_007, NOW)));
  const stampers = new Map([[KIOSK, stamper]]);
  const exchanged = (holding: Holding, order: Order, now = NOW) => {
    const asked = ask(holding, order, way(protocol, holding));
    const { reply, outcome } = broker.answer(
      asked.request,
      now,
      (receipt, examined) => grantBytes(receipt, examined, stampers),
      nonce(),
    );
    return { outcome, replied: readReply(asked, reply) };
  };
  return { kiosk, shop, issuer, maker, warehouse, exchange, broker, purse, exchanged };
}

function read(bytes: Uint8Array): Holding {
  const holding = parseGrant(bytes);
  if (typeof holding === 'string') throw new Error(holding);
  return holding;
}

function bought(replied: ReturnType<typeof readReply>): { change: Holding; scrip: Holding } {
  if (typeof replied === 'string' || !replied.served) throw new Error('refused');
  return { change: replied.change!, scrip: read(replied.goods) };
}

describe('a broker', () => {
  it('exchanges its scrip for licensed scrip, which the vendor takes without talking', () => {
    const { kiosk, purse, exchanged, issuer } = market();
    const { change, scrip: fresh } = bought(exchanged(purse, buy(3000, KIOSK)).replied);
    expect(change.scrip).toMatchObject({ vendor: BROKER, value: 2000, customer: 500_007 });
    expect(fresh.scrip).toEqual(
      scrip({ value: 3000, id: 20_000_000, customer: 500_007, expires: NOW + LIFE, properties: new Map() }),
    );
    expect(issuer.made).toEqual({ pieces: 1, value: 3000 });
    for (const protocol of ['secure', 'private'] as const) {
      const asked = ask(fresh, buy(1000), way(protocol, fresh));
      const replied = readReply(
        asked,
        desk(PROTOCOLS, counter(), kiosk).answer(asked.request, NOW, goods, nonce()).reply,
      );
      expect(replied).toMatchObject({ served: true, change: { scrip: { value: 2000, id: 1_000_000 } } });
    }
  });

  it('exchanges its scrip for what is in its warehouse, the oldest first, exact values only', () => {
    const { shop, purse, exchanged, warehouse } = market();
    expect(warehouse.worth(NOW)).toBe(3000);
    const first = bought(exchanged(purse, buy(1000, SHOP)).replied);
    expect(first.scrip.scrip).toMatchObject({ vendor: SHOP, value: 1000, id: 1, customer: 100_000 });
    expect(first.scrip.secret).toEqual(shop.customerSecrets.secretOf(100_000));
    expect(exchanged(first.change, buy(2000, SHOP)).outcome).toBe('sold-out');
    expect(warehouse.worth(NOW)).toBe(2000);
    const second = bought(exchanged(first.change, buy(1000, SHOP)).replied);
    const third = bought(exchanged(second.change, buy(1000, SHOP)).replied);
    expect([second, third].map((each) => each.scrip.scrip.id)).toEqual([2, 3]);
    expect(exchanged(third.change, buy(1000, SHOP)).outcome).toBe('sold-out');
    expect(third.change.scrip.value).toBe(2000);
  });

  it('hands out nothing from its warehouse that has expired', () => {
    const { warehouse } = market();
    const later = NOW + LIFE + DAY;
    expect(warehouse.worth(later)).toBe(1000);
    expect(warehouse.flawOf(1000, 0, later)).toBeUndefined();
    const { piece, take } = warehouse.next(1000, 0, later);
    expect(piece.scrip.id).toBe(3);
    take();
    expect(warehouse.flawOf(1000, 0, later)).toBe('sold-out');
    expect(() => warehouse.next(1000, 0, later)).toThrow(/in store/);
  });

  // Fails when a repeated exchange takes a second piece, or names another.
  it('gives the same scrip for the same request again, and charges once', () => {
    for (const vendor of [KIOSK, SHOP]) {
      const { purse, exchanged, issuer, warehouse } = market();
      const first = exchanged(purse, buy(1000, vendor));
      const again = exchanged(purse, buy(1000, vendor), NOW + MINUTE);
      expect(again.outcome).toMatchObject({ again: true });
      expect(bought(again.replied)).toEqual(bought(first.replied));
      expect(issuer.made.pieces).toBe(vendor === KIOSK ? 1 : 0);
      expect(warehouse.worth(NOW)).toBe(vendor === KIOSK ? 3000 : 2000);
    }
  });

  it('refuses by name, and hands out and charges nothing', () => {
    const { purse, exchanged, exchange, issuer, broker } = market();
    expect(exchanged(purse, buy(1000, 'nobody.example')).outcome).toBe('unknown-vendor');
    expect(exchanged(purse, buy(0, KIOSK)).outcome).toBe('not-for-sale');
    expect(exchanged(purse, buy(5001, KIOSK)).outcome).toBe('value-too-small');
    exchange.drop(KIOSK);
    expect(exchanged(purse, buy(1000, KIOSK)).outcome).toBe('unknown-vendor');
    expect(issuer.made.pieces).toBe(0);
    expect(broker.counter.till.remembered.spent).toBe(0);
    expect(exchanged(purse, cashOut).outcome).toMatchObject({ receipt: { price: 5000 } });
  });

  // Fails when a piece leaves the store, or counts as made, before it is paid for.
  it('loses no scrip when an answer cannot be made', () => {
    for (const vendor of [KIOSK, SHOP]) {
      const { purse, exchanged, broker, issuer, warehouse } = market('clear');
      const { request } = ask(purse, buy(1000, vendor), { protocol: 'clear' });
      const fail = (): never => {
        throw new Error('no goods');
      };
      for (let i = 0; i < 3; i++) expect(() => broker.answer(request, NOW, fail)).toThrow('no goods');
      expect([issuer.made.pieces, warehouse.worth(NOW)]).toEqual([0, 3000]);
      expect(exchanged(purse, buy(1000, vendor)).outcome).toMatchObject({ again: false });
    }
  });

  // Fails when a piece and the change get one ID#, or when who is not served has paid.
  it('charges nothing where what it sells has the ID#s of its change', () => {
    const ids = new IdRange({ from: 1000, to: 2000 });
    const shop = new ExchangeShop();
    shop.deal(BROKER, new Issuer({ vendor: BROKER, ids, customers: licence.customers, life: LIFE }));
    const at = new Counter(new Till<Supplied>({ ids, replayWindow: MINUTE, refundWindow: MINUTE }), shop);
    const mine = { vendor: BROKER, value: 5000, id: 1, customer: 500_007, expires: NOW + DAY, properties: new Map() };
    expect(() => at.decide(mine, { verb: 'buy', offer: 1000, target: BROKER }, NOW)).toThrow(/not the next/);
    expect(at.till.remembered).toEqual({ spent: 0, receipts: 0 });
  });

  it('honours a licence wholly or not at all', () => {
    const kiosk = secretsOf('kiosk');
    kiosk.masters.add({ from: 599_999, to: 600_001 }, secret('in use'));
    expect(() => honour(licence, kiosk.scripSecrets, kiosk.masters)).toThrow(RangeError);
    expect(kiosk.scripSecrets.keyFor(licence.ids.from)).toBeUndefined();
    kiosk.masters.remove(599_999);
    const { customerSecret: _, ...half } = licence;
    expect(() => honour(half as Licence, kiosk.scripSecrets, kiosk.masters)).toThrow();
    expect(kiosk.scripSecrets.keyFor(licence.ids.from)).toBeUndefined();
    honour(licence, kiosk.scripSecrets, kiosk.masters);
    expect(kiosk.scripSecrets.keyFor(licence.ids.from)).toBeDefined();
  });

  it('makes no scrip of an amount that is none, nor for others than it may', () => {
    const { issuer } = produce(licence, LIFE);
    for (const value of [-5, 0.5, Number.NaN, 2 ** 53])
      expect(() => issuer.make(value, 500_000, NOW)).toThrow(RangeError);
    for (const customer of [499_999, 600_000, 7, 500_000.5])
      expect(() => issuer.next(1, customer, NOW)).toThrow(RangeError);
    expect(() => issuer.make(1, 500_000, NOW, new Map([['A B', '!!']]))).toThrow(RangeError);
    expect(issuer.made).toEqual({ pieces: 0, value: 0 });
  });

  it('makes no more than the licence allows, nor for others than it names', () => {
    const { purse, exchanged, issuer } = market();
    let holding = purse;
    for (let i = 0; i < 3; i++) holding = bought(exchanged(holding, buy(1000, KIOSK)).replied).change;
    expect(exchanged(holding, buy(1000, KIOSK)).outcome).toBe('out-of-ids');
    expect(() => issuer.make(1, 500_000, NOW)).toThrow(RangeError);
    const other = produce(licence, LIFE).issuer;
    expect(other.flawOf(1000, 499_999)).toBe('unknown-customer-secret');
    expect(other.flawOf(1000, 500_000)).toBeUndefined();
  });

  // Fails when the secret travels where others read.
  it('gives the customer’s secret in the private protocol only', () => {
    expect(bought(market('private').exchanged(market().purse, buy(1000, KIOSK)).replied).scrip.secret).toHaveLength(32);
    for (const protocol of ['clear', 'secure'] as const) {
      for (const vendor of [KIOSK, SHOP]) {
        const { purse, exchanged } = market(protocol);
        expect(bought(exchanged(purse, buy(1000, vendor)).replied).scrip.secret).toBeUndefined();
      }
    }
  });

  it('whose licence is taken back has made nothing but paper', () => {
    const { kiosk, purse, exchanged } = market();
    const fresh = bought(exchanged(purse, buy(3000, KIOSK)).replied).scrip;
    kiosk.scripSecrets.remove(licence.ids.from);
    const { request } = ask(fresh, buy(1), way('secure', fresh));
    expect(desk(PROTOCOLS, counter(), kiosk).answer(request, NOW, goods).outcome).toBe('unknown-scrip-secret');
    const { stamper } = produce(licence, LIFE);
    expect(() => stamper.stamp(scrip({ id: 1 }))).toThrow(RangeError);
    expect(() => stamper.grant(scrip({ id: 20_000_000, customer: 1 }))).toThrow(RangeError);
    const goodsOfNobody = { goods: { scrip: scrip(), grant: undefined } } as never;
    expect(() => grantBytes(goodsOfNobody, { protocol: 'private' }, new Map())).toThrow(/nobody can stamp/);
  });

  it('takes no grant for scrip to spend: the secret would travel with it', () => {
    const { kiosk, purse, exchanged } = market();
    const fresh = bought(exchanged(purse, buy(3000, KIOSK)).replied).scrip;
    const careless = { ...fresh, bytes: encodeGrant(fresh) };
    const { request } = ask(careless, buy(1), { protocol: 'clear' });
    expect(desk(PROTOCOLS, counter(), kiosk).answer(request, NOW, goods).outcome).toBe('malformed');
  });
});

describe('vendor scrip, given back', () => {
  /** The customer of this number at the broker cashes scrip of the kiosk out. */
  const cashedOut = (protocol: Protocol, customer: number, broker = BROKER) => {
    const holding = held();
    const asked = ask(holding, { verb: 'cash-out', payee: { broker, customer } }, way(protocol, holding));
    const shop = desk([protocol], counter());
    const replied = readReply(asked, shop.answer(asked.request, NOW, goods, nonce()).reply);
    if (typeof replied === 'string' || !replied.served) throw new Error('refused');
    expect(replied.change).toBeUndefined();
    const again = readReply(asked, shop.answer(asked.request, NOW + MINUTE, goods, nonce()).reply);
    expect(again).toEqual(replied);
    return replied.goods;
  };
  const deposit = (bytes: Uint8Array): Order => {
    const payout = parsePayout(bytes);
    if (typeof payout === 'string') throw new Error(payout);
    return { verb: 'deposit', payout };
  };

  it.each(PROTOCOLS)('becomes broker scrip, once, for the customer whom the cash-out names, %s', (protocol) => {
    const { purse, exchanged } = market(protocol);
    const order = deposit(cashedOut(protocol, 500_007));
    const first = exchanged(purse, order);
    expect(first.outcome).toMatchObject({ again: false, receipt: { price: -5000 } });
    expect(first.replied).toMatchObject({ change: { scrip: { vendor: BROKER, customer: 500_007, value: 10_000 } } });
    expect(exchanged(purse, order)).toMatchObject({ outcome: { again: true }, replied: first.replied });
    const { change } = first.replied as { change: Holding };
    expect(exchanged(change, order).outcome).toBe('already-paid-out');
    expect(bought(exchanged(change, buy(6000, KIOSK)).replied).scrip.scrip.value).toBe(6000);
  });

  // Fails when two brokers, or a broker and an eavesdropper, can both be paid for one piece of scrip.
  it('is paid out to nobody else, nor when a digit was changed, nor too late; and nothing is charged', () => {
    const { purse, exchanged, broker } = market();
    const mine = cashedOut('private', 500_007);
    const text = latin1(mine);
    expect(exchanged(purse, deposit(cashedOut('private', 500_008))).outcome).toBe('wrong-payee');
    const elsewhere = new Payouts().open('other.example', secret('kiosk and broker'));
    const receipt = { paid: held().scrip, price: 5000, time: NOW } as Parameters<Payouts['write']>[0];
    const others = elsewhere.write(receipt, { broker: 'other.example', customer: 500_007 });
    expect(exchanged(purse, deposit(others)).outcome).toBe('wrong-payee');
    for (const [from, to] of [
      ['0.005', '0.006'],
      ['0081432', '0081433'],
      ['500007', '500008'],
      ['19961218', '19961219'],
      [text.slice(-1), text.endsWith('0') ? '1' : '0'],
    ] as const) {
      const at = text.lastIndexOf(from);
      const altered = text.slice(0, at) + to + text.slice(at + from.length);
      expect(altered).not.toBe(text);
      expect(exchanged(purse, deposit(bytesOf(altered))).outcome).toBe('bad-payout');
    }
    expect(exchanged(purse, deposit(bytesOf(text.replace(KIOSK, SHOP)))).outcome).toBe('unknown-vendor');
    expect(broker.counter.till.remembered.spent).toBe(0);
    expect(exchanged(purse, deposit(mine), NOW + LIFE).outcome).toBe('expired');
    const book = new PayoutBook(BROKER).open(KIOSK, secret('kiosk and broker'));
    const payout = (deposit(mine) as Extract<Order, { verb: 'deposit' }>).payout;
    expect(book.flawOf(payout, 500_007, NOW + LIFE - 1)).toBeUndefined();
    expect(book.flawOf(payout, 500_007, NOW + LIFE)).toBe('payout-expired');
    expect(new ExchangeShop().takeIn(payout, purse.scrip, NOW)).toBe('not-for-sale');
  });

  it('makes a cheating broker visible, who adds less than the payout’s worth', () => {
    const { purse } = market();
    const asked = ask(purse, deposit(cashedOut('secure', 500_007)), way('secure', purse));
    expect(asked.changeMin).toBe(10_000);
  });

  it('is parsed from any bytes without a throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (junk) => typeof parsePayout(junk) === 'string'));
    const text = latin1(cashedOut('clear', 500_007));
    for (let length = 0; length < text.length; length++) {
      expect(parsePayout(bytesOf(text.slice(0, length)))).toBe('malformed');
    }
  });
});

describe('what is outstanding', () => {
  // Fails when the register and a plain list of the pieces part at any instant.
  it('is the sum of the pieces issued, neither spent nor expired', () => {
    const steps = fc.array(fc.record({ value: fc.nat(1000), life: fc.nat(4), spend: fc.nat(20), wait: fc.nat(1) }));
    fc.assert(
      fc.property(steps, (sequence) => {
        const register = new Outstanding();
        let pieces: { value: number; expires: number }[] = [];
        let [day, lost] = [0, 0];
        for (const { value, life, spend, wait } of sequence) {
          const piece = { value, expires: (day + 1 + life) * DAY };
          register.issued(piece.value, piece.expires);
          pieces.push(piece);
          const spent = pieces[spend];
          if (spent !== undefined) register.retired(spent.value, spent.expires);
          pieces = pieces.filter((each) => each !== spent);
          day += wait;
          const expired = pieces
            .filter(({ expires }) => expires <= day * DAY)
            .reduce((sum, each) => sum + each.value, 0);
          pieces = pieces.filter(({ expires }) => expires > day * DAY);
          lost += expired;
          expect(register.expire(day * DAY)).toBe(expired);
          expect(register.sum).toBe(pieces.reduce((sum, each) => sum + each.value, 0));
          expect(register.forfeited).toBe(lost);
        }
      }),
    );
    expect(() => new Outstanding().retired(1, DAY)).toThrow(/never issued/);
  });
});
