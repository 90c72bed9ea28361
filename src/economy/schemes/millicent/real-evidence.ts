/**
 * Evidence at fidelity real: scrip, requests and replies are bytes; everybody stamps, tags, seals and verifies.
 * @module
 */
import type { Counter } from '../../../protocols/millicent/counter.ts';
import { CustomerKeys } from '../../../protocols/millicent/customer-keys.ts';
import { Desk } from '../../../protocols/millicent/desk.ts';
import { Examiner } from '../../../protocols/millicent/examiner.ts';
import { grantBytes } from '../../../protocols/millicent/exchange-shop.ts';
import { beginsWith, LINE_END, type Protocol, REPLY } from '../../../protocols/millicent/frame.ts';
import { type Holding, parseGrant } from '../../../protocols/millicent/grant.ts';
import type { Order } from '../../../protocols/millicent/order.ts';
import type { Rejection } from '../../../protocols/millicent/rejection.ts';
import { encodeReply, readReply } from '../../../protocols/millicent/reply.ts';
import { type Asked as AskedInBytes, ask, type Way } from '../../../protocols/millicent/request.ts';
import { encodeBody, parseScrip, type Scrip } from '../../../protocols/millicent/scrip.ts';
import type { Stamper } from '../../../protocols/millicent/stamper.ts';
import type { Supplied } from '../../../protocols/millicent/supply.ts';
import { ascii, textOf } from '../../../protocols/millicent/text-reader.ts';
import { concatenate, toHex, writeWord } from '../../../protocols/primitives/bytes.ts';
import { deriveKey } from '../../../protocols/primitives/hash.ts';
import { xchacha20poly1305 as aead } from '../../../protocols/primitives/xchacha20poly1305.ts';
import type { Microseconds } from '../../../units.ts';
import type { Answer, Asked, Evidence, House, Letter, Outcome } from './evidence.ts';
import { Keyring, type Secrets } from './keyring.ts';
import { brokerName, vendorName } from './numbers.ts';
import { exchangeProtocol, type MillicentOptions } from './options.ts';

const NONCE_NUMBER_AT = 16;
const NUMBER_BITS = 32;
const STAMP_BYTES = 32;

export function realEvidence(seed: string, vendors: number, options: MillicentOptions): Evidence {
  return new RealEvidence(seed, new Keyring(seed, vendors, options), options);
}

class RealEvidence implements Evidence {
  readonly column = 'letter';
  readonly #seed: string;
  readonly #options: MillicentOptions;
  readonly #keyring: Keyring;
  readonly #nonces = new Nonces();
  /** Change keeps its customer's secret: his keys are made once. */
  readonly #keys = new WeakMap<Uint8Array, CustomerKeys>();
  #guesses = 0;

  constructor(seed: string, keyring: Keyring, options: MillicentOptions) {
    this.#seed = seed;
    this.#keyring = keyring;
    this.#options = options;
  }

