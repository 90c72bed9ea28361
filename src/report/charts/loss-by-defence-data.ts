/**
 * Who loses what under each defence, and what the gangs have of it, read from a result.
 * @module
 */
import type { Result, ResultMetric } from '../../experiment/result.ts';
import { metricOf } from './lookup.ts';

const LOSERS = ['bank', 'vendors', 'users'] as const;
const GANGS = 'gangs';
/** Who is drawn, in this order. */
export const PARTIES = [...LOSERS, GANGS] as const;
const GAIN = '.gain_usd';

/** What a party lost, or what the gangs made, in dollars. */
export interface Amount {
  readonly party: string;
  readonly value: number;
  readonly half: number | null;
}

/** One label: what bank, honest vendors and honest users lose, what the gangs make, and whom it refuses. */
export interface Defence {
  readonly label: string;
  readonly amounts: readonly Amount[];
  /** What all but the gangs lose together. */
  readonly loss: Amount;
  /** Purchases refused to users outside every gang. */
  readonly refused: Amount | null;
  /** What another mint after each recall costs the bank: part of its loss here; 0 where it recalls nothing. */
  readonly recallUsd: number;
}

/** The labels of which losses are known; empty where no gang is about. */
export function defencesOf(result: Result): Defence[] {
  const gangs = result.labels.flatMap(({ label }) => gangsOf(result, label));
  if (gangs.length === 0) return [];
  return result.labels.flatMap(({ label }) => {
    const losses = LOSERS.flatMap((party) => {
      const loss = metricOf(result, label, `loss.${party}_usd`);
      if (loss === undefined) return [];
      const recall = party === 'bank' ? recallOf(result, label) : undefined;
      const amount = { party: party as string, value: loss.value, half: loss.halfWidth };
      return [
        recall === undefined
          ? amount
          : together(party, [amount, { ...amount, value: recall.value, half: recall.halfWidth }]),
      ];
    });
    const refused = metricOf(result, label, 'honest_users.refused_count');
    const made = gangsOf(result, label);
    if (losses.length === 0) return [];
    const amounts = [...losses, ...(made.length === 0 ? [] : [together(GANGS, made)])];
    return [
      {
        label,
        amounts,
        loss: together('all', losses),
        refused: refused === undefined ? null : { party: 'users', value: refused.value, half: refused.halfWidth },
        recallUsd: recallOf(result, label)?.value ?? 0,
      },
    ];
  });
}

/** What a recall costs the broker beside what he pays out: another mint. */
function recallOf(result: Result, label: string): ResultMetric | undefined {
  return metricOf(result, label, 'recall.cost_usd');
}

/** Whether somebody pays for a recall. */
export function anyRecalled(defences: readonly Defence[]): boolean {
  return defences.some(({ recallUsd }) => recallUsd > 0);
}

/** Whether honest users were refused anything under any of them. */
export function anyRefused(defences: readonly Defence[]): boolean {
  return defences.some(({ refused }) => refused !== null && refused.value > 0);
}

/** Every gang's profit where it has costs of its own, its gain where it has none. */
function gangsOf(result: Result, label: string): Amount[] {
  return result.metrics.flatMap(({ name, value, halfWidth }) => {
    if (!name.startsWith(`${label}.`) || !name.endsWith(GAIN)) return [];
    const party = name.slice(label.length + 1, -GAIN.length);
    const profit = metricOf(result, label, `${party}.profit_usd`);
    return [{ party, value: profit?.value ?? value, half: profit === undefined ? halfWidth : profit.halfWidth }];
  });
}

/** The sum, with the sum of the half-widths: at least as wide as its interval, however the summands hang together. */
function together(party: string, amounts: readonly Amount[]): Amount {
  const known = amounts.flatMap(({ half }) => (half === null ? [] : [half]));
  return {
    party,
    value: amounts.reduce((sum, { value }) => sum + value, 0),
    half: known.length < amounts.length ? null : known.reduce((sum, half) => sum + half, 0),
  };
}
