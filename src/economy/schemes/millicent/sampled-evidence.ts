/**
 * Evidence at fidelity sampled: scrip is its fields, requests and replies are what they say; whether a stamp or a tag
 * would hold is known, since nobody guesses 256 bits. The same checks in the same order, and the sizes of the bytes.
 * @module
 */
import type { Counter } from '../../../protocols/millicent/counter.ts';
import { type Protocol, REPLY, REQUEST } from '../../../protocols/millicent/frame.ts';
import type { Holding } from '../../../protocols/millicent/grant.ts';
import { encodeOrder, type Order } from '../../../protocols/millicent/order.ts';
import { hasGoods } from '../../../protocols/millicent/receipts.ts';
import type { Rejection } from '../../../protocols/millicent/rejection.ts';
import { BODY_TO_END, encodeBody, type Scrip } from '../../../protocols/millicent/scrip.ts';
import type { Supplied } from '../../../protocols/millicent/supply.ts';
import { TAG_DIGITS } from '../../../protocols/primitives/hmac.ts';
import type { Microseconds } from '../../../units.ts';
import type { Answer, Asked, Evidence, House, Letter, Outcome, SaidReply, SaidRequest } from './evidence.ts';
import { brokerName, vendorName } from './numbers.ts';
import { exchangeProtocol, type MillicentOptions } from './options.ts';

/** Stand for bytes that nobody looks into. */
const GOOD_STAMP = new Uint8Array();
const INVENTED_STAMP = new Uint8Array();
const SECRET = new Uint8Array();

const NONCE_BYTES = 24;
const SEAL_BYTES = 16;
const LINE_END_BYTES = 1;
const OK_BYTES = 'ok\n'.length;
const NO_BYTES = 'no '.length;
const NO_CHANGE_BYTES = '-'.length;
const SECRET_BYTES = ' '.length + TAG_DIGITS;

export function sampledEvidence(options: MillicentOptions): Evidence {
  const grantProtocol = exchangeProtocol(options);
  return {
    column: 'truth',
    vendor: (vendor, counter) => new SampledHouse(vendorName(vendor), options.protocol, counter),
    broker: (broker, counter) => new SampledHouse(brokerName(broker), grantProtocol, counter),
    ask,
    receive(grant) {
      if (!('granted' in grant)) throw new TypeError('expected scrip from its maker');
      return { scrip: grant.granted, bytes: GOOD_STAMP, secret: grantProtocol === 'clear' ? undefined : SECRET };
    },
    store(grant) {
      return { scrip: this.receive(grant).scrip, grant: undefined };
    },
    guess: (scrip) => ({ scrip, bytes: INVENTED_STAMP, secret: undefined }),
    scripIn,
    size: (letter) => sizeOf(letter, grantProtocol),
  };
}

class SampledHouse implements House {
  readonly counter: Counter<Supplied>;
  readonly #name: string;
  readonly #protocol: Protocol;

  constructor(name: string, protocol: Protocol, counter: Counter<Supplied>) {
    this.counter = counter;
    this.#name = name;
    this.#protocol = protocol;
  }

  answer(request: Letter, now: Microseconds): { reply: Letter; outcome: Outcome } {
    const said = requestOf(request);
    const flaw = this.#examine(said);
    if (flaw !== undefined) return { reply: replyTo(said, false, flaw), outcome: flaw };
    const outcome = this.counter.decide(said.scrip, said.order, now);
    if (typeof outcome === 'string') return { reply: replyTo(said, true, outcome), outcome };
    const { receipt } = outcome;
    const goods = hasGoods(receipt) ? receipt.goods?.scrip : undefined;
    return { reply: replyTo(said, true, { change: receipt.change, goods }), outcome };
  }

  answerWithoutChange(request: Letter, now: Microseconds): { reply: Letter; outcome: Outcome } {
    const { reply, outcome } = this.answer(request, now);
    if (typeof outcome === 'string') return { reply, outcome };
    return { reply: replyTo(requestOf(request), true, { change: undefined, goods: undefined }), outcome };
  }

  scripOf(request: Letter): Scrip | undefined {
    const said = requestOf(request);
    return this.#examine(said) === undefined ? said.scrip : undefined;
  }

  grant(scrip: Scrip): Letter {
    return { granted: scrip };
  }

