import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOBODY, Register, SOLD_OUT } from '../../src/protocols/micromint/broker.ts';
import { coinFromHex } from '../../src/protocols/micromint/coin.ts';
import { CoinList, NOT_MINTED } from '../../src/protocols/micromint/coin-list.ts';
import { ExchangeDesk } from '../../src/protocols/micromint/exchange-desk.ts';
import { mint } from '../../src/protocols/micromint/mint.ts';
import { derivePeriod, derivePermutation } from '../../src/protocols/micromint/period.ts';
import { type Book, settle } from '../../src/protocols/micromint/settlement.ts';
import { accept } from '../../src/protocols/micromint/vendor.ts';

const vectors = JSON.parse(readFileSync(new URL('vectors/micromint.json', import.meta.url), 'utf8'));
const ALICE = 7;
const BOB = 8;
const SHOP = 1;
const KIOSK = 2;
const COINS = 5;

function openBook(index: number): Book & { readonly minted: ReturnType<typeof mint>; readonly list: CoinList } {
  const period = derivePeriod(vectors.seed, index, vectors.periods[0]);
  const minted = mint(period, derivePermutation(vectors.seed, index), { coins: 24 });
  return { period, minted, list: new CoinList(minted), register: new Register(minted.coins) };
}

describe('the exact list', () => {
  const { minted, list } = openBook(0);

  it('finds every coin of the mint under its number', () => {
    for (let i = 0; i < minted.coins; i++) expect(list.find(minted.coinAt(i))).toBe(i);
  });

  it('finds a coin by its bin alone, and nothing in a bin that has no coin of the broker', () => {
    for (let i = 0; i < minted.coins; i++) expect(list.findBin(minted.binAt(i))).toBe(i);
    const filled = new Set(Array.from({ length: minted.coins }, (_, i) => minted.binAt(i)));
    const bins = 2 ** vectors.periods[0].bits;
    const empty = Array.from({ length: bins }, (_, bin) => bin).filter((bin) => !filled.has(bin));
    expect(empty.length).toBe(bins - minted.coins);
    expect(new Set([...empty, -1, bins, 0.5].map((bin) => list.findBin(bin)))).toEqual(new Set([NOT_MINTED]));
    // What the exact list is for: a spliced coin is nobody's, and lies in the bin of a coin that is somebody's.
    expect(list.findBin(vectors.spliced.bin)).toBe(list.find(coinFromHex(vectors.spliced.original) as Uint8Array));
  });

  it('finds nothing else: spliced, of a later bin than any, of another length, or random', () => {
    expect(list.find(coinFromHex(vectors.spliced.coin) as Uint8Array)).toBe(NOT_MINTED);
    expect(list.find(minted.coinAt(0).subarray(0, 24))).toBe(NOT_MINTED);
    expect(list.find(new Uint8Array())).toBe(NOT_MINTED);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        expect(list.find(bytes)).toBe(NOT_MINTED);
      }),
    );
  });
});

