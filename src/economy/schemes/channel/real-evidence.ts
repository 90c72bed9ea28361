/**
 * Evidence as bytes: channels and vouchers of the protocol library. All keys derive from the replication's seed.
 * @module
 */
import type { ChannelRejection } from '../../../protocols/baselines/channel-rejection.ts';
import { type Channel, channelId, checkVoucher, signVoucher } from '../../../protocols/baselines/voucher.ts';
import { VoucherTill } from '../../../protocols/baselines/voucher-till.ts';
import { toHex, writeWord } from '../../../protocols/primitives/bytes.ts';
import { publicKeyOf } from '../../../protocols/primitives/ed25519.ts';
import { deriveKey } from '../../../protocols/primitives/hash.ts';
import type { Microdollars } from '../../../units.ts';
import { type ChannelKey, type Evidence, type Till, VOUCHER_BYTES } from './evidence.ts';

const KEY_BYTES = 32;
const NAME_BYTES = 4;
const BANK = nameOf(0);

interface Keys {
  readonly secret: Uint8Array;
  readonly publicKey: Uint8Array;
}

export class RealEvidence implements Evidence<Uint8Array> {
  readonly column = 'voucher';
  readonly size = VOUCHER_BYTES;
  readonly #seed: string;
  readonly #deposit: Microdollars;
  readonly #users = new Map<number, Keys>();

  constructor(seed: string, deposit: Microdollars) {
    this.#seed = seed;
    this.#deposit = deposit;
  }

  voucher(channel: ChannelKey, sequence: number, total: Microdollars): Uint8Array {
    const id = channelId(this.#channelOf(channel));
    return signVoucher({ channel: id, sequence, total }, this.#keysOf(channel.user).secret);
  }

  till(channel: ChannelKey): Till<Uint8Array> {
    return new VoucherTill(this.#channelOf(channel));
  }

  check(key: ChannelKey, voucher: Uint8Array): Microdollars | ChannelRejection {
    const channel = this.#channelOf(key);
    const checked = checkVoucher(channel, channelId(channel), voucher);
    return typeof checked === 'string' ? checked : checked.total;
  }

  nameOf(channel: ChannelKey): string {
    return toHex(channelId(this.#channelOf(channel)));
  }

  #channelOf({ user, vendor, nonce }: ChannelKey): Channel {
    const payerKey = this.#keysOf(user).publicKey;
    return { bank: BANK, payer: nameOf(user), payee: nameOf(vendor), payerKey, deposit: this.#deposit, nonce };
  }

  #keysOf(user: number): Keys {
    const known = this.#users.get(user);
    if (known !== undefined) return known;
    const secret = deriveKey(this.#seed, `user/${user}/key`, KEY_BYTES);
    const keys = { secret, publicKey: publicKeyOf(secret) };
    this.#users.set(user, keys);
    return keys;
  }
}

function nameOf(number: number): Uint8Array {
  const name = new Uint8Array(NAME_BYTES);
  writeWord(name, 0, number);
  return name;
}
