/**
 * What payments cost whom, and what for: dollars per 1,000 payments by party and kind, a mark of its own for each kind,
 * on an axis that is logarithmic on both sides of zero.
 * @module
 */
import type { Result, ResultMetric } from '../../experiment/result.ts';
import { confidenceWords, listed, quantity } from '../format.ts';
import type { Chart, DataTable } from './chart.ts';
import { COST_KINDS, drawCosts, type PartyCosts } from './cost-by-party-drawing.ts';
import { metricOf } from './lookup.ts';

const PARTIES = ['users', 'vendors', 'bank'] as const;
const TOTAL = 'cost.total_usd_per_payment';
/** Labels of which a title can speak. */
const MOST_SPOKEN = 3;

/** Costs by party and kind under each label; null when none were measured. */
export function costByParty(result: Result): Chart | null {
  const labels = result.labels
    .map(({ label }) => label)
    .filter((label) => costOf(result, label, 'bank', 'fees') !== undefined);
  if (labels.length === 0) return null;
  const title = finding(result, labels);
  const kinds = COST_KINDS.filter(({ kind }) => isAnywhere(result, labels, kind));
  const key = `Marks: ${listed(kinds.map(({ name, glyph }) => `${glyph} ${name}`))}.`;
  const brief = `${key} Left of zero: income. ${marksInWords(result)}`;
  return {
    title,
    caption:
      `${brief} Dollars per 1,000 payments, logarithmic on both sides of zero. Fees and interest are somebody else’s ` +
      'income; losses are fraud, credit that was not paid back, and luck. What is nought is not drawn.',
    brief,
    alternative:
      `Dot charts for users, vendors and the bank, one row each for ${listed(labels)}. Horizontal axes: dollars per ` +
      `1,000 payments, logarithmic on both sides of zero. ${title}.`,
    tables: labels.map((label) => costTable(result, label)),
    draw: (stage) =>
      drawCosts(
        result,
        PARTIES.map((party) => costsOf(result, labels, party)),
        stage,
      ),
  };
}

function costOf(result: Result, label: string, party: string, kind: string): ResultMetric | undefined {
  return metricOf(result, label, `cost.${party}.${kind}_usd_per_1000_payments`);
}

function isAnywhere(result: Result, labels: readonly string[], kind: string): boolean {
  return labels.some((label) => PARTIES.some((party) => (costOf(result, label, party, kind)?.value ?? 0) !== 0));
}

function costsOf(result: Result, labels: readonly string[], party: string): PartyCosts {
  const rows = labels.map((label) => ({
    label,
    costs: COST_KINDS.flatMap(({ kind }) => {
      const metric = costOf(result, label, party, kind);
      return metric === undefined || metric.value === 0 ? [] : [{ kind, value: metric.value, half: metric.halfWidth }];
    }),
  }));
  return { party, rows };
}

function marksInWords({ replications, confidence }: Result): string {
  if (replications === 1) return 'One replication.';
  return `Means of ${replications} replications, whiskers: ${confidenceWords(confidence)} intervals.`;
}

function costTable(result: Result, label: string): DataTable {
  const rows = PARTIES.map((party) => {
    const costs = COST_KINDS.map(({ kind }) => costOf(result, label, party, kind));
    const sum = costs.reduce((total, metric) => total + (metric?.value ?? 0), 0);
    const written = costs.map((metric) =>
      metric === undefined ? '' : quantity('usd', metric.value, metric.halfWidth),
    );
    return [party, ...written, quantity('usd', sum)];
  });
  return {
    caption: `Cost of 1,000 payments under ${label}`,
    head: ['party', ...COST_KINDS.map(({ name }) => name), 'sum'],
    rows,
  };
}

/** By the sum over all parties where it is known, else by the dearest single cost. */
function finding(result: Result, labels: readonly string[]): string {
  const totals = labels
    .flatMap((label) => {
      const total = metricOf(result, label, TOTAL);
      return total === undefined ? [] : [{ label, usd: 1000 * total.value }];
    })
    .toSorted((a, b) => a.usd - b.usd);
  if (totals.length === 0) return dearest(result, labels);
  const spoken = totals.length <= MOST_SPOKEN ? totals : [totals[0]!, totals[totals.length - 1]!];
  return `1,000 payments cost all parties ${listed(spoken.map(({ label, usd }) => `${quantity('usd', usd)} under ${label}`))}`;
}

function dearest(result: Result, labels: readonly string[]): string {
  const all = labels.flatMap((label) =>
    PARTIES.flatMap((party) =>
      COST_KINDS.map(({ kind, name }) => ({ label, party, name, usd: costOf(result, label, party, kind)?.value ?? 0 })),
    ),
  );
  const most = all.reduce((a, b) => (b.usd > a.usd ? b : a));
  if (most.usd <= 0) return 'Payments cost nobody anything';
  return `The greatest cost of 1,000 payments: ${most.name} of ${most.party} under ${most.label}, ${quantity('usd', most.usd)}`;
}
