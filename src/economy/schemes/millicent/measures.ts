/**
 * What a run of Millicent measures, each figure beside its closed form where one holds.
 * @module
 */

import type { Metric, Oracle } from '../../../sim/metric.ts';
import { MICRODOLLARS_PER_USD, type Microdollars } from '../../../units.ts';
import { metricOf } from '../../metric-of.ts';
import type { Market } from '../../scheme.ts';
import type { Books } from './books.ts';
import { isUndisturbed, isWithinLife, type Laws } from './laws.ts';
import { exchangeSize, type MillicentOptions, millionthsOf } from './options.ts';
import { WORK_OF_BULK, WORK_OF_STATEMENT, workOfExchange, workOfSale } from './work.ts';

/** What the parties have counted by the end of a run. */
export interface Counts extends ReturnType<Books['counts']> {
  /** By the users: the first at each vendor, and the others. */
  readonly firstExchanges: number;
  readonly refills: number;
  /** By the users: broker scrip that has come. */
  readonly purchases: number;
  /** Requests that were sent again. */
  readonly repeats: number;
  readonly vendorSpentIds: number;
  readonly brokerSpentIds: number;
  readonly outstanding: Microdollars;
  /** How far registers and ledger were ever apart. */
  readonly registerGap: Microdollars;
  readonly overheard: Microdollars;
}

export function measures(market: Market, options: MillicentOptions, counts: Counts, laws: Laws): Metric[] {
  const metric = metricOf(market.label);
  const count = (subject: string, unit: string, value: number, theory?: Oracle): Metric =>
    metric(`${subject}_count`, unit, value, theory);
  const usd = (subject: string, amount: Microdollars, theory?: Oracle): Metric =>
    metric(`${subject}_usd`, 'USD', amount / MICRODOLLARS_PER_USD, theory);
  const known = certainties(market, options, counts);
  return [
    count('exchanges.first_visits', 'exchanges', counts.firstExchanges, laws.firstVisits),
    count('exchanges.refills', 'exchanges', counts.refills, laws.refills),
    count('exchanges.made', 'exchanges', counts.firstExchanges + counts.refills, laws.exchanges),
    count('exchanges.repeats', 'requests', counts.repeats, known?.none),
    count('broker_scrip.purchases', 'macropayments', counts.purchases, laws.purchases),
    usd('broker_scrip.sold', counts.brokerScripSold),
    usd('vendor_scrip.sold', counts.vendorScripSold, known?.sold),
    usd('vendor_scrip.spent', counts.charged, known?.spent),
    usd('scrip.outstanding', counts.outstanding, known?.outstanding),
    usd('scrip.register_gap', counts.registerGap, NO_GAP),
    usd('scrip.expired_in_wallets', counts.expiredInWallets),
    usd('scrip.expired_in_warehouses', counts.expiredInStore),
    usd('scrip.expired_refunded', counts.refundedExpired),
    usd('scrip.of_closed_vendors', counts.closedOutstanding),
    usd('scrip.redeemed_of_closed_vendors', counts.redeemedClosed),
    usd('vendors.income', counts.vendorIncome, known?.vendorIncome),
    usd('broker.income', counts.brokerIncome, known?.brokerIncome),
    count('broker.messages', 'messages', market.bank.count('message'), known?.messages),
    count('broker.settlements', 'macropayments', counts.settlements),
    count('broker.bulk_purchases', 'macropayments', counts.bulks),
    count('vendors.spent_ids', 'ID#s', counts.vendorSpentIds, known?.vendorSpentIds),
    count('broker.spent_ids', 'ID#s', counts.brokerSpentIds, known?.brokerSpentIds),
    ...cheats(counts, usd, count),
  ];
}

/** Only where somebody cheats. */
function cheats(
  counts: Counts,
  usd: (subject: string, amount: Microdollars) => Metric,
  count: (subject: string, unit: string, value: number) => Metric,
): Metric[] {
  return [
    ...(counts.overheard === 0 ? [] : [usd('wire.overheard', counts.overheard)]),
    ...(counts.keptChange === 0 ? [] : [usd('vendors.kept_change', counts.keptChange)]),
    ...(counts.soldTwice === 0 ? [] : [count('broker.sold_twice', 'exchanges', counts.soldTwice)]),
  ];
}

