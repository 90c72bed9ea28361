/**
 * Every adversary against every scheme that offers what it exploits, with real signatures and without: the fraud really
 * happens, nothing of the simulator's own knowledge helps it, and each defence changes what it should.
 *
 * Shares are tested two-sidedly against exact binomial laws at a false alarm of 1e-9.
 */
import { describe, expect, it } from 'vitest';
import { colludingPair } from '../../src/economy/adversaries/colluding-pair.ts';
import { grindingBank } from '../../src/economy/adversaries/grinding-bank.ts';
import { grindingMerchant } from '../../src/economy/adversaries/grinding-merchant.ts';
import { insolventUser } from '../../src/economy/adversaries/insolvent-user.ts';
import { lateDepositor } from '../../src/economy/adversaries/late-depositor.ts';
import { quitter } from '../../src/economy/adversaries/quitter.ts';
import { replayingMerchant } from '../../src/economy/adversaries/replaying-merchant.ts';
import { serialReuser } from '../../src/economy/adversaries/serial-reuser.ts';
import { serialStretcher } from '../../src/economy/adversaries/serial-stretcher.ts';
import { sybilPair } from '../../src/economy/adversaries/sybil-pair.ts';
import type { Enlistment } from '../../src/economy/adversary.ts';
import type { MarketOutcome } from '../../src/economy/market.ts';
import type { Market } from '../../src/economy/scheme.ts';
import { selectionRate } from '../../src/protocols/mr/selection-rate.ts';
import { binomialAtLeast, binomialAtMost } from '../../src/theory/binomial.ts';
import { colludersCaughtAt, reuserCaughtBy } from '../../src/theory/cheats.ts';
import { meanGapTest, stretcherCaughtBy } from '../../src/theory/mean-gap.ts';
import { DAY, HOUR } from '../../src/units.ts';
import {
  type Account,
  COIN,
  countOf,
  gang,
  LOTTERIES,
  LOTTERY,
  LOTTERY_MARKET,
  type LotteryChange,
  type LotteryName,
  measured,
  runLottery,
} from './setting.ts';
import { tamperedMarket } from './tampered.ts';

const FALSE_ALARM = 1e-9;
const ALIKE = { kind: 'fixed', perUser: 12 } as const;
const FEW = { ...LOTTERY_MARKET.demand, users: 4, arrivals: ALIKE };
const HALF = selectionRate(1n, 2n);
/** What a winner of one unit gets at s = 1/2. */
const PRIZE = 2 * COIN;

type Run = MarketOutcome & { readonly accounts: readonly Account[] };
const usd = (outcome: Run, name: string): number => Math.round(countOf(outcome, `lottery.${name}`) * 1e6);
const vendorsOf = ({ accounts }: Run): readonly Account[] => accounts.slice(FEW.users, FEW.users + FEW.vendors);
const cashOf = (accounts: readonly Account[]): number => accounts.reduce((sum, { cash }) => sum + cash, 0);

interface Fraud {
  readonly adversary: Enlistment['adversary'];
  readonly options?: unknown;
  readonly members: number;
  readonly change?: LotteryChange;
  /** What shows in a run that it happened, beside the same run of honest people. */
  happened(run: Run, honest: Run, scheme: LotteryName): void;
}

