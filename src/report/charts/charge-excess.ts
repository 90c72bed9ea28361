/**
 * What users pay more or less than they used: the distribution over users after 100, 1,000, ... payments each, over its
 * exact law. Under MR1 it lies on both sides of zero, under MR2 never above (after MR02).
 * @module
 */
import type { Result, ResultCurve } from '../../experiment/result.ts';
import { alike, grouped, listed, quantity } from '../format.ts';
import type { Stage } from '../theme.ts';
import type { Chart } from './chart.ts';
import { metricOf } from './lookup.ts';
import { appearanceOf, besideTheory, curveTable, type LabelledCurve, legend, notDrawn } from './series.ts';
import { type Bar, drawStrips } from './strips.ts';

/** Most distributions that one chart shows: those after the most payments. */
const MOST_PANELS = 4;
/** Users beyond the bars who are worth a word. */
const LEFT_OUT = 0.01;

/** All labels after so many payments. */
interface Distribution {
  readonly payments: number;
  readonly curves: readonly LabelledCurve[];
}

/** The distributions of charge less use; null when none was recorded. */
export function chargeExcess(result: Result): Chart | null {
  const all = distributionsOf(result).slice(-MOST_PANELS);
  if (all.length === 0) return null;
  const shown = all.map(({ payments, curves }) => ({ payments, curves: besideTheory(curves) }));
  const title = finding(result, shown[shown.length - 1]);
  const curves = curvesOf(shown);
  const words = legend(result, { curves, marks: 'bars' });
  const reading = 'After n payments of each user, filled: paid more than used.';
  const left = notDrawn(curvesOf(all), curves);
  return {
    title,
    caption: `${reading} ${words.caption}${leftOut(shown)}${left}`,
    brief: `${reading} ${words.brief}${left}`,
    alternative:
      `Bar charts of the share of users by what they paid less what they used, in dollars, with the exact law, after ` +
      `${listed(shown.map(({ payments }) => grouped(payments, 0)))} payments; ` +
      `one row each for ${listed(shown[0].curves.map(({ label }) => label))}. ${title}.`,
    tables: curves.map(({ label, curve }) => curveTable(`Charge less use under ${label}`, [curve])),
    draw: (stage) => draw(result, shown, stage),
  };
}

function curvesOf(distributions: readonly Distribution[]): LabelledCurve[] {
  return distributions.flatMap(({ curves }) => curves);
}

/** By the number of payments, labels in their order. */
function distributionsOf(result: Result): Distribution[] {
  const found = new Map<number, LabelledCurve[]>();
  for (const { label } of result.labels) {
    for (const curve of result.curves) {
      const payments = paymentsOf(curve.name, label);
      if (payments !== null) found.set(payments, [...(found.get(payments) ?? []), { label, curve }]);
    }
  }
  const sorted = [...found].toSorted(([a], [b]) => a - b);
  return sorted.map(([payments, curves]) => ({ payments, curves }));
}

function paymentsOf(name: string, label: string): number | null {
  if (!name.startsWith(`${label}.`)) return null;
  const rest = /^excess_after_(\d+)\.share$/.exec(name.slice(label.length + 1));
  return rest === null ? null : Number(rest[1]);
}

function finding(result: Result, { payments, curves }: Distribution): string {
  const shares = curves.map(({ label }) => ({
    label,
    share: metricOf(result, label, 'overpay.probability')?.value ?? 0,
    half: metricOf(result, label, 'overpay.probability')?.halfWidth ?? null,
  }));
  const over = shares.filter(({ share }) => share > 0);
  const none = shares.filter(({ share }) => share === 0).map(({ label }) => label);
  const after = `After ${grouped(payments, 0)} payments`;
  if (over.length === 0) return `${after} no user of ${none.join(' or ')} has paid more than he used`;
  const said = alike(over.map(({ label, share, half }) => ({ label, words: quantity('ratio', share, half) })));
  const words = listed(said.map(({ labels, words: share }) => `${share} of the users of ${listed(labels)}`));
  const nobody = none.length === 0 ? '' : `, and no user of ${none.join(' or ')}`;
  return `${after} ${words} have paid more than they used${nobody}`;
}

/** Cheats and their victims may lie beyond the bars, which are those of honest users. */
function leftOut(shown: readonly Distribution[]): string {
  const words = shown.flatMap(({ payments, curves }) =>
    curves.flatMap(({ label, curve }) => {
      const beyond = 1 - curve.values.reduce((sum, share) => sum + share, 0);
      return beyond < LEFT_OUT
        ? []
        : [`${quantity('ratio', beyond)} of ${label} after ${grouped(payments, 0)} payments`];
    }),
  );
  return words.length === 0 ? '' : ` Not on the axis: ${listed(words)}.`;
}

/** MR2's bound: its users never pay more than they used, and its distribution is given in bars, each by its upper end. */
function isBounded(result: Result, label: string): boolean {
  return metricOf(result, label, 'user_charge.max_over_use_usd')?.theory?.kind === 'bound';
}

function barsOf(result: Result, { label, curve }: LabelledCurve): Bar[] {
  const step = stepOf(curve);
  const bounded = isBounded(result, label);
  const payouts = result.curves.filter(({ name }) => name.startsWith(`${label}.excess_after_`)).map(stepOf);
  // A bar of several numbers of winners is named by the least of them.
  const aside = bounded ? 0 : (step - Math.min(...payouts)) / 2;
  return curve.x.values.map((x, i) => ({
    left: bounded ? x - step : x + aside,
    right: x + aside,
    share: curve.values[i],
    theory: curve.theory?.values[i] ?? null,
  }));
}

function stepOf({ x }: ResultCurve): number {
  return x.values.length > 1 ? x.values[1] - x.values[0] : 1;
}

function draw(result: Result, shown: readonly Distribution[], stage: Stage) {
  const panels = shown.map(({ payments, curves }) => ({
    heading: `n = ${grouped(payments, 0)}`,
    strips: curves.map((curve) => ({
      label: curve.label,
      appearance: appearanceOf(result, curve.label),
      bars: barsOf(result, curve),
    })),
  }));
  return drawStrips({ panels, title: 'charge less use', zero: 'paid = used' }, stage);
}
