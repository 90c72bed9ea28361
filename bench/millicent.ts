/**
 * A Millicent vendor beside the floor that its HMACs set, and beside the verification of a signature.
 *
 * To validate a request is to read its bytes and to find that the scrip is no forgery, not expired and not spent, that
 * in the secure protocol it is not stolen either, and that it pays the price; to answer it is also to retire the scrip,
 * to stamp the change and to write the reply. The floor is the HMACs of that alone, by the same code over the same
 * bytes, which were cut out before. The two sides of a row take short turns, in processor time; a row is the round whose
 * ratio is the median, because the machine may be shared.
 * @module
 */
import { createHmac, createSecretKey } from 'node:crypto';
import type { BenchRow } from 'farthing/experiment/bench-row';
import * as noble from 'farthing/protocols/ed25519-noble';
import * as openssl from 'farthing/protocols/ed25519-node';
import { Counter } from 'farthing/protocols/millicent/counter';
import { CustomerKeys } from 'farthing/protocols/millicent/customer-keys';
import { CustomerSecrets } from 'farthing/protocols/millicent/customer-secrets';
import { Desk } from 'farthing/protocols/millicent/desk';
import { Examiner } from 'farthing/protocols/millicent/examiner';
import { parseGrant } from 'farthing/protocols/millicent/grant';
import { IdRange } from 'farthing/protocols/millicent/id-range';
import type { Order } from 'farthing/protocols/millicent/order';
import { PriceList } from 'farthing/protocols/millicent/price-list';
import { ask } from 'farthing/protocols/millicent/request';
import { BODY_TO_END } from 'farthing/protocols/millicent/scrip';
import { SecretTable } from 'farthing/protocols/millicent/secret-table';
import { Stamper } from 'farthing/protocols/millicent/stamper';
import { ascii } from 'farthing/protocols/millicent/text-reader';
import { Till } from 'farthing/protocols/millicent/till';
import { deriveKey } from 'farthing/protocols/primitives/hash';
import { HmacKey, TAG_DIGITS } from 'farthing/protocols/primitives/hmac';
import { DAY, MINUTE } from 'farthing/units';

/** How much a round holds. */
export interface Load {
  /** An odd number, so that there is a median. */
  readonly rounds: number;
  /** How often a round goes through all requests. */
  readonly passes: number;
  /** Each with scrip of its own. */
  readonly requests: number;
  readonly customers: number;
  /** ID#s that the vendor remembers when it validates. */
  readonly spent: number;
  /** How many signatures each implementation verifies: the slow one a tenth as many. */
  readonly verifications: number;
}

const USUAL: Load = { rounds: 15, passes: 5, requests: 1_000, customers: 500, spent: 50_000, verifications: 50 };
const VENDOR = 'wellsfargo.com';
const VALUE = 5_000;
const PRICE = 1_000;
const NOW = 9_817 * DAY;
/** Over so many days the customers' scrip expires. */
const EXPIRY_DAYS = 30;
const FIRST_ID = 81_432;
const FIRST_CUSTOMER = 101_861;
const OWN_IDS = { from: 0, to: 100_000_000 };
const CHANGE_IDS = { from: 10_000_000, to: 90_000_000 };
const SPENT_FROM = 1_000_000;
const CUSTOMERS = { from: 100_000, to: 200_000 };
/** What is certified of the customers. */
const KINDS = ['al', 'az', 'ca', 'co', 'ct', 'de', 'fl', 'ga', 'ia', 'id'].map(
  (state) =>
    new Map([
      ['co', 'us'],
      ['st', state],
    ]),
);
const GOODS = ascii('the news');
const GOAL = 'goal 1/1.3';

/** What everything that the vendor remembers was spent on. */
const ORDER: Order = { verb: 'buy', offer: PRICE, target: '/news/0' };

const scripSecret = deriveKey('bench/millicent', 'scrip', 32);
const customerSecret = deriveKey('bench/millicent', 'customers', 32);
const signatureSecret = deriveKey('bench/millicent', 'signature', 32);
const scripKey = new HmacKey(scripSecret);
const customerMaster = new HmacKey(customerSecret);
const scripSecrets = new SecretTable().add(OWN_IDS, scripSecret);
const shop = new PriceList([{ target: '/news/*', where: [{ property: 'co', is: 'us' }], price: PRICE }]);

function newSecrets(atHandMax: number): CustomerSecrets {
  return new CustomerSecrets(new SecretTable().add(CUSTOMERS, customerSecret), atHandMax);
}

/** A vendor that has sold nothing yet. */
function newDesk(customerSecrets: CustomerSecrets): Desk<never> {
  const ids = new IdRange(CHANGE_IDS);
  const counter = new Counter<never>(new Till({ ids, replayWindow: MINUTE, refundWindow: MINUTE }), shop);
  // Who speaks both gives all scrip away in the clear; here one vendor is measured in each.
  const examiner = new Examiner({ vendor: VENDOR, protocols: ['clear', 'secure'], scripSecrets, customerSecrets });
  return new Desk(examiner, counter, new Stamper(scripSecrets, customerSecrets));
}

