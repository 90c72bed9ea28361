/** Pairs who are expelled, and draws that are published too late. */
import { describe, expect, it } from 'vitest';
import { colludingPair } from '../../src/economy/adversaries/colluding-pair.ts';
import { DAY } from '../../src/units.ts';
import { countOf, gang, measured, runLottery } from './setting.ts';

describe('a pair whose user is expelled', () => {
  it('grinds no more, and hands in nothing more', () => {
    const run = (expulsion: boolean) =>
      runLottery('mr2', {
        market: { enlistments: [gang(colludingPair, 10, { perPurchase: 5 })] },
        demand: { users: 10, vendors: 4, arrivals: { kind: 'fixed', perUser: 40 } },
        defences: { meanGapFalseAlarm: 1e-3, expulsion },
      });
    const [off, on] = [run(false), run(true)];
    expect(measured(on, 'lottery.gang.caught_share')).toBe(1);
    expect(countOf(on, 'lottery.refused.expelled_user_count')).toBeGreaterThan(300);
    // A cheque that was under way may still come too late.
    expect(countOf(on, 'lottery.incidents.expelled_user_count')).toBeLessThanOrEqual(10 * 5);
    expect(measured(on, 'lottery.grinding.tries_count')).toBeLessThan(
      0.1 * measured(off, 'lottery.grinding.tries_count'),
    );
  });
});

describe('a bank of MR3 that is overloaded', () => {
  it('counts the draws that it publishes too late to be opened', () => {
    const run = (message: number) =>
      runLottery('mr3', {
        market: { bank: { servers: 1, costs: { message, hash: 0, signature: 0, lookUp: 0, write: 0 } } },
        demand: { users: 20, vendors: 5 },
      });
    expect(countOf(run(1000), 'lottery.incidents.draw_late_count')).toBe(0);
    const late = run(DAY);
    expect(countOf(late, 'lottery.incidents.draw_late_count')).toBeGreaterThan(0);
    expect(measured(late, 'lottery.payable_count')).toBe(0);
  });
});
