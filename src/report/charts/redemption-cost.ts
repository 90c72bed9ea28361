/**
 * What settling payable cheques costs at each selection rate: the rarer a cheque is payable, the cheaper (after MR02).
 * @module
 */
import type { Result } from '../../experiment/result.ts';
import { MICRODOLLARS_PER_USD } from '../../units.ts';
import { confidenceWords, plain, quantity, styleOf, write } from '../format.ts';
import type { Stage } from '../theme.ts';
import { decadesAxis, decimalLogarithm, rangeOf, widen } from './axis.ts';
import type { Chart } from './chart.ts';
import { metricOf, optionsOf, selectionRateOf } from './lookup.ts';
import { drawPanels } from './panel.ts';
import { appearanceOf, ordinates, type Panel, type Series } from './series.ts';

/** The cost is stated per so many payments. */
const PAYMENTS = 1000;

/** One label's cost in dollars per 1,000 payments. */
interface Cost {
  readonly label: string;
  readonly scheme: string;
  readonly rate: number;
  readonly value: number;
  readonly halfWidth: number | null;
  readonly theory: number | null;
}

/** Cost against selection rate; null when a result has fewer than two rates. */
export function redemptionCost(result: Result): Chart | null {
  const costs = result.labels.flatMap(({ label, scheme }) => costOf(result, label, scheme));
  if (new Set(costs.map(({ rate }) => rate)).size < 2) return null;
  const title = finding(costs);
  const brief = `${marksInWords(result)} Thin lines: theory, two fees for each payable cheque.`;
  return {
    title,
    caption: `${brief} A bank that bills by serial numbers makes fewer charges when deposits arrive out of order.`,
    brief,
    alternative:
      'Point chart with a line of theory for each scheme. Horizontal axis: selection rate s. Vertical axis: cost of ' +
      `settling 1,000 payments in dollars. Both logarithmic. ${title}.`,
    tables: [costTable(costs)],
    tablesShown: true,
    draw: (stage) => drawPanels([panelOf(result, costs, stage)], stage, 'stacked'),
  };
}

function marksInWords({ replications, confidence }: Result): string {
  if (replications === 1) return 'Points: one replication.';
  return `Points: the mean of ${replications} replications with ${confidenceWords(confidence)} intervals.`;
}

function costOf(result: Result, label: string, scheme: string): Cost[] {
  const rate = selectionRateOf(result, label);
  const cost = metricOf(result, label, 'bank.redemption_cost_usd');
  const payments = metricOf(result, label, 'payments.served_count')?.value ?? 0;
  if (rate === undefined || cost === undefined || payments === 0 || cost.value === 0) return [];
  const scale = PAYMENTS / payments;
  return [
    {
      label,
      scheme,
      rate,
      value: cost.value * scale,
      halfWidth: cost.halfWidth === null ? null : cost.halfWidth * scale,
      theory: cost.theory === undefined ? twoFees(result, label, rate) : cost.theory.value * scale,
    },
  ];
}

/** One credit and one debit for each payable cheque: 2 s fee a payment. */
function twoFees(result: Result, label: string, rate: number): number | null {
  const fee = Number(optionsOf(result, label).macropaymentFeeUsd);
  return fee > 0 ? (PAYMENTS * 2 * rate * fee) / MICRODOLLARS_PER_USD : null;
}

function byRate(costs: readonly Cost[]): Cost[] {
  return costs.toSorted((a, b) => a.rate - b.rate);
}

/** A rate as one payable cheque in so many. */
function oneIn(rate: number): string {
  return `1/${plain('', 1 / rate)}`;
}

function finding(costs: readonly Cost[]): string {
  const sorted = byRate(costs);
  const [rarest, commonest] = [sorted[0], sorted[sorted.length - 1]];
  const words = ({ rate, value, halfWidth }: Cost): string =>
    `${quantity('usd', value, halfWidth)} at s = ${oneIn(rate)}`;
  return `Settling 1,000 payments costs ${words(commonest)} and ${words(rarest)}`;
}

function costTable(costs: readonly Cost[]) {
  const rows = byRate(costs).map(({ label, scheme, rate, value, halfWidth, theory }) => {
    const expected = theory === null ? '' : write(styleOf('usd', value, halfWidth), theory);
    return [label, scheme, oneIn(rate), quantity('usd', value, halfWidth), expected];
  });
  return {
    caption: 'Cost of settling 1,000 payments',
    head: ['label', 'scheme', 's', 'cost', 'two fees a payable cheque'],
    rows,
  };
}

function panelOf(result: Result, costs: readonly Cost[], stage: Stage): Panel {
  const schemes = [...new Set(costs.map(({ scheme }) => scheme))];
  const series = schemes.map((scheme) => seriesOf(result, scheme, costs));
  const rates = rangeOf(costs.map(({ rate }) => decimalLogarithm(rate)));
  return {
    heading: 'cost of settling 1,000 payments (log)',
    x: decadesAxis('selection rate s (log)', widen(rates, 0.06), stage.name === 'slide' ? 5 : 8, (s) => plain('', s)),
    y: decadesAxis('', widen(rangeOf(ordinates(series)), 0.08), 6, (value) => plain('usd', value)),
    series,
    marks: 'points',
  };
}

function seriesOf(result: Result, scheme: string, costs: readonly Cost[]): Series {
  const own = costs.filter((cost) => cost.scheme === scheme);
  const points = byRate(own).map(({ rate, value, halfWidth, theory }) => ({
    x: decimalLogarithm(rate) ?? 0,
    y: decimalLogarithm(value) ?? 0,
    low: halfWidth === null ? null : decimalLogarithm(value - halfWidth),
    high: halfWidth === null ? null : decimalLogarithm(value + halfWidth),
    theory: decimalLogarithm(theory),
  }));
  return { name: scheme, appearance: appearanceOf(result, own[0].label), points };
}
