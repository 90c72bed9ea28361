/**
 * What a vendor finds in the bytes of a request without looking at anything but its secrets: that the scrip is its own
 * and not forged, and that whoever asks holds the customer's secret.
 *
 * Costs one HMAC in the clear, two more (one when the customer's keys are at hand) in the secure protocol; nothing is
 * written anew to be checked.
 * Source: G95; the order of the checks is ours.
 * @module
 */
import type { Aead } from '../primitives/aead.ts';
import { TAG_DIGITS } from '../primitives/hmac.ts';
import type { CustomerKeys } from './customer-keys.ts';
import type { CustomerSecrets } from './customer-secrets.ts';
import { beginsWith, LINE_END, type Protocol, REQUEST } from './frame.ts';
import { type Order, readOrder } from './order.ts';
import type { Rejection } from './rejection.ts';
import { readScrip, readUnstamped, type Scrip } from './scrip.ts';
import type { SecretTable } from './secret-table.ts';
import { ascii, TextReader, type Word } from './text-reader.ts';

export interface ExaminerOptions {
  /** The name that scrip must bear. */
  readonly vendor: string;
  /** Those it speaks. Who speaks `clear` besides another gives all scrip away: its HMAC can be left off. */
  readonly protocols: readonly Protocol[];
  readonly scripSecrets: SecretTable;
  readonly customerSecrets: CustomerSecrets;
  /** The cipher of the private protocol. */
  readonly aead?: Aead;
}

/** A request that its bytes speak for. */
export interface Examined {
  readonly protocol: Protocol;
  readonly scrip: Scrip;
  readonly order: Order;
  /** Undefined in the clear. */
  readonly keys: CustomerKeys | undefined;
  /** What the reply is bound to. */
  readonly binding: Uint8Array;
}

type Draft = { -readonly [Field in keyof Examined]: Examined[Field] };

const NOTHING = new Uint8Array();
const PROTOCOLS = ['clear', 'secure', 'private'] as const;
/** Where requests of different protocols begin to differ. */
const PARTING = ascii('millicent/1 ').length;

export class Examiner {
  readonly #options: ExaminerOptions;
  readonly #vendor: Word;

  /** @throws RangeError when the private protocol is to be spoken without a cipher. */
  constructor(options: ExaminerOptions) {
    if (options.protocols.includes('private') && options.aead === undefined) {
      throw new RangeError('the private protocol takes a cipher');
    }
    this.#options = options;
    this.#vendor = { text: options.vendor, bytes: ascii(options.vendor) };
  }

  /** The cipher of the private protocol, when it is spoken. */
  get aead(): Aead | undefined {
    return this.#options.aead;
  }

  /**
   * The request of these bytes. Never throws, whatever they are.
   * Rejections: `malformed`, `negative-amount`, `fractional-amount`, `amount-too-large`, `wrong-protocol`,
   * `wrong-vendor`, `unknown-scrip-secret`, `bad-stamp`; in the secure and the private protocol also
   * `unknown-customer-secret`; then `bad-request-hmac`, or `bad-seal` (also when the scrip in the envelope is another
   * customer's).
   */
  examine(request: Uint8Array): Examined | Rejection {
    const protocol = protocolOf(request);
    if (protocol === undefined) return 'malformed';
    if (!this.#options.protocols.includes(protocol)) return 'wrong-protocol';
    if (protocol === 'private') return this.#examinePrivate(request);
    return protocol === 'secure' ? this.#examineSecure(request) : this.#examineClear(request);
  }

  #examineClear(request: Uint8Array): Examined | Rejection {
    return this.#examinePaid('clear', request, REQUEST.clear.length, request.length);
  }

  #examineSecure(request: Uint8Array): Examined | Rejection {
    const tagAt = request.length - TAG_DIGITS;
    if (tagAt <= REQUEST.secure.length || request[tagAt - 1] !== LINE_END) return 'malformed';
    const examined = this.#examinePaid('secure', request, REQUEST.secure.length, tagAt - 1);
    if (typeof examined === 'string') return examined;
    const keys = this.#options.customerSecrets.keysOf(examined.scrip.customer);
    if (keys === undefined) return 'unknown-customer-secret';
    if (!keys.tags.writes(request, tagAt, request.subarray(0, tagAt - 1))) return 'bad-request-hmac';
    return proven(examined, keys, request.subarray(tagAt));
  }

  #examinePrivate(request: Uint8Array): Examined | Rejection {
    const aead = this.#options.aead!;
    const headerEnd = request.indexOf(LINE_END) + 1;
    const reader = new TextReader(request, REQUEST.private.length, Math.max(0, headerEnd - 1));
    const customer = reader.number(1);
    const sealedAt = headerEnd + aead.nonceBytes;
    if (reader.flaw !== undefined || request.length < sealedAt) return 'malformed';
    const keys = this.#options.customerSecrets.keysOf(customer);
    if (keys === undefined) return 'unknown-customer-secret';
    const nonce = request.subarray(headerEnd, sealedAt);
    const opened = aead.open(keys.requestSeal, nonce, request.subarray(sealedAt), request.subarray(0, headerEnd));
    if (opened === undefined) return 'bad-seal';
    const examined = this.#examinePaid('private', opened, 0, opened.length);
    if (typeof examined === 'string') return examined;
    if (examined.scrip.customer !== customer) return 'bad-seal';
    return proven(examined, keys, request.subarray(0, sealedAt));
  }

  /**
   * Scrip and order, with the scrip's stamp checked; whose they are is not. A stamp that is right has the right digits:
   * they are looked at one by one only to say why a request is refused.
   */
  #examinePaid(protocol: Protocol, bytes: Uint8Array, start: number, end: number): Draft | Rejection {
    const { vendor, scripSecrets } = this.#options;
    const reader = new TextReader(bytes, start, end);
    const scrip = readUnstamped(reader, this.#vendor);
    const stampAt = reader.at;
    reader.pass(TAG_DIGITS);
    if (!reader.accept(LINE_END)) reader.fail('malformed');
    const order = readOrder(reader);
    const key = reader.flaw === undefined && scrip.vendor === vendor ? scripSecrets.keyFor(scrip.id) : undefined;
    if (key?.writes(bytes, stampAt, bytes.subarray(start, stampAt - 1)) !== true)
      return this.#flawOf(bytes, start, end);
    return { protocol, scrip, order, keys: undefined, binding: NOTHING };
  }

  /** Why scrip and order are refused, of which the stamp has been found wrong when there is no other reason. */
  #flawOf(bytes: Uint8Array, start: number, end: number): Rejection {
    const { vendor, scripSecrets } = this.#options;
    const reader = new TextReader(bytes, start, end);
    const scrip = readScrip(reader);
    if (!reader.accept(LINE_END)) reader.fail('malformed');
    readOrder(reader);
    if (reader.flaw !== undefined) return reader.flaw;
    if (scrip.vendor !== vendor) return 'wrong-vendor';
    return scripSecrets.keyFor(scrip.id) === undefined ? 'unknown-scrip-secret' : 'bad-stamp';
  }
}

function proven(examined: Draft, keys: CustomerKeys, binding: Uint8Array): Examined {
  examined.keys = keys;
  examined.binding = binding;
  return examined;
}

/** The beginnings part at one byte. */
function protocolOf(request: Uint8Array): Protocol | undefined {
  for (const protocol of PROTOCOLS) {
    const beginning = REQUEST[protocol];
    if (request[PARTING] === beginning[PARTING]) return beginsWith(request, beginning) ? protocol : undefined;
  }
  return undefined;
}
