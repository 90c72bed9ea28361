/**
 * An independent auditor of the lotteries: it hears what arrives at the bank, knows the rules of statistical payment,
 * MR1, MR2 and MR3, and predicts every account to the micro-dollar. It shares no code with the bank: no book of serials,
 * no lottery numbers, no encoding. Users number their cheques as they like, vendors hand in late and repeatedly, the
 * network loses, repeats and reorders. Fails when the ledger of a run shows anything else.
 */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Tampering } from '../../src/economy/market.ts';
import type { Fidelity, Market, PaymentScheme } from '../../src/economy/scheme.ts';
import type { DeferredOptions } from '../../src/economy/schemes/mr/options.ts';
import { selectionRate } from '../../src/protocols/mr/selection-rate.ts';
import { stream } from '../../src/sim/random.ts';
import { DAY, HOUR } from '../../src/units.ts';
import { type Account, COIN, LOTTERIES, type LotteryChange, type LotteryName, runLottery } from './setting.ts';
import { defective, type Message, overheard, withDebit } from './tampered.ts';

/** A payable cheque as it reaches the bank. */
interface Paper {
  readonly id: string | number;
  readonly user: number;
  readonly vendor: number;
  readonly first: number;
  readonly units: number;
  readonly time: number;
}

interface Rules {
  readonly scheme: LotteryName;
  readonly users: number;
  readonly vendors: number;
  /** s = odds[0] / odds[1]. */
  readonly odds: readonly [number, number];
  readonly window: number;
  readonly honourReused: boolean;
  readonly penalty: number;
  readonly expulsion: boolean;
  readonly deposit: number;
  /** All that user 0 can pay. */
  readonly funds: number;
}

const lastOf = ({ first, units }: Paper): number => first + units - 1;
const overlap = (a: Paper, b: Paper): boolean => a.first <= lastOf(b) && b.first <= lastOf(a);
/** Serial numbers one way, times the other. */
const crossed = (a: Paper, b: Paper): boolean => (a.first - b.first) * (a.time - b.time) < 0;

class Auditor {
  readonly caught = new Set<number>();
  readonly expelled = new Set<number>();
  readonly accounts: { -readonly [K in keyof Account]: number }[];
  /** Units for which each user was debited. */
  readonly maxSerial: number[];
  readonly rules: Rules;
  readonly bank: number;
  paid = 0;
  #known: Paper[] = [];
  /** Of each user the cheque of his MaxS. */
  #furthest: (Paper | undefined)[] = [];
  #funds: number[];

  constructor(rules: Rules) {
    const { users, vendors, deposit, funds } = rules;
    this.rules = rules;
    this.bank = users + vendors;
    this.maxSerial = new Array(users).fill(0);
    this.#funds = Array.from({ length: users }, (_, user) => (user === 0 ? funds : Infinity));
    this.accounts = Array.from({ length: users + vendors + 1 }, (_, party) => {
      if (party < users) return { cash: 0 - deposit, goods: 0, claims: deposit, liabilities: 0 };
      if (party < this.bank) return { cash: 0, goods: 0, claims: 0, liabilities: 0 };
      return { cash: users * deposit, goods: 0, claims: 0, liabilities: users * deposit };
    });
  }

  served(user: number, vendor: number, price: number): void {
    expect(this.expelled.has(user), `user ${user} is served after he was expelled`).toBe(false);
    this.accounts[user]!.goods += price;
    this.accounts[this.rules.users + vendor]!.goods -= price;
  }

  /** One payable cheque at the bank: MR1's rule or MR2's. */
  deposited(paper: Paper, now: number): void {
    const { scheme, window, honourReused } = this.rules;
    if (now - paper.time > window || paper.time > now || this.expelled.has(paper.user)) return;
    if (this.#known.some(({ id }) => id === paper.id)) return;
    // The bank remembers the cheques of the deposit window, and of each user the one of MaxS.
    const own = this.#known.filter(
      (other) => other.user === paper.user && (now - other.time <= window || other === this.#furthest[paper.user]),
    );
    this.#known.push(paper);
    if (scheme === 'statistical' || scheme === 'mr1') {
      this.#credit(paper);
      this.#debit(paper.user, this.#payout(paper.units));
      return;
    }
    const reused = own.some((other) => overlap(paper, other));
    if (!reused || honourReused) this.#credit(paper);
    if (!reused) {
      const units = Math.max(0, lastOf(paper) - this.maxSerial[paper.user]!);
      this.#debit(paper.user, COIN * units);
      this.maxSerial[paper.user]! += units;
      if (units > 0) this.#furthest[paper.user] = paper;
    }
    if (reused || own.some((other) => crossed(paper, other))) this.#catch(paper.user);
  }

  /** All openings of a period together; those refused for a serial number in common are as if never deposited. */
  period(openings: readonly Paper[], now: number): void {
    for (const paper of openings) {
      const shared = openings.some((o) => o.id !== paper.id && o.user === paper.user && overlap(o, paper));
      if (shared && !this.rules.honourReused) this.#catch(paper.user);
      else this.deposited(paper, now);
    }
  }

  #payout(units: number): number {
    const [p, d] = this.rules.odds;
    return Math.max((COIN * d) / p, COIN * units);
  }

