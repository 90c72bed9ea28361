/** The rows of `farthing bench millicent` on a load of moments. What they measure is no test's business. */
import { describe, expect, it } from 'vitest';
import { bench } from '../../bench/millicent.ts';

const LOAD = { rounds: 1, passes: 1, requests: 20, customers: 5, spent: 100, verifications: 1 };
const rows = await bench(LOAD);

describe('farthing bench millicent', () => {
  it('refuses none of its own requests and accepts every tag of its floors: it would have thrown', async () => {
    await expect(bench({ ...LOAD, customers: 1, spent: 0 })).resolves.toHaveLength(rows.length);
  });

  it('puts validation beside 1, 2 and 3 HMACs and answers beside 2 and 4, and fails when a floor is missing', () => {
    const floors = rows.flatMap(({ peer }) => /^its (\d) HMACs? alone/.exec(peer)?.[1] ?? []);
    expect(floors).toEqual(['1', '2', '3', '2', '4']);
  });

  it('puts both protocols beside both implementations of Ed25519, and fails when one is missing', () => {
    const peers = rows.filter(({ peer }) => peer.startsWith('Ed25519')).map(({ name, peer }) => `${name}: ${peer}`);
    expect(new Set(peers).size).toBe(4);
  });

  it('gives rates above zero whose ratio is theirs, and fails when a row takes its sides from two rounds', () => {
    for (const { unit, value, peerValue, ratio } of rows) {
      expect(unit).toBe('requests/s');
      expect(value).toBeGreaterThan(0);
      expect(peerValue).toBeGreaterThan(0);
      expect(ratio).toBe(value / peerValue);
    }
  });
});
