import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NonceBook } from '../../src/protocols/mr/nonce-book.ts';
import { SerialBook, type SerialDecision } from '../../src/protocols/mr/serial-book.ts';

const NEVER = Number.POSITIVE_INFINITY;

interface Cheque {
  readonly user: number;
  readonly first: number;
  readonly units: number;
  readonly time: number;
}

type Step =
  /** A new cheque, so old at its deposit. */
  | { readonly act: 'fresh'; readonly wait: number; readonly age: number; readonly cheque: Omit<Cheque, 'time'> }
  /** One of the cheques so far once more, counted back from the newest. */
  | { readonly act: 'again'; readonly wait: number; readonly back: number }
  | { readonly act: 'expel'; readonly wait: number; readonly user: number };

const USERS = 2;
const wait = fc.oneof(fc.constant(0), fc.nat(4));
/** Serials of a small range meet often, those of a large one seldom; a negative age is a time to come. */
const steps = fc.array(
  fc.oneof(
    {
      weight: 40,
      arbitrary: fc.record({
        act: fc.constant('fresh' as const),
        wait,
        age: fc.oneof(fc.constant(0), fc.integer({ min: -1, max: 9 })),
        cheque: fc.record({
          user: fc.nat(USERS - 1),
          first: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 90 })),
          units: fc.integer({ min: 1, max: 3 }),
        }),
      }),
    },
    { weight: 15, arbitrary: fc.record({ act: fc.constant('again' as const), wait, back: fc.nat(8) }) },
    { weight: 1, arbitrary: fc.record({ act: fc.constant('expel' as const), wait, user: fc.nat(USERS - 1) }) },
  ),
  { maxLength: 50 },
);
const windows = fc.oneof(fc.nat(8), fc.constant(NEVER));

/** The deposits that a script asks for: which cheque (its number is its name) at what time; or whom to expel. */
function* depositsOf(
  script: readonly Step[],
): Generator<{ id: number; cheque: Cheque; now: number } | { expel: number }> {
  const cheques: Cheque[] = [];
  let now = 0;
  for (const step of script) {
    now += step.wait;
    if (step.act === 'expel') {
      yield { expel: step.user };
      continue;
    }
    if (step.act === 'fresh') cheques.push({ ...step.cheque, time: Math.max(0, now - step.age) });
    const id = step.act === 'fresh' ? cheques.length - 1 : cheques.length - 1 - step.back;
    const cheque = cheques[id];
    if (cheque !== undefined) yield { id, cheque, now };
  }
}

/** MR2's bank as plainly as possible: a list of all deposits, searched from end to end. */
class SerialModel {
  readonly #window: number;
  readonly #honourReused: boolean;
  readonly #deposits: { id: number; cheque: Cheque }[] = [];
  /** Of each user the cheque of MaxS. */
  readonly #max = new Map<number, Cheque>();
  readonly #expelled = new Set<number>();

  constructor(window: number, honourReused: boolean) {
    this.#window = window;
    this.#honourReused = honourReused;
  }

  expel(user: number): void {
    this.#expelled.add(user);
  }

  maxSerial(user: number): number {
    const max = this.#max.get(user);
    return max === undefined ? 0 : lastOf(max);
  }

