import { describe, expect, it } from 'vitest';
import { checkDeposit } from '../../src/protocols/mr/deposit.ts';
import { grindCheque, grindProof, laterSerials, laterTimes } from '../../src/protocols/mr/grinding.ts';
import { checkSelection, isPayable, lotteryNumber, select } from '../../src/protocols/mr/selection.ts';
import { selectionRate } from '../../src/protocols/mr/selection-rate.ts';
import { toHex } from '../../src/protocols/primitives/bytes.ts';
import { sign } from '../../src/protocols/primitives/ed25519.ts';
import { signaturesOf } from '../../src/protocols/primitives/ed25519-grinding.ts';
import { verify as verifyByNoble } from '../../src/protocols/primitives/ed25519-noble.ts';
import { verify as verifyByNode } from '../../src/protocols/primitives/ed25519-node.ts';
import { cheque, directory, idOf, keyOf, SUITES, secretOf, signed, terms } from './mr-world.ts';

const SECRET = secretOf('kiosk');
const conspirators = { userSecret: secretOf('alice'), merchantSecret: SECRET };

function firstSignatures(message: Uint8Array, count: number): Uint8Array[] {
  const all = signaturesOf(message, SECRET);
  return Array.from({ length: count }, () => all.next().value);
}

describe('signatures with chosen nonces', () => {
  const message = signed();
  // More than two batches of points, so that their seams are among them.
  const signatures = firstSignatures(message, 70);

  it('begin with the honest one', () => {
    expect(signatures[0]).toEqual(sign(message, SECRET));
    expect(firstSignatures(new Uint8Array(), 1)[0]).toEqual(sign(new Uint8Array(), SECRET));
  });

  it('are all different', () => {
    expect(new Set(signatures.map(toHex)).size).toBe(signatures.length);
    expect(new Set(signatures.map((s) => toHex(s.slice(0, 32)))).size).toBe(signatures.length);
  });

  // Fails when a point, an inversion, the parity of x or a scalar is wrong in any place of a batch.
  it('are all valid, for both implementations, for this message only', () => {
    for (const signature of signatures) expect(verifyByNode(signature, message, keyOf('kiosk'))).toBe(true);
    for (const i of [0, 1, 31, 32, 33, 69]) {
      expect(verifyByNoble(signatures[i]!, message, keyOf('kiosk'))).toBe(true);
      expect(verifyByNode(signatures[i]!, signed({ serial: 8 }), keyOf('kiosk'))).toBe(false);
    }
  });

  it('want a secret key of 32 bytes', () => {
    expect(() => signaturesOf(message, new Uint8Array(31)).next()).toThrow(RangeError);
  });
});

describe('a merchant who grinds', () => {
  const rate = selectionRate(1n, 100n);

  it('makes a losing cheque payable, with a proof that the bank accepts', () => {
    let ground = 0;
    for (let serial = 1; serial <= 5; serial++) {
      const loser = signed({ value: 10_000, serial });
      if (isPayable(lotteryNumber('ed25519', select('ed25519', loser, SECRET))!, rate, 1)) continue;
      const found = grindProof(loser, SECRET, rate, 1, 10_000)!;
      expect(found.tries).toBeGreaterThan(1);
      expect(firstSignatures(loser, found.tries).at(-1)).toEqual(found.proof);
      expect(verifyByNoble(found.proof, loser, keyOf('kiosk'))).toBe(true);
      expect(checkDeposit(terms('ed25519', { rate }), { signed: loser, proof: found.proof }, directory)).toBeTypeOf(
        'object',
      );
      ground++;
    }
    expect(ground).toBeGreaterThan(0);
  });

  it('gives up after the tries that he has, and needs one when everything is payable', () => {
    expect(grindProof(signed(), SECRET, selectionRate(1n, 2n ** 60n), 1, 40)).toBeUndefined();
    expect(grindProof(signed(), SECRET, rate, 1, 0)).toBeUndefined();
    expect(grindProof(signed(), SECRET, selectionRate(1n, 1n), 1, 1)?.tries).toBe(1);
  });

  // Tries are geometric with mean 1/s = 10, so the sum over 400 cheques is negative binomial: outside these limits with
  // probability 1e-9. A mean of 6.5 or of 15 is caught with power 99 %.
  it('needs 1/s tries on average', () => {
    const oneTenth = selectionRate(1n, 10n);
    let tries = 0;
    for (let serial = 1; serial <= 400; serial++) {
      tries += grindProof(signed({ serial }), SECRET, oneTenth, 1, 1000)!.tries;
    }
    expect(tries).toBeGreaterThan(2950);
    expect(tries).toBeLessThan(5280);
  });

  it('has one proof a cheque by a verifiable random function: another signature is none', () => {
    const proof = select('ecvrf', signed(), SECRET);
    expect(select('ecvrf', signed(), SECRET)).toEqual(proof);
    for (const signature of firstSignatures(signed(), 3)) {
      expect(checkSelection('ecvrf', signature, signed(), keyOf('kiosk'))).toBe(false);
    }
  });
});

describe.each(SUITES)('user and merchant together, by %s', (suite) => {
  const rate = selectionRate(1n, 8n);
  const one = cheque({ value: 10_000 });
  const bank = terms(suite, { rate });

  it('find a time or a nonce at which the cheque is payable, and the bank cannot tell', () => {
    for (const candidates of [laterTimes(one, 200), laterSerials(one, 200)]) {
      const found = grindCheque(suite, candidates, conspirators, rate, 1)!;
      const answer = checkDeposit(bank, found, directory);
      expect(answer).toMatchObject({ cheque: found.cheque, units: 1 });
      expect(found.cheque.time - one.time + (found.cheque.serial - one.serial)).toBe(found.tries - 1);
      expect(found.cheque.merchant).toEqual(idOf('kiosk'));
    }
  });

  it('find nothing when there is nothing', () => {
    const hopeless = selectionRate(1n, 2n ** 60n);
    expect(grindCheque(suite, laterTimes(one, 5), conspirators, hopeless, 1)).toBeUndefined();
    expect(grindCheque(suite, [], conspirators, selectionRate(1n, 1n), 1)).toBeUndefined();
  });
});
