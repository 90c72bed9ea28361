import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkOpenings, type DrawnPeriod } from '../../src/protocols/mr/deferred.ts';
import { checkDraw, drawMessage, drawPeriod, leafNumber } from '../../src/protocols/mr/period-draw.ts';
import { type Commitment, commitPeriod, type Opening, type PeriodList } from '../../src/protocols/mr/period-list.ts';
import { checkSelection, isPayable, selectionHash } from '../../src/protocols/mr/selection.ts';
import { selectionRate } from '../../src/protocols/mr/selection-rate.ts';
import { SerialBook } from '../../src/protocols/mr/serial-book.ts';
import { encodeSigned, parseSigned, type SignedCheque } from '../../src/protocols/mr/signed-cheque.ts';
import { signaturesOf } from '../../src/protocols/primitives/ed25519-grinding.ts';
import { directory, idOf, keyOf, SUITES, secretOf, signed, terms } from './mr-world.ts';

const PERIOD = 3;
const START = 1_000;
const END = 2_000;
const kiosk = (time: number, serial: number, value = 10_000) => signed({ time, serial, value });
const shop = (time: number, serial: number, value = 10_000) => signed({ time, serial, value, merchant: idOf('shop') });
const listOf = (name: string, cheques: readonly Uint8Array[]) => commitPeriod(idOf(name), cheques);

/** The lists, drawn; all is payable at the rate 1. */
function draw(lists: readonly PeriodList[]): DrawnPeriod {
  const commitments = lists.map(({ commitment }) => commitment);
  const proof = drawPeriod('ecvrf', secretOf('bank'), PERIOD, commitments);
  const beta = checkDraw('ecvrf', keyOf('bank'), PERIOD, commitments, proof) as Uint8Array;
  return { start: START, end: END, commitments, beta };
}

function answers(period: DrawnPeriod, openings: readonly Opening[], honourReused = true, rate = selectionRate(1n, 1n)) {
  const all = checkOpenings(terms('ecvrf', { rate }), period, openings, directory.userKey, honourReused);
  return all.map((answer) => {
    if (typeof answer === 'string') return answer;
    return answer.reused ? 'reused' : 'payable';
  });
}

describe('the list of a period', () => {
  it('commits to number, sum and every cheque', () => {
    const list = listOf('kiosk', [kiosk(1000, 1), kiosk(1001, 2, 50_000)]);
    expect(list.commitment).toMatchObject({ merchant: idOf('kiosk'), count: 2, total: 60_000 });
    expect(listOf('kiosk', []).commitment).toMatchObject({ count: 0, total: 0 });
    expect(() => listOf('kiosk', [new Uint8Array(9)])).toThrow(/malformed/);
    expect(() => list.open(2)).toThrow(RangeError);
  });
});

