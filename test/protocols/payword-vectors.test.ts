/** Fixed bytes of PayWord and of a channel's vouchers; hashes and signatures are recomputed with node:crypto. */
import { createHash, createPrivateKey, sign as nodeSign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ChannelRejection } from '../../src/protocols/baselines/channel-rejection.ts';
import { type Channel, channelId, checkVoucher, signVoucher } from '../../src/protocols/baselines/voucher.ts';
import { issueCertificate, signedByBroker } from '../../src/protocols/payword/certificate.ts';
import { PaywordChain } from '../../src/protocols/payword/chain.ts';
import { signCommitment } from '../../src/protocols/payword/commitment.ts';
import { checkDeposit, encodeDeposit } from '../../src/protocols/payword/deposit.ts';
import { encodePayment } from '../../src/protocols/payword/payword.ts';
import type { Rejection } from '../../src/protocols/payword/rejection.ts';
import { acceptCommitment } from '../../src/protocols/payword/vendor.ts';
import { fromHex, toHex } from '../../src/protocols/primitives/bytes.ts';
import { expected, idOf, payword, terms, till } from './payword-world.ts';

interface Bad<Name> {
  readonly why: string;
  readonly rejection: Name;
  readonly bytes: string;
  readonly now: number;
}

const read = (name: string) => JSON.parse(readFileSync(new URL(`vectors/${name}.json`, import.meta.url), 'utf8'));
const paywords = read('payword');
const baselines = read('baselines');
const bytes = (hex: string): Uint8Array => fromHex(hex)!;
const uint64 = (value: number): string => value.toString(16).padStart(16, '0');
const hexOf = (text: string): string => Buffer.from(text).toString('hex');
/** A text behind its length in one byte. */
const named = (text: string): string => text.length.toString(16).padStart(2, '0') + hexOf(text);

function signByNode(textHex: string, secretHex: string): string {
  const der = Buffer.from(`302e020100300506032b657004220420${secretHex}`, 'hex');
  return nodeSign(null, bytes(textHex), createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })).toString('hex');
}

function sha256(...partsHex: string[]): string {
  return partsHex.reduce((hash, part) => hash.update(part, 'hex'), createHash('sha256')).digest('hex');
}

describe('the vectors of PayWord', () => {
  const { keys, chain, certificate, commitment, payments, deposit } = paywords;

  it('hold the chain that node:crypto makes', () => {
    const words = [chain.last];
    for (let i = chain.length; i > 0; i--) words.unshift(sha256(hexOf('farthing/payword/1'), words[0]));
    const made = new PaywordChain(bytes(chain.last), chain.length);
    for (const { index, word } of chain.words)
      expect([word, toHex(made.word(index))]).toEqual([words[index], words[index]]);
  });

  it('hold the certificate, built here by hand', () => {
    const { broker, user, expires, creditLimit } = certificate.fields;
    const numbers = uint64(expires) + uint64(creditLimit);
    const text = hexOf('farthing/payword-certificate/1') + named(broker) + named(user) + keys.alice.public + numbers;
    expect(certificate.bytes).toBe(text + signByNode(text, keys.broker.secret));
    const fields = { broker: idOf(broker), user: idOf(user), userKey: bytes(keys.alice.public), expires, creditLimit };
    expect(toHex(issueCertificate(fields, bytes(keys.broker.secret)) as Uint8Array)).toBe(certificate.bytes);
  });

  it('hold the commitment, built here by hand', () => {
    const { vendor, date, limit } = commitment.fields;
    const root = chain.words[0].word;
    const length = (certificate.bytes.length / 2).toString(16).padStart(8, '0');
    const enclosed = length + certificate.bytes;
    const text =
      hexOf('farthing/payword-commitment/1') + named(vendor) + enclosed + root + uint64(date) + uint64(limit);
    expect(commitment.bytes).toBe(text + signByNode(text, keys.alice.secret));
    expect(commitment.id).toBe(sha256(text));
    const fields = { vendor: idOf(vendor), certificate: bytes(certificate.bytes), root: bytes(root), date, limit };
    expect(toHex(signCommitment(fields, bytes(keys.alice.secret)))).toBe(commitment.bytes);
  });

  it('hold payments and a deposit that are taken', () => {
    const open = till();
    expect(open.examined).toMatchObject({ id: commitment.id, words: commitment.words });
    for (const { index, bytes: payment } of payments) {
      expect(toHex(encodePayment(payword(index)))).toBe(payment);
      expect(open.receive(bytes(payment), 1, commitment.fields.date)).toBeTypeOf('number');
    }
    expect(toHex(open.deposit()!)).toBe(deposit.bytes);
    expect(toHex(encodeDeposit(bytes(commitment.bytes), payword(deposit.index)))).toBe(deposit.bytes);
    const answer = checkDeposit(terms(), bytes(deposit.bytes), signedByBroker(terms()));
    expect(answer).toMatchObject({ id: commitment.id, index: deposit.index });
  });

  it.each<Bad<Rejection>>(paywords.badCommitments)('hold a commitment with $why, $rejection', (bad) => {
    expect(acceptCommitment(terms(), bytes(bad.bytes), expected({ now: bad.now }))).toBe(bad.rejection);
  });

  it.each<Bad<Rejection>>(paywords.badPayments)('hold a payment with $why, $rejection', (bad) => {
    const open = till();
    open.receive(bytes(payments[1].bytes), 1, commitment.fields.date);
    expect(open.receive(bytes(bad.bytes), 1, commitment.fields.date)).toBe(bad.rejection);
  });

  it.each<Bad<Rejection>>(paywords.badDeposits)('hold a deposit with $why, $rejection', (bad) => {
    expect(checkDeposit(terms(), bytes(bad.bytes), signedByBroker(terms()))).toBe(bad.rejection);
  });
});

describe('the vectors of a channel', () => {
  const { keys, channel, vouchers } = baselines;
  const { bank, payer, payee, deposit, nonce } = channel;
  const payerKey = bytes(keys.alice.public);
  const fields: Channel = { bank: idOf(bank), payer: idOf(payer), payee: idOf(payee), payerKey, deposit, nonce };

  it('hold its name, hashed here by hand', () => {
    const parties = named(bank) + named(payer) + named(payee) + keys.alice.public;
    expect(channel.id).toBe(sha256(hexOf('farthing/channel/1') + parties + uint64(deposit) + uint64(nonce)));
    expect(toHex(channelId(fields))).toBe(channel.id);
  });

  it('hold vouchers that are taken, built here by hand', () => {
    for (const { sequence, total, bytes: voucher } of vouchers) {
      const text = hexOf('farthing/channel-voucher/1') + channel.id + uint64(sequence) + uint64(total);
      expect(voucher).toBe(text + signByNode(text, keys.alice.secret));
      const made = { channel: bytes(channel.id), sequence, total };
      expect(toHex(signVoucher(made, bytes(keys.alice.secret)))).toBe(voucher);
      expect(checkVoucher(fields, made.channel, bytes(voucher))).toEqual(made);
    }
  });

  it.each<Bad<ChannelRejection>>(baselines.rejecting)('hold a voucher with $why, $rejection', (bad) => {
    expect(checkVoucher(fields, bytes(channel.id), bytes(bad.bytes))).toBe(bad.rejection);
  });
});
