/** The broker's memory, beside a plain model of it that forgets nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CreditBook } from '../../src/protocols/payword/credit-book.ts';
import { DAY } from '../../src/units.ts';

const CENT = 10_000;
const open = (changes: object = {}) =>
  new CreditBook<string>({ wordValue: CENT, depositWindow: DAY, honourOverLimit: true, ...changes });
const nothing = { credited: 0, dishonoured: 0, caught: undefined };

describe('the credit book', () => {
  it('pays a commitment once, and what came to it since', () => {
    const book = open();
    const user = book.register(100 * CENT);
    const paid = { rejection: undefined, dishonoured: 0, caught: undefined };
    expect(book.deposit(user, 'a', 0, 10, 5)).toEqual({ ...paid, credited: 10 * CENT });
    expect(book.deposit(user, 'a', 0, 10, 5)).toEqual({ ...nothing, rejection: 'already-deposited' });
    expect(book.deposit(user, 'a', 0, 9, 5)).toEqual({ ...nothing, rejection: 'already-deposited' });
    expect(book.deposit(user, 'a', 0, 12, 6)).toEqual({ ...paid, credited: 2 * CENT });
    expect(book.deposit(user, 'b', 0, 12, 6)).toEqual({ ...paid, credited: 12 * CENT });
    expect(book.owed(user)).toBe(24 * CENT);
  });

  it('takes a deposit until the deadline, and none before the day', () => {
    const book = open();
    const user = book.register(100 * CENT);
    expect(book.deposit(user, 'early', 6, 1, 5).rejection).toBe('late');
    expect(book.deposit(user, 'last', 5, 1, 5 + 2 * DAY).rejection).toBeUndefined();
    expect(book.deposit(user, 'late', 4, 1, 5 + 2 * DAY).rejection).toBe('late');
  });

  // Two vendors take what each could: only the broker sees the sum, and it names the user.
  it('catches a user who spends his credit at several vendors, and pays or does not pay for it', () => {
    for (const honourOverLimit of [true, false]) {
      const book = open({ honourOverLimit });
      const [spender, other] = [book.register(100 * CENT), book.register(100 * CENT)];
      expect(book.deposit(spender, 'kiosk', 0, 100, 9).caught).toBeUndefined();
      const beyond = book.deposit(spender, 'shop', 0, 30, 9);
      expect(beyond.caught).toBe('over-credit-limit');
      expect([beyond.credited, beyond.dishonoured]).toEqual(honourOverLimit ? [30 * CENT, 0] : [0, 30 * CENT]);
      expect(book.owed(spender)).toBe(honourOverLimit ? 130 * CENT : 100 * CENT);
      expect(book.deposit(other, 'shop2', 0, 100, 9)).toMatchObject({ credited: 100 * CENT, caught: undefined });
    }
  });

  it('dishonours the part beyond the limit only, for good; with the bill paid there is credit again', () => {
    const book = open({ honourOverLimit: false });
    const user = book.register(100 * CENT);
    book.deposit(user, 'a', 0, 80, 1);
    expect(book.deposit(user, 'b', 0, 50, 1)).toMatchObject({ credited: 20 * CENT, dishonoured: 30 * CENT });
    book.repay(user, 100 * CENT);
    expect(book.deposit(user, 'b', 0, 50, 1).rejection).toBe('already-deposited');
    expect(book.deposit(user, 'c', 0, 100, 1)).toMatchObject({ credited: 100 * CENT, caught: undefined });
    expect(() => book.repay(user, 100 * CENT + 1)).toThrow(RangeError);
  });

  it('refuses a revoked certificate for the days to come, and honours those before', () => {
    const book = open();
    const user = book.register(100 * CENT);
    book.revoke(user, DAY);
    book.revoke(user, 2 * DAY);
    expect(book.deposit(user, 'a', DAY - 1, 1, DAY).rejection).toBeUndefined();
    expect(book.deposit(user, 'b', DAY, 1, DAY).rejection).toBe('revoked-certificate');
  });

  it('throws where a programmer errs', () => {
    const book = open();
    const user = book.register(CENT);
    book.deposit(user, 'a', 3, 1, 3);
    expect(() => book.deposit(user, 'b', 0, 1, 2)).toThrow(RangeError);
    expect(() => book.deposit(1, 'b', 3, 1, 3)).toThrow(RangeError);
    for (const index of [0, -1, 0.5]) expect(() => book.deposit(user, 'b', 3, index, 3)).toThrow(RangeError);
    expect(() => open({ depositWindow: -1 })).toThrow(RangeError);
    expect(() => open({ wordValue: 0 })).toThrow(RangeError);
  });

  // Fails when a commitment is forgotten while it could still be deposited again, or when nothing is ever forgotten.
  it('agrees with a model that forgets nothing, and forgets what is past its deadline', () => {
    const step = fc.record({
      gap: fc.nat(2 * DAY),
      age: fc.nat(3 * DAY),
      commitment: fc.nat(5),
      index: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const book = open({ honourOverLimit: false });
        const user = book.register(60 * CENT);
        const paid = new Map<string, number>();
        let [now, owed] = [0, 0];
        for (const { gap, age, commitment, index } of steps) {
          now += gap;
          const date = Math.floor(Math.max(0, now - age) / DAY) * DAY;
          const id = `${date}/${commitment}`;
          const before = paid.get(id) ?? 0;
          const { rejection, credited, dishonoured } = book.deposit(user, id, date, index, now);
          if (now - date > 2 * DAY) expect(rejection).toBe('late');
          else if (index <= before) expect(rejection).toBe('already-deposited');
          else {
            const value = (index - before) * CENT;
            expect(credited).toBe(Math.min(value, 60 * CENT - owed));
            expect(credited + dishonoured).toBe(value);
            paid.set(id, index);
            owed += credited;
          }
        }
        expect(book.owed(user)).toBe(owed);
      }),
    );
    const book = open();
    const user = book.register(CENT);
    for (let day = 0; day < 100; day++) book.deposit(user, `${day}`, day * DAY, 1, day * DAY);
    expect(book.remembered).toBeLessThanOrEqual(5);
    expect(book.users).toBe(1);
  });
});
