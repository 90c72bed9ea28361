/** The desks at which the vectors' stories happen: three of the kiosk's, and a broker's. */
import { Counter } from '../../src/protocols/millicent/counter.ts';
import { Desk } from '../../src/protocols/millicent/desk.ts';
import { Examiner } from '../../src/protocols/millicent/examiner.ts';
import { ExchangeShop, grantBytes } from '../../src/protocols/millicent/exchange-shop.ts';
import { IdRange } from '../../src/protocols/millicent/id-range.ts';
import { type Licence, produce } from '../../src/protocols/millicent/licence.ts';
import { PayoutBook } from '../../src/protocols/millicent/payout.ts';
import type { Supplied } from '../../src/protocols/millicent/supply.ts';
import { Till } from '../../src/protocols/millicent/till.ts';
import { Warehouse } from '../../src/protocols/millicent/warehouse.ts';
import { DAY, MINUTE } from '../../src/units.ts';
import {
  BROKER,
  CUSTOMERS,
  cipher,
  counter,
  desk,
  goods,
  OWN_IDS,
  PROTOCOLS,
  secret,
  secretsOf,
} from './millicent-world.ts';

const KIOSK = 'kiosk.example';
const NEWS = [{ target: '/news', price: 1500 }];

interface Place {
  answer(request: Uint8Array, now: number, nonce: Uint8Array): ReturnType<Desk<unknown>['answer']>;
  /** The goods paid with this ID# did not arrive. */
  undelivered(id: number, now: number): void;
}

/** All new, each with its own memory. */
export function desks(): Record<string, Place> {
  const oneLeft = { ids: new IdRange({ from: 1_000_000, to: 1_000_001 }) };
  return {
    kiosk: placeOf(desk(PROTOCOLS, counter(NEWS))),
    'secure only': placeOf(desk(['secure'], counter(NEWS))),
    'one ID#': placeOf(desk(PROTOCOLS, counter(NEWS, oneLeft))),
    broker: broker(),
  };
}

function placeOf(at: Desk<never>): Place {
  return {
    answer: (request, now, nonce) => at.answer(request, now, goods, nonce),
    undelivered: (id, now) => at.counter.till.undelivered(id, now),
  };
}

/** Makes the kiosk's scrip under a licence, has an empty warehouse for the shop's, and takes the kiosk's payouts in. */
function broker(): Place {
  const licence: Licence = {
    vendor: KIOSK,
    ids: { from: 20_000_000, to: 20_000_003 },
    scripSecret: secret('licence scrip'),
    customers: CUSTOMERS,
    customerSecret: secret('licence customers'),
  };
  const { issuer, stamper } = produce(licence, 30 * DAY);
  const shop = new ExchangeShop(new PayoutBook(BROKER).open(KIOSK, secret('kiosk and broker')));
  shop.deal(KIOSK, issuer);
  shop.deal('shop.example', new Warehouse());
  const own = secretsOf('broker');
  const ids = new IdRange({ from: 1_000_000, to: OWN_IDS.to });
  const till = new Till<Supplied>({ ids, replayWindow: MINUTE, refundWindow: 0 });
  const examiner = new Examiner({ vendor: BROKER, protocols: PROTOCOLS, aead: cipher, ...own });
  const at = new Desk<Supplied>(examiner, new Counter(till, shop), own.stamper);
  const stampers = new Map([[KIOSK, stamper]]);
  return {
    answer: (request, now, nonce) =>
      at.answer(request, now, (receipt, examined) => grantBytes(receipt, examined, stampers), nonce),
    undelivered: (id, now) => till.undelivered(id, now),
  };
}
