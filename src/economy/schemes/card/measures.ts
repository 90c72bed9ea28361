/**
 * What card payments cost, each figure beside its closed form: with honest users and a network that loses nothing
 * nothing is left to chance but the demand.
 * @module
 */

import { type CardFees, cardFee } from '../../../protocols/baselines/card.ts';
import type { Metric, Oracle } from '../../../sim/metric.ts';
import { DAY, MICRODOLLARS_PER_USD, type Microdollars } from '../../../units.ts';
import type { Work } from '../../bank.ts';
import { metricOf } from '../../metric-of.ts';
import type { Market } from '../../scheme.ts';

interface Counts {
  readonly charged: Microdollars;
  readonly fee: Microdollars;
  /** Payments of which the vendor has nothing left, or less. */
  readonly belowFee: number;
  readonly reversals: number;
}

export function measures(market: Market, fees: CardFees, counts: Counts): Metric[] {
  const each = perPayment(market, fees);
  const total = (amount: number, formula: string): Oracle | undefined =>
    each && exact((market.servedCount * amount) / MICRODOLLARS_PER_USD, `payments x ${formula}`);
  const metric = metricOf(market.label);
  const usd = (name: string, amount: Microdollars, theory?: Oracle): Metric =>
    metric(`${name}_usd`, 'USD', amount / MICRODOLLARS_PER_USD, theory);
  return [
    usd('vendors.income', counts.charged - counts.fee, each && total(each.price - each.fee, '(p - fee)')),
    usd('float.locked', 0, exact(0, '0')),
    metric('below_fee.payments_count', 'payments', counts.belowFee, each && belowFee(market, each)),
    metric('reversals_count', 'reversals', counts.reversals, each && exact(0, '0')),
  ];
}

interface Each {
  readonly price: Microdollars;
  readonly fee: Microdollars;
}

/** Whatever users do: the bank decides on every payment before it is served. */
function perPayment({ demand: { price }, faultless }: Market, fees: CardFees): Each | undefined {
  return faultless && price.kind === 'constant' ? { price: price.price, fee: cardFee(fees, price.price) } : undefined;
}

function belowFee({ servedCount }: Market, { price, fee }: Each): Oracle {
  return fee > price ? exact(servedCount, 'payments, since fee > p') : exact(0, '0, since fee <= p');
}

function exact(value: number, formula: string): Oracle {
  return { value, formula, source: 'every payment is one macropayment', kind: 'exact' };
}

/** Of vendors, who are paid before they sell. */
const OWED: ReadonlySet<string> = new Set([
  'vendors.exposure_mean_usd',
  'vendors.exposure_max_usd',
  'vendors.uncovered_max_usd',
]);

/**
 * Fees, who waits for money (nobody), and the bank's load: every purchase is a job. Purchases that it declines are jobs
 * too, but no payments.
 */
export function foreseen(market: Market, fees: CardFees, work: Work, metric: string): Oracle | undefined {
  if (metric === 'fees.users_usd') return exact(0, '0');
  const each = perPayment(market, fees);
  if (OWED.has(metric)) return exact(0, '0');
  if (metric === 'fees.vendors_usd')
    return each && exact((market.servedCount * each.fee) / MICRODOLLARS_PER_USD, 'payments x fee');
  if (!market.honest || !market.faultless) return undefined;
  if (metric === 'bank.saturation_payments_per_second') return market.bank.saturationLaw(work);
  if (metric === 'bank.wait_mean_us' || metric === 'bank.offered_load_ratio') return ofQueue(market, work, metric);
  const load: Readonly<Record<string, number | undefined>> = {
    'bank.messages_per_payment': work.message,
    'bank.signature_checks_per_payment': 0,
    'bank.hashes_per_payment': 0,
    'bank.look_ups_per_payment': work.lookUp,
    'bank.writes_per_payment': work.write,
    'bank.macropayments_per_payment': 1,
  };
  const times = load[metric];
  return times === undefined ? undefined : exact(times, String(times));
}

/** Independent users who wait for nobody bring a Poisson process of equal jobs, whatever their ways take: M/D/1. */
function ofQueue({ bank, demand, duration }: Market, work: Work, metric: string): Oracle | undefined {
  const { arrivals, users } = demand;
  if (arrivals.kind !== 'poisson') return undefined;
  const rate = (users * arrivals.perUserPerDay) / DAY;
  return metric === 'bank.wait_mean_us' ? bank.waitLaw(rate, work, duration) : bank.loadLaw(rate, work, duration);
}
