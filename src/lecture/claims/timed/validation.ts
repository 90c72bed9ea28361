/**
 * How long a Millicent vendor takes to validate a request beside the verification of a signature: real requests with
 * real stamps through the vendor's own code, and real Ed25519 signatures of the same bytes by the implementation that
 * the place of running has (OpenSSL under Node). All take turns in short rounds.
 *
 * The clock is passed in. What it says differs from run to run: only whether so many validations take no longer than one
 * verification goes into what is measured; the speeds themselves are told beside the result.
 * @module
 */
import { Counter } from '../../../protocols/millicent/counter.ts';
import { CustomerKeys } from '../../../protocols/millicent/customer-keys.ts';
import { CustomerSecrets } from '../../../protocols/millicent/customer-secrets.ts';
import { Examiner } from '../../../protocols/millicent/examiner.ts';
import { parseGrant } from '../../../protocols/millicent/grant.ts';
import { IdRange } from '../../../protocols/millicent/id-range.ts';
import type { Order } from '../../../protocols/millicent/order.ts';
import { PriceList } from '../../../protocols/millicent/price-list.ts';
import { ask } from '../../../protocols/millicent/request.ts';
import { SecretTable } from '../../../protocols/millicent/secret-table.ts';
import { Stamper } from '../../../protocols/millicent/stamper.ts';
import { Till } from '../../../protocols/millicent/till.ts';
import { publicKeyOf, sign, verify } from '../../../protocols/primitives/ed25519.ts';
import { deriveKey } from '../../../protocols/primitives/hash.ts';
import { DAY, MINUTE } from '../../../units.ts';
import type { Measured } from '../evidence.ts';

/** Processor time in microseconds since some moment; it must go on. */
export type Clock = () => number;

/** How often a second of processor time. */
export interface Speeds {
  readonly validatedInTheClear: number;
  readonly validatedSecurely: number;
  readonly signaturesVerified: number;
}

export const TIMED = {
  name: 'stopwatch',
  setting:
    'real requests validated by a Millicent vendor, in the clear and secure, and real Ed25519 signatures verified: nine rounds in turn, by processor time',
} as const;

/** A signature costs more than a validation when so many validations take no longer; we have measured 11 and 21. */
export const VALIDATIONS_FOR_A_SIGNATURE = 3;

/** An odd number, so that there is a median. */
const ROUNDS = 9;
/** Each task is repeated for so long in a round. */
const ROUND_US = 20_000;
const REQUESTS = 100;
const VERIFICATIONS = 5;
const KEY_BYTES = 32;
const VENDOR = 'wellsfargo.com';
const [VALUE, PRICE] = [5_000, 1_000];
const NOW = 9_817 * DAY;
const FIRST_ID = 81_432;
const FIRST_CUSTOMER = 101_861;
const IDS = { from: 0, to: 1_000_000 };

/** Runs for some time by the clock, and says how often it did what it does. */
type Task = () => number;

/** The speeds on this machine at this moment; the first round only warms up. It takes half a second and a bit. */
export function speedsOf(seed: string, clock: Clock): Speeds {
  const { clear, secure, signature } = tasksOf(seed);
  const rounds = Array.from({ length: ROUNDS + 1 }, () => ({
    validatedInTheClear: perSecond(clear, clock),
    validatedSecurely: perSecond(secure, clock),
    signaturesVerified: perSecond(signature, clock),
  }));
  const measured = rounds.slice(1);
  return {
    validatedInTheClear: median(measured.map(({ validatedInTheClear }) => validatedInTheClear)),
    validatedSecurely: median(measured.map(({ validatedSecurely }) => validatedSecurely)),
    signaturesVerified: median(measured.map(({ signaturesVerified }) => signaturesVerified)),
  };
}

/** What of the speeds is the same in every run: 1 where so many validations take no longer than a verification, else 0. */
export function comparedSpeeds({ validatedInTheClear, validatedSecurely, signaturesVerified }: Speeds): Measured {
  const compared = (name: string, perSecond: number) => ({
    name: `timed.${name}.${VALIDATIONS_FOR_A_SIGNATURE}_for_a_signature.share`,
    unit: '1',
    value: perSecond >= VALIDATIONS_FOR_A_SIGNATURE * signaturesVerified ? 1 : 0,
    halfWidth: null,
    confidence: 0.95,
    replications: 1,
    combine: 'mean' as const,
  });
  const metrics = [compared('clear', validatedInTheClear), compared('secure', validatedSecurely)];
  return { confidence: 0.95, replications: 1, metrics, curves: [] };
}

function tasksOf(seed: string): Readonly<Record<'clear' | 'secure' | 'signature', Task>> {
  const secretOf = (name: string): Uint8Array => deriveKey(seed, `lecture/stopwatch/${name}`, KEY_BYTES);
  const scripSecrets = new SecretTable().add(IDS, secretOf('scrip'));
  const customerSecrets = new CustomerSecrets(new SecretTable().add(IDS, secretOf('customers')), REQUESTS);
  const stamper = new Stamper(scripSecrets, customerSecrets);
  const requests = Array.from({ length: REQUESTS }, (_, index) => requestsOf(index, stamper));
  const till = new Till({ ids: new IdRange(IDS), replayWindow: MINUTE, refundWindow: MINUTE });
  const counter = new Counter(till, new PriceList([{ target: '/news/*', price: PRICE }]));
  const examiner = new Examiner({ vendor: VENDOR, protocols: ['clear', 'secure'], scripSecrets, customerSecrets });
  const validating = (bytes: 'clear' | 'secure'): Task => {
    return () => {
      for (const request of requests) validate(request[bytes], examiner, counter);
      return requests.length;
    };
  };
  return {
    clear: validating('clear'),
    secure: validating('secure'),
    signature: verifying(requests[0].clear, secretOf('signature')),
  };
}

function requestsOf(index: number, stamper: Stamper): Readonly<Record<'clear' | 'secure', Uint8Array>> {
  const fields = { vendor: VENDOR, value: VALUE, id: FIRST_ID + index, customer: FIRST_CUSTOMER + index };
  const holding = parseGrant(stamper.grant({ ...fields, properties: new Map(), expires: NOW + DAY }));
  if (typeof holding === 'string') throw new Error(holding);
  const order: Order = { verb: 'buy', offer: PRICE, target: `/news/${index}` };
  const keys = new CustomerKeys(holding.secret!);
  return {
    clear: ask(holding, order, { protocol: 'clear' }).request,
    secure: ask(holding, order, { protocol: 'secure', keys }).request,
  };
}

/** Stamp, expiry, spent or not, stolen or not, price. @throws Error when the vendor would refuse */
function validate(request: Uint8Array, examiner: Examiner, counter: Counter<unknown>): void {
  const examined = examiner.examine(request);
  if (typeof examined === 'string') throw new Error(examined);
  const valid = counter.validate(examined.scrip, examined.order, NOW);
  if (typeof valid === 'string') throw new Error(valid);
}

/** @throws Error when a good signature is refused */
function verifying(message: Uint8Array, secret: Uint8Array): Task {
  const signature = sign(message, secret);
  const key = publicKeyOf(secret);
  return () => {
    for (let i = 0; i < VERIFICATIONS; i++)
      if (!verify(signature, message, key)) throw new Error('a good signature was refused');
    return VERIFICATIONS;
  };
}

function perSecond(task: Task, clock: Clock): number {
  const begin = clock();
  let [count, passed] = [0, 0];
  while (passed < ROUND_US) {
    count += task();
    passed = clock() - begin;
  }
  return (1e6 * count) / passed;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
