/**
 * Sale, spend, deposit, exchange and recall in any order (see micromint-world.ts for what must hold), and the broker's
 * mistakes that the property has to find: it can fail.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOBODY, type Redemption, Register } from '../../src/protocols/micromint/broker.ts';
import { NOT_MINTED } from '../../src/protocols/micromint/coin-list.ts';
import { examine } from '../../src/protocols/micromint/vendor.ts';
import { type Issue, type Rules, SOUND, type Step, USERS, VENDORS, World } from './micromint-world.ts';

const act = fc.oneof(
  { weight: 5, arbitrary: fc.constant('buy' as const) },
  { weight: 8, arbitrary: fc.constant('spend' as const) },
  { weight: 3, arbitrary: fc.constant('deposit' as const) },
  { weight: 1, arbitrary: fc.constantFrom('lostSale' as const, 'splice', 'handIn', 'endPeriod', 'endGrace') },
  { weight: 1, arbitrary: fc.constantFrom('splice' as const, 'handIn') },
);
const step: fc.Arbitrary<Step> = fc.record({
  act,
  user: fc.nat(USERS - 1),
  vendor: fc.nat(VENDORS - 1),
  which: fc.nat(15),
});

/** Whatever the steps, nothing of what must not happen happens under these rules. */
function property(rules: Rules, happened = new Map<string, number>()) {
  return fc.property(fc.array(step, { minLength: 20, maxLength: 90, size: 'max' }), (steps) => {
    const world = new World(rules, happened);
    for (const each of steps) world.take(each);
    world.end();
  });
}

describe('the broker, whatever the order of sale, spend, deposit, exchange and recall', () => {
  it('pays no coin twice, blames only double-spenders, and leaves an honest user what he did not spend', () => {
    const happened = new Map<string, number>();
    fc.assert(property(SOUND, happened), { numRuns: 300 });
    // That the cases were there; each is there fifty times and more.
    for (const what of [
      'accepted',
      'seen-before',
      'paid',
      'already-redeemed',
      'not-minted',
      'expired',
      'blamed',
      'exchange exchanged',
      'exchange already-redeemed',
      'exchange already-exchanged',
      'ended',
      'recalled within a grace',
    ])
      expect([what, (happened.get(what) ?? 0) > 0]).toEqual([what, true]);
  });
});

/** Pays a coin that it has paid before. */
class ForgetfulRegister extends Register {
  override redeem(coin: number, vendor: number): Redemption {
    const outcome = super.redeem(coin, vendor);
    return outcome === 'already-redeemed' ? 'paid' : outcome;
  }
}

/** The coin of the broker that lies in the bin of this one. */
function coinInBin({ list, minted }: Issue, coin: Uint8Array): number {
  const bin = examine(coin, minted.period);
  return typeof bin === 'number' ? list.findBin(bin) : NOT_MINTED;
}

describe('the same property finds the mistake of a broker who', () => {
  it.each<[string, Partial<Rules>, RegExp]>([
    ['forgets what he has redeemed', { openRegister: (coins) => new ForgetfulRegister(coins) }, /given twice/],
    [
      'tells his coins by their bins',
      {
        settle(issue, coin, vendor) {
          const number = coinInBin(issue, coin);
          return {
            outcome: issue.state === 'closed' ? 'expired' : issue.register.redeem(number, vendor),
            coin: number,
          };
        },
      },
      /no coin of the broker|not his/,
    ],
    [
      'blames the buyer of the bin for a spliced coin',
      {
        accused(issue, coin, settlement, vendor) {
          const { outcome } = settlement;
          const inBin = coinInBin(issue, coin);
          if (outcome === 'not-minted' && inBin !== NOT_MINTED) return issue.register.buyerOf(inBin);
          return SOUND.accused(issue, coin, settlement, vendor);
        },
      },
      /nobody bought/,
    ],
    [
      'blames the buyer when a vendor claims his own coin again',
      {
        accused: ({ register }, _coin, { outcome, coin }) =>
          outcome === 'already-redeemed' ? register.buyerOf(coin) : NOBODY,
      },
      /not his/,
    ],
    [
      'lets coins lapse that were handed in',
      {
        close(issue, decide) {
          issue.register.lapse();
          decide();
        },
      },
      /not his/,
    ],
    ['recalls a period and takes nothing back', { close: ({ register }) => register.lapse() }, /never decided/],
  ])('%s', (_mistake, mistake, finding) => {
    const { failed, errorInstance } = fc.check(property({ ...SOUND, ...mistake }), { numRuns: 300, seed: 1996 });
    expect([failed, String(errorInstance)]).toEqual([true, expect.stringMatching(finding)]);
  });
});
