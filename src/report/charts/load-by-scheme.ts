/**
 * What a payment costs the bank in work under every scheme, on one logarithmic axis: messages, macropayments, signature
 * checks, hashes and writes.
 * @module
 */
import type { Result } from '../../experiment/result.ts';
import { listed, quantity } from '../format.ts';
import type { Stage } from '../theme.ts';
import { drawByLabel, labelsWith, type MeasureByLabel, marksInWords, tableByLabel } from './by-label.ts';
import type { Chart } from './chart.ts';
import { metricOf } from './lookup.ts';

const MESSAGES = 'bank.messages_per_payment';
const MEASURES: readonly MeasureByLabel[] = [
  { quantity: MESSAGES, name: 'messages', zero: 'none' },
  { quantity: 'bank.macropayments_per_payment', name: 'macropayments', zero: 'none' },
  { quantity: 'bank.signature_checks_per_payment', name: 'signature checks', zero: 'none' },
  { quantity: 'bank.hashes_per_payment', name: 'hashes', zero: 'none' },
  { quantity: 'bank.writes_per_payment', name: 'writes', zero: 'none' },
];
const AXIS = 'per payment (log)';
/** Labels for which a slide has room under four measures; for more it shows two of them. */
const MOST_ON_SLIDE = 4;

/** The bank's work under each label; null when it was not measured or there is none. */
export function loadByScheme(result: Result): Chart | null {
  const labels = labelsWith(result, MEASURES);
  const busy = labels.some((label) =>
    MEASURES.some((each) => (metricOf(result, label, each.quantity)?.value ?? 0) > 0),
  );
  if (!busy) return null;
  const title = finding(result, labels);
  const brief = marksInWords(result, { measures: MEASURES, labels });
  return {
    title,
    caption: `${brief} All panels have one axis; none: the bank never does it.`,
    brief,
    alternative:
      `Dot charts on one logarithmic axis, per payment, one row each for ${listed(labels)}: ` +
      `${listed(MEASURES.map(({ name }) => name))}. ${title}.`,
    tables: [tableByLabel('Work of the bank per payment', result, { measures: MEASURES, labels })],
    draw: (stage) => draw(result, labels, stage),
  };
}

function draw(result: Result, labels: readonly string[], stage: Stage) {
  if (stage.name === 'page')
    return drawByLabel(result, { measures: MEASURES, labels, columns: 3, sharedAxis: AXIS }, stage);
  const shown = MEASURES.slice(0, labels.length <= MOST_ON_SLIDE ? 4 : 2);
  return drawByLabel(result, { measures: shown, labels, columns: 2, sharedAxis: AXIS }, stage);
}

/** From the label whose bank sees least to the one whose bank sees most. */
function finding(result: Result, labels: readonly string[]): string {
  const loads = labels
    .map((label) => ({ label, load: 1000 * (metricOf(result, label, MESSAGES)?.value ?? 0) }))
    .toSorted((a, b) => a.load - b.load);
  const [least, most] = [loads[0]!, loads[loads.length - 1]!];
  const at = (load: number): string => listed(loads.filter((one) => one.load === load).map(({ label }) => label));
  const start = `1,000 payments bring the bank ${quantity('', most.load)} messages`;
  if (least.load === most.load) return `${start} under ${listed(labels)}`;
  return `${start} under ${at(most.load)} and ${least.load === 0 ? 'none' : quantity('', least.load)} under ${at(least.load)}`;
}
