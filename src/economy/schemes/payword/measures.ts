/**
 * What a run of PayWord measures, each figure beside its closed form where one holds.
 * @module
 */

import type { Metric, Oracle } from '../../../sim/metric.ts';
import { MICRODOLLARS_PER_USD, type Microdollars } from '../../../units.ts';
import { metricOf } from '../../metric-of.ts';
import type { Market } from '../../scheme.ts';
import { isUndisturbed, type Laws } from './laws.ts';
import type { PaywordOptions } from './options.ts';

/** What the parties have counted by the end of a run. */
export interface Counts {
  /** Commitments that vendors accepted, and paywords that they got. */
  readonly commitments: number;
  readonly words: number;
  readonly deposits: number;
  readonly certificates: number;
  readonly bills: number;
  readonly revoked: number;
  readonly vendorIncome: Microdollars;
  readonly dishonoured: Microdollars;
  readonly refused: Microdollars;
  readonly uncollected: Microdollars;
  /** Purchases from which users abstained. */
  readonly abstained: number;
}

export function measures(market: Market, options: PaywordOptions, counts: Counts, laws: Laws): Metric[] {
  const metric = metricOf(market.label);
  const usd = (name: string, amount: Microdollars, theory?: Oracle): Metric =>
    metric(`${name}_usd`, 'USD', amount / MICRODOLLARS_PER_USD, theory);
  const due = isUndisturbed(market) ? settledInFull(options, counts.words) : undefined;
  return [
    metric('commitments_count', 'commitments', counts.commitments, laws.commitments),
    metric('deposits_count', 'messages', counts.deposits, laws.deposits),
    metric('certificates_count', 'certificates', counts.certificates, laws.certificates),
    metric('bills_count', 'bills', counts.bills, laws.bills),
    metric('users.abstained_count', 'purchases', counts.abstained),
    metric('users.revoked_count', 'users', counts.revoked, due?.none),
    usd('vendors.income', counts.vendorIncome, due?.vendors),
    usd('deposits.dishonoured', counts.dishonoured, due?.none),
    usd('deposits.refused', counts.refused, due?.none),
    usd('bills.uncollected', counts.uncollected, due?.none),
  ];
}

function exact(value: number, formula: string, source: string): Oracle {
  return { value, formula, source, kind: 'exact' };
}

/** With honest users and vendors every payword is deposited in time, paid, and paid for. */
function settledInFull({ unitValue, commission }: PaywordOptions, words: number) {
  const source = 'honest users and vendors: every payword is deposited in time';
  const usd = (perWord: Microdollars): number => (words * perWord) / MICRODOLLARS_PER_USD;
  return {
    vendors: exact(usd(unitValue - commission), 'paywords x (v - commission)', source),
    none: exact(0, '0', source),
  };
}

/**
 * Fees, and the broker's load by what it is done for: each deposit is a message, each commitment a signature check and
 * each payword a hash; each certificate two messages and a signature.
 */
export function identityOf(
  market: Market,
  { commission }: PaywordOptions,
  counts: Counts,
  metric: string,
): Oracle | undefined {
  const payments = market.servedCount;
  if (metric === 'fees.users_usd') return exact(0, '0', 'the broker takes its commission from vendors');
  if (!isUndisturbed(market) || payments === 0) return undefined;
  if (metric === 'fees.vendors_usd')
    return exact((counts.words * commission) / MICRODOLLARS_PER_USD, 'paywords x commission', 'all is settled');
  const { commitments, deposits, certificates, bills, words } = counts;
  const loads: Readonly<Record<string, readonly [number, string]>> = {
    'bank.messages_per_payment': [deposits + 2 * certificates, '(deposits + 2 certificates) / payments'],
    'bank.signature_checks_per_payment': [commitments + certificates, '(commitments + certificates) / payments'],
    'bank.hashes_per_payment': [words, 'paywords / payments'],
    'bank.look_ups_per_payment': [commitments + certificates, '(commitments + certificates) / payments'],
    'bank.writes_per_payment': [
      2 * commitments + deposits + certificates + bills,
      '(2 commitments + deposits + certificates + bills) / payments',
    ],
    'bank.macropayments_per_payment': [deposits + bills, '(deposits + bills) / payments'],
  };
  const load = loads[metric];
  return load && exact(load[0] / payments, load[1], 'RS96: a signature check for each chain, a hash for each payword');
}
