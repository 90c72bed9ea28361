/**
 * Who bears which risk under every scheme: the luck of a user, what vendors have delivered and not been paid for, and how
 * much of it nobody has paid in yet, what the bank has advanced, and how long a vendor waits for his money.
 * @module
 */
import type { Result, ResultMetric } from '../../experiment/result.ts';
import { listed, quantity } from '../format.ts';
import { drawByLabel, labelsWith, type MeasureByLabel, marksInWords, measuredOf, tableByLabel } from './by-label.ts';
import type { Chart, DataTable } from './chart.ts';
import { metricOf } from './lookup.ts';

const USERS = 'users.net_sd_usd';
const OWED = 'vendors.exposure_max_usd';
const UNCOVERED = 'vendors.uncovered_max_usd';
const BANK = 'bank.exposure_max_usd';
const MEASURES: readonly MeasureByLabel[] = [
  { quantity: USERS, name: 'users: spread of luck', zero: 'none' },
  { quantity: UNCOVERED, name: 'vendors: uncovered', zero: 'nothing' },
  { quantity: BANK, name: 'bank: advanced', zero: 'nothing' },
  { quantity: OWED, name: 'vendors: owed', zero: 'nothing' },
  { quantity: 'settlement.delay_mean_us', name: 'vendors: wait for money', zero: 'none' },
];
const EXPLANATION =
  'Spread of luck: standard deviation over honest users of what each paid beyond what he got. Owed: the most that ' +
  'honest vendors had delivered and not yet been paid for, added over those who were behind; in a lottery bad luck. ' +
  'Uncovered: the same beyond what the bank held of what users had paid in, be it deposits or the price of coins. ' +
  'Advanced: the most that the bank had paid out beyond what it had taken in. Wait for money: by Little’s law, negative ' +
  'where vendors are paid in advance; in a lottery from a payable payment on.';

/** Risks by party under each label; null when none was measured. */
export function riskByParty(result: Result): Chart | null {
  const measures = measuredOf(result, MEASURES);
  const labels = labelsWith(result, measures);
  if (labels.length === 0) return null;
  const title = finding(result, labels);
  const marks = marksInWords(result, { measures, labels });
  return {
    title,
    caption: `${marks} Axes are logarithmic, and the same for all dollars. ${EXPLANATION}`,
    brief: `${marks} Axes: logarithmic.`,
    alternative:
      `Dot charts on logarithmic axes, one row each for ${listed(labels)}: ` +
      `${listed(measures.map(({ name }) => name))}. ${title}.`,
    tables: [withBankNeeded(result, tableByLabel('Risk by party', result, { measures, labels }))],
    draw: (stage) => {
      const crowded = stage.name === 'slide' && labels.length > MOST_ON_SLIDE;
      const shown = crowded ? measures.slice(0, 3) : measures;
      return drawByLabel(result, { measures: shown, labels, columns: crowded ? 3 : 2 }, stage);
    },
  };
}

/** The table with what a payment asks of the bank: whether one can pay while it cannot be reached. */
function withBankNeeded({ labels }: Result, { caption, head, rows }: DataTable): DataTable {
  const needed = new Map(labels.map(({ label, bankNeeded }) => [label, bankNeeded]));
  return {
    caption,
    head: [...head, 'bank needed'],
    rows: rows.map((row) => [...row, needed.get(row[0]) ?? 'not said']),
  };
}

/** Labels for which a slide has room under all measures. */
const MOST_ON_SLIDE = 3;

function finding(result: Result, labels: readonly string[]): string {
  const most = (name: string): ResultMetric | undefined =>
    labels
      .flatMap((label) => metricOf(result, label, name) ?? [])
      .reduce<ResultMetric | undefined>((a, b) => (a === undefined || b.value > a.value ? b : a), undefined);
  const risks = [
    { who: 'users', metric: most(USERS) },
    { who: 'vendors', metric: most(UNCOVERED) ?? most(OWED) },
    { who: 'the bank', metric: most(BANK) },
  ];
  const said = risks.flatMap(({ who, metric }) => {
    if (metric === undefined || metric.value <= 0) return [];
    const label = metric.name.slice(0, metric.name.indexOf('.'));
    return [`${who} under ${label} (${quantity('usd', metric.value)})`];
  });
  return said.length === 0 ? 'Nobody bears a risk' : `The greatest risks: ${listed(said)}`;
}
