/**
 * Who has the worth of scrip that nobody spent: that expired in a wallet, or whose vendor closed. Bars from zero for what
 * users, vendors and brokers have gained or lost in all, where nobody cheats.
 * @source Millicent, 1995 (scrip expires); whose gain it is, is a policy of ours
 * @module
 */
import type { TopLevelSpec } from 'vega-lite';
import type { Result } from '../../experiment/result.ts';
import { alike, confidenceWords, listed, quantity } from '../format.ts';
import type { Stage } from '../theme.ts';
import { fittingAxis, linearAxis, rangeOf, widen } from './axis.ts';
import type { Chart, DataTable } from './chart.ts';
import { metricOf } from './lookup.ts';
import { drawRows, type Row } from './rows.ts';
import { appearanceOf } from './series.ts';

const EXPIRED = 'scrip.expired_in_wallets_usd';
const CLOSED = 'scrip.of_closed_vendors_usd';
const PARTIES = [
  { name: 'users', loss: 'loss.users_usd' },
  { name: 'vendors', loss: 'loss.vendors_usd' },
  { name: 'brokers', loss: 'loss.bank_usd' },
] as const;
/** Labels beside each other: all, or two. */
const MOST_BESIDE = { page: 3, slide: 2 } as const;

interface Gain {
  readonly party: string;
  readonly value: number;
  readonly half: number | null;
}

/** Scrip of one label that nobody spent, and what each party has gained. */
interface Forgotten {
  readonly label: string;
  readonly expired: number;
  readonly closed: number;
  readonly gains: readonly Gain[];
}

/** Gains by party under every label; null where no scrip was forgotten, or somebody cheats. */
export function forgottenScrip(result: Result): Chart | null {
  const all = result.labels.flatMap(({ label }) => forgottenOf(result, label));
  if (all.length === 0) return null;
  const title = finding(all);
  const brief = `Bars: gained or lost in all, nobody cheating. ${marksInWords(result)}`;
  return {
    title,
    caption: `${brief} What users lose is scrip that expired in their wallets, or whose vendor closed, unless they were paid for it.`,
    brief,
    alternative:
      `Bar charts from zero with one axis of dollars, one panel each for ${listed(all.map(({ label }) => label))}: ` +
      `gains of users, vendors and brokers. ${title}.`,
    tables: [tableOf(all)],
    draw: (stage) => draw(result, all, stage),
  };
}

function forgottenOf(result: Result, label: string): Forgotten[] {
  const expired = metricOf(result, label, EXPIRED)?.value;
  const closed = metricOf(result, label, CLOSED)?.value;
  if (expired === undefined || closed === undefined || expired + closed === 0) return [];
  if (metricOf(result, label, 'honest_users.accused_count') !== undefined) return [];
  const gains = PARTIES.flatMap(({ name, loss }) => {
    const metric = metricOf(result, label, loss);
    // Adding zero turns -0, which would be written with a sign, into 0.
    return metric === undefined ? [] : [{ party: name, value: 0 - metric.value + 0, half: metric.halfWidth }];
  });
  return [{ label, expired, closed, gains }];
}

function marksInWords({ replications, confidence }: Result): string {
  if (replications === 1) return 'One replication.';
  return `Means of ${replications} replications with ${confidenceWords(confidence)} intervals.`;
}

/** What users lose: who gains it is in the bars. */
function finding(all: readonly Forgotten[]): string {
  const said = alike(all.map(({ label, gains }) => ({ label, words: lostWords(gains) })));
  const words = said.map((each) => `${each.words} under ${listed(each.labels)}`);
  return `Of scrip that nobody spends users lose ${listed(words)}`;
}

function lostWords(gains: readonly Gain[]): string {
  const gain = gains.find(({ party }) => party === PARTIES[0].name);
  return gain === undefined || gain.value >= 0 ? 'nothing' : quantity('usd', -gain.value, gain.half);
}

function tableOf(all: readonly Forgotten[]): DataTable {
  return {
    caption: 'Scrip that nobody spent, and who has gained',
    head: ['', 'expired in wallets', 'of closed vendors', ...PARTIES.map(({ name }) => `${name} gain`)],
    rows: all.map(({ label, expired, closed, gains }) => [
      label,
      ...[expired, closed].map((worth) => quantity('usd', worth)),
      ...gains.map(({ value, half }) => quantity('usd', value, half)),
    ]),
  };
}

function draw(result: Result, all: readonly Forgotten[], stage: Stage): TopLevelSpec {
  const panels = all.map(({ label, gains }) => ({
    heading: label,
    rows: gains.map((gain) => rowOf(result, label, gain)),
  }));
  const ends = panels.flatMap(({ rows }) => rows.flatMap(({ value, low, high }) => [value, low, high]));
  const domain = widen(rangeOf([0, ...ends]), 0.06);
  const axis = (width: number) =>
    fittingAxis((count) => linearAxis('gained, or lost', domain, count, '', '$'), width, stage.fontSize);
  const columns = panels.length > MOST_BESIDE[stage.name] ? 2 : panels.length;
  return drawRows({ panels, axis, marks: 'bars', columns }, stage);
}

function rowOf(result: Result, label: string, { party, value, half }: Gain): Row {
  return {
    name: party,
    appearance: appearanceOf(result, label),
    value,
    low: half === null ? null : value - half,
    high: half === null ? null : value + half,
    theory: null,
    text: quantity('usd', value),
  };
}
