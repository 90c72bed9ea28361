/**
 * The ledger against an auditor of its own kind: a journal of postings in BigInt, summed anew for every question.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantViolation } from '../../src/sim/invariant.ts';
import { Ledger, type PostingObserver } from '../../src/sim/ledger.ts';

const PARTIES = 4;
const BOOKS = ['cash', 'goods', 'claims', 'liabilities'] as const;
type Book = (typeof BOOKS)[number];

interface Posting {
  readonly book: Book;
  readonly party: number;
  readonly change: bigint;
}

const KINDS = ['pay', 'deliver', 'issue', 'redeem'] as const;

interface Command {
  readonly kind: (typeof KINDS)[number];
  readonly from: number;
  readonly to: number;
  readonly amount: number;
}

/** What each kind of transfer means, as a book-keeper would write it down. */
function postings({ kind, from, to, amount }: Command): Posting[] {
  const change = BigInt(amount);
  if (kind === 'pay' || kind === 'deliver') {
    const book = kind === 'pay' ? 'cash' : 'goods';
    return [
      { book, party: from, change: -change },
      { book, party: to, change },
    ];
  }
  const sign = kind === 'issue' ? 1n : -1n;
  return [
    { book: 'liabilities', party: from, change: sign * change },
    { book: 'claims', party: to, change: sign * change },
  ];
}

function sum(journal: readonly Posting[], book: Book, party?: number): bigint {
  return journal
    .filter((posting) => posting.book === book && (party === undefined || posting.party === party))
    .reduce((total, { change }) => total + change, 0n);
}

function netOf(journal: readonly Posting[], party: number): bigint {
  const [cash, goods, claims, liabilities] = BOOKS.map((book) => sum(journal, book, party));
  return cash! + goods! + claims! - liabilities!;
}

/** Every figure that the ledger shows, and whether it complains. */
function shown(ledger: Ledger) {
  const parties = Array.from({ length: PARTIES }, (_, party) => party);
  return {
    books: parties.map((party) => BOOKS.map((book) => ledger[book](party))),
    nets: parties.map((party) => ledger.net(party)),
    total: ledger.totalLiabilities,
    complaint: complaintOf(ledger),
  };
}

function complaintOf(ledger: Ledger): string | undefined {
  try {
    ledger.check();
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(InvariantViolation);
    return (error as Error).message;
  }
}

const party = fc.nat({ max: PARTIES - 1 });
/** Small amounts meet each other often, so that books come back to zero and go below it. */
const amount = fc.oneof(fc.nat({ max: 5 }), fc.nat({ max: 2 ** 40 }));
const command: fc.Arbitrary<Command> = fc.record({ kind: fc.constantFrom(...KINDS), from: party, to: party, amount });

