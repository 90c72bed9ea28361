/**
 * The people of an explained piece of scrip: two vendors with their secrets, price lists and tills, and a customer who
 * buys from one of them.
 * Source: G95; names, numbers and day are those of the lecture's slide.
 * @module
 */
import { Counter } from '../../protocols/millicent/counter.ts';
import { CustomerSecrets } from '../../protocols/millicent/customer-secrets.ts';
import { Desk } from '../../protocols/millicent/desk.ts';
import { Examiner } from '../../protocols/millicent/examiner.ts';
import { type Holding, parseGrant } from '../../protocols/millicent/grant.ts';
import { IdRange } from '../../protocols/millicent/id-range.ts';
import { Issuer } from '../../protocols/millicent/issuer.ts';
import { PriceList } from '../../protocols/millicent/price-list.ts';
import { SecretTable } from '../../protocols/millicent/secret-table.ts';
import { Stamper } from '../../protocols/millicent/stamper.ts';
import { Till } from '../../protocols/millicent/till.ts';
import { deriveKey } from '../../protocols/primitives/hash.ts';
import { ascii } from '../../protocols/primitives/wire.ts';
import { DAY, MINUTE } from '../../units.ts';

export const VENDOR = 'wellsfargo.com';
export const OTHER_VENDOR = 'pages.example';
export const CUSTOMER = 101_861;
export const SECRET_BYTES = 32;
const ID = 81_432;
const CUSTOMERS = { from: 100_000, to: 200_000 };
const IDS = { from: ID, to: 10_000_000 };
const VALUE = 5000;
export const LIFE = 30 * DAY;
/** So long before 1996-12-18, when the scrip on the slide expires. */
export const NOW = 9848 * DAY - LIFE;
const PROPERTIES = new Map([
  ['co', 'us'],
  ['st', 'ca'],
]);
const PRICES = [{ target: '/quotes/*', price: 2000 }];
const PAGE = 'IBM 156 1/4';

export type ScripWorld = ReturnType<typeof openWorld>;
type Shop = ReturnType<typeof openShop>;

export function openWorld(seed: string) {
  const shop = openShop(seed, VENDOR);
  const issuer = new Issuer({ vendor: VENDOR, ids: shop.ids, customers: CUSTOMERS, life: LIFE });
  const scrip = issuer.make(VALUE, CUSTOMER, NOW, PROPERTIES);
  const granted = shop.stamper.grant(scrip);
  return { seed, shop, otherShop: openShop(seed, OTHER_VENDOR), scrip, granted, holding: holdingOf(granted) };
}

/** The name under which a vendor's secret is derived from the seed. */
export function nameOfSecret(vendor: string, secret: 'scrip' | 'customers'): string {
  return `lecture/scrip/${vendor}/${secret}`;
}

/** What the vendor of this name answers to a request, and what it decides. */
export function answer({ desk }: Shop, request: Uint8Array, now: number) {
  return desk.answer(request, now, () => ascii(PAGE));
}

function openShop(seed: string, vendor: string) {
  const masterScrip = deriveKey(seed, nameOfSecret(vendor, 'scrip'), SECRET_BYTES);
  const masterCustomers = deriveKey(seed, nameOfSecret(vendor, 'customers'), SECRET_BYTES);
  const scripSecrets = new SecretTable().add(IDS, masterScrip);
  const customerSecrets = new CustomerSecrets(new SecretTable().add(CUSTOMERS, masterCustomers), 0);
  const stamper = new Stamper(scripSecrets, customerSecrets);
  const ids = new IdRange(IDS);
  const till = new Till<never>({ ids, replayWindow: MINUTE, refundWindow: 0 });
  const examiner = new Examiner({ vendor, protocols: ['secure'], scripSecrets, customerSecrets });
  const desk = new Desk(examiner, new Counter(till, new PriceList(PRICES)), stamper);
  return { masterScrip, masterCustomers, stamper, ids, desk };
}

/** @throws Error when these are not the bytes of a grant. */
function holdingOf(granted: Uint8Array): Holding {
  const holding = parseGrant(granted);
  if (typeof holding === 'string') throw new Error(`a grant is ${holding}`);
  return holding;
}
