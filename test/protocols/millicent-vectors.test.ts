/**
 * Fixed scrip, payments, requests and replies that are refused, and stories of several requests; whatever is a hash or a
 * seal is computed again by node:crypto.
 */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CustomerKeys } from '../../src/protocols/millicent/customer-keys.ts';
import type { Protocol } from '../../src/protocols/millicent/frame.ts';
import { parseGrant } from '../../src/protocols/millicent/grant.ts';
import { parseOrder } from '../../src/protocols/millicent/order.ts';
import { REJECTIONS, type Rejection } from '../../src/protocols/millicent/rejection.ts';
import { readReply } from '../../src/protocols/millicent/reply.ts';
import { ask } from '../../src/protocols/millicent/request.ts';
import { encodeBody, parseScrip } from '../../src/protocols/millicent/scrip.ts';
import { fromHex, toHex } from '../../src/protocols/primitives/bytes.ts';
import { HmacKey } from '../../src/protocols/primitives/hmac.ts';
import { xchacha20poly1305 } from '../../src/protocols/primitives/xchacha20poly1305.ts';
import { desks } from './millicent-desks.ts';
import { buy, bytesOf, cipher, desk, goods, kiosk, latin1, PROTOCOLS, secret } from './millicent-world.ts';

interface Written {
  readonly vendor: string;
  readonly value: number;
  readonly id: number;
  readonly customer: number;
  readonly expires: number;
  readonly properties: Record<string, string>;
  readonly body: string;
  readonly text: string;
  readonly customerSecret: string;
}

interface Payment {
  readonly protocol: Protocol;
  readonly order: string;
  readonly nonce: string;
  readonly request: string;
  readonly reply: string;
  readonly change: string;
}

interface Rejecting {
  readonly why: string;
  readonly rejection: Rejection;
  readonly request: string;
}

interface RefusedReply {
  readonly why: string;
  readonly protocol: Protocol;
  /** A rejection; `served`; or `refused: ` and the vendor's reason, when it is to be believed. */
  readonly outcome: string;
  /** What was asked for; the payment's goods by default. */
  readonly order?: string;
  readonly reply: string;
}

interface Story {
  readonly why: string;
  readonly desk: string;
  readonly steps: readonly {
    readonly what: string;
    readonly after: number;
    readonly undelivered?: number;
    readonly request: string;
    readonly outcome: string;
    readonly reply: string;
  }[];
}

const vectors = JSON.parse(readFileSync(new URL('vectors/millicent.json', import.meta.url), 'utf8'));
const scrips: readonly Written[] = vectors.scrips;
const payments: readonly Payment[] = vectors.payments;
const rejecting: readonly Rejecting[] = vectors.rejecting;
const replies: readonly RefusedReply[] = vectors.replies;
const stories: readonly Story[] = vectors.stories;
const bytes = (hex: string): Uint8Array => fromHex(hex)!;
const hmacByNode = (key: Uint8Array, ...parts: readonly (string | Uint8Array)[]): string =>
  parts.reduce((hmac, part) => hmac.update(part), createHmac('sha256', key)).digest('hex');

describe('HMAC-SHA-256', () => {
  it('has the tags of RFC 4231, and those of OpenSSL for all keys and messages, in one part or two', () => {
    for (const { key, message, tag } of vectors.hmac) {
      expect(toHex(new HmacKey(bytes(key)).tag(bytes(message)))).toBe(tag);
    }
    const any = fc.uint8Array({ maxLength: 200 });
    fc.assert(
      fc.property(any, any, any, (key, message, rest) => {
        const mine = new HmacKey(key);
        const tag = hmacByNode(key, message, rest);
        expect(toHex(mine.tag(message, rest))).toBe(tag);
        expect(toHex(mine.tag(message))).toBe(hmacByNode(key, message));
        expect(mine.writes(bytesOf(`..${tag}`), 2, message, rest)).toBe(true);
      }),
    );
  });

  it('is not written by any other digits, nor by too few', () => {
    const mine = new HmacKey(bytes('00'));
    const tag = toHex(mine.tag(bytesOf('x')));
    for (let at = 0; at < 64; at++) {
      const other = tag[at] === '0' ? '1' : '0';
      expect(mine.writes(bytesOf(tag.slice(0, at) + other + tag.slice(at + 1)), 0, bytesOf('x'))).toBe(false);
      expect(mine.writes(bytesOf(tag.slice(0, at)), 0, bytesOf('x'))).toBe(false);
    }
    expect(mine.writes(bytesOf(tag.toUpperCase()), 0, bytesOf('x'))).toBe(false);
    expect(mine.writes(new Uint8Array(), 0, bytesOf('x'))).toBe(false);
  });
});

describe.each(scrips)('the scrip $body', ({ properties, body, text, customerSecret, ...fields }) => {
  const scrip = { ...fields, properties: new Map(Object.entries(properties)) };

  it('is written so, and read back', () => {
    expect(latin1(encodeBody(scrip))).toBe(body);
    expect(latin1(kiosk.stamper.stamp(scrip))).toBe(text);
    expect(parseScrip(bytesOf(text))).toEqual(scrip);
    expect(latin1(kiosk.stamper.grant(scrip))).toBe(`${text} ${customerSecret}`);
  });

  it('bears the HMAC of its body, and its customer has the HMAC of his CustID#', () => {
    expect(text).toBe(`${body} ${hmacByNode(bytes(vectors.masterScripSecret), body)}`);
    expect(customerSecret).toBe(hmacByNode(bytes(vectors.masterCustomerSecret), String(scrip.customer)));
  });
});

