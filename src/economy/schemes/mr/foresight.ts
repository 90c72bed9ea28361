/**
 * Closed forms of what the market measures under a lottery scheme: the bank's load, who loses, and how cheats fare.
 * @module
 */
import type { Oracle } from '../../../sim/metric.ts';
import { shortfall } from '../../../theory/serial-charge.ts';
import { MICRODOLLARS_PER_USD } from '../../../units.ts';
import type { Enlistment } from '../../adversary.ts';
import type { Signing } from './evidence.ts';
import { closedForms, payableOracle } from './measures.ts';
import type { Setting } from './setting.ts';

/** How often a deposit does what the bank counts. */
export type PerDeposit = ReadonlyMap<string, number>;

export function foresight(setting: Setting<Signing>, perDeposit: PerDeposit) {
  return (metric: string, enlistment?: Enlistment): Oracle | undefined =>
    enlistment === undefined ? ofMarket(setting, metric, perDeposit) : undefined;
}

function ofMarket(setting: Setting<Signing>, metric: string, perDeposit: PerDeposit): Oracle | undefined {
  const closed = closedForms(setting);
  if (closed === undefined) return undefined;
  const { users } = setting.market.demand;
  const times = perDeposit.get(metric);
  if (times !== undefined && closed.need.kind === 'fixed')
    return {
      ...payableOracle(closed, users, times / (users * closed.need.count)),
      formula: times === 1 ? 's' : `${times} s`,
    };
  if (metric !== 'loss.bank_usd') return undefined;
  if (!closed.byLast) return { value: 0, formula: '0', source: 'MR02: the bank passes every charge on', kind: 'exact' };
  return {
    value: (users * shortfall(closed.lottery, closed.need).mean) / MICRODOLLARS_PER_USD,
    formula: 'U v (1-s)(1-(1-s)^n)/s',
    source: 'MR02; derived',
    kind: 'mean',
  };
}
