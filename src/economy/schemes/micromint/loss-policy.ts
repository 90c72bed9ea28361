/**
 * The loss policy: who bears a coin that a vendor took in good faith and the broker does not redeem.
 * @source who bears a loss is left open by RS96
 * @module
 */
import type { Redemption } from '../../../protocols/micromint/broker.ts';
import type { Microdollars } from '../../../units.ts';
import type { LossPolicy, MicroMintOptions } from './options.ts';

/** What a vendor who checks and settles in time never hands in. */
const OWN_FAULT: ReadonlySet<Redemption> = new Set(['invalid', 'expired']);

const BROKERS_PART: Readonly<Record<LossPolicy, (value: Microdollars) => Microdollars>> = {
  vendor: () => 0,
  broker: (value) => value,
  shared: (value) => Math.floor(value / 2),
};

export class Reimbursements {
  /** What the broker pays for a coin; he keeps no commission of it. */
  readonly #amount: Microdollars;
  /** Coins for which each vendor has been reimbursed: for none of them is he again. */
  readonly #settled = new Map<number, Set<unknown>>();

  constructor({ lossPolicy, coinValue }: MicroMintOptions) {
    this.#amount = BROKERS_PART[lossPolicy](coinValue);
  }

  /** What this vendor gets for a coin that was refused, and that he has not redeemed before. */
  amountFor(outcome: Redemption, vendor: number, period: number, coin: unknown): Microdollars {
    if (this.#amount === 0 || OWN_FAULT.has(outcome)) return 0;
    const settled = this.#settled.get(vendor) ?? new Set<unknown>();
    this.#settled.set(vendor, settled);
    const key = keyOf(coin, period);
    if (settled.has(key)) return 0;
    settled.add(key);
    return this.#amount;
  }
}

/** What tells a coin from every other: its bytes, its number in its period's mint, or the forged coin itself. */
function keyOf(coin: unknown, period: number): unknown {
  if (coin instanceof Uint8Array) return coin.join(' ');
  return typeof coin === 'number' ? `${period}/${coin}` : coin;
}