const FRAUDS: readonly Fraud[] = [
  {
    adversary: serialReuser,
    members: 4,
    happened(run) {
      expect(countOf(run, 'lottery.incidents.serial_reused_count')).toBeGreaterThan(0);
      for (const { cash } of run.accounts.slice(0, 4)) expect(-cash).toBeLessThanOrEqual(COIN);
      expect(usd(run, 'gang.gain_usd')).toBeGreaterThanOrEqual(4 * (ALIKE.perUser - 1) * COIN);
    },
  },
  {
    adversary: serialStretcher,
    options: { uses: 3 },
    members: 4,
    happened(run) {
      for (const { cash, goods } of run.accounts.slice(0, 4)) {
        expect(-cash).toBeLessThanOrEqual((ALIKE.perUser / 3) * COIN);
        expect(goods).toBe(ALIKE.perUser * COIN);
      }
    },
  },
  {
    adversary: grindingMerchant,
    members: 3,
    happened(run, honest) {
      const served = measured(run, 'lottery.payments.served_count');
      expect(measured(run, 'lottery.payable_count')).toBe(served);
      expect(cashOf(vendorsOf(run))).toBe(served * PRIZE);
      expect(measured(run, 'lottery.grinding.tries_count')).toBeGreaterThan(served);
      expect(usd(run, 'gang.gain_usd')).toBe(served * (PRIZE - COIN));
      expect(usd(run, 'gang.gain_usd')).toBeGreaterThan(cashOf(vendorsOf(honest)) - served * COIN);
      expect(countOf(run, 'lottery.gang.caught_share')).toBe(0);
    },
  },
  {
    adversary: colludingPair,
    options: { perPurchase: 2 },
    members: 2,
    happened(run, honest, scheme) {
      const chosen = 2 * 2 * ALIKE.perUser;
      const more = measured(run, 'lottery.payable_count') - measured(honest, 'lottery.payable_count');
      // Honest purchases of the pair win as they please, so more or fewer of those than before.
      expect(more).toBeGreaterThan(chosen - 4 * ALIKE.perUser);
      expect(measured(run, 'lottery.grinding.tries_count')).toBeGreaterThanOrEqual(chosen);
      expect(usd(run, 'loss.bank_usd') > usd(honest, 'loss.bank_usd')).toBe(scheme === 'mr2');
      expect(countOf(run, 'lottery.incidents.serial_out_of_order_count')).toBe(0);
    },
  },
  {
    adversary: sybilPair,
    members: 2,
    happened(run, honest) {
      expect(measured(run, 'lottery.grinding.tries_count')).toBeGreaterThanOrEqual(2 * ALIKE.perUser);
      expect(usd(run, 'loss.bank_usd')).toBeGreaterThan(usd(honest, 'loss.bank_usd'));
    },
  },
  {
    adversary: lateDepositor,
    options: { delay: 2 * DAY },
    members: 3,
    change: { options: { depositWindow: DAY } },
    happened(run, honest) {
      expect(countOf(run, 'lottery.incidents.late_count')).toBe(measured(honest, 'lottery.payable_count'));
      expect(countOf(run, 'lottery.incidents.late_count')).toBeGreaterThan(0);
      expect(cashOf(vendorsOf(run))).toBe(0);
      expect(measured(run, 'lottery.gang.caught_share')).toBe(1);
    },
  },
  {
    adversary: replayingMerchant,
    options: { times: 2 },
    members: 3,
    happened(run, honest) {
      expect(countOf(run, 'lottery.incidents.duplicate_count')).toBe(2 * measured(honest, 'lottery.payable_count'));
      expect(run.accounts).toEqual(honest.accounts);
      expect(measured(run, 'lottery.gang.caught_share')).toBe(1);
    },
  },
  {
    adversary: quitter,
    options: { after: 7 },
    members: 4,
    happened(run) {
      expect(measured(run, 'lottery.payments.served_count')).toBe(4 * 7);
      expect(measured(run, 'lottery.refused.declined_count')).toBe(4 * (ALIKE.perUser - 7));
    },
  },
  {
    adversary: insolventUser,
    options: { funds: COIN },
    members: 4,
    happened(run) {
      for (const { cash } of run.accounts.slice(0, 4)) expect(-cash).toBeLessThanOrEqual(COIN);
      const uncollected = usd(run, 'bank.uncollected_usd');
      expect(uncollected).toBeGreaterThan(0);
      expect(usd(run, 'loss.bank_usd')).toBe(uncollected + usd(run, 'bank_shortfall.total_usd'));
      expect(measured(run, 'lottery.gang.caught_share')).toBeGreaterThan(0);
    },
  },
  {
    adversary: grindingBank,
    options: { tries: 30 },
    members: 0,
    happened(run, honest) {
      // Of 30 draws for some nine payments a period the cheapest has clearly fewer winners than one.
      const payable = measured(run, 'lottery.payable_count');
      expect(payable).toBeLessThan(measured(honest, 'lottery.payable_count'));
      expect(payable).toBeLessThan(0.3 * 4 * ALIKE.perUser);
      expect(measured(run, 'lottery.grinding.tries_count') % 30).toBe(0);
      expect(usd(run, 'gang.gain_usd')).toBeGreaterThan(-usd(honest, 'loss.bank_usd'));
    },
  },
];