  #credit({ vendor, units }: Paper): void {
    this.paid++;
    this.accounts[this.rules.users + vendor]!.cash += this.#payout(units);
    this.accounts[this.bank]!.cash -= this.#payout(units);
  }

  #collect(user: number, amount: number): boolean {
    const collected = Math.min(this.#funds[user]!, amount);
    this.#funds[user]! -= collected;
    this.accounts[user]!.cash -= collected;
    this.accounts[this.bank]!.cash += collected;
    return collected === amount;
  }

  #debit(user: number, amount: number): void {
    if (!this.#collect(user, amount)) this.#catch(user);
  }

  #catch(user: number): void {
    if (this.caught.has(user)) return;
    this.caught.add(user);
    this.accounts[user]!.claims = 0;
    this.accounts[this.bank]!.liabilities -= this.rules.deposit;
    this.#collect(user, this.rules.penalty);
    if (this.rules.expulsion) this.expelled.add(user);
  }
}

/** A cheque's fields from its bytes: two names of kinds, three identities of four bytes, three numbers of eight. */
function papersOf(signed: Uint8Array): Paper {
  const bytes = Buffer.from(signed);
  const text = bytes.subarray('farthing/signed-cheque/1'.length, -64);
  const at = 'farthing/cheque/1'.length;
  const [user, vendor] = [text.readUInt32BE(at + 1), text.readUInt32BE(at + 6)];
  const number = (place: number): number => Number(text.readBigUInt64BE(at + 15 + 8 * place));
  const id = createHash('sha256').update(text).digest('hex');
  return { id, user, vendor, first: number(2), units: number(1) / COIN, time: number(0) };
}

/** F(D) / 2^64 against j s, exactly. */
function wins(proof: Uint8Array, units: number, [p, d]: Rules['odds']): boolean {
  const number = createHash('sha512').update(proof).digest().readBigUInt64BE(0);
  return number * BigInt(d) < BigInt(p) * BigInt(units) * 2n ** 64n;
}

/** What the auditor reads of a deposit: at real its bytes only, of which the statistical payment has none. */
function readDeposit(message: Message, fidelity: Fidelity, { scheme, odds }: Rules): Paper {
  const price = message('price') as number;
  const vendor = message('vendor') as number;
  if (fidelity !== 'real') {
    const [id, user, first] = [message('number'), message('identity'), message('serial')] as number[];
    return { id: id!, user: user!, vendor, first: first!, units: price / COIN, time: message('time') as number };
  }
  if (scheme === 'statistical') {
    const slip = message('signed') as { number: number; identity: number; serial: number; units: number; time: number };
    return { ...slip, id: slip.number, user: slip.identity, vendor, first: slip.serial };
  }
  const paper = papersOf(message('signed') as Uint8Array);
  expect(wins(message('proof') as Uint8Array, paper.units, odds)).toBe(true);
  return paper;
}

function readOpenings(content: unknown): Paper[] {
  const openings = content as ({ signed: Uint8Array } | (Omit<Paper, 'user' | 'first'> & Record<string, number>))[];
  return openings.map((opening) => {
    if ('signed' in opening) return papersOf(opening.signed as Uint8Array);
    return { ...opening, user: opening.identity!, first: opening.serial! };
  });
}

interface Case {
  readonly scheme: LotteryName;
  readonly fidelity: Fidelity;
  readonly seed: number;
  readonly users: number;
  readonly vendors: number;
  readonly perUser: number;
  readonly odds: readonly [number, number];
  readonly isDear: boolean;
  readonly hasWindow: boolean;
  readonly honourReused: boolean;
  readonly penalty: number;
  readonly expulsion: boolean;
  readonly deposit: number;
  readonly funds: number;
  readonly network: 'still' | 'jittery' | 'faulty';
  /** How often users number as they like. */
  readonly mischief: number;
  readonly delay: number;
  readonly copies: number;
}

const NETWORKS = {
  still: { latency: 50_000, jitter: 0, loss: 0, duplication: 0 },
  jittery: { latency: 50_000, jitter: 6 * HOUR, loss: 0, duplication: 0.3 },
  faulty: { latency: 50_000, jitter: 400_000, loss: 0.45, duplication: 0.3 },
};