function exact(value: number, formula: string, source: string): Oracle {
  return { value, formula, source, kind: 'exact' };
}

const NO_GAP = exact(0, '0', 'outstanding scrip is what its issuers owe, at every instant: after G95');
const USERS_COUNT = 'users count their exchanges and purchases, the bank what comes in';

/** What follows for certain from what users have done, in a run in which nothing went wrong. */
function certainties(market: Market, options: MillicentOptions, counts: Counts) {
  if (!isUndisturbed(market, options)) return undefined;
  const { price } = market.demand;
  const exchanged = counts.firstExchanges + counts.refills;
  const served = market.servedCount;
  const source = 'honest users and vendors, nothing lost';
  const usd = (amount: Microdollars): number => amount / MICRODOLLARS_PER_USD;
  const liabilities = usd(market.ledger.totalLiabilities);
  return {
    none: exact(0, '0', source),
    outstanding: exact(liabilities, 'liabilities of brokers and vendors', 'scrip is what its issuers owe, after G95'),
    ...(isWithinLife(market, options) && {
      messages: exact(messages(options, counts), '2 (exchanges + purchases) + statements + 2 bulks', USERS_COUNT),
      vendorSpentIds: exact(served, 'payments served', source),
      brokerSpentIds: exact(exchanged, 'exchanges', source),
    }),
    ...(price.kind === 'constant' &&
      oneSize(options, exchangeSize(options, price.price), price.price, exchanged, served)),
  };
}

function messages(options: MillicentOptions, counts: Counts): number {
  return (
    workOfExchange(options).message * (counts.firstExchanges + counts.refills) +
    workOfSale(options).message * counts.purchases +
    WORK_OF_STATEMENT.message * counts.settlements +
    WORK_OF_BULK.message * counts.bulks
  );
}

/** Where all exchanges are of one size. */
function oneSize(
  { supply, commission }: MillicentOptions,
  size: Microdollars,
  price: Microdollars,
  exchanged: number,
  served: number,
) {
  const usd = (amount: Microdollars): number => amount / MICRODOLLARS_PER_USD;
  const source = 'honest users and vendors at one price, nothing lost';
  const kept = millionthsOf(size, commission);
  return {
    sold: exact(usd(exchanged * size), 'exchanges x w', source),
    spent: exact(usd(served * price), 'payments served x p', source),
    ...(supply === 'licensed' && {
      vendorIncome: exact(usd(exchanged * (size - kept)), 'exchanges x (w - commission)', source),
      brokerIncome: exact(usd(exchanged * kept), 'exchanges x commission', source),
    }),
  };
}

/** The closed form of what the market measures at the bank, by its name without the label. */
export function bankOracle(
  market: Market,
  options: MillicentOptions,
  counts: Counts,
  metric: string,
): Oracle | undefined {
  const name = /^bank\.(.+)_per_payment$/.exec(metric)?.[1];
  if (name === undefined || !isUndisturbed(market, options) || !isWithinLife(market, options)) return undefined;
  const [exchange, sale] = [workOfExchange(options), workOfSale(options)];
  const exchanged = counts.firstExchanges + counts.refills;
  const each = (total: number, formula: string): Oracle =>
    exact(total / market.servedCount, `(${formula}) / payments`, USERS_COUNT);
  switch (name) {
    case 'hashes': {
      const total = exchange.hash * exchanged + sale.hash * counts.purchases;
      return each(total, `${exchange.hash} exchanges + ${sale.hash} purchases`);
    }
    case 'writes': {
      const lists = WORK_OF_STATEMENT.write * counts.settlements + WORK_OF_BULK.write * counts.bulks;
      const total = exchange.write * exchanged + sale.write * counts.purchases + lists;
      return each(total, 'exchanges + purchases + statements + bulks');
    }
    case 'macropayments':
      if (counts.refundedExpired > 0) return undefined;
      return each(counts.purchases + counts.settlements + counts.bulks, 'purchases + settlements + bulks');
    case 'look_ups':
    case 'signature_checks':
      return exact(0, '0', 'spent ID#s are in memory, and HMACs take no signature: after G95');
    default:
      return undefined;
  }
}