/** The schemes that offer what an adversary exploits; MR3's bank can grind when its proof is a plain signature. */
function targetsOf({ adversary }: Fraud): LotteryName[] {
  const names = Object.keys(LOTTERIES) as LotteryName[];
  return names.filter((name) =>
    LOTTERIES[name].capabilities({ ...LOTTERY, bankProof: 'ed25519' }).includes(adversary.needs),
  );
}

function attacked({ adversary, members, options, change }: Fraud, scheme: LotteryName, more: LotteryChange): Run {
  return runLottery(scheme, {
    ...change,
    ...more,
    options: { selectionRate: HALF, bankProof: 'ed25519', ...change?.options, ...more.options },
    market: { demand: FEW, enlistments: members < 0 ? [] : [gang(adversary, members, options)], ...more.market },
  });
}

describe('adversaries', () => {
  it('are all tried, each against some scheme, and every capability of a lottery by one', () => {
    expect(FRAUDS.map((fraud) => targetsOf(fraud).length)).toEqual([2, 2, 2, 2, 1, 3, 3, 4, 4, 1]);
  });

  for (const fraud of FRAUDS)
    for (const scheme of targetsOf(fraud))
      for (const fidelity of ['real', 'sampled'] as const)
        it(`${fraud.adversary.kind} against ${scheme} at ${fidelity} really happens`, () => {
          const run = attacked(fraud, scheme, { market: { fidelity } });
          const honest = attacked({ ...fraud, members: -1 }, scheme, { market: { fidelity } });
          fraud.happened(run, honest, scheme);
          if (fidelity === 'real') {
            // Fails when the attack, or the bank, reads what only the simulator can know.
            const poisoned = attacked(fraud, scheme, { market: { fidelity }, tampering: { poisoned: true } });
            expect(poisoned.digest).toBe(run.digest);
          }
        });
});

describe('a grinding merchant before a proof of which there is one only', () => {
  for (const scheme of ['mr1', 'mr2'] as const)
    for (const fidelity of ['real', 'sampled'] as const)
      it(`gains nothing and is caught: ${scheme} at ${fidelity}`, () => {
        const demand = { ...FEW, arrivals: { kind: 'fixed', perUser: 6 } } as const;
        const change: LotteryChange = { market: { fidelity }, demand, options: { selectionProof: 'ecvrf' } };
        const fraud = { ...FRAUDS[2]!, members: 2 };
        const [run, honest] = [fraud, { ...fraud, members: -1 }].map((each) => attacked(each, scheme, change));
        // His forged proofs are refused, his lucky ones are those he would have had anyway.
        expect(run!.accounts).toEqual(honest!.accounts);
        expect(countOf(run!, 'lottery.incidents.bad_selection_proof_count')).toBeGreaterThan(0);
        expect(measured(run!, 'lottery.gang.caught_share')).toBe(1);
      });
});