/** The payment of the vectors in this protocol, with the cipher that the program ships. */
function askedIn(protocol: Protocol, order = '') {
  const { text, customerSecret } = scrips[0];
  const holding = parseGrant(bytesOf(`${text} ${customerSecret}`));
  if (typeof holding === 'string') throw new Error(holding);
  const keys = new CustomerKeys(bytes(customerSecret));
  const nonce = bytes(payments.find((payment) => payment.protocol === protocol)!.nonce);
  const ways = {
    clear: { protocol: 'clear' as const },
    secure: { protocol: 'secure' as const, keys },
    private: { protocol: 'private' as const, keys, aead: xchacha20poly1305, nonce },
  };
  const wanted = order === '' ? buy(2000, '/news/today') : parseOrder(bytesOf(order));
  if (typeof wanted === 'string') throw new Error(wanted);
  return ask(holding, wanted, ways[protocol]);
}

describe.each(payments)('the payment $protocol', ({ protocol, order, nonce, request, reply, change }) => {
  const { text, customerSecret } = scrips[0];
  const customers = bytes(customerSecret);
  const sealKey = (name: string): Uint8Array => bytes(hmacByNode(customers, name));
  const asked = () => askedIn(protocol);

  it('has these bytes, and is replied to in these', () => {
    expect(toHex(asked().request)).toBe(request);
    const answered = desk().answer(bytes(request), vectors.now, goods, bytes(vectors.vendorNonce));
    expect(toHex(answered.reply)).toBe(reply);
    const replied = { served: true, change: { bytes: bytesOf(change) }, goods: bytesOf(vectors.goods) };
    expect(readReply(asked(), bytes(reply))).toMatchObject(replied);
  });

  it('is put together as its protocol says', () => {
    const paid = `${text}\n${order}`;
    const answer = `ok\n${change}\n${vectors.goods}`;
    const plainRequest = `millicent/1 ${protocol}\n${paid}`;
    const plainReply = `millicent/1 ${protocol}-reply\n${answer}`;
    const tag = hmacByNode(customers, plainRequest);
    const header = `millicent/1 private ${scrips[0].customer}\n`;
    const from = latin1(bytes(nonce));
    const back = latin1(bytes(vectors.vendorNonce));
    const seal = (key: string, mine: string, plain: string, associated: string): string =>
      latin1(cipher.seal(sealKey(key), bytesOf(mine), bytesOf(plain), bytesOf(associated)));
    const expected = {
      clear: () => [plainRequest, plainReply],
      secure: () => [`${plainRequest}\n${tag}`, `${plainReply}\n${hmacByNode(customers, plainReply, tag)}`],
      private: () => [
        `${header}${from}${seal('millicent/1 request seal', from, paid, header)}`,
        `millicent/1 private-reply\n${back}${seal('millicent/1 reply seal', back, answer, `${header}${from}`)}`,
      ],
    };
    expect([latin1(bytes(request)), latin1(bytes(reply))]).toEqual(expected[protocol]());
  });
});

describe('a request that is refused', () => {
  it.each(rejecting)('with $why: $rejection', ({ rejection, request }) => {
    const at = desk();
    const { outcome, reply } = at.answer(bytes(request), vectors.now, goods, bytes(vectors.vendorNonce));
    expect(outcome).toBe(rejection);
    expect(reply.length).toBeGreaterThan(0);
    expect(at.counter.till.remembered).toEqual({ spent: 0, receipts: 0 });
  });

  it('comes in the protocols of the payments', () => {
    expect(payments.map(({ protocol }) => protocol)).toEqual(PROTOCOLS);
    expect(bytes(payments[2].nonce)).toHaveLength(xchacha20poly1305.nonceBytes);
  });
});

describe('a reply to the payment', () => {
  it.each(replies)('$protocol, $why: $outcome', ({ protocol, outcome, order, reply }) => {
    const replied = readReply(askedIn(protocol, order), bytes(reply));
    const named = typeof replied === 'string' ? replied : replied.served ? 'served' : `refused: ${replied.reason}`;
    expect(named).toBe(outcome);
  });
});

describe.each(stories)('a story of $why', ({ desk: name, steps }) => {
  it('goes so, byte by byte', () => {
    const at = desks()[name]!;
    for (const { what, after, undelivered, request, outcome, reply } of steps) {
      const answered = at.answer(bytes(request), vectors.now + after, bytes(vectors.vendorNonce));
      const found = answered.outcome;
      const ending = typeof found === 'string' ? found : found.again ? 'again' : 'charged';
      expect([what, ending, toHex(answered.reply)]).toEqual([what, outcome, reply]);
      if (undelivered !== undefined) at.undelivered(undelivered, vectors.now + after);
    }
  });
});

describe('a payout', () => {
  it('bears the HMAC of its body under the secret that vendor and broker share', () => {
    const at = vectors.payout.lastIndexOf('/');
    expect(vectors.payout.slice(0, at)).toBe('kiosk.example/0.005usd/0081432/broker.example/101861/19961218');
    expect(vectors.payout.slice(at + 1)).toBe(hmacByNode(secret('kiosk and broker'), vectors.payout.slice(0, at)));
  });
});

describe('the vectors', () => {
  // Fails when a refusal is added without bytes that lead to it.
  it('have bytes for every refusal there is', () => {
    const named = [
      ...rejecting.map(({ rejection }) => rejection),
      ...replies.map(({ outcome }) => outcome),
      ...stories.flatMap(({ steps }) => steps.map(({ outcome }) => outcome)),
    ];
    expect(REJECTIONS.filter((name) => !named.includes(name))).toEqual([]);
  });
});