  deposit(id: number, cheque: Cheque, now: number): SerialDecision {
    const inWindow = (time: number) => time <= now && now <= time + this.#window;
    if (!inWindow(cheque.time)) return refused('late');
    if (this.#expelled.has(cheque.user)) return refused('expelled-user');
    const remembered = this.#deposits.filter((d) => d.cheque.user === cheque.user && inWindow(d.cheque.time));
    if (remembered.some((d) => d.id === id)) return refused('duplicate');
    const others = remembered.map((d) => d.cheque);
    const max = this.#max.get(cheque.user);
    if (max !== undefined) others.push(max);
    this.#deposits.push({ id, cheque });
    if (others.some((other) => overlap(cheque, other))) {
      const rejection = this.#honourReused ? undefined : 'serial-reused';
      return { credited: this.#honourReused, debitUnits: 0, rejection, caught: 'serial-reused' };
    }
    const debitUnits = Math.max(0, lastOf(cheque) - this.maxSerial(cheque.user));
    if (debitUnits > 0) this.#max.set(cheque.user, cheque);
    const caught = others.some((other) => crossed(cheque, other)) ? 'serial-out-of-order' : undefined;
    return { credited: true, debitUnits, rejection: undefined, caught };
  }
}

function refused(rejection: NonNullable<SerialDecision['rejection']>): SerialDecision {
  return { credited: false, debitUnits: 0, rejection, caught: undefined };
}

function lastOf({ first, units }: Cheque): number {
  return first + units - 1;
}

function overlap(a: Cheque, b: Cheque): boolean {
  return a.first <= lastOf(b) && b.first <= lastOf(a);
}

function crossed(a: Cheque, b: Cheque): boolean {
  return (a.first < b.first && a.time > b.time) || (a.first > b.first && a.time < b.time);
}

function bookOf(depositWindow: number, honourReused = true, users = USERS): SerialBook<number> {
  const book = new SerialBook<number>({ depositWindow, honourReused });
  for (let i = 0; i < users; i++) book.register();
  return book;
}

/** Plays the script on the book and on the model; `seen` gets every decision. */
function play(
  window: number,
  honourReused: boolean,
  script: readonly Step[],
  seen: (decision: SerialDecision, id: number, cheque: Cheque) => void,
): void {
  const book = bookOf(window, honourReused);
  const model = new SerialModel(window, honourReused);
  for (const step of depositsOf(script)) {
    if ('expel' in step) {
      book.expel(step.expel);
      model.expel(step.expel);
      continue;
    }
    const { id, cheque, now } = step;
    const { user, first, units, time } = cheque;
    const decision = { ...book.deposit(user, first, units, time, id, now) };
    expect(decision).toEqual(model.deposit(id, cheque, now));
    expect(book.maxSerial(user)).toBe(model.maxSerial(user));
    seen(decision, id, cheque);
  }
}

describe('the book of serials', () => {
  // Fails for any off-by-one in MaxS, in the window or in the comparison of spans, and when something is forgotten early.
  it('decides as a plain list of all deposits does', () => {
    const outcomes = new Set<string>();
    fc.assert(
      fc.property(windows, fc.boolean(), steps, (window, honourReused, script) => {
        const credited = new Set<number>();
        const used = new Array<number>(USERS).fill(0);
        const debits = new Array<number>(USERS).fill(0);
        play(window, honourReused, script, (decision, id, cheque) => {
          outcomes.add(`${decision.rejection} ${decision.caught}`);
          if (decision.credited) expect(credited.has(id)).toBe(false); // a cheque is never credited twice
          if (decision.credited) credited.add(id);
          debits[cheque.user]! += decision.debitUnits;
          used[cheque.user] = Math.max(used[cheque.user]!, lastOf(cheque));
          expect(debits[cheque.user]).toBeLessThanOrEqual(used[cheque.user]!);
        });
      }),
      { numRuns: 2000 },
    );
    // All that can happen did happen.
    expect([...outcomes].sort()).toEqual([
      'duplicate undefined',
      'expelled-user undefined',
      'late undefined',
      'serial-reused serial-reused',
      'undefined serial-out-of-order',
      'undefined serial-reused',
      'undefined undefined',
    ]);
  });

  // Fails when the debit is the lecture's S - MaxS, which is negative out of order, or depends on the order.
  it('debits an honest user for his last serial, in any order of deposits, and never for more than he used', () => {
    const used = fc.array(fc.record({ units: fc.integer({ min: 1, max: 5 }), payable: fc.boolean() }), {
      minLength: 1,
    });
    const honest = used.chain((payments) => {
      let serial = 1;
      const written = payments.map(({ units, payable }, time) => {
        serial += units;
        return { user: 0, first: serial - units, units, time, payable };
      });
      const deposited = written.filter(({ payable }) => payable);
      const order = fc.shuffledSubarray(deposited, { minLength: deposited.length });
      return fc.record({ used: fc.constant(serial - 1), order });
    });
    fc.assert(
      fc.property(honest, ({ used, order }) => {
        const book = bookOf(NEVER);
        let debited = 0;
        for (const [id, { user, first, units, time }] of order.entries()) {
          const { credited, caught, debitUnits } = book.deposit(user, first, units, time, id, 1000);
          expect([credited, caught]).toEqual([true, undefined]);
          debited += debitUnits;
          expect(debited).toBeLessThanOrEqual(used);
        }
        expect(debited).toBe(Math.max(0, ...order.map(lastOf)));
      }),
      { numRuns: 500 },
    );
  });

  it('catches a serial used again beyond the window, when it is that of MaxS or out of order', () => {
    const book = bookOf(10);
    expect(book.deposit(0, 1, 1, 0, 1, 0).caught).toBeUndefined();
    expect(book.deposit(0, 1, 1, 100, 2, 100)).toEqual({
      credited: true,
      debitUnits: 0,
      rejection: undefined,
      caught: 'serial-reused',
    });
    expect(book.deposit(1, 3, 1, 100, 3, 100).caught).toBeUndefined();
    expect(book.deposit(1, 9, 1, 200, 4, 200).debitUnits).toBe(6);
    expect({ ...book.deposit(1, 3, 1, 300, 5, 300) }).toEqual({
      credited: true,
      debitUnits: 0,
      rejection: undefined,
      caught: 'serial-out-of-order',
    });
  });

  it('forgets what is two windows old, however many deposits there are', () => {
    const book = bookOf(10, true, 50);
    let most = 0;
    for (let now = 0; now < 20_000; now++) {
      book.deposit(now % 50, 1 + now, 1, now, now, now);
      most = Math.max(most, book.remembered);
    }
    expect(most).toBeLessThanOrEqual(2 * (10 + 1));
    expect(most).toBeGreaterThan(10);
  });

  it('takes new users at any time, each with an account of its own', () => {
    const book = bookOf(NEVER, true, 0);
    for (let user = 0; user < 200; user++) {
      expect(book.register()).toBe(user);
      expect(book.deposit(user, 1, user + 1, 0, user, 0).debitUnits).toBe(user + 1);
    }
    for (let user = 0; user < 200; user++) expect(book.maxSerial(user)).toBe(user + 1);
    expect(book.users).toBe(200);
  });

  it('reaches the last serial, 2^53 - 1', () => {
    const book = bookOf(NEVER);
    const last = Number.MAX_SAFE_INTEGER;
    expect(book.deposit(0, last - 1, 1, 0, 1, 0).debitUnits).toBe(last - 1);
    expect(book.deposit(0, last, 1, 0, 2, 0).debitUnits).toBe(1);
  });

  it('throws at what no protocol message can cause: a programmer errs', () => {
    const book = bookOf(NEVER);
    for (const user of [-1, USERS, Number.NaN]) expect(() => book.deposit(user, 1, 1, 0, 0, 0)).toThrow(RangeError);
    expect(() => book.expel(USERS)).toThrow(RangeError);
    expect(() => book.maxSerial(-1)).toThrow(RangeError);
    const serials: [number, number][] = [
      [0, 1],
      [1, 0],
      [Number.MAX_SAFE_INTEGER, 2],
      [Number.NaN, 1],
    ];
    for (const [serial, units] of serials) expect(() => book.deposit(0, serial, units, 0, 0, 0)).toThrow(RangeError);
    book.deposit(0, 1, 1, 5, 0, 5);
    expect(() => book.deposit(0, 2, 1, 4, 1, 4)).toThrow(/goes back/);
    for (const depositWindow of [-1, Number.NaN]) {
      expect(() => new SerialBook({ depositWindow, honourReused: true })).toThrow(RangeError);
      expect(() => new NonceBook(depositWindow)).toThrow(RangeError);
    }
  });
});

/** MR1's bank as plainly as possible: it forgets nothing. */
function plainNonces(window: number): (id: number, time: number, now: number) => string {
  const paid = new Set<number>();
  return (id, time, now) => {
    if (time > now || now > time + window) return 'late';
    if (paid.has(id)) return 'duplicate';
    paid.add(id);
    return 'new';
  };
}

describe('the book of nonces', () => {
  // Fails when a cheque is paid twice, or forgotten while it could still be deposited.
  it('decides as a plain list of all deposits does', () => {
    const outcomes = new Set<string>();
    fc.assert(
      fc.property(windows, steps, (window, script) => {
        const book = new NonceBook<string>(window);
        const plainly = plainNonces(window);
        for (const step of depositsOf(script)) {
          if ('expel' in step) continue;
          const answer = book.deposit(`cheque ${step.id}`, step.cheque.time, step.now);
          expect(answer).toBe(plainly(step.id, step.cheque.time, step.now));
          outcomes.add(answer);
        }
      }),
      { numRuns: 1000 },
    );
    expect([...outcomes].sort()).toEqual(['duplicate', 'late', 'new']);
  });

  it('forgets what is two windows old, and nothing when there is no deadline', () => {
    const book = new NonceBook<number>(10);
    const all = new NonceBook<number>(NEVER);
    let most = 0;
    for (let now = 0; now < 5_000; now++) {
      expect([book.deposit(now, now, now), all.deposit(now, now, now)]).toEqual(['new', 'new']);
      most = Math.max(most, book.size);
    }
    expect(most).toBeLessThanOrEqual(2 * (10 + 1));
    expect(most).toBeGreaterThan(10);
    expect(all.size).toBe(5_000);
    expect(all.deposit(0, 0, 5_000)).toBe('duplicate');
  });

  it('has a time that does not go back', () => {
    const book = new NonceBook<number>(10);
    book.deposit(1, 5, 5);
    expect(() => book.deposit(2, 4, 4)).toThrow(/goes back/);
  });
});
