/**
 * Purchases that were not served, in a sentence: a run that serves few must say so before anything else.
 * @module
 */
import type { Result } from '../experiment/result.ts';
import { quantity } from './format.ts';
import { logFlaws } from './log-flaws.ts';

/** Fewer are left to the table of metrics. */
const SHARE_WORTH_SAYING = 0.01;

/** Reasons that their names alone do not tell. */
const REASONS: Readonly<Record<string, string>> = {
  hidden_predicate: 'coins that fail a hidden predicate',
  wrong_group: 'coins of another group of users',
  suspended_user: 'the buyer is suspended',
  recalled: 'coins that were recalled',
  refused_by_vendor: 'the vendor sends coins back',
};

/** A sentence for the purchases that a run left out, and one for each scheme that refused a share of them. */
export function refusals(result: Result): string[] {
  return [...logFlaws(result).map((words) => `${words}.`), ...refusalsOf(result)];
}

function refusedOf(metrics: Result['metrics'], label: string): Result['metrics'] {
  return metrics.filter(({ name }) => name.startsWith(`${label}.refused.`));
}

/** Whether a scheme refuses so many purchases that what it costs is the cost of other payments. */
export function refusesMany({ metrics }: Pick<Result, 'metrics'>, label: string): boolean {
  const purchases = metrics.find(({ name }) => name === 'demand.purchases.count')?.value ?? 0;
  const refused = refusedOf(metrics, label).reduce((sum, { value }) => sum + value, 0);
  return purchases > 0 && refused / purchases >= SHARE_WORTH_SAYING;
}

/** A sentence for each scheme that refused a share of the purchases; empty when none did. */
export function refusalsOf({ labels, metrics }: Pick<Result, 'labels' | 'metrics'>): string[] {
  const purchases = metrics.find(({ name }) => name === 'demand.purchases.count')?.value ?? 0;
  return labels.flatMap(({ label }) => {
    const start = `${label}.refused.`;
    const counts = refusedOf(metrics, label);
    const refused = counts.reduce((sum, { value }) => sum + value, 0);
    if (!refusesMany({ metrics }, label)) return [];
    const reasons = counts.map(({ name }) => reasonWords(name.slice(start.length).replace(/_count$/, '')));
    const honest = metrics.find(({ name }) => name === `${label}.honest_users.refused_count`)?.value;
    const share =
      honest === undefined || honest > refused
        ? ''
        : `; ${quantity('share', honest / refused)} of those refused are of honest users`;
    return [
      `${label} refuses ${quantity('share', refused / purchases)} of the purchases (${reasons.join(', ')})${share}.`,
    ];
  });
}

function reasonWords(reason: string): string {
  return REASONS[reason] ?? reason.replaceAll('_', ' ');
}
