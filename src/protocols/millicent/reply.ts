/**
 * The vendor's reply, and what the customer checks in it. The answer within is `ok`, the change or `-`, and the goods;
 * or `no` and the name of the refusal.
 * Source: G95; the bytes are ours (frame.ts), and so are the customer's checks of the change.
 * @module
 */
import type { Aead } from '../primitives/aead.ts';
import { concatenate } from '../primitives/bytes.ts';
import { TAG_DIGITS } from '../primitives/hmac.ts';
import type { Examined } from './examiner.ts';
import { beginsWith, LINE_END, REPLY } from './frame.ts';
import type { Holding } from './grant.ts';
import { parsePayout, payeeText } from './payout.ts';
import { isRejection, type Rejection } from './rejection.ts';
import { type Asked, checkedNonce } from './request.ts';
import { parseScrip } from './scrip.ts';
import { ascii, textOf } from './text-reader.ts';

/** What the vendor has to say: the change, if there is any, and the goods; or why there is neither. */
export type Answer = { readonly change: Uint8Array | undefined; readonly goods: Uint8Array } | Rejection;

/** A reply that is to be believed. */
export type Replied =
  | { readonly served: true; readonly change: Holding | undefined; readonly goods: Uint8Array }
  | { readonly served: false; readonly reason: Rejection };

const OK = ascii('ok\n');
const NO = ascii('no ');
const NO_CHANGE = ascii('-');
const NEW_LINE = Uint8Array.of(LINE_END);

/** The reply to a request that its bytes did not speak for. */
export function encodeRefusal(reason: Rejection): Uint8Array {
  return concatenate(REPLY.refusal, ascii(reason));
}

/**
 * The reply to an examined request, in the request's own protocol.
 * @param aead and `nonce` (never used before for this customer) of the private protocol.
 * @throws RangeError when the private protocol lacks them.
 */
export function encodeReply(
  { protocol, keys, binding }: Examined,
  answer: Answer,
  aead?: Aead,
  nonce?: Uint8Array,
): Uint8Array {
  if (keys === undefined) {
    return typeof answer === 'string' ? encodeRefusal(answer) : concatenate(REPLY.clear, answerBytes(answer));
  }
  if (protocol === 'secure') {
    const signed = concatenate(REPLY.secure, answerBytes(answer));
    return concatenate(signed, NEW_LINE, keys.tags.digits(signed, binding));
  }
  if (aead === undefined) throw new RangeError('the private protocol takes a cipher');
  const sealed = aead.seal(keys.replySeal, checkedNonce(aead, nonce), answerBytes(answer), binding);
  return concatenate(REPLY.private, nonce!, sealed);
}

/**
 * What the reply says to whoever asked. Never throws, whatever the bytes.
 * Rejections: `malformed`; `wrong-protocol` (a reply of another one than was asked in); `bad-reply-hmac`, `bad-seal`
 * (not made with the customer's secret, or for another request); `unproven-refusal`; `change-missing`; `wrong-change`
 * (of another vendor or customer, of the ID# paid with, worth less than was to be left, or sooner to expire);
 * `wrong-payout` (to a cash-out: none, or of another piece, amount or payee). The stamp of the change only its maker can
 * check, the tag of a payout only the broker.
 */
export function readReply(asked: Asked, reply: Uint8Array): Replied | Rejection {
  if (beginsWith(reply, REPLY.refusal)) return readRefusal(asked, reply);
  const { protocol } = asked.way;
  if (!beginsWith(reply, REPLY[protocol])) {
    const kinds = [REPLY.clear, REPLY.secure, REPLY.private];
    return kinds.some((kind) => beginsWith(reply, kind)) ? 'wrong-protocol' : 'malformed';
  }
  const answer = openReply(asked, reply);
  return typeof answer === 'string' ? answer : readAnswer(asked, answer);
}

function readRefusal({ way }: Asked, reply: Uint8Array): Replied | Rejection {
  const reason = textOf(reply, REPLY.refusal.length, reply.length);
  if (!isRejection(reason)) return 'malformed';
  return way.protocol === 'clear' ? { served: false, reason } : 'unproven-refusal';
}

/** The bytes of the answer. */
function openReply({ way, binding }: Asked, reply: Uint8Array): Uint8Array | Rejection {
  const start = REPLY[way.protocol].length;
  if (way.protocol === 'clear') return reply.subarray(start);
  if (way.protocol === 'secure') {
    const tagAt = reply.length - TAG_DIGITS;
    if (tagAt <= start || reply[tagAt - 1] !== LINE_END) return 'malformed';
    if (!way.keys.tags.writes(reply, tagAt, reply.subarray(0, tagAt - 1), binding)) return 'bad-reply-hmac';
    return reply.subarray(start, tagAt - 1);
  }
  const sealedAt = start + way.aead.nonceBytes;
  if (reply.length < sealedAt) return 'malformed';
  const nonce = reply.subarray(start, sealedAt);
  return way.aead.open(way.keys.replySeal, nonce, reply.subarray(sealedAt), binding) ?? 'bad-seal';
}

function readAnswer(asked: Asked, answer: Uint8Array): Replied | Rejection {
  if (beginsWith(answer, NO)) {
    const reason = textOf(answer, NO.length, answer.length);
    return isRejection(reason) ? { served: false, reason } : 'malformed';
  }
  const changeEnd = answer.indexOf(LINE_END, OK.length);
  if (!beginsWith(answer, OK) || changeEnd === -1) return 'malformed';
  const change = readChange(asked, answer.slice(OK.length, changeEnd));
  if (typeof change === 'string') return change;
  const goods = answer.slice(changeEnd + 1);
  return isPaidOut(asked, goods) ? { served: true, change, goods } : 'wrong-payout';
}

/** Whether a cash-out brings what it is to bring; there is nothing to check in other goods. */
function isPaidOut({ holding, order }: Asked, goods: Uint8Array): boolean {
  if (order.verb !== 'cash-out') return true;
  const payout = parsePayout(goods);
  if (typeof payout === 'string') return false;
  const { scrip } = holding;
  const isOfThis = payout.vendor === scrip.vendor && payout.id === scrip.id && payout.value === scrip.value;
  return isOfThis && payeeText(payout.payee) === payeeText(order.payee);
}

function readChange({ holding, changeMin }: Asked, bytes: Uint8Array): Holding | undefined | Rejection {
  const none = bytes.length === NO_CHANGE.length && beginsWith(bytes, NO_CHANGE);
  if (none) return changeMin === undefined ? undefined : 'change-missing';
  const scrip = parseScrip(bytes);
  if (typeof scrip === 'string') return scrip;
  const paid = holding.scrip;
  const isMine = scrip.vendor === paid.vendor && scrip.customer === paid.customer && scrip.id !== paid.id;
  const isEnough = changeMin !== undefined && scrip.value >= changeMin && scrip.expires >= paid.expires;
  return isMine && isEnough ? { scrip, bytes, secret: holding.secret } : 'wrong-change';
}

function answerBytes(answer: Answer): Uint8Array {
  if (typeof answer === 'string') return concatenate(NO, ascii(answer));
  return concatenate(OK, answer.change ?? NO_CHANGE, NEW_LINE, answer.goods);
}
