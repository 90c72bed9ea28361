import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cheque, encodeCheque, parseCheque } from '../../src/protocols/mr/cheque.ts';
import { chequeId, encodeSigned, parseSigned, signCheque } from '../../src/protocols/mr/signed-cheque.ts';
import { unitsOf } from '../../src/protocols/mr/terms.ts';
import { ID_BYTES_MAX } from '../../src/protocols/primitives/wire.ts';
import { cheque, idOf, secretOf, terms } from './mr-world.ts';

const MAX = Number.MAX_SAFE_INTEGER;
const id = fc.uint8Array({ minLength: 1, maxLength: ID_BYTES_MAX });
const positive = fc.oneof(
  fc.integer({ min: 1, max: 9 }),
  fc.maxSafeNat().map((n) => n + (n < MAX ? 1 : 0)),
);
const cheques: fc.Arbitrary<Cheque> = fc.record({
  user: id,
  merchant: id,
  bank: id,
  time: fc.maxSafeNat(),
  value: positive,
  serial: positive,
});
const TEXT = encodeCheque(cheque());
/** Where the numbers of eight bytes begin. */
const [TIME, VALUE, SERIAL] = [24, 16, 8].map((fromEnd) => TEXT.length - fromEnd);

function withNumber(offset: number, value: bigint): Uint8Array {
  const bytes = Buffer.from(TEXT);
  bytes.writeBigUInt64BE(value, offset);
  return new Uint8Array(bytes);
}

describe('the bytes of a cheque', () => {
  // Fails when a field is cut short, swapped with another or shared by two encodings.
  it('parse back to it', () => {
    fc.assert(
      fc.property(cheques, (any) => {
        expect(parseCheque(encodeCheque(any))).toEqual(any);
      }),
      { numRuns: 500 },
    );
  });

  it('are as the format says: built here by hand', () => {
    const number = (value: number) => Buffer.from(value.toString(16).padStart(16, '0'), 'hex');
    const name = (text: string) => [Buffer.from([text.length]), Buffer.from(text)];
    const parts = [name('alice'), name('kiosk'), name('bank'), [number(1_000_000), number(30_000), number(7)]].flat();
    expect(Buffer.from(TEXT)).toEqual(Buffer.concat([Buffer.from('farthing/cheque/1'), ...parts]));
  });

  // Fails when two byte strings parse to one cheque: then one cheque could be deposited under two names.
  it('are the only ones: whatever parses, encodes to the same bytes', () => {
    const resized = fc.record({ cut: fc.nat(3), extra: fc.uint8Array({ maxLength: 3 }) });
    const size = fc.oneof({ weight: 4, arbitrary: fc.constant({ cut: 0, extra: new Uint8Array() }) }, resized);
    const near = fc.record({ any: cheques, at: fc.nat(300), byte: fc.nat(255), size });
    let parsed = 0;
    fc.assert(
      fc.property(near, ({ any, at, byte, size }) => {
        const bytes = encodeCheque(any);
        bytes[at % bytes.length] = byte;
        const mutant = new Uint8Array([...bytes.slice(0, bytes.length - size.cut), ...size.extra]);
        const answer = parseCheque(mutant);
        if (typeof answer === 'string') return;
        parsed++;
        expect(encodeCheque(answer)).toEqual(mutant);
      }),
      { numRuns: 1000 },
    );
    // About half parse: a changed byte of an identity or of a number often gives another cheque.
    expect(parsed).toBeGreaterThan(100);
  });

  it('are refused when cut short, lengthened, or of any length with other contents', () => {
    for (let length = 0; length <= 300; length++) {
      const padded = new Uint8Array(length);
      padded.set(TEXT.slice(0, length));
      if (length !== TEXT.length) expect(parseCheque(padded)).toBe('malformed');
      for (const filler of [0, 1, 0xff]) expect(parseCheque(new Uint8Array(length).fill(filler))).toBe('malformed');
    }
  });

  it('never parse to the same cheque with one byte changed', () => {
    for (let at = 0; at < TEXT.length; at++) {
      for (const mask of [0x01, 0x80, 0xff]) {
        const changed = TEXT.slice();
        changed[at] ^= mask;
        expect(parseCheque(changed)).not.toEqual(cheque());
      }
    }
  });

  it('with numbers out of range are refused by that name, and the last ones in range are taken', () => {
    const beyond = 2n ** 53n;
    for (const offset of [TIME, VALUE, SERIAL]) {
      for (const value of [beyond, beyond + 1n, 2n ** 63n, 2n ** 64n - 1n]) {
        expect(parseCheque(withNumber(offset, value))).toBe('value-out-of-range');
      }
      expect(parseCheque(withNumber(offset, beyond - 1n))).toBeTypeOf('object');
      expect(parseCheque(withNumber(offset, 1n))).toBeTypeOf('object');
    }
    expect(parseCheque(withNumber(TIME, 0n))).toEqual(cheque({ time: 0 }));
    expect(parseCheque(withNumber(VALUE, 0n))).toBe('value-out-of-range');
    expect(parseCheque(withNumber(SERIAL, 0n))).toBe('value-out-of-range');
  });

  it('are not made for what is no cheque: a programmer errs', () => {
    const none: Partial<Cheque>[] = [
      { user: new Uint8Array() },
      { merchant: new Uint8Array(ID_BYTES_MAX + 1) },
      { bank: new Uint8Array(0) },
      { time: -1 },
      { time: 0.5 },
      { value: 0 },
      { value: MAX + 1 },
      { serial: 0 },
      { serial: Number.NaN },
    ];
    for (const changes of none) expect(() => encodeCheque(cheque(changes))).toThrow(RangeError);
  });
});