  /** An envelope is opened before its scrip is seen; elsewhere the stamp is checked before the tag. */
  #examine({ protocol, scrip, isForged, isProven }: SaidRequest): Rejection | undefined {
    if (protocol !== this.#protocol) return 'wrong-protocol';
    if (protocol === 'private' && !isProven) return 'bad-seal';
    if (scrip.vendor !== this.#name) return 'wrong-vendor';
    if (isForged) return 'bad-stamp';
    return protocol === 'secure' && !isProven ? 'bad-request-hmac' : undefined;
  }
}

function ask(holding: Holding, order: Order, protocol: Protocol): Asked {
  const { scrip, bytes, secret } = holding;
  const isForged = bytes === INVENTED_STAMP;
  const letter: SaidRequest = { protocol, scrip, order, isForged, isProven: secret === SECRET };
  return { holding, letter, read: (reply) => read(holding, reply) };
}

function read({ secret }: Holding, reply: Letter): Answer {
  const { answer } = saidReplyOf(reply);
  if (typeof answer === 'string') return { served: false, reason: answer };
  if (answer.change === undefined) return { served: false, reason: 'change-missing' };
  const change = { scrip: answer.change, bytes: GOOD_STAMP, secret };
  const goods = answer.goods && { scrip: answer.goods, bytes: GOOD_STAMP, secret };
  return { served: true, change, goods };
}

function replyTo({ protocol }: SaidRequest, isProven: boolean, answer: SaidReply['answer']): SaidReply {
  return { protocol, isProven: isProven && protocol !== 'clear', answer };
}

function requestOf(letter: Letter): SaidRequest {
  if ('order' in letter) return letter;
  throw new TypeError('expected a request');
}

function saidReplyOf(letter: Letter): SaidReply {
  if ('answer' in letter) return letter;
  throw new TypeError('expected a reply');
}

/** What is not encrypted can be read. */
function scripIn(letter: Letter): Holding[] {
  if (letter instanceof Uint8Array) throw new TypeError('at fidelity sampled letters are no bytes');
  const found = (scrip: Scrip | undefined, bytes: Uint8Array): Holding[] =>
    scrip === undefined ? [] : [{ scrip, bytes, secret: undefined }];
  if ('granted' in letter) return found(letter.granted, GOOD_STAMP);
  if (letter.protocol === 'private') return [];
  if ('order' in letter) return found(letter.scrip, letter.isForged ? INVENTED_STAMP : GOOD_STAMP);
  if (typeof letter.answer === 'string') return [];
  return [...found(letter.answer.change, GOOD_STAMP), ...found(letter.answer.goods, GOOD_STAMP)];
}

function sizeOf(letter: Letter, grantProtocol: Protocol): number {
  if (letter instanceof Uint8Array) throw new TypeError('at fidelity sampled letters are no bytes');
  if ('granted' in letter) return grantSize(letter.granted, grantProtocol);
  return 'order' in letter ? requestSize(letter) : replySize(letter);
}

function scripSize(scrip: Scrip): number {
  return encodeBody(scrip).length + BODY_TO_END;
}

/** The customer's secret goes along where nobody else can read. */
function grantSize(scrip: Scrip, protocol: Protocol): number {
  return scripSize(scrip) + (protocol === 'private' ? SECRET_BYTES : 0);
}

function requestSize({ protocol, scrip, order }: SaidRequest): number {
  const paid = scripSize(scrip) + LINE_END_BYTES + encodeOrder(order).length;
  const opening = REQUEST[protocol].length;
  if (protocol === 'clear') return opening + paid;
  if (protocol === 'secure') return opening + paid + LINE_END_BYTES + TAG_DIGITS;
  return opening + String(scrip.customer).length + LINE_END_BYTES + NONCE_BYTES + paid + SEAL_BYTES;
}

function replySize({ protocol, isProven, answer }: SaidReply): number {
  if (typeof answer === 'string') {
    if (!isProven) return REPLY.refusal.length + answer.length;
    return REPLY[protocol].length + NO_BYTES + answer.length + proofSize(protocol);
  }
  const change = answer.change === undefined ? NO_CHANGE_BYTES : scripSize(answer.change);
  const goods = answer.goods === undefined ? 0 : grantSize(answer.goods, protocol);
  return REPLY[protocol].length + OK_BYTES + change + LINE_END_BYTES + goods + proofSize(protocol);
}

function proofSize(protocol: Protocol): number {
  if (protocol === 'secure') return LINE_END_BYTES + TAG_DIGITS;
  return protocol === 'private' ? NONCE_BYTES + SEAL_BYTES : 0;
}
