import { describe, expect, it } from 'vitest';
import type { ResultMetric } from '../../src/experiment/result.ts';
import { keyFigures } from '../../src/report/cards.ts';
import { metricsTables } from '../../src/report/metrics.ts';
import { titleInWords, unitBeside } from '../../src/report/names.ts';
import { fixtureResult } from './fixtures/result.ts';

const result = fixtureResult();

/** Each row fails when the rule loses a word, keeps a unit or names a party wrongly. */
const NAMES: readonly (readonly [string, string, string, string])[] = [
  ['demand.purchases.count', 'purchases', 'Purchases', ''],
  ['demand.value.total_usd', 'USD', 'Total value', 'USD'],
  ['micromint.payments.served_count', 'payments', 'micromint: payments served', ''],
  ['micromint.cost_per_coin.balls', 'good balls', 'micromint: cost per coin', 'good balls'],
  ['micromint.coins_minted.count', 'coins', 'micromint: coins minted', ''],
  ['micromint.bank.hashes_per_payment', 'hashes', 'micromint: bank hashes per payment', ''],
  ['micromint.bank.utilisation_ratio', '1', 'micromint: bank utilisation', 'ratio'],
  ['micromint.bank.wait_p99_us', 'us', 'micromint: 99th percentile of bank wait', 'us'],
  ['micromint.bank.queue_max_count', 'jobs', 'micromint: maximum bank queue', 'jobs'],
  ['k4.coins_10000.good_balls', 'balls', 'k4: good balls to coin 10,000', ''],
  ['k4.coins_1.hashes', 'hashes', 'k4: hashes to coin 1', ''],
  ['micromint.forgery.coins_found_count', 'coins', 'micromint: forged coins found', ''],
  ['micromint.forgery.hashes_count', 'hashes', 'micromint: hashes of forgers', ''],
  ['micromint.forgery.detection_time_us', 'us', 'micromint: time from the first forged coin to its report', 'us'],
  ['micromint.fast.coins_found_count', 'coins', 'micromint: fast coins found', ''],
  ['micromint.fast.hashes_count', 'hashes', 'micromint: fast hashes', ''],
  ['micromint.fast.hash_rate', 'hashes/s', 'micromint: fast hash rate', 'hashes/s'],
  ['micromint.break_even.hash_rate', 'hashes/s', 'micromint: break-even hash rate', 'hashes/s'],
  ['micromint.recalls.count', 'recalls', 'micromint: recalls', ''],
  ['micromint.recall.time_us', 'us', 'micromint: time of the first recall', 'us'],
  ['micromint.recall.cost_usd', 'USD', 'micromint: cost of recall', 'USD'],
  ['micromint.recall.coins_exchanged_count', 'coins', 'micromint: coins exchanged by recall', ''],
  ['micromint.recall.remint_hashes_count', 'hashes', 'micromint: minting anew after recall', 'hashes'],
  ['micromint.forged_share.estimate', '1', 'micromint: forged part of the coins, estimated', 'share'],
  ['micromint.forged_share.true', '1', 'micromint: forged part of the coins, true', 'share'],
  ['micromint.suspended_users.count', 'users', 'micromint: suspended users', ''],
  ['micromint.reimbursed.usd', 'USD', 'micromint: reimbursed to vendors', 'USD'],
  ['micromint.honest_users.refused_count', 'purchases', 'micromint: purchases refused to honest users', ''],
];

describe('names in words', () => {
  it.each(NAMES)('%s in %s is "%s"', (name, unit, title, beside) => {
    expect(titleInWords(result, { name, unit })).toBe(title);
    expect(unitBeside({ name, unit })).toBe(beside);
  });
});

function names(metrics: readonly ResultMetric[]): string[] {
  return metrics.map(({ name }) => name);
}

function withTheory(name: string, agrees: boolean): ResultMetric[] {
  return result.metrics.map((metric) =>
    metric.name === name ? { ...metric, theory: { ...metric.theory!, agrees } } : metric,
  );
}

