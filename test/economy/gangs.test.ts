/** Gangs: who belongs to them, when a member counts as caught, and what they gain by the ledger. */
import { describe, expect, it } from 'vitest';
import { grindingBank } from '../../src/economy/adversaries/grinding-bank.ts';
import { grindingMerchant } from '../../src/economy/adversaries/grinding-merchant.ts';
import { insolventUser } from '../../src/economy/adversaries/insolvent-user.ts';
import { quitter } from '../../src/economy/adversaries/quitter.ts';
import { replayingMerchant } from '../../src/economy/adversaries/replaying-merchant.ts';
import { serialReuser } from '../../src/economy/adversaries/serial-reuser.ts';
import { sybilPair } from '../../src/economy/adversaries/sybil-pair.ts';
import { type Adversary, type Enlistment, type Gang, sizeOf } from '../../src/economy/adversary.ts';
import { shortfall } from '../../src/theory/serial-charge.ts';
import { COIN, countOf, gang, type LotteryChange, measured, runLottery } from './setting.ts';

/** An adversary that does nothing but show its gang. */
function spy(role: 'user' | 'vendor' | 'pair', seen: (members: Gang) => void): Adversary<unknown, 'credit'> {
  return { kind: 'spy', needs: 'credit', role, enlist: (_credit, members) => void seen(members) };
}

function membersOf(
  enlistments: readonly Omit<Enlistment, 'adversary'>[],
  role: 'user' | 'vendor' = 'user',
  seed = 's',
) {
  const gangs: number[][] = [];
  const enlisted = enlistments.map((each) => ({
    ...each,
    adversary: spy(role, ({ members }) => gangs.push([...members])),
  }));
  runLottery('mr2', { market: { seed, enlistments: enlisted }, demand: { users: 10, vendors: 6 } });
  return gangs;
}