/** What users and vendors do who are not honest, as far as the scheme lets them. */
function mischiefOf({ seed, mischief, delay, copies, funds }: Case): NonNullable<Tampering['behaviourOf']> {
  const draw = stream(`${seed}`, 'mischief');
  return (user, honest, { capabilities }) => {
    if (user === 0) {
      if (funds < Infinity) capabilities.credit?.limit(0, funds);
      if (delay > 0) capabilities.deposits?.delay(0, delay);
      if (copies > 0) capabilities.deposits?.replay(0, copies);
    }
    const { serials } = capabilities;
    if (serials === undefined) return honest;
    return (who, vendor, price) => {
      const next = serials.next(who);
      if (draw.next() >= mischief) honest(who, vendor, price);
      else serials.payNumbered(who, vendor, price, 1 + Math.floor(draw.next() * (next + 3)));
    };
  };
}

/** Runs a case with the auditor at the bank's door, and compares. */
function audit(subject: Case, audited: PaymentScheme<DeferredOptions> = LOTTERIES[subject.scheme]) {
  const { scheme, fidelity, users, vendors, perUser, odds, honourReused, penalty, expulsion } = subject;
  const deferred = scheme === 'mr3';
  const window = subject.hasWindow && honourReused ? (deferred ? DAY + 3 * HOUR : 5 * HOUR) : Infinity;
  const { deposit, funds } = subject;
  const auditor = new Auditor({
    ...{ scheme, users, vendors, odds, window, honourReused, penalty, expulsion, deposit, funds },
  });
  const periods = new Map<number, Paper[]>();
  const caught = new Set<number>();
  const settlePeriodsBefore = (now: number): void => {
    for (const [period, openings] of [...periods].sort(([a], [b]) => a - b)) {
      const due = (period + 1) * DAY + 3 * HOUR;
      if (due >= now) continue;
      auditor.period(openings, due);
      periods.delete(period);
    }
  };
  const heard: PaymentScheme<DeferredOptions> = overheard(
    audited,
    (line, message, now) => {
      settlePeriodsBefore(now);
      if (line === 'deposit') auditor.deposited(readDeposit(message, fidelity, auditor.rules), now);
      if (line !== 'openings') return;
      const period = message('period') as number;
      periods.set(period, [...(periods.get(period) ?? []), ...readOpenings(message('content'))]);
    },
    (market: Market) => ({
      served: (user, vendor, price) => {
        auditor.served(user, vendor, price);
        market.served(user, vendor, price);
      },
      incident: (reason, blamed) => {
        if (blamed >= 0 && blamed < users) caught.add(blamed);
        market.incident(reason, blamed);
      },
    }),
  );
  const price = subject.isDear
    ? ({ kind: 'choice', prices: [COIN, 3 * COIN, 25 * COIN], weights: [3, 2, 1] } as const)
    : ({ kind: 'constant', price: COIN } as const);
  const change: LotteryChange = {
    scheme: heard,
    market: {
      fidelity,
      seed: `audit/${subject.seed}`,
      duration: 2 * DAY,
      network: NETWORKS[deferred && subject.network === 'jittery' ? 'faulty' : subject.network],
      // The bank takes no time, so that deposits are decided as they arrive.
      bank: { servers: 1, costs: { message: 0, hash: 0, signature: 0, lookUp: 0, write: 0 } },
    },
    demand: { users, vendors, arrivals: { kind: 'fixed', perUser }, price },
    options: { selectionRate: selectionRate(BigInt(odds[0]), BigInt(odds[1])), depositWindow: window },
    defences: { honourReused, penalty, expulsion, identityDeposit: deposit },
    // Who skips serial numbers is charged for more than he used, by his own doing.
    tampering: { behaviourOf: mischiefOf(subject), ...(subject.mischief > 0 && { without: 'rules' }) },
  };
  const { accounts } = runLottery(scheme, change);
  settlePeriodsBefore(Infinity);
  expect(accounts).toEqual(auditor.accounts);
  expect([...caught].sort()).toEqual([...auditor.caught].sort());
  return auditor;
}

const HOSTILE: Case = {
  ...{ scheme: 'mr2', fidelity: 'sampled', seed: 1, users: 4, vendors: 3, perUser: 25, odds: [1, 2] },
  ...{ isDear: true, hasWindow: false, honourReused: true, penalty: 50_000, expulsion: false },
  ...{ deposit: 300_000, funds: 200_000, network: 'faulty', mischief: 0.3, delay: 2 * HOUR, copies: 1 },
} as const;

