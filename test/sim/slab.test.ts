import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { Slab } from '../../src/sim/slab.ts';

const shape = { user: 'number', coins: 'reference', forged: 'truth', sender: 'truth-number' } as const;

/** What can happen to a slab and to its model, a list that names each slot once a holder. */
function open(slab: Slab, holders: number[]): void {
  const slot = slab.open();
  expect(holders).not.toContain(slot);
  holders.push(slot);
}

function retain(slab: Slab, holders: number[], place: number): void {
  slab.retain(holders[place]);
  holders.push(holders[place]);
}

function release(slab: Slab, holders: number[], place: number): void {
  const [slot] = holders.splice(place, 1);
  slab.release(slot);
  expect(slab.isOpen(slot)).toBe(holders.includes(slot));
}

describe('slab', () => {
  it('types its columns by their kinds', () => {
    const slab = new Slab({ user: 'number', coins: 'reference', sender: 'truth-number' });
    expectTypeOf(slab.col.user).toEqualTypeOf<Float64Array>();
    expectTypeOf(slab.col.coins).toEqualTypeOf<unknown[]>();
    expect(slab.col.sender).toBeInstanceOf(Float64Array);
  });

  it('counts holders as a plain list does (fails if a slot is handed out twice, or closes early or late)', () => {
    const step = fc.record({ deed: fc.constantFrom(open, retain, release), pick: fc.nat() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300, size: 'max' }), (steps) => {
        const slab = new Slab({});
        const holders: number[] = [];
        for (const { deed, pick } of steps) {
          if (holders.length === 0) open(slab, holders);
          deed(slab, holders, pick % holders.length);
        }
        expect(slab.openCount).toBe(new Set(holders).size);
      }),
      { seed: 3, numRuns: 50 },
    );
  });

  it('keeps every message when it grows', () => {
    const slab = new Slab(shape);
    const slots = Array.from({ length: 1_000 }, (_, index) => {
      const slot = slab.open();
      slab.col.user[slot] = index;
      slab.col.coins[slot] = `coin ${index}`;
      return slot;
    });
    expect(new Set(slots).size).toBe(1_000);
    expect(slots.map((slot) => slab.col.user[slot])).toEqual(slots.map((_, index) => index));
    expect(slots.map((slot) => slab.col.coins[slot])).toEqual(slots.map((_, index) => `coin ${index}`));
  });

  it('uses closed slots again: its columns stay as long as the most messages ever open at once', () => {
    const slab = new Slab(shape);
    for (let message = 0; message < 10_000; message++) slab.release(slab.open());
    expect(slab.col.user.length).toBeLessThan(100);
    expect(slab.openCount).toBe(0);
  });

  it('lets go of references when a slot closes (fails if a closed message keeps its bytes alive)', () => {
    const slab = new Slab(shape);
    const slot = slab.open();
    slab.col.coins[slot] = new Uint8Array(3);
    slab.col.forged[slot] = { by: 7 };
    slab.retain(slot);
    slab.release(slot);
    expect(slab.col.coins[slot]).toBeDefined();
    slab.release(slot);
    expect([slab.col.coins[slot], slab.col.forged[slot]]).toEqual([undefined, undefined]);
  });

  it('throws when a closed slot, or no slot at all, is retained, released or sealed', () => {
    const slab = new Slab(shape);
    const slot = slab.open();
    slab.release(slot);
    for (const deed of ['retain', 'release', 'seal'] as const) {
      for (const closed of [slot, -1, 1_000_000]) expect(() => slab[deed](closed)).toThrow(`${deed} of slot ${closed}`);
    }
  });

  it('overwrites the truth at the seal when poisoned, and nothing else', () => {
    for (const poisoned of [true, false]) {
      const slab = new Slab(shape, { poisoned });
      const slot = slab.open();
      slab.col.user[slot] = 4;
      slab.col.coins[slot] = 'coins';
      slab.col.forged[slot] = true;
      slab.col.sender[slot] = 9;
      slab.seal(slot);
      expect([slab.col.user[slot], slab.col.coins[slot]]).toEqual([4, 'coins']);
      expect([slab.col.forged[slot], slab.col.sender[slot]]).toEqual(poisoned ? [undefined, Number.NaN] : [true, 9]);
    }
  });

  it('overwrites the numbers of a closed slot when poisoned, so that a late read shows', () => {
    const slab = new Slab(shape, { poisoned: true });
    const slot = slab.open();
    slab.col.user[slot] = 4;
    slab.release(slot);
    expect(slab.col.user[slot]).toBeNaN();
  });
});
