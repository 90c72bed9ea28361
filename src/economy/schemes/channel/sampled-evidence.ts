/**
 * Evidence without bytes: the simulator knows what a voucher says, and rejects what the protocol library would, for the
 * same reasons. Signatures always hold.
 * @module
 */
import type { ChannelRejection } from '../../../protocols/baselines/channel-rejection.ts';
import type { Microdollars } from '../../../units.ts';
import { type ChannelKey, type Evidence, type Till, VOUCHER_BYTES } from './evidence.ts';

export interface SampledVoucher {
  readonly channel: ChannelKey;
  readonly sequence: number;
  readonly total: Microdollars;
}

export class SampledEvidence implements Evidence<SampledVoucher> {
  readonly column = 'truth';
  readonly size = VOUCHER_BYTES;
  readonly #deposit: Microdollars;

  constructor(deposit: Microdollars) {
    this.#deposit = deposit;
  }

  voucher(channel: ChannelKey, sequence: number, total: Microdollars): SampledVoucher {
    return { channel, sequence, total };
  }

  till(channel: ChannelKey): Till<SampledVoucher> {
    return new SampledTill((voucher) => this.check(channel, voucher));
  }

  check(key: ChannelKey, { channel, total }: SampledVoucher): Microdollars | ChannelRejection {
    const { user, vendor, nonce } = channel;
    if (user !== key.user || vendor !== key.vendor || nonce !== key.nonce) return 'wrong-channel';
    return total > this.#deposit ? 'over-deposit' : total;
  }

  nameOf({ user, vendor, nonce }: ChannelKey): string {
    return `${user}/${vendor}/${nonce}`;
  }
}

class SampledTill implements Till<SampledVoucher> {
  readonly #check: (voucher: SampledVoucher) => Microdollars | ChannelRejection;
  #last: SampledVoucher | undefined;

  constructor(check: (voucher: SampledVoucher) => Microdollars | ChannelRejection) {
    this.#check = check;
  }

  get total(): Microdollars {
    return this.#last?.total ?? 0;
  }

  get last(): SampledVoucher | undefined {
    return this.#last;
  }

  receive(voucher: SampledVoucher, price: Microdollars): Microdollars | ChannelRejection {
    const total = this.#check(voucher);
    if (typeof total === 'string') return total;
    if (voucher.sequence <= (this.#last?.sequence ?? 0)) return 'replayed-voucher';
    const paid = total - this.total;
    if (paid < price) return 'underpaid';
    this.#last = voucher;
    return paid;
  }
}
