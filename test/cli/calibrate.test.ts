/** farthing calibrate: a cost table that a scenario takes as it is. How fast this machine is decides nothing here. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../src/economy/bank.ts';
import { scenarioOf } from '../experiment/fixtures.ts';
import { expectRefused, workshop } from './program.ts';

const { inside, path } = workshop();

const MARKET = `title: A market
demand: { users: 2, vendors: 1, payments: { perUser: 3 }, price: { usd: 0.01 } }
schemes: [{ name: mr1, selectionRate: 0.1 }]
`;

describe('farthing calibrate', () => {
  it('prints lines that a scenario takes as they are, every operation of the bank among them', async () => {
    const { code, stdout, stderr } = await inside(['calibrate']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { costs } = scenarioOf(`${MARKET}${stdout}`).bank;
    for (const operation of OPERATIONS) {
      // Fails when an operation keeps its default, or is told by another number than the scenario gets.
      const line = new RegExp(`^    ${operation}: (\\d+) +# (\\S+) \\((\\S+) to (\\S+)\\): \\S`, 'm').exec(stdout);
      const [cost, median, low, high] = line!.slice(1).map(Number) as [number, number, number, number];
      expect(costs[operation]).toBe(cost);
      expect(Math.abs(cost - median)).toBeLessThanOrEqual(Math.max(1, 0.01 * median));
      expect(cost).toBeGreaterThanOrEqual(1);
      expect(low).toBeLessThanOrEqual(median);
      expect(median).toBeLessThanOrEqual(high);
    }
  });

  it('prints the same as JSON, with what was measured, and leaves nothing in its folder', async () => {
    const { code, stdout } = await inside(['calibrate', '--json']);
    expect(code).toBe(0);
    const { format, costs, measured } = JSON.parse(stdout);
    expect(format).toBe('farthing-calibration/1');
    expect(Object.keys(costs)).toEqual(measured.map(({ operation }: { operation: string }) => operation));
    expect(Object.keys(costs).sort()).toEqual([...OPERATIONS].sort());
    for (const { what, rounds } of measured) {
      expect(what).not.toBe('');
      expect(rounds).toBeGreaterThan(1);
    }
    expect(readdirSync(path())).toEqual([]);
  });

  it('refuses a folder that is not there', async () => {
    expectRefused(await inside(['calibrate', '--folder', 'nowhere']), /^nowhere: no such folder$/m);
  });
});
