/**
 * Purchases that were refused, in a sentence: a run that serves few must say so before anything else.
 * @module
 */
import type { Result } from '../experiment/result.ts';
import { quantity } from './format.ts';

/** Fewer are left to the table of metrics. */
const SHARE_WORTH_SAYING = 0.01;

/** A sentence for each scheme that refused a share of the purchases; empty when none did. */
export function refusals({ labels, metrics }: Result): string[] {
  const purchases = metrics.find(({ name }) => name === 'demand.purchases.count')?.value ?? 0;
  return labels.flatMap(({ label }) => {
    const start = `${label}.refused.`;
    const counts = metrics.filter(({ name }) => name.startsWith(start));
    const refused = counts.reduce((sum, { value }) => sum + value, 0);
    if (purchases === 0 || refused / purchases < SHARE_WORTH_SAYING) return [];
    const reasons = counts.map(({ name }) =>
      name
        .slice(start.length)
        .replace(/_count$/, '')
        .replaceAll('_', ' '),
    );
    return [`${label} refuses ${quantity('share', refused / purchases)} of the purchases (${reasons.join(', ')}).`];
  });
}
