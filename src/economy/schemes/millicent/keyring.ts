/**
 * The secrets of a Millicent economy at fidelity real, all derived from the replication's seed: each vendor's and each
 * broker's own, and of each licence.
 * @module
 */
import { CustomerSecrets } from '../../../protocols/millicent/customer-secrets.ts';
import { honour, type Licence, produce } from '../../../protocols/millicent/licence.ts';
import { SecretTable } from '../../../protocols/millicent/secret-table.ts';
import { Stamper } from '../../../protocols/millicent/stamper.ts';
import { deriveKey } from '../../../protocols/primitives/hash.ts';
import { customersOf, licensedIds, OWN_IDS, vendorName, WARES } from './numbers.ts';
import type { MillicentOptions } from './options.ts';

const SECRET_BYTES = 32;
/** A vendor keeps the keys of so many customers at hand; a broker, who sees them seldom, of none. */
const AT_HAND = 1024;

/** What who makes scrip stamps and verifies with. */
export interface Secrets {
  readonly scripSecrets: SecretTable;
  readonly customerSecrets: CustomerSecrets;
  readonly stamper: Stamper;
}

export class Keyring {
  readonly #seed: string;
  readonly #vendors: number;
  readonly #options: MillicentOptions;

  constructor(seed: string, vendors: number, options: MillicentOptions) {
    this.#seed = seed;
    this.#vendors = vendors;
    this.#options = options;
  }

  vendor(vendor: number): Secrets {
    const name = `vendor/${vendor}`;
    const scripSecrets = new SecretTable().add(OWN_IDS, this.#secret(`${name}/scrip`));
    const masters = new SecretTable().add(WARES, this.#secret(`${name}/customers`));
    if (this.#options.supply === 'licensed')
      for (let broker = 0; broker < this.#options.brokers; broker++)
        honour(this.#licence(vendor, broker), scripSecrets, masters);
    return secretsOf(scripSecrets, masters, AT_HAND);
  }

  broker(broker: number): Secrets {
    const name = `broker/${broker}`;
    const scripSecrets = new SecretTable().add(OWN_IDS, this.#secret(`${name}/scrip`));
    const masters = new SecretTable().add(customersOf(broker), this.#secret(`${name}/customers`));
    return secretsOf(scripSecrets, masters, 0);
  }

  /** Who makes the bytes of scrip under this broker's licences, by the vendor's name. */
  licensedStampers(broker: number): ReadonlyMap<string, Stamper> {
    if (this.#options.supply !== 'licensed') return new Map();
    const licences = Array.from({ length: this.#vendors }, (_, vendor) => this.#licence(vendor, broker));
    return new Map(licences.map((licence) => [licence.vendor, produce(licence, this.#options.life).stamper]));
  }

  #licence(vendor: number, broker: number): Licence {
    const name = `licence/${vendor}/${broker}`;
    return {
      vendor: vendorName(vendor),
      ids: licensedIds(broker),
      scripSecret: this.#secret(`${name}/scrip`),
      customers: customersOf(broker),
      customerSecret: this.#secret(`${name}/customers`),
    };
  }

  #secret(name: string): Uint8Array {
    return deriveKey(this.#seed, name, SECRET_BYTES);
  }
}

function secretsOf(scripSecrets: SecretTable, masters: SecretTable, atHandMax: number): Secrets {
  const customerSecrets = new CustomerSecrets(masters, atHandMax);
  return { scripSecrets, customerSecrets, stamper: new Stamper(scripSecrets, customerSecrets) };
}