describe('the register', () => {
  it('sells each coin once and says when it is sold out', () => {
    const register = new Register(2);
    expect([register.sell(ALICE), register.sell(BOB), register.sell(BOB)]).toEqual([0, 1, SOLD_OUT]);
    expect([register.buyerOf(0), register.buyerOf(1)]).toEqual([ALICE, BOB]);
  });

  it('pays once, and names the buyer when another vendor claims the coin again', () => {
    const register = new Register(3);
    const coin = register.sell(ALICE);
    expect(register.redeem(coin, SHOP)).toBe('paid');
    expect(register.redeem(coin, KIOSK)).toBe('already-redeemed');
    expect(register.accused('already-redeemed', coin, KIOSK)).toBe(ALICE);
    // The shop's own second claim is no double spend of Alice's.
    expect(register.redeem(coin, SHOP)).toBe('already-redeemed');
    expect(register.accused('already-redeemed', coin, SHOP)).toBe(NOBODY);
    expect(register.accused('paid', coin, SHOP)).toBe(NOBODY);
  });

  it('refuses what was not minted or not sold, and accuses nobody', () => {
    const register = new Register(3);
    expect(register.redeem(NOT_MINTED, SHOP)).toBe('not-minted');
    expect(register.redeem(2, SHOP)).toBe('minted-not-sold');
    expect(register.accused('not-minted', NOT_MINTED, SHOP)).toBe(NOBODY);
    expect(register.accused('minted-not-sold', 2, SHOP)).toBe(NOBODY);
    expect(register.exchange(NOT_MINTED, ALICE)).toBe('not-minted');
    expect(register.exchange(2, ALICE)).toBe('minted-not-sold');
  });

  it('exchanges an unused coin once, for its buyer only; spent afterwards it is his double spend', () => {
    const register = new Register(2);
    const [coin, spent] = [register.sell(ALICE), register.sell(ALICE)];
    expect(register.exchange(coin, BOB)).toBe('not-the-buyer');
    expect(register.exchange(coin, ALICE)).toBe('exchanged');
    expect(register.exchange(coin, ALICE)).toBe('already-exchanged');
    expect(register.redeem(coin, SHOP)).toBe('exchanged');
    expect(register.accused('exchanged', coin, SHOP)).toBe(ALICE);
    register.redeem(spent, SHOP);
    expect(register.exchange(spent, ALICE)).toBe('already-redeemed');
  });

  it('sells a coin again that never reached its buyer, and takes none back that did', () => {
    const register = new Register(2);
    const coin = register.sell(ALICE);
    register.takeBack(coin);
    expect([register.unsold, register.outstanding, register.buyerOf(coin)]).toEqual([2, 0, NOBODY]);
    expect(register.sell(BOB)).toBe(coin);
    register.redeem(coin, SHOP);
    expect(() => register.takeBack(coin)).toThrow(/not outstanding/);
    expect(() => register.takeBack(1)).toThrow(/not outstanding/);
  });

  it('lets what is outstanding lapse, and nothing else', () => {
    const register = new Register(5);
    for (let i = 0; i < 4; i++) register.sell(ALICE);
    register.redeem(0, SHOP);
    register.exchange(1, ALICE);
    expect(register.lapse()).toBe(2);
    expect([register.unsold, register.outstanding, register.redeemed, register.exchanged]).toEqual([1, 0, 1, 1]);
    expect(register.redeem(2, SHOP)).toBe('expired');
    expect(register.exchange(3, ALICE)).toBe('expired');
    expect([register.lapse(), register.lapsed]).toEqual([0, 2]);
  });

  it('throws at numbers that no coin has: a programmer errs', () => {
    const register = new Register(2);
    for (const coin of [2, -2, 0.5, Number.NaN]) {
      expect(() => register.redeem(coin, SHOP)).toThrow(RangeError);
      expect(() => register.exchange(coin, ALICE)).toThrow(RangeError);
      expect(() => register.takeBack(coin)).toThrow(RangeError);
      expect(() => register.buyerOf(coin)).toThrow(RangeError);
    }
    for (const coins of [-1, 1.5, 2 ** 54]) expect(() => new Register(coins)).toThrow(RangeError);
  });

  // Fails when the register keeps something for each coin minted: such an array there is not.
  it('costs by the coins sold: a mint of 2^53 coins is as good as one of a hundred', () => {
    const register = new Register(2 ** 53);
    for (let i = 0; i < 100; i++) expect(register.sell(ALICE)).toBe(i);
    expect([register.redeem(99, SHOP), register.redeem(100, SHOP)]).toEqual(['paid', 'minted-not-sold']);
    expect([register.redeem(2 ** 53 - 1, SHOP), register.buyerOf(2 ** 53 - 1)]).toEqual(['minted-not-sold', NOBODY]);
    expect([register.unsold, register.neverSold, register.outstanding]).toEqual([2 ** 53 - 100, 2 ** 53 - 100, 99]);
    expect([register.unsoldAt(0), register.unsoldAt(2 ** 53 - 101)]).toEqual([100, 2 ** 53 - 1]);
    expect(register.lapse()).toBe(99);
  });

  it('sells a user coins of his group: one that came back first, then those passed over, then the next', () => {
    const register = new Register(8, (coin) => coin % 3);
    expect([register.sell(ALICE, 2), register.sell(BOB, 1), register.sell(BOB, 1)]).toEqual([2, 1, 4]);
    register.takeBack(4);
    // Never sold, by groups, each in its order: 0 and 3 were passed over, and 5 to 7 are to come; 4 was sold once.
    expect(Array.from({ length: register.neverSold }, (_, place) => register.unsoldAt(place))).toEqual([0, 3, 5, 6, 7]);
    expect([register.sell(BOB, 1), register.sell(BOB, 1), register.sell(BOB, 1)]).toEqual([4, 7, SOLD_OUT]);
    expect([register.sell(ALICE, 0), register.sell(ALICE, 0), register.sell(ALICE, 2)]).toEqual([0, 3, 5]);
    expect([register.unsold, register.neverSold, register.unsoldAt(0)]).toEqual([1, 1, 6]);
    for (const place of [-1, 1, 0.5, Number.NaN]) expect(() => register.unsoldAt(place)).toThrow(RangeError);
  });

  // Fails when a coin is sold twice, to another group, or refused although it is there, or a place names a coin sold.
  it('sells every coin of every group once, in whatever order groups ask and coins come back', () => {
    const step = fc.record({ group: fc.nat(3), back: fc.boolean() });
    fc.assert(
      fc.property(fc.nat(200), fc.array(step, { maxLength: 300 }), (coins, steps) => {
        const groupOf = (coin: number) => (coin * coin + 1) % 4;
        const register = new Register(coins, groupOf);
        const out = new Set<number>();
        const everSold = new Set<number>();
        for (const { group, back } of steps) {
          const coin = register.sell(ALICE, group);
          const left = Array.from({ length: coins }, (_, i) => i).filter((i) => groupOf(i) === group && !out.has(i));
          expect(left.includes(coin) || (coin === SOLD_OUT && left.length === 0)).toBe(true);
          if (coin === SOLD_OUT) continue;
          everSold.add(coin);
          if (back) register.takeBack(coin);
          else out.add(coin);
        }
        const places = Array.from({ length: register.neverSold }, (_, place) => register.unsoldAt(place));
        const neverSold = Array.from({ length: coins }, (_, i) => i).filter((i) => !everSold.has(i));
        expect(places.sort((a, b) => a - b)).toEqual(neverSold);
      }),
    );
  });

  // Fails when any order of requests pays a coin twice, sells one that is not there, or loses count of one.
  it('never gives value for a coin twice, whatever the interleaving, and its counts are those of a plain model', () => {
    const act = fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom('sell' as const, 'redeem', 'exchange', 'takeBack') },
      // Ends everything: rare, so that the rest happens.
      { weight: 1, arbitrary: fc.constant('lapse' as const) },
    );
    const step = fc.record({ act, coin: fc.nat(COINS - 1), who: fc.nat(2) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const register = new Register(COINS);
        const model = new Model();
        for (const { act, coin, who } of steps) {
          model[act](register, coin, who);
          const { unsold, outstanding, redeemed, exchanged, lapsed } = register;
          expect([unsold, outstanding, redeemed, exchanged, lapsed]).toEqual(model.counts());
        }
      }),
      { numRuns: 200 },
    );
  });
});

