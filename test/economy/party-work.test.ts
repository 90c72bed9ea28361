/**
 * What users, vendors and the mint compute, and what it costs them. Fails when somebody's signatures or hashes are not
 * counted, are counted twice, or are paid by somebody else.
 */
import { describe, expect, it } from 'vitest';
import { replicate } from '../../src/scenario/replicate.ts';
import { HOUR } from '../../src/units.ts';
import { scenarioOf } from '../experiment/fixtures.ts';

const TEXT = `title: Work
seed: work
duration: 2d
replications: 1
demand: { users: 8, vendors: 3, payments: { perUserPerDay: 15 }, price: { usd: 0.01 } }
schemes:
  - { name: card }
  - { name: channel }
  - { name: payword, chainLength: 40 }
  - { name: millicent, protocol: private }
  - { label: clear, name: millicent, protocol: clear }
  - { name: micromint, way: 3, bits: 12, balls: 20000, batch: 25, period: 30d }
  - { name: statistical, selectionRate: 0.1 }
  - { name: mr1, selectionRate: 0.1 }
  - { name: mr2, selectionRate: 0.1 }
  - { name: mr3, selectionRate: 0.1 }
bank: { costs: { signature: 90, hash: 3 } }
economics: { serverUsdPerHour: 2 }
`;
const { metrics } = replicate(scenarioOf(TEXT), 0);

function measured(name: string): number | undefined {
  return metrics.find((metric) => metric.name === name)?.value;
}

/** Signatures and hashes for each payment, 0 where nothing is said. */
function workOf(label: string, worker: string): number[] {
  return ['signatures', 'hashes'].map((what) => measured(`${label}.${worker}.${what}_per_payment`) ?? 0);
}

function costOf(label: string, party: string, kind: string): number {
  return measured(`${label}.cost.${party}.${kind}_usd_per_1000_payments`)!;
}

describe('work for each payment', () => {
  it.each([
    ['card', [0, 0], [0, 0]],
    ['channel', [1, 0], [1, 0]],
    ['millicent', [0, 2], [0, 5]],
    ['clear', [0, 0], [0, 2]],
    ['micromint', [0, 0], [0, 3]],
    ['statistical', [0, 0], [0, 0]],
    ['mr1', [1, 0], [2, 0]],
    ['mr2', [1, 0], [2, 0]],
    ['mr3', [1, 0], [1, 0]],
  ])('under %s is %j of users and %j of vendors', (label, users, vendors) => {
    expect(workOf(label, 'users')).toEqual(users);
    expect(workOf(label, 'vendors')).toEqual(vendors);
  });

  it('under PayWord is a chain and a signature of each commitment, two checks of it, and a hash of each payword', () => {
    const share = measured('payword.commitments_count')! / measured('payword.payments.served_count')!;
    expect(workOf('payword', 'users')).toEqual([share, expect.closeTo(40 * share, 12)]);
    expect(workOf('payword', 'vendors')).toEqual([expect.closeTo(2 * share, 12), 1]);
  });

  it("is MicroMint's broker's too: every ball of the two periods that he has minted, away from the bank's jobs", () => {
    const served = measured('micromint.payments.served_count')!;
    expect(workOf('micromint', 'mint')).toEqual([0, 40_000 / served]);
  });
});

describe('what it costs', () => {
  const usdPer1000 = (microseconds: number): number => (1000 * microseconds * 2) / HOUR;

  it('users and vendors pay for their own, at the prices of the bank', () => {
    expect(costOf('mr1', 'users', 'computing')).toBeCloseTo(usdPer1000(90), 12);
    expect(costOf('mr1', 'vendors', 'computing')).toBeCloseTo(usdPer1000(180), 12);
    expect(costOf('micromint', 'vendors', 'computing')).toBeCloseTo(usdPer1000(9), 12);
    expect(costOf('card', 'users', 'computing')).toBe(0);
  });

  it('the broker pays for the mint, beside his jobs', () => {
    const [, hashes] = workOf('micromint', 'mint');
    expect(costOf('micromint', 'bank', 'minting')).toBeCloseTo(usdPer1000(3 * hashes!), 12);
    expect(costOf('mr1', 'bank', 'minting')).toBe(0);
  });
});

it('skipped payments are signed and checked as well: fails when aggregate counts events only', () => {
  const aggregate = TEXT.replace(/schemes:[\s\S]*?bank/, 'schemes: [{ name: mr1 }, { name: mr3 }]\nbank');
  const skipped = replicate(scenarioOf(`fidelity: aggregate\n${aggregate}`), 0).metrics;
  for (const [name, value] of [
    ['mr1.users.signatures_per_payment', 1],
    ['mr1.vendors.signatures_per_payment', 2],
    ['mr3.vendors.signatures_per_payment', 1],
  ] as const)
    expect(skipped.find((metric) => metric.name === name)!.value).toBe(value);
});
