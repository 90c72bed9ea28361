/**
 * What a defence stops: losses of the bank, of honest vendors and of honest users, and what the gangs make, under each
 * label of a scenario that switches one defence on after the other; the first label is the bare one.
 * @module
 */
import type { Result } from '../../experiment/result.ts';
import { confidenceWords, listed, quantity } from '../format.ts';
import type { Chart, DataTable } from './chart.ts';
import { type Amount, anyRecalled, anyRefused, type Defence, defencesOf, PARTIES } from './loss-by-defence-data.ts';
import { drawDefences } from './loss-by-defence-drawing.ts';

/** A loss that is so small a part of the bare one is stopped. */
const STOPPED = 1e-3;

/** Losses by label; null with fewer than two labels, or where nobody cheats. */
export function lossByDefence(result: Result): Chart | null {
  const defences = defencesOf(result);
  if (defences.length < 2) return null;
  const title = finding(defences);
  const refusing = anyRefused(defences);
  const lost = `lost by the bank${anyRecalled(defences) ? ' (new mints after recalls included)' : ''}, honest vendors and honest users`;
  const brief = `Filled: ${lost}. Outlined: made by the gangs, their costs paid.${refusing ? ' Right: purchases refused to honest users.' : ''} ${marksInWords(result)}`;
  return {
    title,
    caption: `${brief} Sums have the sum of their parts' intervals, which is at least as wide as their own.`,
    brief,
    alternative:
      `Dot chart with a row for each of ${listed(defences.map(({ label }) => label))}. Horizontal axis: dollars ` +
      `${lost}, and made by the gangs` +
      `${refusing ? '; beside it the purchases that honest users were refused' : ''}. ${title}.`,
    tables: [lossTable(defences)],
    tablesShown: true,
    draw: (stage) => drawDefences(result, defences, stage),
  };
}

function marksInWords({ replications, confidence }: Result): string {
  if (replications === 1) return 'One replication.';
  return `Means of ${replications} replications with ${confidenceWords(confidence)} intervals.`;
}

function finding([bare, ...others]: readonly Defence[]): string {
  const before = moneyWords(bare.loss);
  if (bare.loss.value <= 0) return `Under ${bare.label} there is no loss to stop`;
  const best = others.reduce((a, b) => (b.loss.value < a.loss.value ? b : a));
  const left = best.loss.value / bare.loss.value;
  if (left >= 1) return `No defence lessens the loss of ${before} under ${bare.label}`;
  const price =
    best.refused === null || best.refused.value <= 0 ? '' : `; honest users are refused ${purchases(best.refused)}`;
  if (left < STOPPED) return `The loss of ${before} under ${bare.label} is stopped by ${best.label}${price}`;
  const share = quantity('ratio', 1 - left);
  return `Loss falls most under ${best.label}: by ${share}, from ${before} (${bare.label}) to ${moneyWords(best.loss)}${price}`;
}

function moneyWords({ value, half }: Amount): string {
  return quantity('usd', value, half);
}

function purchases({ value, half }: Amount): string {
  return `${quantity('', value, half)} purchases`;
}

function lossTable(defences: readonly Defence[]): DataTable {
  const refusing = anyRefused(defences);
  const rows = defences.map(({ label, amounts, loss, refused }) => [
    label,
    ...PARTIES.map((party) => {
      const amount = amounts.find((each) => each.party === party);
      return amount === undefined ? '–' : moneyWords(amount);
    }),
    moneyWords(loss),
    ...(refusing ? [refused === null ? '–' : quantity('', refused.value, refused.half)] : []),
  ]);
  const bank = anyRecalled(defences) ? 'bank loses, new mints after recalls included' : 'bank loses';
  const head = ['', bank, 'honest vendors lose', 'honest users lose', 'gangs make', 'lost in all'];
  return {
    caption: 'Losses, and what the gangs make of them',
    head: [...head, ...(refusing ? ['purchases refused to honest users'] : [])],
    rows,
  };
}
