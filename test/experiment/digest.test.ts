/** The digest of a result: canonical, so that anybody can recompute it from the file with nothing of ours. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, digestOf } from '../../src/experiment/digest.ts';

const value = fc.jsonValue({ maxDepth: 4 });

/** The same value with the keys of every object inserted the other way round. */
function reversed(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(reversed);
  if (json === null || typeof json !== 'object') return json;
  return Object.fromEntries(
    Object.entries(json)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

describe('canonical JSON', () => {
  it('sorts keys by their code units at every depth, keeps lists in order, and has no white space', () => {
    const json = { b: [3, 1, { z: null, a: true }], a: 'x y', é: 1, B: 0.1, 10: 'ten', 9: 'nine' };
    expect(canonicalJson(json)).toBe('{"10":"ten","9":"nine","B":0.1,"a":"x y","b":[3,1,{"a":true,"z":null}],"é":1}');
  });

  it('does not depend on the order in which keys were inserted', () => {
    fc.assert(
      fc.property(value, (json) => {
        expect(canonicalJson(reversed(json))).toBe(canonicalJson(json));
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it('is JSON of the same value, and does not change when it is written to a file and read again', () => {
    fc.assert(
      fc.property(value, (json) => {
        const text = canonicalJson(json);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(json)));
        expect(canonicalJson(JSON.parse(JSON.stringify(json, null, 2)))).toBe(text);
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  it('leaves out what a file would leave out', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe(canonicalJson({ b: 1 }));
    expect(canonicalJson({ b: 1 })).not.toBe(canonicalJson({ a: null, b: 1 }));
  });
});

describe('the digest', () => {
  it('is SHA-256 of the UTF-8 bytes of the canonical text', () => {
    const text = '{"a":"é","b":[1,2.5]}';
    expect(digestOf({ b: [1, 2.5], a: 'é' })).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
  });

  it('sees the last bit of a number, and the order of a list', () => {
    expect(digestOf([0.1 + 0.2])).not.toBe(digestOf([0.3]));
    expect(digestOf([1, 2])).not.toBe(digestOf([2, 1]));
  });
});
