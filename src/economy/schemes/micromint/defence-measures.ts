/**
 * What the broker's defences did: recalls and their costs, the share of forged coins as he saw it and as it was,
 * suspensions, and what the loss policy paid. Nothing is said of a defence that was not set.
 * @module
 */

import type { Metric } from '../../../sim/metric.ts';
import { MICRODOLLARS_PER_USD } from '../../../units.ts';
import { type MetricOf, metricOf } from '../../metric-of.ts';
import type { BrokerCounts } from './broker.ts';
import type { Setting } from './setting.ts';

/** @param spliced whether somebody splices: by bins the broker does not see what comes of it, and estimates nothing */
export function defenceMeasures<C>(setting: Setting<C>, counts: BrokerCounts, spliced: boolean): Metric[] {
  const { options, market } = setting;
  const isBlind = spliced && options.settlement === 'bin';
  const metric = metricOf(market.label);
  return [
    ...(options.recallAt === undefined ? [] : recallMeasures(options.usdPerHash, counts, metric)),
    ...(market.honest ? [] : shareMeasures(counts, metric, isBlind)),
    ...(options.suspendAfter === undefined ? [] : [metric('suspended_users.count', 'users', counts.suspendedUsers)]),
    ...(options.lossPolicy === 'vendor'
      ? []
      : [metric('reimbursed.usd', 'USD', counts.reimbursed / MICRODOLLARS_PER_USD)]),
  ];
}

function recallMeasures(usdPerHash: number, counts: BrokerCounts, metric: MetricOf): Metric[] {
  return [
    metric('recalls.count', 'recalls', counts.recalls),
    metric('recall.coins_exchanged_count', 'coins', counts.recallCoinsExchanged),
    metric('recall.remint_hashes_count', 'hashes', counts.recallHashes),
    metric('recall.cost_usd', 'USD', counts.recallHashes * usdPerHash),
    ...(counts.firstRecallAt === undefined ? [] : [metric('recall.time_us', 'us', counts.firstRecallAt)]),
  ];
}

/** The share of coins handed in that were not minted: as the broker's first reports have it, and over the whole run. */
function shareMeasures(counts: BrokerCounts, metric: MetricOf, isBlind: boolean): Metric[] {
  const settled = counts.coinsRedeemed + counts.coinsRefused;
  if (settled === 0) return [];
  const { shareEstimate } = counts;
  return [
    ...(isBlind || shareEstimate === undefined ? [] : [metric('forged_share.estimate', '1', shareEstimate)]),
    metric('forged_share.true', '1', (counts.forgedPaid + counts.forgedCaught) / settled),
  ];
}
