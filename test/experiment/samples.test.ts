/** What each replication measured: the values that pairs are made of. */
import { describe, expect, it } from 'vitest';
import { measuredIn, samplesOf } from '../../src/experiment/samples.ts';
import { metric, replicationOf } from './fixtures.ts';

describe('samples', () => {
  it('keep every value under the index of its replication, also where one before did not observe it', () => {
    const measured = measuredIn([
      replicationOf([metric('x.wait_us', 5)]),
      replicationOf([]),
      replicationOf([metric('x.wait_us', 7)]),
    ]);
    expect([...samplesOf(measured).get('x.wait_us')!]).toEqual([
      [0, 5],
      [2, 7],
    ]);
  });

  it('count nought where a scheme took part and did not report a count, and nothing where it took no part', () => {
    // Fails when a pair would be lost, or made up, where a rare event did not happen.
    const measured = measuredIn([
      replicationOf([metric('x.a_count', 3), metric('x.b_usd', 1)]),
      replicationOf([metric('x.b_usd', 2)]),
      replicationOf([metric('y.b_usd', 2)]),
    ]);
    expect([...samplesOf(measured).get('x.a_count')!].sort()).toEqual([
      [0, 3],
      [1, 0],
    ]);
  });
});
