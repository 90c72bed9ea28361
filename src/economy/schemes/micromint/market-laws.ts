/**
 * Closed forms of what the market measures under MicroMint: how long vendors wait for their money, who settle at the end
 * of each day.
 * @module
 */
import type { Oracle } from '../../../sim/metric.ts';
import { DAY, MICRODOLLARS_PER_USD, type Microdollars } from '../../../units.ts';
import { coinsSuffice } from './measures.ts';
import { underWayMax } from './options.ts';
import type { Setting } from './setting.ts';

const SOURCE = 'Poisson purchases, settled at the end of the day; ways and the work of the bank neglected; derived';
/** So many purchases, and their mean delay is normal as far as 1e-9 can tell. */
const NORMAL_FROM_PURCHASES = 1000;
/** A bias may be so small a part of the standard deviation that no number of replications in use shows it. */
const NEGLIGIBLE_BIAS = 0.01;

/** Of the metric with this name, its label left out; undefined where no closed form holds. */
export function marketLaw<C>(setting: Setting<C>, metric: string): Oracle | undefined {
  if (metric !== 'settlement.delay_mean_us' && metric !== 'vendors.exposure_mean_usd') return undefined;
  const sales = steadySales(setting);
  if (sales === undefined) return undefined;
  const { count, price } = sales;
  const sdOfDelay = DAY / Math.sqrt(12 * count);
  if (metric === 'settlement.delay_mean_us') return normal(DAY / 2, sdOfDelay, 'T_day / 2');
  // Each purchase adds its price times its delay to the integral, and the number of purchases varies too.
  const scale = (count * price) / (setting.market.duration * MICRODOLLARS_PER_USD);
  return normal((DAY / 2) * scale, 2 * sdOfDelay * scale, 'lambda p T_day / 2');
}

function normal(value: number, sd: number, formula: string): Oracle {
  return { value, formula, source: SOURCE, kind: 'mean', law: { name: 'normal', sd } };
}

/** Poisson purchases at one price over whole days by honest people, and so little to neglect that it does not show. */
function steadySales<C>({ market, options, issues }: Setting<C>): { count: number; price: Microdollars } | undefined {
  const { demand, duration, delayMax, honest, faultless } = market;
  const { arrivals, price, users } = demand;
  if (!honest || !faultless || arrivals.kind !== 'poisson' || price.kind !== 'constant') return undefined;
  if (duration % DAY !== 0 || duration > options.period || delayMax > underWayMax(options)) return undefined;
  if (!coinsSuffice(market, options, issues.of(0).coins)) return undefined;
  const count = (users * arrivals.perUserPerDay * duration) / DAY;
  const coins = (count * DAY * price.price) / (duration * options.coinValue);
  const settling = { message: demand.vendors, hash: coins * options.way, lookUp: coins, write: coins };
  const neglected = 4 * delayMax + market.bank.serviceTime(settling);
  if (count < NORMAL_FROM_PURCHASES || neglected > (NEGLIGIBLE_BIAS * DAY) / Math.sqrt(12 * count)) return undefined;
  return { count, price: price.price };
}