describe('the ledger', () => {
  it('agrees with an independent auditor after every transfer (fails if a book, a side or a sign is wrong)', () => {
    let complaints = 0;
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        const ledger = new Ledger(PARTIES);
        const journal: Posting[] = [];
        let expected: string | undefined;
        for (const each of commands) {
          ledger[each.kind](each.from, each.to, each.amount);
          journal.push(...postings(each));
          expected ??= firstNegative(journal, each);
          expect(complaintOf(ledger)).toBe(expected);
          for (let p = 0; p < PARTIES; p++) {
            for (const book of BOOKS) expect(BigInt(ledger[book](p))).toBe(sum(journal, book, p));
            expect(BigInt(ledger.net(p))).toBe(netOf(journal, p));
          }
          expect(BigInt(ledger.totalLiabilities)).toBe(sum(journal, 'liabilities'));
        }
        if (expected !== undefined) complaints++;
      }),
      { seed: 1, numRuns: 60 },
    );
    // Both kinds of story must have happened.
    expect(complaints).toBeGreaterThan(5);
    expect(complaints).toBeLessThan(60);
  });

  it('nets to zero over all parties, whatever happens (fails if a transfer has one side only)', () => {
    fc.assert(
      fc.property(fc.array(command, { minLength: 1, maxLength: 60 }), (commands) => {
        const ledger = new Ledger(PARTIES);
        for (const { kind, from, to, amount: worth } of commands) ledger[kind](from, to, worth);
        let total = 0n;
        for (let p = 0; p < PARTIES; p++) total += BigInt(ledger.net(p));
        expect(total).toBe(0n);
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  for (const kind of KINDS)
    it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER + 1])(
      `${kind}: refuses the amount %s and posts nothing`,
      (wrong) => {
        const ledger = new Ledger(PARTIES);
        ledger.issue(3, 1, 70);
        ledger.pay(1, 3, 70);
        const before = shown(ledger);
        expect(() => ledger[kind](3, 1, wrong)).toThrow(RangeError);
        expect(() => ledger[kind](3, 1, wrong)).toThrow(String(wrong));
        expect(shown(ledger)).toEqual(before);
      },
    );

  it('refuses a party that does not exist, where a typed array would drop the posting without a word', () => {
    const ledger = new Ledger(2);
    for (const [one, other] of [
      [0, 2],
      [-1, 1],
      [Number.NaN, 0],
    ]) {
      expect(() => ledger.pay(one, other, 1)).toThrow(RangeError);
      expect(() => ledger.issue(one, other, 1)).toThrow(RangeError);
    }
    expect([ledger.net(0), ledger.net(1), ledger.totalLiabilities]).toEqual([0, 0, 0]);
  });

  it('takes the amount nought, and the greatest that a number holds exactly', () => {
    const ledger = new Ledger(PARTIES);
    for (const kind of KINDS) ledger[kind](0, 1, 0);
    expect(shown(ledger)).toEqual(shown(new Ledger(PARTIES)));
    ledger.pay(0, 1, Number.MAX_SAFE_INTEGER);
    expect([ledger.cash(0), ledger.cash(1)]).toEqual([-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]);
  });

  it('lets cash and goods be negative without complaint: money comes from outside', () => {
    const ledger = new Ledger(PARTIES);
    ledger.pay(0, 1, 5);
    ledger.deliver(2, 3, 7);
    expect([ledger.cash(0), ledger.goods(2), complaintOf(ledger)]).toEqual([-5, -7, undefined]);
  });

  it('tells its observer of cash and goods once they are booked, of claims never, and has one observer', () => {
    const ledger = new Ledger(PARTIES);
    const told: unknown[] = [];
    const observer: PostingObserver = {
      paid: (...posting) => told.push(['paid', ...posting, ledger.cash(posting[1])]),
      delivered: (...posting) => told.push(['delivered', ...posting, ledger.goods(posting[1])]),
    };
    ledger.observe(observer);
    ledger.pay(0, 1, 5);
    ledger.deliver(2, 3, 7);
    ledger.issue(3, 0, 9);
    ledger.redeem(3, 0, 9);
    expect(told).toEqual([
      ['paid', 0, 1, 5, 5],
      ['delivered', 2, 3, 7, 7],
    ]);
    expect(() => ledger.observe(observer)).toThrow('observed already');
  });

  it('names whose claims are negative, and goes on naming the first', () => {
    const ledger = new Ledger(PARTIES, (p) => ['Ann', 'Ben', 'Cid', 'the bank'][p]!);
    ledger.issue(3, 0, 100);
    ledger.redeem(3, 1, 30);
    ledger.issue(3, 1, 30);
    ledger.redeem(3, 2, 1);
    expect(complaintOf(ledger)).toBe('claims of Ben are -30 micro-dollars');
  });

  it('names whose liabilities are negative: a claim on one issuer is no claim on another', () => {
    const ledger = new Ledger(PARTIES, (p) => ['Ann', 'Ben', 'the mint', 'the bank'][p]!);
    ledger.issue(3, 0, 100);
    ledger.redeem(2, 0, 40);
    expect(complaintOf(ledger)).toBe('liabilities of the mint are -40 micro-dollars');
  });
});

/** What a redemption leaves below zero, the claim named before the liability. */
function firstNegative(journal: readonly Posting[], { kind, from, to }: Command): string | undefined {
  if (kind !== 'redeem') return undefined;
  const claims = sum(journal, 'claims', to);
  if (claims < 0n) return `claims of party ${to} are ${claims} micro-dollars`;
  const liabilities = sum(journal, 'liabilities', from);
  return liabilities < 0n ? `liabilities of party ${from} are ${liabilities} micro-dollars` : undefined;
}
