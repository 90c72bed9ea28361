/**
 * Customers' secrets as an issuer has them: computed from CustID#, never stored, some kept at hand.
 * customer_secret = HMAC-SHA-256(CustID#, master_customer_secret), CustID# in its decimal digits.
 * Source: G95, with HMAC-SHA-256 for its keyed hash.
 * @module
 */
import { CustomerKeys } from './customer-keys.ts';
import type { SecretTable } from './secret-table.ts';
import { ascii } from './text-reader.ts';

export class CustomerSecrets {
  readonly #masters: SecretTable;
  readonly #atHandMax: number;
  readonly #atHand = new Map<number, CustomerKeys>();

  /**
   * @param masters by CustID#.
   * @param atHandMax how many customers' keys are kept for the next request: 0 or more.
   */
  constructor(masters: SecretTable, atHandMax: number) {
    this.#masters = masters;
    this.#atHandMax = atHandMax;
  }

  /** The 32 bytes of customer_secret; undefined when no master secret is in use for this CustID#. */
  secretOf(customer: number): Uint8Array | undefined {
    return this.#masters.keyFor(customer)?.tag(ascii(String(customer)));
  }

  /** The customer's keys; undefined when no master secret is in use for this CustID#. Costs a tag when not at hand. */
  keysOf(customer: number): CustomerKeys | undefined {
    const known = this.#atHand.get(customer);
    if (known !== undefined) return known;
    const secret = this.secretOf(customer);
    if (secret === undefined) return undefined;
    const keys = new CustomerKeys(secret);
    if (this.#atHandMax > 0) this.#keep(customer, keys);
    return keys;
  }

  #keep(customer: number, keys: CustomerKeys): void {
    // The one computed first goes: if it is in use it comes back at once, and nobody has to note each use.
    if (this.#atHand.size >= this.#atHandMax) this.#atHand.delete(this.#atHand.keys().next().value!);
    this.#atHand.set(customer, keys);
  }
}