  vendor(vendor: number, counter: Counter<Supplied>): House {
    const name = vendorName(vendor);
    return new RealHouse(name, this.#options.protocol, this.#keyring.vendor(vendor), counter, this.#nonces);
  }

  broker(broker: number, counter: Counter<Supplied>): House {
    const stampers = this.#keyring.licensedStampers(broker);
    const protocol = exchangeProtocol(this.#options);
    return new RealHouse(brokerName(broker), protocol, this.#keyring.broker(broker), counter, this.#nonces, stampers);
  }

  ask(holding: Holding, order: Order, protocol: Protocol): Asked {
    const asked = ask(holding, order, this.#way(holding, protocol));
    return { holding, letter: asked.request, read: (reply) => read(asked, bytesOf(reply)) };
  }

  #way({ secret }: Holding, protocol: Protocol): Way {
    if (protocol === 'clear') return { protocol };
    const keys = this.#keysOf(secret ?? this.#invent());
    return protocol === 'secure' ? { protocol, keys } : { protocol, keys, aead, nonce: this.#nonces.next() };
  }

  #keysOf(secret: Uint8Array): CustomerKeys {
    const known = this.#keys.get(secret);
    if (known !== undefined) return known;
    const keys = new CustomerKeys(secret);
    this.#keys.set(secret, keys);
    return keys;
  }

  receive(grant: Letter): Holding {
    return holdingOf(bytesOf(grant));
  }

  store(grant: Letter): Supplied {
    return { scrip: this.receive(grant).scrip, grant: bytesOf(grant) };
  }

  guess(scrip: Scrip): Holding {
    const stamp = ascii(` ${toHex(this.#invent())}`);
    return { scrip, bytes: concatenate(encodeBody(scrip), stamp), secret: undefined };
  }

  #invent(): Uint8Array {
    return deriveKey(this.#seed, `guess/${this.#guesses++}`, STAMP_BYTES);
  }

  /** Scrip stands in a line of its own wherever it is not encrypted. */
  scripIn(letter: Letter): Holding[] {
    return linesOf(bytesOf(letter)).flatMap((bytes) => {
      const scrip = parseScrip(bytes);
      return typeof scrip === 'string' ? [] : [{ scrip, bytes, secret: undefined }];
    });
  }

  size(letter: Letter): number {
    return bytesOf(letter).length;
  }
}

class RealHouse implements House {
  readonly counter: Counter<Supplied>;
  readonly #desk: Desk<Supplied>;
  readonly #protocol: Protocol;
  readonly #stamper: Stamper;
  readonly #nonces: Nonces;
  readonly #licensed: ReadonlyMap<string, Stamper>;

  constructor(
    vendor: string,
    protocol: Protocol,
    secrets: Secrets,
    counter: Counter<Supplied>,
    nonces: Nonces,
    licensed: ReadonlyMap<string, Stamper> = new Map(),
  ) {
    this.counter = counter;
    this.#desk = new Desk(new Examiner({ vendor, protocols: [protocol], aead, ...secrets }), counter, secrets.stamper);
    this.#protocol = protocol;
    this.#stamper = secrets.stamper;
    this.#nonces = nonces;
    this.#licensed = licensed;
  }

  answer(request: Letter, now: Microseconds): { reply: Letter; outcome: Outcome } {
    return this.#desk.answer(
      bytesOf(request),
      now,
      (receipt, examined) => grantBytes(receipt, examined, this.#licensed),
      this.#nonces.nextFor(this.#protocol),
    );
  }

  answerWithoutChange(request: Letter, now: Microseconds): { reply: Letter; outcome: Outcome } {
    const examined = this.#desk.examiner.examine(bytesOf(request));
    if (typeof examined === 'string') return this.answer(request, now);
    const outcome = this.counter.decide(examined.scrip, examined.order, now);
    const answer = typeof outcome === 'string' ? outcome : { change: undefined, goods: new Uint8Array() };
    return { reply: encodeReply(examined, answer, aead, this.#nonces.nextFor(this.#protocol)), outcome };
  }

  scripOf(request: Letter): Scrip | undefined {
    const examined = this.#desk.examiner.examine(bytesOf(request));
    return typeof examined === 'string' ? undefined : examined.scrip;
  }

  grant(scrip: Scrip): Letter {
    return this.#protocol === 'clear' ? this.#stamper.stamp(scrip) : this.#stamper.grant(scrip);
  }
}

/** Numbers that are never used twice; no key is used for requests and for replies. */
class Nonces {
  #used = 0;

  next(): Uint8Array {
    const nonce = new Uint8Array(aead.nonceBytes);
    const number = this.#used++;
    writeWord(nonce, NONCE_NUMBER_AT, Math.floor(number / 2 ** NUMBER_BITS));
    writeWord(nonce, NONCE_NUMBER_AT + 4, number % 2 ** NUMBER_BITS);
    return nonce;
  }

  nextFor(protocol: Protocol): Uint8Array | undefined {
    return protocol === 'private' ? this.next() : undefined;
  }
}

function read(asked: AskedInBytes, reply: Uint8Array): Answer {
  const replied = readReply(asked, reply);
  if (typeof replied === 'string') return { served: false, reason: claimedReason(replied, reply) };
  if (!replied.served) return replied;
  const { change, goods } = replied;
  return { served: true, change, goods: goods.length === 0 ? undefined : holdingOf(goods) };
}

/** A refusal without proof names its reason all the same. */
function claimedReason(flaw: Rejection, reply: Uint8Array): Rejection {
  if (flaw !== 'unproven-refusal' || !beginsWith(reply, REPLY.refusal)) return flaw;
  return textOf(reply, REPLY.refusal.length, reply.length) as Rejection;
}

function holdingOf(bytes: Uint8Array): Holding {
  const holding = parseGrant(bytes);
  if (typeof holding === 'string') throw new Error(`scrip from its maker is ${holding}`);
  return holding;
}

/** @throws TypeError when it is not made of bytes */
function bytesOf(letter: Letter): Uint8Array {
  if (letter instanceof Uint8Array) return letter;
  throw new TypeError('at fidelity real letters are bytes');
}

function linesOf(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (let end = bytes.indexOf(LINE_END); end !== -1; end = bytes.indexOf(LINE_END, start)) {
    lines.push(bytes.slice(start, end));
    start = end + 1;
  }
  return [...lines, bytes.slice(start)];
}