const expiryOf = (index: number): number => NOW + (1 + (index % EXPIRY_DAYS)) * DAY;

/** A payment's requests, and the bytes that HMACs are over. */
interface Payment {
  readonly clear: Uint8Array;
  readonly secure: Uint8Array;
  readonly body: Uint8Array;
  /** In the request in the clear. */
  readonly stampAt: number;
  /** The request without the customer's HMAC. */
  readonly signed: Uint8Array;
  readonly customerDigits: Uint8Array;
  readonly secret: Uint8Array;
  readonly tags: HmacKey;
  /** The reply without the vendor's HMAC, and the customer's, which that HMAC is over too. */
  readonly reply: Uint8Array;
  readonly binding: Uint8Array;
}

const unsigned = (bytes: Uint8Array): Uint8Array => bytes.slice(0, bytes.length - TAG_DIGITS - 1);

/** @param scribe stamps scrip, and answers once to know the reply. */
function newPayment(index: number, customers: number, scribe: Desk<never>, stamper: Stamper): Payment {
  const customer = FIRST_CUSTOMER + (index % customers);
  const properties = KINDS[customer % KINDS.length];
  const fields = { vendor: VENDOR, value: VALUE, id: FIRST_ID + index, customer, properties };
  const holding = parseGrant(stamper.grant({ ...fields, expires: expiryOf(index) }));
  if (typeof holding === 'string') throw new Error(holding);
  const order: Order = { verb: 'buy', offer: PRICE, target: `/news/${index}` };
  const clear = ask(holding, order, { protocol: 'clear' }).request;
  const keys = new CustomerKeys(holding.secret!);
  const { request: secure, binding } = ask(holding, order, { protocol: 'secure', keys });
  const scripAt = clear.indexOf('\n'.charCodeAt(0)) + 1;
  const bodyEnd = scripAt + holding.bytes.length - BODY_TO_END;
  return {
    clear,
    secure,
    body: clear.slice(scripAt, bodyEnd),
    stampAt: bodyEnd + 1,
    signed: unsigned(secure),
    customerDigits: ascii(String(customer)),
    secret: holding.secret!,
    tags: keys.tags,
    reply: unsigned(scribe.answer(secure, NOW, () => GOODS).reply),
    binding,
  };
}

function newPayments({ requests, customers }: Load): Payment[] {
  const customerSecrets = newSecrets(customers);
  const scribe = newDesk(customerSecrets);
  const stamper = new Stamper(scripSecrets, customerSecrets);
  return Array.from({ length: requests }, (_, index) => newPayment(index, customers, scribe, stamper));
}

/** What a round does; it answers how often it did it. */
type Task = () => number;

type Bytes = 'clear' | 'secure';

/** Every request would be accepted; none is charged. @throws Error when one would not. */
function validating(payments: readonly Payment[], bytes: Bytes, { spent }: Load, atHandMax: number): Task {
  const { examiner, counter } = newDesk(newSecrets(atHandMax));
  for (let i = 0; i < spent; i++) {
    const scrip = {
      vendor: VENDOR,
      value: VALUE,
      id: SPENT_FROM + i,
      customer: FIRST_CUSTOMER,
      properties: KINDS[0],
    };
    counter.till.charge({ ...scrip, expires: expiryOf(i) }, ORDER, { price: PRICE }, NOW);
  }
  return () => {
    for (const payment of payments) {
      const examined = examiner.examine(payment[bytes]);
      if (typeof examined === 'string') throw new Error(examined);
      const valid = counter.validate(examined.scrip, examined.order, NOW);
      if (typeof valid === 'string') throw new Error(valid);
    }
    return payments.length;
  };
}

/** Every request is answered, by a vendor to whom it is new. @throws Error when one is refused. */
function answering(payments: readonly Payment[], bytes: Bytes, { customers }: Load): Task {
  const customerSecrets = newSecrets(customers);
  return () => {
    const desk = newDesk(customerSecrets);
    for (const payment of payments) {
      const { outcome } = desk.answer(payment[bytes], NOW, () => GOODS);
      if (typeof outcome === 'string' || outcome.again) throw new Error(`not charged: ${payment.signed}`);
    }
    return payments.length;
  };
}

/** HMACs alone, for each payment. @throws Error when one is not that of the bytes. */
function hashing(payments: readonly Payment[], isRight: (payment: Payment) => boolean): Task {
  return () => {
    for (const payment of payments) if (!isRight(payment)) throw new Error('a good tag was refused');
    return payments.length;
  };
}

const isStamped = ({ clear, stampAt, body }: Payment): boolean => scripKey.writes(clear, stampAt, body);

const isSigned = ({ secure, signed }: Payment, tags: HmacKey): boolean =>
  tags.writes(secure, secure.length - TAG_DIGITS, signed);

/** The customer's secret is an HMAC too, and makes a key anew. */
const isSignedByDerived = (payment: Payment): boolean =>
  isSigned(payment, new HmacKey(customerMaster.tag(payment.customerDigits)));

/** The change has a body like that of the scrip. */
const stampChange = ({ body }: Payment): boolean => scripKey.digits(body).length > 0;

