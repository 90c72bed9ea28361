/**
 * Vouchers of a payment channel: each says how much the payer owes the payee in all, so that only the last one counts.
 * Source: the idea behind today's batch settlement of machine payments; the encoding is ours.
 * @module
 */
import type { Microdollars } from '../../units.ts';
import { concatenate, equalBytes } from '../primitives/bytes.ts';
import { sign, verify } from '../primitives/ed25519.ts';
import { sha256 } from '../primitives/hash.ts';
import { ascii, fixed, identity, KEY_BYTES, Reader, splitSigned, uint64 } from '../primitives/wire.ts';
import type { ChannelRejection } from './channel-rejection.ts';

/** What payer and payee agree on and the bank holds the deposit for. */
export interface Channel {
  /** Identities of 1 to 64 bytes. */
  readonly bank: Uint8Array;
  readonly payer: Uint8Array;
  readonly payee: Uint8Array;
  /** 32 bytes that `isRegistrableKey` held for. */
  readonly payerKey: Uint8Array;
  /** At least 1. */
  readonly deposit: Microdollars;
  /** Tells the channels of one pair apart. */
  readonly nonce: number;
}

export interface Voucher {
  /** `channelId` of the channel: 32 bytes. */
  readonly channel: Uint8Array;
  /** From 1 to 2^53 - 1, rising from voucher to voucher. */
  readonly sequence: number;
  /** What is owed in all, at least 1. */
  readonly total: Microdollars;
}

type Refusal = Extract<
  ChannelRejection,
  'malformed' | 'value-out-of-range' | 'wrong-channel' | 'over-deposit' | 'bad-payer-signature'
>;

const CHANNEL = ascii('farthing/channel/1');
const VOUCHER = ascii('farthing/channel-voucher/1');
const ID_BYTES = 32;

/**
 * The channel's name: SHA-256 of its kind, bank, payer, payee, the payer's key, deposit and nonce.
 * @throws RangeError when a field is out of range.
 */
export function channelId({ bank, payer, payee, payerKey, deposit, nonce }: Channel): Uint8Array {
  const parties = [identity(bank), identity(payer), identity(payee), fixed(payerKey, KEY_BYTES)];
  return sha256(concatenate(CHANNEL, ...parties, uint64(deposit), uint64(nonce)));
}

/**
 * The voucher as bytes: its kind, channel, sequence, total; then the payer's signature.
 * @param payerSecret 32 bytes.
 * @throws RangeError when a field or the secret's length is out of range.
 */
export function signVoucher(voucher: Voucher, payerSecret: Uint8Array): Uint8Array {
  const { channel, sequence, total } = voucher;
  if (!isInRange(voucher)) throw new RangeError(`no voucher: sequence ${sequence}, total ${total}`);
  const text = concatenate(VOUCHER, fixed(channel, ID_BYTES), uint64(sequence), uint64(total));
  return concatenate(text, sign(text, payerSecret));
}

/**
 * The voucher of these bytes, when it is one of this channel that its deposit covers: what payee and bank alike check.
 * Never throws, whatever the bytes.
 * Rejections: `malformed`, `value-out-of-range`, `wrong-channel`, `over-deposit`, `bad-payer-signature`.
 * Costs one signature check, and none when something else is wrong.
 * @param id `channelId` of the channel.
 */
export function checkVoucher(channel: Channel, id: Uint8Array, bytes: Uint8Array): Voucher | Refusal {
  const signed = splitSigned(bytes);
  if (signed === undefined) return 'malformed';
  const voucher = parseText(signed.text);
  if (typeof voucher === 'string') return voucher;
  if (!equalBytes(voucher.channel, id)) return 'wrong-channel';
  if (voucher.total > channel.deposit) return 'over-deposit';
  return verify(signed.signature, signed.text, channel.payerKey) ? voucher : 'bad-payer-signature';
}

function parseText(text: Uint8Array): Voucher | 'malformed' | 'value-out-of-range' {
  const reader = new Reader(text);
  reader.expect(VOUCHER);
  const [channel, sequence, total] = [reader.fixed(ID_BYTES), reader.uint64(), reader.uint64()];
  if (!reader.finished) return 'malformed';
  const voucher = { channel, sequence, total };
  return isInRange(voucher) ? voucher : 'value-out-of-range';
}

function isInRange({ sequence, total }: Voucher): boolean {
  return [sequence, total].every((value) => Number.isSafeInteger(value) && value >= 1);
}