describe('key figures', () => {
  it('are six with theory: two of the demand, one checkpoint of a mint, no number under two names', () => {
    expect(names(keyFigures(result))).toEqual([
      'demand.purchases.count',
      'demand.value.total_usd',
      'micromint.cost_per_coin.balls',
      'micromint.loss.users_usd',
      'k2.coins_1.good_balls',
      'k3.coins_1.good_balls',
    ]);
  });

  it('begin with what disagrees, wherever it stands', () => {
    const metrics = withTheory('k2.coins_10000.good_balls', false);
    expect(names(keyFigures({ ...result, metrics }))[0]).toBe('k2.coins_10000.good_balls');
  });

  it('let a third metric of the demand wait for others', () => {
    const third = { ...result.metrics[0], name: 'demand.users.count', value: 7 };
    const chosen = names(keyFigures({ ...result, metrics: [third, ...result.metrics] }));
    expect(chosen.filter((name) => name.startsWith('demand.'))).toHaveLength(2);
  });

  it('say where forging breaks even before anything that nobody foretold, and what was given last', () => {
    const none = result.metrics.map(({ theory: _, ...metric }) => metric);
    const rate = (name: string, value: number) => ({ ...none[0]!, name: `micromint.${name}.hash_rate`, value });
    const [fast, even] = [rate('fast', 2 ** 34), rate('break_even', 2 ** 26)];
    const chosen = names(keyFigures({ ...result, metrics: [fast, ...none, even] }));
    expect(chosen).toContain('micromint.break_even.hash_rate');
    expect(chosen).not.toContain('micromint.fast.hash_rate');
  });

  it('are those that the scenario names, in its order, behind what disagrees', () => {
    // Fails when the report's own choice is put in their place, or when a disagreement hides behind them.
    const named = ['k3.coins_1.good_balls', 'demand.value.total_usd'];
    const scenario = { ...result.scenario, resolved: { figures: named } };
    expect(names(keyFigures({ ...result, scenario }))).toEqual(named);
    const metrics = withTheory('k2.coins_10000.good_balls', false);
    expect(names(keyFigures({ ...result, scenario, metrics }))).toEqual(['k2.coins_10000.good_balls', ...named]);
    const unknown = { ...result.scenario, resolved: { figures: ['k3.coins_7.good_balls'] } };
    expect(keyFigures({ ...result, scenario: unknown })).toEqual(keyFigures(result));
  });

  it('fill up with further checkpoints when there is little else', () => {
    const metrics = result.metrics.filter(({ name }) => name.startsWith('k2.'));
    expect(keyFigures({ ...result, metrics })).toHaveLength(3);
  });
});

describe('all metrics beside theory', () => {
  it('keep the checkpoints of a mint behind a toggle while they agree', () => {
    const { text } = metricsTables(result);
    expect(text).toContain(
      '<details class="mint"><summary>k2: 3 figures on the way to its last coin, all agree with theory</summary>',
    );
    expect(text.split('<details').length).toBe(4);
    expect(text.slice(0, text.indexOf('<details'))).not.toContain('to coin');
  });

  it('open the toggle of the mint that disagrees, and say which figure', () => {
    const { text } = metricsTables({ ...result, metrics: withTheory('k2.coins_100.good_balls', false) });
    expect(text).toContain(
      '<details class="mint" open><summary>k2: 3 figures on the way to its last coin, 1 disagrees',
    );
    expect(text.split('<details class="mint" open>').length).toBe(2);
    expect(text).toContain('<code>k2.coins_100.good_balls</code>');
  });

  it('give a reason for figures that were not judged once for a mint', () => {
    const remark = 'needs 30 replications to be judged';
    const metrics = result.metrics.map((metric) =>
      metric.name.startsWith('k2.') && metric.name !== 'k2.coins_1.good_balls'
        ? { ...metric, theory: { ...metric.theory!, agrees: null, remark } }
        : metric,
    );
    const { text } = metricsTables({ ...result, metrics });
    expect(text).toContain('k2: 3 figures on the way to its last coin, 1 agrees with theory, 2 not judged');
    expect(text.split(remark).length).toBe(2);
  });

  it('write the name, the formula and its source under the figures, and z with two decimals', () => {
    const { text } = metricsTables(result);
    const row = text.slice(text.indexOf('>cost per coin<'), text.indexOf('>bank utilisation<'));
    expect(row).toContain('<td class="number">7.41</td><td class="spread">± 0.02</td><td>good balls</td>');
    expect(row).toContain('<td class="number">0.65</td>');
    expect(row).toContain('<td colspan="7"><code>micromint.cost_per_coin.balls</code> · Gamma(1+1/k)');
  });
});
