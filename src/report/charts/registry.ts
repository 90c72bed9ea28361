/**
 * All charts by name: what a scenario may ask for under `report.charts`.
 * @module
 */
import type { Result } from '../../experiment/result.ts';
import { ballsToCoin } from './balls-to-coin.ts';
import { bankByPayments } from './bank-by-payments.ts';
import { bankLoad } from './bank-load.ts';
import { bankNet } from './bank-net.ts';
import { bankWork } from './bank-work.ts';
import { bottleCost } from './bottle-cost.ts';
import { brokerAndForger } from './broker-and-forger.ts';
import { brokerLoad } from './broker-load.ts';
import { chargeExcess } from './charge-excess.ts';
import { chargeSpread } from './charge-spread.ts';
import type { Chart, ChartMaker, Machine } from './chart.ts';
import { cheats } from './cheats.ts';
import { circulation } from './circulation.ts';
import { costByParty } from './cost-by-party.ts';
import { costBySize } from './cost-by-size.ts';
import { costCurve } from './cost-curve.ts';
import { detection } from './detection.ts';
import { exchanges } from './exchanges.ts';
import { forgedCoins } from './forged-coins.ts';
import { forgingProfit } from './forging-profit.ts';
import { forgottenScrip } from './forgotten-scrip.ts';
import { loadByScheme } from './load-by-scheme.ts';
import { loadOverDay } from './load-over-day.ts';
import { lossByDefence } from './loss-by-defence.ts';
import { redemptionCost } from './redemption-cost.ts';
import { riskByParty } from './risk-by-party.ts';
import { scripOutstanding } from './scrip-outstanding.ts';
import { waitByLoad } from './wait-by-load.ts';

const MAKERS: ReadonlyMap<string, ChartMaker> = new Map([
  ['cost-curve', costCurve],
  ['cost-by-size', costBySize],
  ['broker-and-forger', brokerAndForger],
  ['circulation', circulation],
  ['charge-excess', chargeExcess],
  ['charge-spread', chargeSpread],
  ['bank-net', bankNet],
  ['detection', detection],
  ['cheats', cheats],
  ['forged-coins', forgedCoins],
  ['forging-profit', forgingProfit],
  ['loss-by-defence', lossByDefence],
  ['exchanges', exchanges],
  ['broker-load', brokerLoad],
  ['scrip-outstanding', scripOutstanding],
  ['forgotten-scrip', forgottenScrip],
  ['redemption-cost', redemptionCost],
  ['bank-work', bankWork],
  ['bank-by-payments', bankByPayments],
  ['bank-load', bankLoad],
  ['load-by-scheme', loadByScheme],
  ['load-over-day', loadOverDay],
  ['wait-by-load', waitByLoad],
  ['cost-by-party', costByParty],
  ['risk-by-party', riskByParty],
  ['bottle-cost', bottleCost],
  ['balls-to-coin', ballsToCoin],
]);

/** The names of all charts. */
export const chartNames: readonly string[] = [...MAKERS.keys()];

/** A chart with the name under which it was asked for. */
export interface NamedChart {
  readonly name: string;
  readonly chart: Chart;
}

/**
 * The charts that a result asks for, in its order, without those for which it has no data.
 * @throws RangeError for a name that no chart has; the message lists those that exist.
 */
export function chartsOf(result: Result, machine: Machine = {}): NamedChart[] {
  return result.charts.flatMap((name) => {
    const maker = MAKERS.get(name);
    if (maker === undefined) throw new RangeError(`no chart is named ${name}; there are ${chartNames.join(', ')}`);
    const chart = maker(result, machine);
    return chart === null ? [] : [{ name, chart }];
  });
}
