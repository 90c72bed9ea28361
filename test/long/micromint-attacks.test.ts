/**
 * The scenarios of MicroMint under attack, small: the fraud that each is about happens, no law is wrong, and what its
 * text says can be seen. A row fails when the fraud does not happen any more, or when the defence does nothing.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../src/experiment/result.ts';
import { valueIn as metricValue, quickResult } from './quick-result.ts';

interface Row {
  readonly name: string;
  /** Metrics that are above 0 when the fraud has happened. */
  readonly frauds: readonly string[];
  /** Metrics in order, the next one smaller than the last by more than this factor. */
  readonly falls?: readonly (readonly [factor: number, ...metrics: string[]])[];
  /** Metrics that are 0, and metrics below 0. */
  readonly none?: readonly string[];
  readonly losses?: readonly string[];
}

const accepted = (label: string): string => `${label}.forgery.coins_accepted_count`;

const ROWS: readonly Row[] = [
  {
    name: 'micromint-double-spend',
    frauds: ['bare.greedy.gain_usd', 'bare.slow.gain_usd', 'bare.incidents.already_redeemed_count'],
    falls: [[2, 'bare.loss.vendors_usd', 'suspension.loss.vendors_usd']],
    none: ['bare.honest_users.accused_count', 'suspension.honest_users.accused_count'],
  },
  {
    name: 'micromint-forger-1996',
    frauds: [accepted('micromint'), 'micromint.eight-chips.profit_usd'],
    none: ['micromint.computer.coins_found_count'],
    losses: ['micromint.computer.profit_usd', 'micromint.chip.profit_usd'],
  },
  {
    name: 'micromint-forger-2026',
    frauds: [accepted('micromint'), 'micromint.rational-card.profit_usd', 'micromint.f28.profit_usd'],
    losses: ['micromint.f24.profit_usd', 'micromint.f25.profit_usd', 'micromint.card.profit_usd'],
  },
  {
    name: 'micromint-splicer',
    frauds: [
      'by-bin.splicer.coins_found_count',
      'by-bin.forgery.coins_paid_count',
      'by-bin.honest_users.accused_count',
    ],
    none: ['by-list.honest_users.accused_count', 'by-list.forgery.coins_paid_count', 'by-list.splicer.gain_usd'],
  },
  {
    name: 'micromint-hidden-predicates',
    frauds: [accepted('one-stage')],
    falls: [
      [15, 'one-stage.forger.coins_found_count', 'four-stages.forger.coins_found_count'],
      [4, 'four-stages.forger.coins_found_count', 'eight-stages.forger.coins_found_count'],
    ],
  },
  {
    name: 'micromint-recall',
    frauds: [accepted('no-recall'), 'recall-1-percent.recalls.count'],
    falls: [[1.5, accepted('no-recall'), accepted('recall-1-percent')]],
  },
  {
    name: 'micromint-user-specific',
    frauds: ['anybody.pickpocket.gain_usd', 'anybody.burglar.gain_usd', 'four-groups.refused.wrong_group_count'],
    falls: [
      [2, 'anybody.pickpocket.gain_usd', 'four-groups.pickpocket.gain_usd', 'sixteen-groups.pickpocket.gain_usd'],
      [2, 'anybody.burglar.gain_usd', 'four-groups.burglar.gain_usd', 'sixteen-groups.burglar.gain_usd'],
    ],
  },
  {
    name: 'micromint-defences',
    frauds: [accepted('none'), 'none.double-spender.gain_usd', 'none.splicer.coins_found_count'],
    falls: [[2, 'none.double-spender.gain_usd', 'suspension.double-spender.gain_usd']],
    none: ['whole-list.honest_users.accused_count', 'all.honest_users.accused_count'],
  },
];

describe.each(ROWS)('$name', ({ name, frauds, falls = [], none = [], losses = [] }) => {
  let result: Result;
  beforeAll(async () => {
    result = await quickResult(name);
  });

  const valueIn = (metric: string): number => metricValue(result, metric);

  it.each(frauds)('happens: %s', (metric) => {
    expect(valueIn(metric)).toBeGreaterThan(0);
  });

  it('has no metric that disagrees with its theory', () => {
    expect(result.disagreements).toEqual([]);
  });

  it('shows what it says', () => {
    for (const [factor, ...metrics] of falls)
      for (const [i, metric] of metrics.slice(1).entries())
        expect(valueIn(metric), `${metric} beside ${metrics[i]}`).toBeLessThan(valueIn(metrics[i]) / factor);
    for (const metric of none) expect(valueIn(metric), metric).toBe(0);
    for (const metric of losses) expect(valueIn(metric), metric).toBeLessThan(0);
  });
});
