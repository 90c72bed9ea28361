/**
 * Scrip outstanding over time: all that brokers and vendors owe, and of it what is in wallets, brokers' scrip and
 * vendors' (after Millicent, 1995: scrip is a promise that was paid for).
 * @module
 */
import type { Result } from '../../experiment/result.ts';
import { alike, listed, quantity } from '../format.ts';
import type { Chart } from './chart.ts';
import { metricOf } from './lookup.ts';
import { chartOverTime, type Measure } from './over-time.ts';
import { curvesNamed, type LabelledCurve } from './series.ts';

const OUTSTANDING = 'scrip.outstanding_usd';
const IN_WALLETS = 'scrip.vendor_in_wallets_usd';
const WAREHOUSES = 'scrip.in_warehouses_usd';
const MEASURES: readonly Measure[] = [
  { suffix: OUTSTANDING, heading: 'owed by brokers and vendors in all, in dollars', short: 'owed in all, $' },
  {
    suffix: 'scrip.broker_in_wallets_usd',
    heading: 'broker scrip in wallets, in dollars',
    short: 'broker scrip in wallets, $',
    pageOnly: true,
  },
  { suffix: IN_WALLETS, heading: 'vendor scrip in wallets, in dollars', short: 'vendor scrip in wallets, $' },
];
const STORED: Measure = {
  suffix: WAREHOUSES,
  heading: 'vendor scrip in warehouses, in dollars',
  short: 'in warehouses, $',
  pageOnly: true,
};

/** Scrip outstanding under every label with some; null when none has. */
export function scripOutstanding(result: Result): Chart | null {
  const owed = curvesNamed(result, OUTSTANDING);
  if (curvesNamed(result, IN_WALLETS).length === 0) return null;
  const isStored = curvesNamed(result, WAREHOUSES).some(({ curve }) => Math.max(...curve.values) > 0);
  return chartOverTime(result, isStored ? [...MEASURES, STORED] : MEASURES, 'line', {
    title: `${finding(result, owed)}${identity(result, owed)}`,
    tableCaption: (label) => `Scrip of ${label}`,
  });
}

function finding({ replications }: Result, owed: readonly LabelledCurve[]): string {
  const mean = replications > 1 ? ' on average' : '';
  const said = alike(owed.map(({ label, curve }) => ({ label, words: quantity('usd', Math.max(...curve.values)) })));
  if (said.length === 1) return `At most ${said[0].words} of scrip is out${mean}`;
  const words = said.map((each, i) => `${each.words}${i === 0 ? ' of scrip' : ''} under ${listed(each.labels)}`);
  return `At most ${listed(words)} is out${mean}`;
}

/** Said only where the gap was measured, and was none. */
function identity(result: Result, owed: readonly LabelledCurve[]): string {
  const gaps = owed.map(({ label }) => metricOf(result, label, 'scrip.register_gap_usd')?.value);
  return gaps.every((gap) => gap === 0) ? ', and always as much is owed' : '';
}
