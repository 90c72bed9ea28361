/**
 * A licence to make a vendor's scrip: a range of ID#s with a master scrip secret of its own, and a range of CustID#s
 * with a master customer secret of its own. What is made under it the vendor validates as it does its own, and it can
 * take back one licence without touching another.
 * Source: G95; a range of CustID#s for each licence is ours.
 * @module
 */
import type { Microseconds } from '../../units.ts';
import { CustomerSecrets } from './customer-secrets.ts';
import { IdRange } from './id-range.ts';
import { Issuer } from './issuer.ts';
import { type NumberRange, SecretTable } from './secret-table.ts';
import { Stamper } from './stamper.ts';

export interface Licence {
  readonly vendor: string;
  readonly ids: NumberRange;
  readonly scripSecret: Uint8Array;
  readonly customers: NumberRange;
  readonly customerSecret: Uint8Array;
}

/** The vendor's side. @throws RangeError when a secret is in use already for some of the numbers. */
export function honour(licence: Licence, scripSecrets: SecretTable, customerMasters: SecretTable): void {
  scripSecrets.add(licence.ids, licence.scripSecret);
  try {
    customerMasters.add(licence.customers, licence.customerSecret);
  } catch (error) {
    scripSecrets.remove(licence.ids.from);
    throw error;
  }
}

/** The broker's side: who counts what is made, and who makes its bytes. */
export function produce(licence: Licence, life: Microseconds): { readonly issuer: Issuer; readonly stamper: Stamper } {
  const { vendor, customers } = licence;
  const scripSecrets = new SecretTable().add(licence.ids, licence.scripSecret);
  const masters = new SecretTable().add(customers, licence.customerSecret);
  return {
    issuer: new Issuer({ vendor, ids: new IdRange(licence.ids), customers, life }),
    stamper: new Stamper(scripSecrets, new CustomerSecrets(masters, 0)),
  };
}
