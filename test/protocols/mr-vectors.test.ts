/** Fixed keys, cheques, proofs and a drawn period; what can be recomputed by other means is, with node:crypto. */
import { createHash, createPrivateKey, sign as nodeSign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCheque } from '../../src/protocols/mr/cheque.ts';
import { checkDeposit } from '../../src/protocols/mr/deposit.ts';
import { checkDraw, drawPeriod, leafNumber } from '../../src/protocols/mr/period-draw.ts';
import { commitPeriod } from '../../src/protocols/mr/period-list.ts';
import type { Rejection } from '../../src/protocols/mr/rejection.ts';
import { isPayable, lotteryNumber, select, selectionHash } from '../../src/protocols/mr/selection.ts';
import { selectionRate } from '../../src/protocols/mr/selection-rate.ts';
import { chequeId, encodeSigned, parseSigned, signCheque } from '../../src/protocols/mr/signed-cheque.ts';
import type { SelectionSuite } from '../../src/protocols/mr/terms.ts';
import { fromHex, toHex } from '../../src/protocols/primitives/bytes.ts';
import { publicKeyOf } from '../../src/protocols/primitives/ed25519.ts';
import { directory, idOf, terms } from './mr-world.ts';

interface Accepting {
  readonly suite: SelectionSuite;
  readonly cheque: { user: string; merchant: string; bank: string; time: number; value: number; serial: number };
  readonly text: string;
  readonly signature: string;
  readonly signed: string;
  readonly id: string;
  readonly proof: string;
  readonly output: string;
  readonly number: string;
  readonly payableAtOneEighth: boolean;
}

interface Rejecting {
  readonly why: string;
  readonly rejection: Rejection;
  readonly suite: SelectionSuite;
  readonly signed: string;
  readonly proof: string;
}

interface Draw {
  readonly suite: SelectionSuite;
  readonly proof: string;
  readonly beta: string;
  readonly numbers: readonly { user: string; serial: number; number: string }[];
}

const vectors = JSON.parse(readFileSync(new URL('vectors/mr.json', import.meta.url), 'utf8'));
const ONE_EIGHTH = selectionRate(1n, 8n);
const bytes = (hex: string): Uint8Array => fromHex(hex)!;
const secret = (name: string): Uint8Array => bytes(vectors.keys[name].secret);
const key = (name: string): Uint8Array => bytes(vectors.keys[name].public);

/** Ed25519 by OpenSSL: a secret of 32 bytes stands behind this header of PKCS #8. */
function signByNode(message: Uint8Array, name: string): string {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), secret(name)]);
  return nodeSign(null, message, createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })).toString('hex');
}

function hashByNode(algorithm: string, ...parts: readonly (string | Uint8Array)[]): string {
  return parts.reduce((hash, part) => hash.update(part), createHash(algorithm)).digest('hex');
}

function first64(hex: string): string {
  return BigInt(`0x${hex.slice(0, 16)}`).toString();
}

describe('the keys of the vectors', () => {
  it.each(Object.keys(vectors.keys))('of %s belong together', (name) => {
    expect(toHex(publicKeyOf(secret(name)))).toBe(vectors.keys[name].public);
  });
});

describe.each<Accepting>(vectors.accepting)('the cheque $id by $suite', (vector) => {
  const { suite, cheque, text, signature, signed, proof } = vector;
  const named = { ...cheque, user: idOf(cheque.user), merchant: idOf(cheque.merchant), bank: idOf(cheque.bank) };

  it('has these bytes, this signature and this name', () => {
    const made = signCheque(named, secret(cheque.user));
    expect([toHex(made.text), toHex(made.signature)]).toEqual([text, signature]);
    expect(toHex(encodeSigned(made))).toBe(signed);
    expect(signByNode(bytes(text), cheque.user)).toBe(signature);
    expect([chequeId(made), hashByNode('sha256', bytes(text))]).toEqual([vector.id, vector.id]);
    expect(parseSigned(bytes(signed))).toEqual(made);
    expect(parseCheque(bytes(text))).toEqual(named);
  });

  it('has this selection proof and this lottery number', () => {
    expect(toHex(select(suite, bytes(signed), secret(cheque.merchant)))).toBe(proof);
    expect(toHex(selectionHash(suite, bytes(proof))!)).toBe(vector.output);
    expect(lotteryNumber(suite, bytes(proof))?.toString()).toBe(vector.number);
    expect(first64(vector.output)).toBe(vector.number);
    if (suite === 'ed25519') {
      expect(signByNode(bytes(signed), cheque.merchant)).toBe(proof);
      expect(hashByNode('sha512', bytes(proof))).toBe(vector.output);
    }
  });

  it('is paid at selection rate 1, and at 1/8 when its number is below the threshold', () => {
    const paid = { cheque: named, units: cheque.value / 10_000, id: vector.id };
    const deposit = { signed: bytes(signed), proof: bytes(proof) };
    expect(checkDeposit(terms(suite), deposit, directory)).toEqual(paid);
    const payable = isPayable(BigInt(vector.number), ONE_EIGHTH, paid.units);
    expect(payable).toBe(vector.payableAtOneEighth);
    const answer = checkDeposit(terms(suite, { rate: ONE_EIGHTH }), deposit, directory);
    expect(answer).toEqual(payable ? paid : 'not-payable');
  });
});

describe('a bad deposit', () => {
  it.each<Rejecting>(vectors.rejecting)(
    'with $why by $suite is refused as $rejection',
    ({ suite, signed, proof, rejection }) => {
      const deposit = { signed: bytes(signed), proof: bytes(proof) };
      expect(checkDeposit(terms(suite, { rate: ONE_EIGHTH }), deposit, directory)).toBe(rejection);
    },
  );

  it('is not one whose merchant ground its proof: the bank cannot tell', () => {
    const { signed, proof } = vectors.ground;
    const honest = select('ed25519', bytes(signed), secret('kiosk'));
    const at = terms('ed25519', { rate: ONE_EIGHTH });
    expect(checkDeposit(at, { signed: bytes(signed), proof: honest }, directory)).toBe('not-payable');
    expect(checkDeposit(at, { signed: bytes(signed), proof: bytes(proof) }, directory)).toBeTypeOf('object');
  });
});

describe('a drawn period', () => {
  const { period, lists, draws } = vectors.deferred;
  const commitments = lists.map((list: { merchant: string; signed: string[] }) => {
    return commitPeriod(idOf(list.merchant), list.signed.map(bytes)).commitment;
  });

  it('has these commitments', () => {
    for (const [i, { root, count, total }] of lists.entries()) {
      const made = commitments[i];
      expect([toHex(made.root), made.count, made.total]).toEqual([root, count, total]);
    }
  });

  it.each<Draw>(draws)('has this draw by $suite', ({ suite, proof, beta, numbers }) => {
    expect(toHex(drawPeriod(suite, secret('bank'), period, commitments))).toBe(proof);
    expect(toHex(checkDraw(suite, key('bank'), period, commitments, bytes(proof)) as Uint8Array)).toBe(beta);
    for (const { user, serial, number } of numbers) {
      expect(leafNumber(bytes(beta), idOf(user), serial).toString()).toBe(number);
      const serialBytes = Buffer.from(serial.toString(16).padStart(16, '0'), 'hex');
      const leaf = ['farthing/period-leaf/1', bytes(beta), Uint8Array.of(user.length), user, serialBytes];
      expect(first64(hashByNode('sha512', ...leaf))).toBe(number);
    }
  });
});