describe('an idle extra agent', () => {
  for (const scheme of Object.keys(LOTTERIES) as LotteryName[])
    for (const fidelity of ['real', 'sampled'] as const) {
      it(`changes nobody's draws: a gang that never acts, ${scheme} at ${fidelity}`, () => {
        const idle = { adversary: quitter, options: { after: 1e9 }, members: 2, happened() {} };
        const [run, honest] = [idle, { ...idle, members: -1 }].map((each) =>
          attacked(each, scheme, { market: { fidelity } }),
        );
        expect(run!.digest).toBe(honest!.digest);
        expect(run!.accounts).toEqual(honest!.accounts);
      });

      it(`changes nobody's draws: a user more who buys nothing, ${scheme} at ${fidelity}`, () => {
        const change: LotteryChange = { market: { fidelity }, options: { selectionRate: HALF } };
        const without = runLottery(scheme, { ...change, demand: FEW });
        let market: Market | undefined;
        const more = runLottery(scheme, {
          ...change,
          demand: { ...FEW, users: 5 },
          scheme: tamperedMarket(LOTTERIES[scheme], (there) => {
            market = there;
            return {};
          }),
          tampering: {
            behaviourOf: (user, honest) =>
              user < 4 ? honest : (...purchase) => market!.refused(...purchase, 'declined'),
          },
        });
        expect(countOf(more, 'lottery.refused.declined_count')).toBe(ALIKE.perUser);
        expect([...more.accounts.slice(0, 4), ...more.accounts.slice(5)]).toEqual(without.accounts);
      });
    }
});

/** Many cheats, each payment of one unit, s = 1/10. */
const CROWD = 1_000;
function crowd(
  scheme: LotteryName,
  adversary: Enlistment['adversary'],
  payments: number,
  change: LotteryChange & { readonly asked?: unknown; readonly members?: number } = {},
): Run {
  const { asked, members = CROWD, ...more } = change;
  return runLottery(scheme, {
    ...more,
    market: { enlistments: [gang(adversary, members, asked)], ...more.market },
    demand: { users: members, vendors: 20, zipfExponent: 0, arrivals: { kind: 'fixed', perUser: payments } },
  });
}

/** Whether so many of so many is what a chance of p makes of them. */
function expectShare(share: number, members: number, probability: number): void {
  const count = Math.round(share * members);
  const chance =
    2 * Math.min(binomialAtMost(count, members, probability), binomialAtLeast(count, members, probability));
  expect(chance, `${count} of ${members}, each with probability ${probability}`).toBeGreaterThanOrEqual(FALSE_ALARM);
}

/** With 1,000 members a probability near a half that is off by 0.13 is caught with power 0.98, near 5 % by 0.08 with 0.999. */
describe('the share of cheats who are caught', () => {
  const caught = (run: Run): number => measured(run, 'lottery.gang.caught_share');

  it.each([5, 20, 40])('of users who always sign one serial number, after %i payments: P(Bin(n, s) >= 2)', (n) => {
    const share = caught(crowd('mr2', serialReuser, n));
    expectShare(share, CROWD, reuserCaughtBy(n, Number.POSITIVE_INFINITY, 0.1));
    expectShare(share, CROWD, binomialAtLeast(2, n, 0.1));
  });

  it.each([2, 3])('of stretchers with %i uses, by equal serial numbers alone', (uses) => {
    expectShare(caught(crowd('mr2', serialStretcher, 60, { asked: { uses } })), CROWD, reuserCaughtBy(60, uses, 0.1));
  });

  it('of stretchers, by their mean gap too: soon nearly all', () => {
    const falseAlarm = 1e-4;
    const defences = { meanGapFalseAlarm: falseAlarm };
    const run = (n: number, more = {}): number =>
      caught(crowd('mr2', serialStretcher, n, { asked: { uses: 3 }, members: 300, ...more }));
    const law = (n: number): number => stretcherCaughtBy(meanGapTest(0.1, falseAlarm), 3, n);
    for (const n of [30, 90]) expectShare(run(n, { defences }), 300, law(n));
    expect(run(90, { defences })).toBeGreaterThan(run(90));
  });

  it('of MR3’s reusers is that of one draw: two cheques of a serial number win together or not at all', () => {
    // One period holds everything. Fails when the draw goes by cheque instead of by user and serial number.
    const options = { period: 100 * DAY };
    for (const fidelity of ['real', 'sampled'] as const) {
      const members = fidelity === 'real' ? 60 : CROWD;
      const share = caught(crowd('mr3', serialReuser, 4, { options, members, market: { fidelity } }));
      expectShare(share, members, 0.1);
    }
  });

  it('of pairs whose every chosen cheque wins, by their mean gap: at the winner of theory', () => {
    const falseAlarm = 1e-3;
    const winners = colludersCaughtAt(0.1, falseAlarm);
    expect(winners).toBe(3);
    const run = (perPurchase: number, payments: number): Run =>
      crowd('mr2', colludingPair, payments, {
        ...{ asked: { perPurchase }, members: 50, defences: { meanGapFalseAlarm: falseAlarm } },
      });
    // Chosen cheques take the serial numbers after the honest one: two winners of three serials are too few to tell,
    // unless the honest one wins too; six of seven are enough.
    expectShare(caught(run(2, 1)), 50, 0.1);
    expect(caught(run(6, 1))).toBe(1);
    expect(measured(run(6, 1), 'lottery.gang.detection_payments')).toBe(1);
  });

  it('is none of honest users, whatever they buy, with all tests on', () => {
    // Some 20,000 tests of false alarm 1e-9 each, of which some fail when prices of several units count as one, when a late
    // deposit counts as out of order, or when the test is off by a factor.
    for (const scheme of ['mr2', 'mr3'] as const) {
      const jitter = scheme === 'mr2' ? 3 * HOUR : HOUR / 60;
      const { metrics } = runLottery(scheme, {
        market: { network: { latency: 50_000, jitter, loss: 0.2, duplication: 0.2 } },
        demand: {
          ...{ users: 200, vendors: 10, arrivals: { kind: 'fixed', perUser: 300 } },
          price: { kind: 'choice', prices: [COIN, 2 * COIN, 15 * COIN], weights: [5, 3, 1] },
        },
        defences: { meanGapFalseAlarm: 1e-9, expulsion: true, penalty: COIN },
      });
      const incidents = metrics.filter(({ name }) => name.includes('.incidents.'));
      expect(incidents).toEqual([]);
    }
  });
});

