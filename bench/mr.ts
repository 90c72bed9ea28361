/**
 * The lottery schemes through the whole market, books and invariants included, beside the floor of each fidelity:
 * at `real` the signature operations alone (two signatures and one verification a payment), made by node:crypto with
 * its keys unpacked beforehand; at `sampled` and `aggregate` the kernel alone, doing its hold model with as many
 * agents. Set-up (keys, random streams) is left out of a rate: a short run is subtracted from a long one.
 * @module
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { type MarketSpecification, runMarket } from 'farthing/economy/market';
import type { Fidelity } from 'farthing/economy/scheme';
import type { MrOptions } from 'farthing/economy/schemes/mr/options';
import { mr2 } from 'farthing/economy/schemes/mr/scheme';
import type { BenchRow } from 'farthing/experiment/bench-row';
import { selectionRate } from 'farthing/protocols/mr/selection-rate';
import { DEFAULT_COSTS } from 'farthing/scenario/default-costs';
import { Priority } from 'farthing/sim/priority';
import { Simulation } from 'farthing/sim/simulation';
import { DAY } from 'farthing/units';
import seedrandom from 'seedrandom';

/** An odd number, so that there is a median; many short rounds, since the machine may be shared. */
const ROUNDS = 15;
const PRICE = 10_000;
const ONE_IN = 1000;
const VENDORS = 10;
/** Bytes that a user signs, and that a merchant signs over them. */
const CHEQUE_BYTES = 56;
const SIGNED_BYTES = 144;
const MEBIBYTE_IN_KIB = 1024;
const GIBIBYTE_IN_MIB = 1024;

const OPTIONS: MrOptions = {
  selectionRate: selectionRate(1n, BigInt(ONE_IN)),
  selectionProof: 'ed25519',
  depositWindow: DAY,
  macropaymentFee: 300_000,
  defences: { penalty: 0, expulsion: false, honourReused: true, meanGapFalseAlarm: 0, identityDeposit: 0 },
};

/** Seconds of processor time, which a neighbour on the machine disturbs less than the wall clock. */
function secondsOf(work: () => void): number {
  const begin = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1e6;
}

interface Load {
  readonly fidelity: Fidelity;
  readonly users: number;
  readonly perUser: number;
}

function runMr2({ fidelity, users, perUser }: Load): void {
  const specification: MarketSpecification = {
    label: 'mr2',
    seed: 'bench/0',
    duration: 30 * DAY,
    fidelity,
    demand: {
      users,
      vendors: VENDORS,
      arrivals: { kind: 'fixed', perUser },
      price: { kind: 'constant', price: PRICE },
      zipfExponent: 1,
    },
    bank: { servers: 1, costs: DEFAULT_COSTS },
    network: { latency: 50_000, jitter: 0, loss: 0, duplication: 0 },
  };
  runMarket(specification, mr2, OPTIONS);
}

/** Payments per second, set-up subtracted. */
function paymentsPerSecond(load: Load): number {
  const setUp = secondsOf(() => runMr2({ ...load, perUser: 1 }));
  const whole = secondsOf(() => runMr2(load));
  return (load.users * (load.perUser - 1)) / (whole - setUp);
}

interface Signer {
  readonly secret: KeyObject;
  readonly key: KeyObject;
}

function makeSigners(count: number): Signer[] {
  return Array.from({ length: count }, () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const secret = createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' }));
    return { secret, key: createPublicKey(secret) };
  });
}

/** What a payment cannot do without: the user signs, the merchant verifies and countersigns. */
function signaturesPerSecond(users: readonly Signer[], vendors: readonly Signer[], payments: number): number {
  const cheque = new Uint8Array(CHEQUE_BYTES);
  const signed = new Uint8Array(SIGNED_BYTES);
  const seconds = secondsOf(() => {
    for (let i = 0; i < payments; i++) {
      const user = users[i % users.length];
      new DataView(cheque.buffer).setUint32(0, i);
      const signature = sign(null, cheque, user.secret);
      if (!verify(null, cheque, user.key, signature)) throw new Error('a good signature was refused');
      signed.set(signature);
      sign(null, signed, vendors[i % vendors.length].secret);
    }
  });
  return payments / seconds;
}

