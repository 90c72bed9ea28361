/**
 * Who holds the secrets of an ID# can make its scrip: the vendor, and a broker who is licensed.
 * stamp = HMAC-SHA-256(body, master_scrip_secret), the secret selected by ID#.
 * Source: G95, with HMAC-SHA-256 for its keyed hash.
 * @module
 */
import { concatenate } from '../primitives/bytes.ts';
import type { CustomerSecrets } from './customer-secrets.ts';
import { encodeGrant } from './grant.ts';
import { encodeBody, type Scrip } from './scrip.ts';
import type { SecretTable } from './secret-table.ts';
import { ascii } from './text-reader.ts';

const SPACE = ascii(' ');

export class Stamper {
  readonly #scripSecrets: SecretTable;
  readonly #customerSecrets: CustomerSecrets;

  constructor(scripSecrets: SecretTable, customerSecrets: CustomerSecrets) {
    this.#scripSecrets = scripSecrets;
    this.#customerSecrets = customerSecrets;
  }

  /** The scrip with its stamp, as bytes. @throws RangeError when a field is out of range or no secret is in use. */
  stamp(scrip: Scrip): Uint8Array {
    const key = this.#scripSecrets.keyFor(scrip.id);
    if (key === undefined) throw new RangeError(`no master scrip secret is in use for ID# ${scrip.id}`);
    const body = encodeBody(scrip);
    return concatenate(body, SPACE, key.digits(body));
  }

  /** The scrip with the secret of its customer, for the issuer's own line to him. @throws RangeError as `stamp`. */
  grant(scrip: Scrip): Uint8Array {
    const secret = this.#customerSecrets.secretOf(scrip.customer);
    if (secret === undefined) throw new RangeError(`no master secret is in use for CustID# ${scrip.customer}`);
    return encodeGrant({ bytes: this.stamp(scrip), secret });
  }
}