/** What may become of coins, as plainly as possible: each method asks the register and then does the same to itself. */
class Model {
  readonly #states = new Array<string>(COINS).fill('unsold');

  counts(): number[] {
    const count = (state: string) => this.#states.filter((s) => s === state).length;
    return ['unsold', 'sold', 'redeemed', 'exchanged', 'lapsed'].map(count);
  }

  sell(register: Register, _coin: number, who: number): void {
    const sold = register.sell(who);
    if (this.#states.includes('unsold')) this.#move(sold, 'unsold', 'sold');
    else expect(sold).toBe(SOLD_OUT);
  }

  redeem(register: Register, coin: number, who: number): void {
    if (register.redeem(coin, who) === 'paid') this.#move(coin, 'sold', 'redeemed');
  }

  exchange(register: Register, coin: number, who: number): void {
    if (register.exchange(coin, who) === 'exchanged') this.#move(coin, 'sold', 'exchanged');
  }

  takeBack(register: Register, coin: number): void {
    if (this.#states[coin] !== 'sold') return;
    register.takeBack(coin);
    this.#move(coin, 'sold', 'unsold');
  }

  lapse(register: Register): void {
    expect(register.lapse()).toBe(this.#states.filter((state) => state === 'sold').length);
    this.#states.forEach((state, coin) => {
      if (state === 'sold') this.#states[coin] = 'lapsed';
    });
  }

  /** Out of the only state from which the move is allowed: so value is given once. */
  #move(coin: number, from: string, to: string): void {
    expect(this.#states[coin]).toBe(from);
    this.#states[coin] = to;
  }
}

describe('settlement', () => {
  const inPeriod = (period: number, graceOver = false) => ({ period, graceOver });

  it('pays a coin of the broker by its bytes, once', () => {
    const book = openBook(0);
    const coin = book.minted.coinAt(book.register.sell(ALICE));
    expect(settle(coin, 0, inPeriod(0), () => book, SHOP)).toEqual({ outcome: 'paid', coin: 0 });
    expect(settle(coin, 0, inPeriod(0), () => book, KIOSK)).toEqual({ outcome: 'already-redeemed', coin: 0 });
    expect(settle(book.minted.coinAt(1), 0, inPeriod(0), () => book, SHOP).outcome).toBe('minted-not-sold');
  });

  it('does not pay a spliced coin that vendors accept, and does not blame the buyer of the bin, sold or redeemed', () => {
    const book = openBook(0);
    for (let i = 0; i < book.minted.coins; i++) book.register.sell(ALICE);
    const spliced = coinFromHex(vectors.spliced.coin) as Uint8Array;
    const original = coinFromHex(vectors.spliced.original) as Uint8Array;
    expect(accept(spliced, 0, book.period, () => false)).toEqual({ accepted: true, bin: vectors.spliced.bin });
    for (const state of ['sold', 'redeemed']) {
      const { outcome, coin } = settle(spliced, 0, inPeriod(0), () => book, KIOSK);
      expect([state, outcome, coin]).toEqual([state, 'not-minted', NOT_MINTED]);
      expect(book.register.accused(outcome, coin, KIOSK)).toBe(NOBODY);
      // The true coin is paid before the second round, and only then.
      expect(settle(original, 0, inPeriod(0), () => book, SHOP).outcome).toBe(
        state === 'sold' ? 'paid' : 'already-redeemed',
      );
    }
  });

  it('tells invalid from expired, whatever bytes and periods come', () => {
    const books = [openBook(0), openBook(1), openBook(2)];
    const bookOf = (period: number) => books[period];
    const coins = books.map((book) => book.minted.coinAt(book.register.sell(ALICE)));
    expect(settle(coins[0], 1, inPeriod(1), bookOf, SHOP).outcome).toBe('invalid');
    expect(settle(coins[0].subarray(1), 0, inPeriod(0), bookOf, SHOP).outcome).toBe('invalid');
    // Of a period to come, although its mint is ready.
    expect(settle(coins[2], 2, inPeriod(1), bookOf, SHOP).outcome).toBe('invalid');
    expect(settle(coins[0], Number.NaN, inPeriod(1), bookOf, SHOP).outcome).toBe('invalid');
    expect(settle(coins[0], 0.5, inPeriod(1), bookOf, SHOP).outcome).toBe('invalid');
    expect(settle(coins[0], 0, inPeriod(1, true), bookOf, SHOP).outcome).toBe('expired');
    expect(settle(coins[0], 0, inPeriod(2), bookOf, SHOP).outcome).toBe('expired');
    expect(books[0].register.redeemed).toBe(0);
    // Within the grace it is still paid.
    expect(settle(coins[0], 0, inPeriod(1), bookOf, SHOP).outcome).toBe('paid');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.double(), (bytes, period) => {
        expect(['invalid', 'expired']).toContain(settle(bytes, period, inPeriod(1), bookOf, SHOP).outcome);
      }),
    );
  });
});