describe('an auditor at the door of a lottery bank', () => {
  const cases = fc.record({
    scheme: fc.constantFrom<LotteryName>('statistical', 'mr1', 'mr2', 'mr2', 'mr3', 'mr3'),
    fidelity: fc.constant<Fidelity>('sampled'),
    seed: fc.nat(),
    users: fc.integer({ min: 1, max: 4 }),
    vendors: fc.integer({ min: 1, max: 3 }),
    perUser: fc.integer({ min: 1, max: 25 }),
    odds: fc.constantFrom<Rules['odds']>([1, 1], [1, 2], [2, 5], [1, 10]),
    isDear: fc.boolean(),
    hasWindow: fc.boolean(),
    honourReused: fc.boolean(),
    penalty: fc.constantFrom(0, 50_000),
    expulsion: fc.boolean(),
    deposit: fc.constantFrom(0, 300_000),
    funds: fc.constantFrom(Infinity, 0, 100_000, 250_000),
    network: fc.constantFrom<Case['network']>('still', 'jittery', 'faulty'),
    mischief: fc.constantFrom(0, 0, 0.1, 0.5),
    delay: fc.constantFrom(0, 2 * HOUR),
    copies: fc.constantFrom(0, 2),
  });

  it('predicts every account and every user caught, whoever cheats, whatever the network does', () => {
    fc.assert(
      fc.property(cases, (subject) => {
        audit(subject);
      }),
      { numRuns: 250, seed: 20_763 },
    );
  });

  for (const scheme of ['statistical', 'mr1', 'mr2', 'mr3'] as const) {
    for (const expulsion of [false, true])
      it(`predicts them from the bytes alone: ${scheme} at real, ${expulsion ? 'with' : 'without'} expulsion`, () => {
        const auditor = audit({ ...HOSTILE, scheme, fidelity: 'real', users: 3, perUser: 10, expulsion });
        expect(auditor.paid).toBeGreaterThan(5);
        expect(auditor.caught.size).toBeGreaterThan(0);
      });
  }

  it('has seen every rule at work in the cases above', () => {
    // Reuse honoured and refused, out of order, late, repeated, insolvent, expelled: each makes a difference.
    const paid = (change: Partial<Case>): number => audit({ ...HOSTILE, funds: Infinity, ...change }).paid;
    const all = paid({});
    expect(paid({ honourReused: false })).toBeLessThan(all);
    expect(paid({ expulsion: true })).toBeLessThan(all);
    expect(paid({ hasWindow: true, delay: 6 * HOUR })).toBeLessThan(all);
    expect(paid({ copies: 3, network: 'still' })).toBe(paid({ copies: 0, network: 'still' }));
    expect(audit({ ...HOSTILE, mischief: 0, funds: Infinity }).caught.size).toBe(0);
    expect(audit({ ...HOSTILE, mischief: 0 }).caught).toEqual(new Set([0]));
    expect(audit({ ...HOSTILE, isDear: false, scheme: 'mr3', honourReused: false }).caught.size).toBeGreaterThan(1);
  });
});

/** What no invariant of a run can see, the auditor sees. */
describe('the auditor catches', () => {
  const bank = (scheme: 'mr1' | 'mr2', defect: Parameters<typeof defective>[1]) => defective(scheme, defect);
  const careless: Case = { ...HOSTILE, isDear: false, funds: Infinity, network: 'still', perUser: 12, mischief: 0 };
  const mismatch = /to deeply equal/;

  it.each(['mr1', 'mr2'] as const)('a bank that pays a cheque as often as it is handed in: %s', (scheme) => {
    let calls = 0;
    const forgetful = bank(scheme, {
      charging: (charging) => ({
        ...charging,
        decide: (facts, stakes, now) => charging.decide({ ...facts, id: `${facts.id}/${calls++}` }, stakes, now),
      }),
    });
    expect(() => audit({ ...careless, scheme }, forgetful)).toThrow(mismatch);
  });

  it('vendors who serve a user who was expelled', () => {
    const blind = bank('mr2', { evidence: (evidence) => Object.assign(evidence, { accept: () => undefined }) });
    const reusers: Case = { ...careless, mischief: 0.9, expulsion: true };
    expect(() => audit(reusers, blind)).toThrow(/is served after he was expelled/);
    expect(() => audit(reusers)).not.toThrow();
  });

  it.each([1, -1])('a bank that is off by one in MaxS: %i', (more) => {
    const offByOne = bank('mr2', { charging: (charging) => withDebit(charging, (debit) => debit + more * COIN) });
    // Who numbers as he likes is out of reach of the invariant.
    expect(() => audit({ ...careless, mischief: 0.01 }, offByOne)).toThrow(mismatch);
  });
});