describe('the members of a gang', () => {
  it('are as many as the scenario says, a share rounded but never to none', () => {
    expect([0.01, 0.24, 0.25, 1].map((share) => sizeOf({ share }, 10))).toEqual([1, 2, 3, 10]);
    expect(sizeOf({ count: 7 }, 10)).toBe(7);
  });

  it('are different people, nobody in two gangs, and all there are when all are asked for', () => {
    const [a, b] = membersOf([
      { label: 'a', options: {}, count: 4 },
      { label: 'b', options: {}, count: 6 },
    ]);
    expect([...a!, ...b!].sort((x, y) => x - y)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(new Set(membersOf([{ label: 'v', options: {}, share: 1 }], 'vendor')[0])).toEqual(
      new Set([0, 1, 2, 3, 4, 5]),
    );
  });

  it('are drawn by the label and the seed alone: a gang more changes no gang before it', () => {
    const a = { label: 'a', options: {}, count: 4 };
    expect(membersOf([a, { label: 'b', options: {}, count: 2 }])[0]).toEqual(membersOf([a])[0]);
    const draws = ['s', 't', 'u', 'v'].map((seed) => membersOf([a], 'user', seed)[0]!.join());
    expect(new Set(draws).size).toBeGreaterThan(1);
  });

  it('are refused when there are not so many', () => {
    expect(() => membersOf([{ label: 'a', options: {}, count: 11 }])).toThrow(/11 of 10/);
  });

  it('of pairs have each one accomplice among the vendors; others have none', () => {
    const accomplices: number[] = [];
    const adversary = spy('pair', (there) => {
      for (const user of there.members) {
        accomplices.push(there.accompliceOf(user));
        expect(there.accompliceOf(user)).toBe(accomplices.at(-1));
      }
      expect(() => there.accompliceOf(99)).toThrow(/no accomplice/);
    });
    runLottery('mr2', { market: { enlistments: [{ label: 'p', adversary, options: {}, count: 8 }] } });
    expect(accomplices).toHaveLength(8);
    for (const vendor of accomplices) expect([0, 1, 2]).toContain(vendor);
    expect(new Set(accomplices).size).toBeGreaterThan(1);
  });
});

describe('what a gang is said to have done', () => {
  const QUICK: LotteryChange = { demand: { users: 40, vendors: 4, arrivals: { kind: 'fixed', perUser: 50 } } };

  it('is nothing as long as a member has not cheated: who is suspected without reason is not caught', () => {
    // A vendor who grinds lets honest customers win too often, and the mean-gap test accuses them: of the quitters, who
    // cheat at their 51st payment only, none must count as caught; that once stopped the run.
    const enlistments = [
      { label: 'grinders', adversary: grindingMerchant, options: {}, count: 4 },
      { label: 'quitters', adversary: quitter, options: { after: 50 }, count: 10 },
    ];
    const run = runLottery('mr2', { ...QUICK, market: { enlistments }, defences: { meanGapFalseAlarm: 1e-6 } });
    expect(countOf(run, 'lottery.incidents.mean_gap_count')).toBeGreaterThan(100);
    expect(measured(run, 'lottery.quitters.caught_share')).toBe(0);
    expect(measured(run, 'lottery.grinders.caught_share')).toBe(0);
  });

  it('does not catch vendors for what users did: cheques refused for a reused number or an expelled user', () => {
    const enlistments = [
      { label: 'grinders', adversary: grindingMerchant, options: {}, count: 4 },
      { label: 'reusers', adversary: serialReuser, options: {}, count: 10 },
    ];
    for (const defences of [{ honourReused: false }, { expulsion: true }]) {
      const run = runLottery('mr2', { ...QUICK, market: { enlistments, network: SLOW }, defences });
      expect(measured(run, 'lottery.reusers.caught_share')).toBe(1);
      expect(measured(run, 'lottery.grinders.caught_share')).toBe(0);
    }
  });

  it('is caught once, at the first incident: time since the first cheat, payments begun by then', () => {
    // With s = 1 the second cheque of one serial number shows its user at once, two network hops after he signs it.
    const run = runLottery('mr2', {
      ...QUICK,
      options: { selectionRate: { numerator: 1n, denominator: 1n } },
      market: {
        enlistments: [gang(serialReuser, 10)],
        network: { latency: 7_000_000, jitter: 0, loss: 0, duplication: 0 },
      },
    });
    expect(measured(run, 'lottery.gang.caught_share')).toBe(1);
    // The bank's work takes less than a second more.
    const time = measured(run, 'lottery.gang.detection_time_us');
    expect(time).toBeGreaterThan(14_000_000);
    expect(time).toBeLessThan(16_000_000);
    const payments = measured(run, 'lottery.gang.detection_payments');
    expect(payments).toBeGreaterThanOrEqual(2);
    expect(payments).toBeLessThan(2.2);
    const curve = run.curves.find(({ name }) => name === 'lottery.gang.caught_share')!;
    expect(curve.x.values).toEqual([1, 2, 5, 10, 20, 50]);
    expect(curve.values[0]).toBe(0);
    expect(curve.values.at(-1)).toBe(1);
    expect([...curve.values].sort((a, b) => a - b)).toEqual(curve.values);
  });

  it('is gained by its members and accomplices, and lost by the others, to the cent', () => {
    for (const adversary of [serialReuser, sybilPair, insolventUser]) {
      const run = runLottery('mr2', { ...QUICK, market: { enlistments: [gang(adversary, 5, { funds: 10_000 })] } });
      const lost = ['bank', 'vendors', 'users'].reduce((sum, who) => sum + measured(run, `lottery.loss.${who}_usd`), 0);
      expect(measured(run, 'lottery.gang.gain_usd')).toBeCloseTo(lost, 9);
    }
  });

  it('of a vendor counts the payments that came to him', () => {
    // With s = 1 the first payment to a replaying merchant shows him; an honest vendor's payments count for nobody.
    const run = runLottery('mr1', {
      ...QUICK,
      options: { selectionRate: { numerator: 1n, denominator: 1n } },
      market: { enlistments: [gang(replayingMerchant, 2, { times: 1 })] },
    });
    expect(measured(run, 'lottery.gang.caught_share')).toBe(1);
    expect(measured(run, 'lottery.gang.detection_payments')).toBe(1);
    const curve = run.curves.find(({ name }) => name === 'lottery.gang.caught_share')!;
    expect(curve.x.quantity).toBe('payments to each cheat');
    expect(curve.values[0]).toBe(1);
    expect(curve.x.values.at(-1)).toBeGreaterThanOrEqual(40 * 50 * 0.48);
  });

  it('is a member, never caught, and no curve, of a bank', () => {
    const enlistments = [{ label: 'gang', adversary: grindingBank, options: { tries: 5 } }];
    const run = runLottery('mr3', { ...QUICK, options: { bankProof: 'ed25519' }, market: { enlistments } });
    expect(measured(run, 'lottery.gang.members_count')).toBe(1);
    expect(measured(run, 'lottery.gang.caught_share')).toBe(0);
    expect(run.curves.some(({ name }) => name === 'lottery.gang.caught_share')).toBe(false);
    expect(run.metrics.some(({ name }) => name.startsWith('lottery.gang.detection'))).toBe(false);
    // Beside what an honest bank would expect to lose.
    const honest = measured(run, 'lottery.gang.gain_over_honest_usd') - measured(run, 'lottery.gang.gain_usd');
    const need = { kind: 'fixed', count: 50 } as const;
    expect(honest).toBeCloseTo((40 * shortfall({ unitValue: COIN, rate: 0.1 }, need).mean) / 1e6, 9);
  });
});

describe('the accomplices of several gangs of pairs', () => {
  const seen = new Map<string, number[]>();
  const pairs = (label: string, count: number): Enlistment => ({
    label,
    count,
    options: {},
    adversary: spy('pair', (there) =>
      seen.set(
        label,
        there.members.map((user) => there.accompliceOf(user)),
      ),
    ),
  });
  const of = (label: string): number[] => [...new Set(seen.get(label))].sort((a, b) => a - b);

  it('are different vendors, and none of a gang of vendors', () => {
    // Fails when a vendor's wins may count as a gain of two gangs.
    const grinders: number[] = [];
    const vendors = spy('vendor', ({ members }) => grinders.push(...members));
    runLottery('mr2', {
      demand: { users: 60, vendors: 7 },
      market: {
        enlistments: [pairs('p', 30), { label: 'v', adversary: vendors, options: {}, count: 3 }, pairs('q', 30)],
      },
    });
    expect([...of('p'), ...of('q'), ...grinders].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(of('p')).toHaveLength(2);
    expect(of('q')).toHaveLength(2);
  });

  it('must be there: a vendor for each gang of pairs', () => {
    const enlistments = [pairs('p', 1), pairs('q', 1), pairs('r', 1), pairs('s', 1)];
    expect(() => runLottery('mr2', { market: { enlistments } })).toThrow(/4 gangs of pairs .* there are 3/);
  });
});

describe('honest people who are accused', () => {
  const accused = (
    adversary: Enlistment['adversary'],
    defences: NonNullable<LotteryChange['defences']>,
    { count = 1, ...more }: LotteryChange & { readonly count?: number } = {},
  ) => {
    const run = runLottery('mr2', {
      demand: { users: 40, vendors: 4, zipfExponent: 0, arrivals: { kind: 'fixed', perUser: 50 } },
      ...more,
      market: { enlistments: [gang(adversary, count, { after: 1e9 })] },
      defences,
    });
    const of = (who: string): number => measured(run, `lottery.honest_${who}.accused_count`);
    return { users: of('users'), vendors: of('vendors'), run };
  };

  it('are the customers of a grinding merchant, whom the mean-gap test takes for cheats: they are expelled, not he', () => {
    const { users, vendors, run } = accused(
      grindingMerchant,
      { meanGapFalseAlarm: 1e-6, expulsion: true },
      { count: 3 },
    );
    expect(users).toBeGreaterThan(35);
    expect(vendors).toBe(0);
    expect(measured(run, 'lottery.gang.caught_share')).toBe(0);
    expect(countOf(run, 'lottery.refused.expelled_user_count')).toBeGreaterThan(100);
  });

  it('are none without a cause, and members do not count', () => {
    expect(accused(quitter, { meanGapFalseAlarm: 1e-9 })).toMatchObject({ users: 0, vendors: 0 });
    expect(accused(serialReuser, {})).toMatchObject({ users: 0, vendors: 0 });
  });

  it('are vendors whose deposits come too late, each once', () => {
    const more = { options: { depositWindow: 1000 } };
    expect(accused(quitter, {}, more)).toMatchObject({ users: 0, vendors: 4 });
  });
});

/** Slow enough that cheques are under way while their user is expelled. */
const SLOW = { latency: 6 * 3_600_000_000, jitter: 0, loss: 0, duplication: 0 };