const signReply = ({ tags, reply, binding }: Payment): boolean => tags.digits(reply, binding).length > 0;

/** What the vendor would do instead of an HMAC: verify the customer's signature of the same bytes. */
function verifying({ verify }: typeof noble, message: Uint8Array, verifications: number): Task {
  const signature = noble.sign(message, signatureSecret);
  const key = noble.publicKeyOf(signatureSecret);
  return () => {
    for (let i = 0; i < verifications; i++) {
      if (!verify(signature, message, key)) throw new Error('a good signature was refused');
    }
    return verifications;
  };
}

function opensslHashing(payments: readonly Payment[]): Task {
  const key = createSecretKey(scripSecret);
  return () => {
    for (const { body } of payments) createHmac('sha256', key).update(body).digest();
    return payments.length;
  };
}

function tasksOf(load: Load) {
  const payments = newPayments(load);
  const { signed } = payments[0];
  return {
    clear: validating(payments, 'clear', load, 0),
    stamp: hashing(payments, isStamped),
    secure: validating(payments, 'secure', load, load.customers),
    stampAndRequest: hashing(payments, (payment) => isStamped(payment) && isSigned(payment, payment.tags)),
    derived: validating(payments, 'secure', load, 0),
    stampCustomerAndRequest: hashing(payments, (payment) => isStamped(payment) && isSignedByDerived(payment)),
    clearAnswered: answering(payments, 'clear', load),
    twoStamps: hashing(payments, (payment) => isStamped(payment) && stampChange(payment)),
    secureAnswered: answering(payments, 'secure', load),
    twoStampsRequestAndReply: hashing(
      payments,
      (payment) => isStamped(payment) && isSigned(payment, payment.tags) && stampChange(payment) && signReply(payment),
    ),
    openssl: verifying(openssl, signed, load.verifications),
    noble: verifying(noble, signed, Math.ceil(load.verifications / 10)),
    opensslHmac: opensslHashing(payments),
  };
}

type Name = keyof ReturnType<typeof tasksOf>;

/** Ours and the floor or peer, with their names. */
const ROWS: readonly (readonly [Name, string, Name, string])[] = [
  ['clear', 'in the clear', 'stamp', `its 1 HMAC alone, ${GOAL}`],
  ['secure', 'secure, secret at hand', 'stampAndRequest', `its 2 HMACs alone, ${GOAL}`],
  ['derived', 'secure, secret derived', 'stampCustomerAndRequest', `its 3 HMACs alone, ${GOAL}`],
  ['clearAnswered', 'in the clear, answered', 'twoStamps', 'its 2 HMACs alone'],
  ['secureAnswered', 'secure, answered', 'twoStampsRequestAndReply', 'its 4 HMACs alone'],
  ['clear', 'in the clear', 'openssl', 'Ed25519 verification, node:crypto'],
  ['clear', 'in the clear', 'noble', 'Ed25519 verification, @noble/ed25519'],
  ['secure', 'secure, secret at hand', 'openssl', 'Ed25519 verification, node:crypto'],
  ['secure', 'secure, secret at hand', 'noble', 'Ed25519 verification, @noble/ed25519'],
  ['stamp', 'a stamp', 'opensslHmac', 'node:crypto createHmac'],
];

/** Does the task once. @returns what it did, and in how many microseconds of processor time */
function timed(task: Task): { count: number; micros: number } {
  const begin = process.cpuUsage();
  const count = task();
  const { user, system } = process.cpuUsage(begin);
  return { count, micros: user + system };
}

/** Both a second, in turns so short that a change of the processor's clock meets both. */
function contest(ours: Task, floor: Task, passes: number): { value: number; peerValue: number } {
  const sums = [ours, floor].map((task) => ({ task, count: 0, micros: 0 }));
  for (let pass = 0; pass < passes; pass++) {
    for (const sum of sums) {
      const { count, micros } = timed(sum.task);
      sum.count += count;
      sum.micros += micros;
    }
  }
  const [value, peerValue] = sums.map(({ count, micros }) => (1e6 * count) / micros);
  return { value, peerValue };
}

/** The round whose ratio is the median. */
function median(name: string, peer: string, rounds: readonly { value: number; peerValue: number }[]): BenchRow {
  const rows = rounds.map((round) => ({
    name,
    unit: 'requests/s',
    peer,
    ...round,
    ratio: round.value / round.peerValue,
  }));
  return rows.sort((one, other) => one.ratio - other.ratio)[rows.length >> 1];
}

/** Takes some twenty seconds. The first round only warms up. */
export async function bench(load = USUAL): Promise<BenchRow[]> {
  const tasks = tasksOf(load);
  const rounds = Array.from({ length: load.rounds + 1 }, () =>
    ROWS.map(([ours, , floor]) => contest(tasks[ours], tasks[floor], load.passes)),
  ).slice(1);
  return ROWS.map(([, name, , peer], row) =>
    median(
      `Millicent, ${name}`,
      peer,
      rounds.map((round) => round[row]),
    ),
  );
}