describe.each(SUITES)('the draw of a period by %s', (suite) => {
  const lists = [listOf('shop', [shop(1000, 1)]), listOf('kiosk', [kiosk(1001, 2)])];
  const commitments = lists.map(({ commitment }) => commitment);
  const proof = drawPeriod(suite, secretOf('bank'), PERIOD, commitments);
  const check = (changes: { key?: Uint8Array; period?: number; commitments?: Commitment[]; proof?: Uint8Array }) =>
    checkDraw(
      suite,
      changes.key ?? keyOf('bank'),
      changes.period ?? PERIOD,
      changes.commitments ?? commitments,
      changes.proof ?? proof,
    );

  it('has an output of 64 bytes that anybody can check', () => {
    expect(check({})).toEqual(selectionHash(suite, proof));
    expect(check({})).toHaveLength(64);
  });

  // Fails when the bank could choose among the orders of the merchants, of which there are very many.
  it('does not depend on the order in which the commitments came', () => {
    expect(drawPeriod(suite, secretOf('bank'), PERIOD, commitments.toReversed())).toEqual(proof);
  });

  it('is refused for another period, key, proof or commitment', () => {
    const [first, second] = commitments as [Commitment, Commitment];
    const changed = [
      { key: keyOf('alice') },
      { period: PERIOD + 1 },
      { proof: proof.slice(1) },
      { proof: new Uint8Array() },
      { commitments: [first] },
      { commitments: [first, second, first] },
      { commitments: [first, { ...second, count: 2 }] },
      { commitments: [first, { ...second, total: 1 }] },
      { commitments: [first, { ...second, root: first.root }] },
      { commitments: [first, { ...second, merchant: idOf('kiosc') }] },
      { commitments: [first, { ...second, root: new Uint8Array(31) }] },
      { commitments: [first, { ...second, count: -1 }] },
    ];
    for (const changes of changed) expect(check(changes)).toBe('bad-selection-proof');
  });

  it('is not made over commitments that are none: a programmer errs', () => {
    const [first] = commitments as [Commitment];
    for (const bad of [[first, first], [{ ...first, total: 0.5 }], [{ ...first, merchant: new Uint8Array() }]]) {
      expect(() => drawPeriod(suite, secretOf('bank'), PERIOD, bad)).toThrow(RangeError);
    }
  });

  it('can be ground by the bank exactly when it is a plain signature', () => {
    const message = drawMessage(PERIOD, commitments)!;
    const others = signaturesOf(message, secretOf('bank'));
    others.next(); // the honest one
    const other = others.next().value;
    expect(checkSelection('ed25519', other, message, keyOf('bank'))).toBe(true);
    const answer = check({ proof: other });
    if (suite === 'ecvrf') expect(answer).toBe('bad-selection-proof');
    else expect(answer).not.toEqual(check({}));
  });
});

describe('the lottery number of a cheque in a draw', () => {
  it('goes by user and serial, and by nothing else of the cheque', () => {
    const beta = new Uint8Array(64).fill(1);
    const numbers = [
      leafNumber(beta, idOf('alice'), 7),
      leafNumber(beta, idOf('alice'), 8),
      leafNumber(beta, idOf('bob'), 7),
      leafNumber(new Uint8Array(64).fill(2), idOf('alice'), 7),
    ];
    expect(new Set(numbers).size).toBe(4);
    expect(leafNumber(beta.slice(), idOf('alice'), 7)).toBe(numbers[0]);
  });
});