describe('a defence', () => {
  const reusers = (defences: LotteryChange['defences'] = {}): Run =>
    crowd('mr2', serialReuser, 30, { defences, members: 100 });

  it('penalty: whoever is caught pays it once, and nobody else', () => {
    const penalty = 5_000_000;
    const [off, on] = [reusers(), reusers({ penalty })];
    const caught = Math.round(measured(on, 'lottery.gang.caught_share') * 100);
    expect(caught).toBeGreaterThan(50);
    expect(usd(on, 'bank.penalties_usd')).toBe(caught * penalty);
    expect(usd(on, 'gang.gain_usd')).toBe(usd(off, 'gang.gain_usd') - caught * penalty);
    const honest = runLottery('mr2', { defences: { penalty } });
    expect(usd(honest, 'bank.penalties_usd')).toBe(0);
  });

  it('expulsion: whoever is caught is served no more, and what he signed before is paid no more', () => {
    const [off, on] = [reusers(), reusers({ expulsion: true })];
    const refused = countOf(on, 'lottery.refused.expelled_user_count');
    expect(refused).toBeGreaterThan(100);
    expect(measured(on, 'lottery.payments.served_count')).toBe(100 * 30 - refused);
    expect(measured(on, 'lottery.gang.caught_share')).toBe(measured(off, 'lottery.gang.caught_share'));
    expect(usd(on, 'gang.gain_usd')).toBeLessThan(usd(off, 'gang.gain_usd'));
  });

  it('mean-gap test: shows stretchers whom equal serial numbers do not', () => {
    const stretchers = (meanGapFalseAlarm: number): Run =>
      crowd('mr2', serialStretcher, 60, { asked: { uses: 10 }, members: 100, defences: { meanGapFalseAlarm } });
    expect(countOf(stretchers(1e-4), 'lottery.incidents.mean_gap_count')).toBeGreaterThan(0);
    expect(countOf(stretchers(0), 'lottery.incidents.mean_gap_count')).toBe(0);
  });

  it('identity deposit of v/s: turns the gain of Sybil pairs into a loss', () => {
    const sybils = (identityDeposit: number): Run =>
      crowd('mr2', sybilPair, 10, { members: 20, defences: { identityDeposit } });
    const [off, on] = [sybils(0), sybils(10 * COIN)];
    expect(usd(off, 'loss.bank_usd')).toBeGreaterThan(20 * 10 * 8 * COIN);
    expect(usd(off, 'gang.gain_usd')).toBeGreaterThan(0);
    expect(usd(on, 'loss.bank_usd')).toBeLessThan(0);
    expect(usd(on, 'gang.gain_usd')).toBeLessThan(0);
    // Two identities a purchase, each left before it was billed as much.
    expect(usd(on, 'bank.forfeited_deposits_usd')).toBe(2 * 20 * 10 * 10 * COIN);
  });

  it('identity deposit: comes back to whoever leaves after being billed as much', () => {
    const leaving = (after: number): Run =>
      crowd('mr2', quitter, 60, { asked: { after }, members: 50, defences: { identityDeposit: 2 * COIN } });
    expect(usd(leaving(59), 'bank.forfeited_deposits_usd')).toBe(0);
    expect(usd(leaving(1), 'bank.forfeited_deposits_usd')).toBe(50 * 2 * COIN);
  });

  it('deadline: refuses what comes too late, and nothing that comes in time', () => {
    const late = (depositWindow: number): Run =>
      crowd('mr2', lateDepositor, 30, { asked: { delay: 2 * DAY }, members: 20, options: { depositWindow } });
    expect(countOf(late(2 * DAY + 49_999), 'lottery.incidents.late_count')).toBeGreaterThan(0);
    expect(measured(late(2 * DAY + 49_999), 'lottery.payable_count')).toBe(0);
    expect(countOf(late(3 * DAY), 'lottery.incidents.late_count')).toBe(0);
    expect(measured(late(3 * DAY), 'lottery.payable_count')).toBeGreaterThan(0);
  });

  it.each(['mr2', 'mr3'] as const)(
    'honourReused off: the vendors bear what the reusers took, not the bank: %s',
    (scheme) => {
      const options = { period: 100 * DAY };
      const reused = (honourReused: boolean): Run =>
        crowd(scheme, serialReuser, 30, { members: 100, options, defences: { honourReused } });
      const [on, off] = [reused(true), reused(false)];
      expect(usd(off, 'loss.bank_usd')).toBeLessThan(usd(on, 'loss.bank_usd'));
      expect(usd(off, 'loss.vendors_usd')).toBeGreaterThan(usd(on, 'loss.vendors_usd'));
      // The reusers are caught all the same.
      expect(measured(off, 'lottery.gang.caught_share')).toBe(measured(on, 'lottery.gang.caught_share'));
      expect(measured(off, 'lottery.gang.caught_share')).toBeGreaterThan(0);
    },
  );

  it.each(['mr2', 'mr3'] as const)('honourReused off at real too: %s', (scheme) => {
    // Fails when the bank refuses the openings of a period and forgets to blame their user.
    const fraud = { ...FRAUDS[0]!, change: { options: { period: 2 * DAY } } };
    const run = attacked(fraud, scheme, { market: { fidelity: 'real' }, defences: { honourReused: false } });
    expect(measured(run, 'lottery.gang.caught_share')).toBeGreaterThan(0);
    expect(countOf(run, 'lottery.incidents.serial_reused_count')).toBeGreaterThan(1);
  });
});

describe('a bank that draws for MR3', () => {
  it('cannot grind when its proof is one of which there is one only', () => {
    expect(LOTTERIES.mr3.capabilities({ ...LOTTERY, bankProof: 'ecvrf' })).not.toContain('bankDraw');
  });

  it('gains the more the oftener it draws, at the cost of vendors', () => {
    const gain = (tries: number): number => {
      const run = crowd('mr3', grindingBank, 40, {
        asked: { tries },
        members: 50,
        market: { enlistments: [gang(grindingBank, 0, { tries })] },
      });
      expect(usd(run, 'gang.gain_usd')).toBe(usd(run, 'loss.vendors_usd') + usd(run, 'loss.users_usd'));
      return usd(run, 'gang.gain_usd');
    };
    expect(gain(100)).toBeGreaterThan(gain(2));
    expect(gain(100)).toBeGreaterThan(0);
  });
});
