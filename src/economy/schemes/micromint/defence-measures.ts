/**
 * What the broker's defences did: recalls and their costs, the share of forged coins as he saw it and as it was,
 * suspensions, and what the loss policy paid. Nothing is said of a defence that was not set.
 * @module
 */
import type { Metric, Oracle } from '../../../sim/metric.ts';
import { MICRODOLLARS_PER_USD } from '../../../units.ts';
import type { BrokerCounts } from './broker.ts';
import type { Setting } from './setting.ts';

export function defenceMeasures<C>(setting: Setting<C>, counts: BrokerCounts): Metric[] {
  const { options, market } = setting;
  const metric = (name: string, unit: string, value: number, theory?: Oracle): Metric => ({
    name: `${market.label}.${name}`,
    unit,
    value,
    combine: 'mean',
    ...(theory && { theory }),
  });
  return [
    ...(options.recallAt === undefined ? [] : recallMeasures(options.usdPerHash, counts, metric)),
    ...(market.honest ? [] : shareMeasures(setting, counts, metric)),
    ...(options.suspendAfter === undefined ? [] : [metric('suspended_users.count', 'users', counts.suspendedUsers)]),
    ...(options.lossPolicy === 'vendor'
      ? []
      : [metric('reimbursed.usd', 'USD', counts.reimbursed / MICRODOLLARS_PER_USD)]),
  ];
}

type MetricOf = (name: string, unit: string, value: number) => Metric;

function recallMeasures(usdPerHash: number, counts: BrokerCounts, metric: MetricOf): Metric[] {
  return [
    metric('recalls.count', 'recalls', counts.recalls),
    metric('recall.coins_exchanged_count', 'coins', counts.recallCoinsExchanged),
    metric('recall.remint_hashes_count', 'hashes', counts.recallHashes),
    metric('recall.cost_usd', 'USD', counts.recallHashes * usdPerHash),
    ...(counts.firstRecallAt === undefined ? [] : [metric('recall.time_us', 'us', counts.firstRecallAt)]),
  ];
}

/**
 * Of the run's first coins handed in, the share that the broker did not mint. By bins he sees only those forged coins
 * that lie in bins he never filled, so he counts each of them for more.
 */
function shareMeasures<C>({ options, issues }: Setting<C>, counts: BrokerCounts, metric: MetricOf): Metric[] {
  const settled = counts.coinsRedeemed + counts.coinsRefused;
  if (settled === 0) return [];
  const unfilled = 1 - issues.of(0).coins / 2 ** options.bits;
  const seen = options.settlement === 'coin' ? 1 : unfilled;
  const estimate = counts.firstNotMinted / counts.firstDeposited / seen;
  return [
    metric('forged_share.estimate', '1', estimate),
    metric('forged_share.true', '1', (counts.forgedPaid + counts.forgedCaught) / settled),
  ];
}