describe('the openings of a period', () => {
  const list = listOf('kiosk', [kiosk(1000, 1), kiosk(1100, 2), kiosk(1999, 3, 30_000)]);
  const other = listOf('shop', [shop(1050, 6), shop(1060, 7)]);
  const period = draw([list, other]);

  it('are payable at rate 1, with cheque, units and name', () => {
    const openings = [list.open(2), other.open(0), list.open(0)];
    expect(answers(period, openings)).toEqual(['payable', 'payable', 'payable']);
    const [first] = checkOpenings(terms('ecvrf'), period, openings, directory.userKey, true);
    expect(first).toMatchObject({ units: 3, reused: false, cheque: { serial: 3 } });
  });

  it('are payable exactly when the number of user and serial is below the threshold', () => {
    const rate = selectionRate(1n, 3n);
    const cheques = Array.from({ length: 60 }, (_, i) => kiosk(1000 + i, 1 + 2 * i, 10_000 * (1 + (i % 2))));
    const long = listOf('kiosk', cheques);
    const drawn = draw([long]);
    const all = answers(
      drawn,
      cheques.map((_, i) => long.open(i)),
      true,
      rate,
    );
    const expected = cheques.map((_, i) => {
      return isPayable(leafNumber(drawn.beta, idOf('alice'), 1 + 2 * i), rate, 1 + (i % 2)) ? 'payable' : 'not-payable';
    });
    expect(all).toEqual(expected);
    expect(new Set(all).size).toBe(2);
  });

  it('are refused without a root, and with another place, cheque or path', () => {
    const opening = list.open(0);
    expect(answers(period, [{ ...opening, merchant: idOf('stand') }])).toEqual(['root-missing']);
    const bad: Partial<Opening>[] = [
      { index: 1 },
      { index: -1 },
      { index: Number.NaN },
      { merchant: idOf('shop') },
      { signed: kiosk(1000, 4) },
      { path: [] },
      { path: opening.path.map(() => new Uint8Array(3)) },
    ];
    for (const changes of bad) expect(answers(period, [{ ...opening, ...changes }])).toEqual(['bad-opening']);
  });

  it('are refused for cheques that a merchant should not have listed', () => {
    const foreign = listOf('kiosk', [
      shop(1000, 1),
      kiosk(START - 1, 2),
      kiosk(END, 3),
      kiosk(START, 4, 10_001),
      signed({ time: START, bank: idOf('banc') }),
      signed({ time: START, user: idOf('carol') }),
      signed({ time: START }, 'bob'),
      kiosk(START, 5),
    ]);
    const openings = Array.from({ length: 8 }, (_, i) => foreign.open(i));
    expect(answers(draw([foreign]), openings)).toEqual([
      'unknown-merchant',
      'late',
      'late',
      'value-out-of-range',
      'wrong-bank',
      'unknown-user',
      'bad-user-signature',
      'payable',
    ]);
  });

  // Fails when a merchant gains by listing a cheque often: every copy would be payable at once.
  it('of one cheque pay once, listed twice, opened twice or under two signatures of its user', () => {
    const cheque = kiosk(1000, 1);
    const { text } = parseSigned(cheque) as SignedCheque;
    const signatures = signaturesOf(text, secretOf('alice'));
    signatures.next();
    const again = encodeSigned({ text, signature: signatures.next().value });
    const twice = listOf('kiosk', [cheque, cheque, again]);
    const openings = [twice.open(0), twice.open(1), twice.open(2), twice.open(0)];
    expect(answers(draw([twice]), openings)).toEqual(['payable', 'duplicate', 'duplicate', 'duplicate']);
  });

  it('show a serial used with two merchants, and all of them before any is paid', () => {
    const first = listOf('kiosk', [kiosk(1000, 1, 30_000), kiosk(1001, 4)]);
    const second = listOf('shop', [shop(1002, 3), shop(1003, 5)]);
    const drawn = draw([first, second]);
    const openings = [first.open(0), first.open(1), second.open(0), second.open(1)];
    expect(answers(drawn, openings)).toEqual(['reused', 'payable', 'reused', 'payable']);
    expect(answers(drawn, openings, false)).toEqual(['serial-reused', 'payable', 'serial-reused', 'payable']);
    // The same serials of another user are no reuse.
    const bobs = listOf('shop', [
      signed({ time: 1002, serial: 3, value: 10_000, user: idOf('bob'), merchant: idOf('shop') }, 'bob'),
    ]);
    expect(answers(draw([first, bobs]), [first.open(0), bobs.open(0)])).toEqual(['payable', 'payable']);
  });

  it('find every serial in common that a search of all pairs finds', () => {
    const spans = fc.array(
      fc.record({ serial: fc.integer({ min: 1, max: 30 }), units: fc.integer({ min: 1, max: 6 }) }),
      {
        minLength: 1,
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(spans, (all) => {
        const cheques = all.map(({ serial, units }, i) => kiosk(1000 + i, serial, 10_000 * units));
        const many = listOf('kiosk', cheques);
        const commitments = [many.commitment];
        const drawn = { start: START, end: END, commitments, beta: new Uint8Array(64) };
        const expected = all.map((a, i) => {
          const meets = all.some((b, k) => k !== i && a.serial < b.serial + b.units && b.serial < a.serial + a.units);
          return meets ? 'reused' : 'payable';
        });
        expect(
          answers(
            drawn,
            cheques.map((_, i) => many.open(i)),
          ),
        ).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('are charged as in MR2: the last serial in all, the merchants in full', () => {
    const book = new SerialBook<string>({ depositWindow: Number.POSITIVE_INFINITY, honourReused: true });
    const alice = book.register();
    const openings = [other.open(1), list.open(2), list.open(0), other.open(0), list.open(1)];
    let debited = 0;
    for (const answer of checkOpenings(terms('ecvrf'), period, openings, directory.userKey, true)) {
      if (typeof answer === 'string') throw new Error(answer);
      const { cheque, units, id } = answer;
      debited += book.deposit(alice, cheque.serial, units, cheque.time, id, END).debitUnits;
    }
    expect(debited).toBe(7);
  });
});