describe('month end', () => {
  // Alice spends a coin at the shop in the last hour and hands the same coin in for exchange at month end.
  it('settles a spent coin before its exchange, although the exchange was asked for first', () => {
    const book = openBook(0);
    const desk = new ExchangeDesk(book.register);
    const coin = book.register.sell(ALICE);
    const unused = book.register.sell(BOB);
    desk.ask(coin, ALICE);
    desk.ask(unused, BOB);
    const settled = settle(book.minted.coinAt(coin), 0, { period: 1, graceOver: false }, () => book, SHOP);
    expect(settled.outcome).toBe('paid');
    const answers: unknown[] = [];
    desk.decide((...answer) => answers.push(answer));
    expect(answers).toEqual([
      [coin, ALICE, 'already-redeemed'],
      [unused, BOB, 'exchanged'],
    ]);
    expect([desk.waiting, book.register.outstanding]).toEqual([0, 0]);
  });

  it('without the desk would have refused the honest shop: the precedence matters', () => {
    const book = openBook(0);
    const coin = book.register.sell(ALICE);
    expect(book.register.exchange(coin, ALICE)).toBe('exchanged');
    const settled = settle(book.minted.coinAt(coin), 0, { period: 1, graceOver: false }, () => book, SHOP);
    expect(settled.outcome).toBe('exchanged');
    expect(book.register.accused(settled.outcome, coin, SHOP)).toBe(ALICE);
  });

  it('decides a coin that was handed in twice once, and every request once', () => {
    const register = new Register(1);
    const desk = new ExchangeDesk(register);
    register.sell(ALICE);
    desk.ask(0, ALICE);
    desk.ask(0, ALICE);
    const answers: string[] = [];
    desk.decide((_coin, _user, answer) => answers.push(answer));
    desk.decide((_coin, _user, answer) => answers.push(answer));
    expect(answers).toEqual(['exchanged', 'already-exchanged']);
  });
});