const TABLE = 1 << 16;
const MEAN_GAP_US = 1_000_000;
const draw = seedrandom.alea('gaps');
const gaps = Float64Array.from({ length: TABLE }, () =>
  Math.max(1, Math.round(-MEAN_GAP_US * Math.log(1 - draw.double()))),
);

/** The kernel alone: every agent schedules himself again, until about so many events have happened. */
function holdEventsPerSecond(agents: number, events: number): number {
  const simulation = new Simulation();
  let turn = 0;
  const agent: number = simulation.register('agent', (index) => {
    simulation.after(gaps[turn++ & (TABLE - 1)], agent, Priority.decision, index);
  });
  for (let index = 0; index < agents; index++) {
    simulation.after(gaps[turn++ & (TABLE - 1)], agent, Priority.decision, index);
  }
  const seconds = secondsOf(() => simulation.run(Math.round((events / agents) * MEAN_GAP_US)));
  return simulation.executed / seconds;
}

/** Both sides in turn; the row is the round whose ratio is the median, after a round to warm up. */
function contest(name: string, peer: string, ours: () => number, floor: () => number): BenchRow {
  const rounds = Array.from({ length: ROUNDS + 1 }, () => ({ value: ours(), peerValue: floor() })).slice(1);
  const rows = rounds.map((round) => ({
    name,
    unit: 'payments/s',
    peer,
    ...round,
    ratio: round.value / round.peerValue,
  }));
  return rows.sort((one, other) => one.ratio - other.ratio)[ROUNDS >> 1];
}

function real(): BenchRow {
  const load: Load = { fidelity: 'real', users: 20, perUser: 100 };
  const users = makeSigners(load.users);
  const vendors = makeSigners(VENDORS);
  return contest(
    'MR2, real',
    'node:crypto, 2 signatures and 1 verification a payment',
    () => paymentsPerSecond(load),
    () => signaturesPerSecond(users, vendors, load.users * load.perUser),
  );
}

function sampled(): BenchRow {
  const load: Load = { fidelity: 'sampled', users: 1000, perUser: 100 };
  return contest(
    `MR2, sampled, ${load.users} users`,
    'hold model, 2 events a payment',
    () => paymentsPerSecond(load),
    () => holdEventsPerSecond(load.users, 2 * load.users * load.perUser) / 2,
  );
}

function aggregate(): BenchRow {
  const load: Load = { fidelity: 'aggregate', users: 10_000, perUser: 100 * ONE_IN };
  const wins = (load.users * load.perUser) / ONE_IN;
  return contest(
    `MR2, aggregate, ${load.users} users, s = 1/${ONE_IN}`,
    'hold model, 2 events a payable cheque',
    () => paymentsPerSecond(load),
    () => (holdEventsPerSecond(load.users, 2 * wins) * ONE_IN) / 2,
  );
}

/** A million users, and the most memory that this process has ever had: an upper bound for theirs. */
function million(): BenchRow {
  runMr2({ fidelity: 'sampled', users: 1_000_000, perUser: 2 });
  const value = process.resourceUsage().maxRSS / MEBIBYTE_IN_KIB;
  return {
    name: 'MR2, sampled, a million users',
    unit: 'MiB',
    value,
    peer: 'a gibibyte',
    peerValue: GIBIBYTE_IN_MIB,
    ratio: value / GIBIBYTE_IN_MIB,
  };
}

/** Takes a minute or two. The million comes last: no rate is to be measured on the heap that it leaves. */
export async function bench(): Promise<BenchRow[]> {
  return [real(), sampled(), aggregate(), million()];
}