describe('a signed cheque', () => {
  const whole = signCheque(cheque(), secretOf('alice'));
  const bytes = encodeSigned(whole);

  it('parses back from its bytes, whatever the text and the signature', () => {
    const any = fc.record({ text: fc.uint8Array(), signature: fc.uint8Array({ minLength: 64, maxLength: 64 }) });
    fc.assert(
      fc.property(any, (signed) => {
        expect(parseSigned(encodeSigned(signed))).toEqual(signed);
      }),
    );
    expect(parseSigned(bytes)).toEqual(whole);
  });

  it('is refused when its bytes do not begin with its kind or cannot hold a signature', () => {
    const kind = Buffer.from('farthing/signed-cheque/1');
    for (let length = 0; length < kind.length + 64; length++) {
      expect(parseSigned(bytes.slice(0, length))).toBe('malformed');
      expect(parseSigned(new Uint8Array(length + 100))).toBe('malformed');
    }
    for (let at = 0; at < kind.length; at++) {
      const changed = bytes.slice();
      changed[at] ^= 1;
      expect(parseSigned(changed)).toBe('malformed');
    }
    expect(() => encodeSigned({ text: whole.text, signature: new Uint8Array(63) })).toThrow(RangeError);
  });

  // Fails when a second signature of one text, which a dishonest user can make, passes for a second cheque.
  it('is known by its text alone', () => {
    expect(chequeId({ ...whole, signature: new Uint8Array(64) } as typeof whole)).toBe(chequeId(whole));
    const others = [{ serial: 8 }, { time: 1_000_001 }, { value: 40_000 }, { user: idOf('alicf') }];
    const ids = [cheque(), ...others.map(cheque)].map((c) => chequeId({ text: encodeCheque(c) }));
    expect(new Set(ids).size).toBe(others.length + 1);
  });
});

describe('the units of a cheque', () => {
  const { unitValue } = terms('ed25519');

  it('are whole, and its last serial is at most 2^53 - 1', () => {
    expect(unitsOf(terms('ed25519'), cheque({ value: 3 * unitValue }))).toBe(3);
    expect(unitsOf(terms('ed25519'), cheque({ value: unitValue + 1 }))).toBe('value-out-of-range');
    expect(unitsOf(terms('ed25519'), cheque({ value: unitValue - 1 }))).toBe('value-out-of-range');
    expect(unitsOf(terms('ed25519'), cheque({ value: 3 * unitValue, serial: MAX - 2 }))).toBe(3);
    expect(unitsOf(terms('ed25519'), cheque({ value: 3 * unitValue, serial: MAX - 1 }))).toBe('value-out-of-range');
  });
});
