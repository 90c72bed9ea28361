/**
 * Explanations of single objects: what they show is computed again from the shown digits with node:crypto, and taken or
 * refused again by the protocol library. Fails when a step shows other bytes than it speaks of, an answer that the
 * library does not give, or anything that changes from one call to the next.
 */
import { createHash, createHmac, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { explanationText } from '../../src/lecture/explain/text.ts';
import { derivePeriod, derivePermutation } from '../../src/protocols/micromint/period.ts';
import { accept } from '../../src/protocols/micromint/vendor.ts';
import { parseScrip } from '../../src/protocols/millicent/scrip.ts';
import { checkDeposit } from '../../src/protocols/mr/deposit.ts';
import { selectionRate } from '../../src/protocols/mr/selection-rate.ts';
import { signedByBroker } from '../../src/protocols/payword/certificate.ts';
import { examine } from '../../src/protocols/payword/examine.ts';
import { advance } from '../../src/protocols/payword/payword.ts';
import * as ecvrf from '../../src/protocols/primitives/ecvrf.ts';
import { ballNumber, hexOfBall } from '../protocols/independent.ts';
import { bytesOf, checksIn, explained, explainedAnew, figureOf, hexOf, OBJECTS, SEEDS, stepOf } from './explained.ts';

const PLAIN = { bold: (text: string): string => text };
const EVERY = OBJECTS.flatMap((object) => SEEDS.map((seed) => [object, seed] as const));

const sha256 = (...parts: readonly (string | Buffer)[]): string =>
  parts
    .reduce<ReturnType<typeof createHash>>(
      (hash, part) => (typeof part === 'string' ? hash.update(part, 'hex') : hash.update(part)),
      createHash('sha256'),
    )
    .digest('hex');
const publicKey = (hex: string) =>
  createPublicKey({ key: Buffer.from(`302a300506032b6570032100${hex}`, 'hex'), format: 'der', type: 'spki' });
const secretKey = (hex: string) =>
  createPrivateKey({ key: Buffer.from(`302e020100300506032b657004220420${hex}`, 'hex'), format: 'der', type: 'pkcs8' });
const isSigned = (message: Buffer, signature: Buffer, key: string): boolean =>
  verify(null, message, publicKey(key), signature);
const lotteryNumber = (proof: Buffer): bigint => createHash('sha512').update(proof).digest().readBigUInt64BE();

describe('every explanation', () => {
  it.each(EVERY)('of a %s says the same again under seed %s, and is plain data', (object, seed) => {
    const explanation = explained(object, seed);
    expect(explainedAnew(object, seed)).toEqual(explanation);
    expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation);
    expect(explanation).toMatchObject({ object, seed });
  });

  it.each(OBJECTS)('of a %s shows other bytes under another seed', (object) => {
    const [one, other] = ['1', '2'].map((seed) => explained(object, seed).steps.flatMap(({ bytes }) => bytes));
    const differing = one!.filter(({ hex }, i) => hex !== other![i]!.hex);
    expect(differing.length).toBeGreaterThan(one!.length / 2);
  });

  it.each(EVERY)('of a %s prints every check whole and nothing wider than a terminal, seed %s', (object, seed) => {
    const explanation = explained(object, seed);
    const text = explanationText(explanation, PLAIN);
    expect(checksIn(text)).toEqual(
      explanation.steps.map(({ check: { commands, prints } }) => ({ commands, prints: `${prints}\n` })),
    );
    const around = explanation.steps.reduce((rest, { check }) => rest.replace(check.commands, () => ''), text);
    expect(around.split('\n').filter((line) => line.length > 100)).toEqual([]);
    for (const { bytes } of explanation.steps)
      for (const { hex, length } of bytes) {
        expect(hex).toHaveLength(2 * length);
        expect(text.replace(/\n +/g, '')).toContain(hex);
      }
  });

  it.each(EVERY)('of a %s computes with bytes that it has shown, seed %s', (object, seed) => {
    const shown = ['302a300506032b6570032100', '302e020100300506032b657004220420'];
    for (const { title, bytes, check } of explained(object, seed).steps) {
      shown.push(...bytes.map(({ hex }) => hex), bytes.map(({ hex }) => hex).join(''));
      const used = check.commands.match(/'''[0-9a-f\n]+'''|'[0-9a-f]{16,}'|hexkey:[0-9a-f]+/g) ?? [];
      for (const literal of used) {
        const hex = literal.replace(/[\n']|hexkey:/g, '').replace(new RegExp(`^(${shown[0]}|${shown[1]})`), '');
        expect(
          shown.some((each) => each.includes(hex)),
          `${title}: ${hex}`,
        ).toBe(true);
      }
    }
  });

  it.each(EVERY)('of a %s has commands that any shell takes as they are, seed %s', (object, seed) => {
    for (const { check } of explained(object, seed).steps) expect(check.commands).toMatch(/^[\n "-~]+$/);
  });

  it.each(EVERY)('of a %s carries the answers of the protocol by name, seed %s', (object, seed) => {
    const answers = explained(object, seed).steps.flatMap((step) => step.answers);
    const heard = answers.map(({ says, refused }) => `${says}${refused ? '*' : ''}`);
    const drawn = ['payable', 'not-payable*'];
    const last = heard.at(-1)!;
    if (object === 'cheque') expect(drawn).toContain(last);
    expect(object === 'cheque' ? heard.slice(0, -1) : heard).toEqual(ANSWERS[object]);
  });
});

/** A thousand on average; more than this once in 10^21 seeds. */
const TRIES_MAX = 50_000;

/** In the order of the steps; those that are refused bear a star. */
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  coin: [
    ...['accepted', 'repeated-ball*', 'wrong-bin*', 'seen-before*', 'wrong-period*'],
    'accepted',
    ...['paid', 'already-redeemed*'],
    ...['accepted', 'not-minted*'],
    ...['exchanged', 'already-redeemed*', 'wrong-period*'],
  ],
  cheque: [
    ...['accepted', 'unknown-merchant*'],
    'not-payable*',
    'accepted',
    'credited',
    ...['new', 'duplicate*', 'new', 'duplicate*', 'late*', 'bad-user-signature*', 'bad-selection-proof*'],
    'good proof',
  ],
  scrip: [
    'accepted',
    ...['accepted', 'page and change'],
    ...['the same reply', 'already-spent*'],
    'bad-stamp*',
    'bad-request-hmac*',
    ...['wrong-vendor*', 'expired*'],
  ],
  payword: [
    'accepted',
    'accepted, pays 1',
    'accepted, pays 4',
    ...['replayed-payword*', 'replayed-payword*', 'bad-payword*', 'beyond-limit*'],
    ...['paid', 'already-deposited*'],
    ...['accepted, pays 8', 'over-credit-limit*'],
  ],
};

describe.each(SEEDS)('a coin under seed %s', (seed) => {
  const coin = explained('coin', seed);
  const key = hexOf(stepOf(coin, /announces/), 'K');
  const z = figureOf(stepOf(coin, /announces/), 'z, in hexadecimal');
  const period = derivePeriod(seed, 0, { way: 4, bits: 16, filter: 4 });

  it('is four good balls of one bin, ascending', () => {
    const balls = stepOf(coin, /meet/).bytes.map(({ hex }) => hex);
    const hashes = balls.map((ball) => sha256(key, ball).slice(0, 5));
    expect(new Set(hashes).size).toBe(1);
    expect(hashes[0]![0]).toBe(z);
    expect([...balls].sort()).toEqual(balls);
    expect(new Set(balls).size).toBe(4);
    expect(hexOf(stepOf(coin, /Sold/), 'the coin')).toBe(balls.join(''));
    expect(figureOf(stepOf(coin, /Sold/), 'bin of the coin')).toBe(hashes[0]!.slice(1));
  });

  it('is taken by a vendor, as are its copy, the coin that is kept and the forged one', () => {
    const coins = [
      bytesOf(stepOf(coin, /copy/), 'the copy'),
      bytesOf(stepOf(coin, /Sold/), 'the coin to keep'),
      bytesOf(stepOf(coin, /forged/), 'the forged coin'),
    ];
    for (const each of coins)
      expect(accept(new Uint8Array(each), 0, period, () => false)).toMatchObject({ accepted: true });
    expect(new Set(coins.map(String)).size).toBe(3);
  });

  it('of the next month is good under the next key, and is no coin of this month', () => {
    const last = stepOf(coin, /end of the month/);
    const newCoin = hexOf(last, 'the new coin').match(/.{16}/g)!;
    const hashes = newCoin.map((ball) => sha256(hexOf(last, 'K'), ball).slice(0, 5));
    expect(new Set(hashes)).toEqual(new Set([hashes[0]]));
    expect(hashes[0]![0]).toBe(figureOf(last, 'z of the next period, in hexadecimal'));
    expect(accept(new Uint8Array(Buffer.from(newCoin.join(''), 'hex')), 0, period, () => false).accepted).toBe(false);
  });
});

it('counts the balls of the first coin like everybody who throws them in the order of the secret key', () => {
  const coin = explained('coin', '1');
  const key = hexOf(stepOf(coin, /announces/), 'K');
  const z = figureOf(stepOf(coin, /announces/), 'z, in hexadecimal');
  const permutation = derivePermutation('1', 0);
  expect(Buffer.from(permutation.speckKey).toString('hex')).toBe(hexOf(stepOf(coin, /announces/), 'the secret key'));
  const bins = new Map<string, number>();
  let thrown = 0;
  for (let most = 0; most < 4; thrown++) {
    const hash = sha256(key, hexOfBall(ballNumber(permutation, thrown)));
    if (hash[0] !== z) continue;
    const bin = hash.slice(1, 5);
    bins.set(bin, (bins.get(bin) ?? 0) + 1);
    most = Math.max(most, bins.get(bin)!);
  }
  const good = [...bins.values()].reduce((sum, balls) => sum + balls);
  const told = figureOf(stepOf(coin, /thrown/), 'balls thrown up to coin 1').replaceAll(',', '');
  expect(told).toBe(`${thrown} of which ${good} good`);
});

describe.each(SEEDS)('a cheque under seed %s', (seed) => {
  const cheque = explained('cheque', seed);
  const keys = stepOf(cheque, /have keys/);
  const signed = stepOf(cheque, /user signs/);
  const countersigned = stepOf(cheque, /merchant signs/);
  const win = stepOf(cheque, /first payable/);
  const key = (who: string) => hexOf(keys, `the ${who}'s public key`);
  const secret = (who: string) => secretKey(hexOf(keys, `the ${who}'s secret key`));
  const limit = 2n ** 64n / 1000n;
  const terms = {
    bank: new Uint8Array(Buffer.from('bank')),
    unitValue: 10_000,
    rate: selectionRate(1n, 1000n),
    suite: 'ed25519',
    depositWindow: 1,
  } as const;
  const directory = {
    userKey: () => new Uint8Array(Buffer.from(key('user'), 'hex')),
    merchantKey: () => new Uint8Array(Buffer.from(key('merchant'), 'hex')),
  };
  const decided = (c: Buffer, d: Buffer) =>
    checkDeposit(terms, { signed: new Uint8Array(c), proof: new Uint8Array(d) }, directory);

  it('is T field by field, signed and countersigned', () => {
    const T = bytesOf(signed, 'T');
    const fields = stepOf(cheque, /writes/).bytes.filter(({ label }) => label !== 'T');
    expect(fields.map(({ hex }) => hex).join('')).toBe(T.toString('hex'));
    const C = hexOf(signed, 'C');
    const kind = Buffer.from('farthing/signed-cheque/1').toString('hex');
    expect(C).toBe(kind + T.toString('hex') + hexOf(signed, 'Sig_U'));
    expect(isSigned(T, bytesOf(signed, 'Sig_U'), key('user'))).toBe(true);
    expect(isSigned(Buffer.from(C, 'hex'), bytesOf(countersigned, 'D'), key('merchant'))).toBe(true);
  });

  it('is void or payable as F(D) says, and the bank says the same', () => {
    const number = lotteryNumber(bytesOf(countersigned, 'D'));
    expect(number >= limit).toBe(true);
    expect(figureOf(stepOf(cheque, /: void/), 'F(D)')).toBe(String(number));
    const C = bytesOf(signed, 'C');
    expect(decided(C, bytesOf(countersigned, 'D'))).toBe('not-payable');
    const winning = lotteryNumber(bytesOf(win, 'D'));
    expect(winning < limit).toBe(true);
    expect(figureOf(win, 'F(D)')).toBe(String(winning));
    expect(decided(bytesOf(win, 'C'), bytesOf(win, 'D'))).toMatchObject({ units: 1 });
  });

  it('is the first payable one of all that were tried', () => {
    const name = (text: string) => Buffer.concat([Buffer.of(text.length), Buffer.from(text)]);
    const [user, merchant] = [secret('user'), secret('merchant')];
    for (let serial = 1; serial < TRIES_MAX; serial++) {
      const numbers = [serial * 1e6, 10_000, serial].map((number) => number.toString(16).padStart(16, '0'));
      const T = Buffer.concat([
        Buffer.from('farthing/cheque/1'),
        ...['alice', 'kiosk', 'bank'].map(name),
        Buffer.from(numbers.join(''), 'hex'),
      ]);
      const C = Buffer.concat([Buffer.from('farthing/signed-cheque/1'), T, sign(null, T, user)]);
      const D = sign(null, C, merchant);
      if (lotteryNumber(D) >= limit) continue;
      expect(D.toString('hex')).toBe(hexOf(win, 'D'));
      expect(figureOf(win, 'cheques tried').replaceAll(',', '')).toBe(String(serial));
      const debit = figureOf(stepOf(cheque, /MR2/), 'debited from the user');
      expect(debit).toBe(`${serial} x $0.01 = $${(serial / 100).toFixed(2)}`);
      return;
    }
    expect.fail('no cheque is payable');
  });

  it('has a proof of the verifiable random function for its C, and for no other', () => {
    const step = stepOf(cheque, /verifiable/);
    const Y = new Uint8Array(Buffer.from(key('merchant'), 'hex'));
    const [C, D] = [new Uint8Array(bytesOf(win, 'C')), new Uint8Array(bytesOf(step, 'D'))];
    expect(ecvrf.verify(Y, C, D)).toBe(true);
    expect(ecvrf.verify(Y, C.slice(1), D)).toBe(false);
    expect(Buffer.from(ecvrf.proofToHash(D)!).toString('hex')).toBe(hexOf(step, 'the output'));
    expect(figureOf(step, 'F(D)')).toBe(String(bytesOf(step, 'the output').readBigUInt64BE()));
  });
});

describe.each(SEEDS)('scrip under seed %s', (seed) => {
  const scrip = explained('scrip', seed);
  const secret = (name: string) => bytesOf(stepOf(scrip, /two secrets/), name);
  const hmac = (key: Buffer, text: string): string => createHmac('sha256', key).update(text, 'latin1').digest('hex');
  const textOf = (title: RegExp, label: string): string => bytesOf(stepOf(scrip, title), label).toString('latin1');
  const split = (text: string, by: string): [string, string] => {
    const at = text.lastIndexOf(by);
    return [text.slice(0, at), text.slice(at + 1)];
  };
  const master = secret('master scrip secret of wellsfargo.com');

  it('and its change bear the stamps of the vendor, and the library reads their values', () => {
    const pieces = [textOf(/stamps/, 'the scrip'), textOf(/change/, 'the change')];
    for (const piece of pieces) {
      const [body, stamp] = split(piece, ' ');
      expect(hmac(master, body)).toBe(stamp);
    }
    const read = pieces.map((piece) => parseScrip(new Uint8Array(Buffer.from(piece, 'latin1'))));
    expect(read).toMatchObject([
      { value: 5000, id: 81_432, customer: 101_861 },
      { value: 3000, id: 81_433, customer: 101_861 },
    ]);
  });

  it('is spent with a request, and answered with a reply, under the secret of the customer', () => {
    const own = hmac(secret('master customer secret'), '101861');
    expect(hexOf(stepOf(scrip, /with his secret/), 'customer secret')).toBe(own);
    const [asked, stamp] = split(textOf(/pays with a request/, 'the request'), '\n');
    expect(hmac(Buffer.from(own, 'hex'), asked)).toBe(stamp);
    const [replied, proof] = split(textOf(/gives change/, 'the reply'), '\n');
    expect(hmac(Buffer.from(own, 'hex'), replied + stamp)).toBe(proof);
  });

  it('has the wrong stamp when its value is altered, and at another vendor', () => {
    const altered = textOf(/altered/, 'the request').split('\n')[1]!;
    const [body, stamp] = split(altered, ' ');
    expect(body).toContain('0.009usd');
    expect(hmac(master, body)).not.toBe(stamp);
    expect(figureOf(stepOf(scrip, /altered/), 'stamp of such a body')).toBe(hmac(master, body));
    const other = hmac(secret('master scrip secret of pages.example'), split(textOf(/stamps/, 'the scrip'), ' ')[0]);
    expect(figureOf(stepOf(scrip, /another vendor/), 'stamp under the other secret')).toBe(other);
  });

  it('that is stolen is asked for under the secret of the thief', () => {
    const step = stepOf(scrip, /stolen/);
    const [asked, stamp] = split(bytesOf(step, 'his request').toString('latin1'), '\n');
    expect(hmac(bytesOf(step, 'what the thief'), asked)).toBe(stamp);
    expect(asked).toContain(textOf(/stamps/, 'the scrip'));
  });
});

describe.each(SEEDS)('paywords under seed %s', (seed) => {
  const payword = explained('payword', seed);
  const chain = stepOf(payword, /makes a chain/).bytes.map(({ hex }) => hex);
  const h = (word: string): string => sha256(Buffer.from('farthing/payword/1'), word);
  const joined = (title: RegExp): Buffer =>
    Buffer.from(
      stepOf(payword, title)
        .bytes.map(({ hex }) => hex)
        .join(''),
      'hex',
    );
  const [certificate, commitment] = [joined(/certifies/), joined(/commits/)];
  const key = (who: string) => hexOf(stepOf(payword, /have keys/), `the ${who}'s public key`);

  it('lead by hashing from w_10 to the root, which is signed', () => {
    expect(chain).toHaveLength(11);
    expect(chain.slice(0, -1).map(h)).toEqual(chain.slice(1));
    expect(hexOf(stepOf(payword, /commits/), 'w_0')).toBe(chain.at(-1));
    expect(hexOf(stepOf(payword, /commits/), 'C_U').slice(8)).toBe(certificate.toString('hex'));
    expect(isSigned(certificate.subarray(0, -64), certificate.subarray(-64), key('broker'))).toBe(true);
    expect(isSigned(commitment.subarray(0, -64), commitment.subarray(-64), key('user'))).toBe(true);
  });

  it('are taken by the library under the commitment, and refused beyond its limit', () => {
    const brokerKey = new Uint8Array(Buffer.from(key('broker'), 'hex'));
    const terms = { broker: new Uint8Array(Buffer.from('broker')), brokerKey, wordValue: 10_000, wordsMax: 1000 };
    const examined = examine(terms, new Uint8Array(commitment), signedByBroker(terms));
    if (typeof examined === 'string') throw new Error(examined);
    const word = (index: number) => ({ word: new Uint8Array(Buffer.from(chain[10 - index]!, 'hex')), index });
    const root = { word: examined.commitment.root, index: 0 };
    expect(advance(root, word(1), examined.words)).toBe(1);
    expect(advance(word(1), word(5), examined.words)).toBe(4);
    expect(advance(word(5), word(9), examined.words)).toBe('beyond-limit');
    expect(advance(word(5), { ...word(6), word: word(7).word }, examined.words)).toBe('bad-payword');
  });

  it('of the other chain lead to its root, and overspend the credit', () => {
    const step = stepOf(payword, /overspent/);
    let word = hexOf(step, 'w_8');
    for (let i = 0; i < 8; i++) word = h(word);
    expect(word).toBe(hexOf(step, 'its w_0'));
    expect(step.figures.map(({ value }) => value)).toEqual(['$0.10', '$0.05', '$0.03', '$0.10']);
  });
});
