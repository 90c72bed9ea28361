/**
 * Who gained by cheating and who paid for it: the gangs' nets by the ledger beside those of the bank, of honest vendors
 * and of honest users.
 * @module
 */
import type { Result } from '../../experiment/result.ts';
import { confidenceWords, listed, quantity, shortMoney } from '../format.ts';
import type { Stage } from '../theme.ts';
import { type Axis, fittingAxis, linearAxis, rangeOf, type Tick, widen } from './axis.ts';
import type { Chart } from './chart.ts';
import { metricOf } from './lookup.ts';
import { drawRows, type Row } from './rows.ts';
import { appearanceOf } from './series.ts';

const PARTIES = ['bank', 'vendors', 'users'] as const;
const GAIN = '.gain_usd';
/** Measured by every scheme that pays by luck. */
const LOTTERY = 'payable_count';
/** Of who does not break even when he is honest: beside what he would expect then. */
const OVER_HONEST = '.gain_over_honest_usd';
/** Beyond this ratio of their greatest figures labels have axes of their own. */
const MOST_UNEVEN = 10;
/** So many that one of them is not zero. */
const SOME_TICKS = 4;
/** Columns of one line of panels, at most. */
const COLUMNS = { page: 2, slide: 4 } as const;

/** One party under one label, and what it has in the end beyond what it had: negative when it lost. */
interface Net {
  readonly label: string;
  readonly party: string;
  readonly value: number;
  readonly half: number | null;
}

/** Gains of the gangs and losses of all others; null without gangs. */
export function cheats(result: Result): Chart | null {
  const gains = result.labels.flatMap(({ label }) => gainsOf(result, label));
  if (gains.length === 0) return null;
  const labels = [...new Set(gains.map(({ label }) => label))];
  const gangs = [...new Set(gains.map(({ party }) => party))];
  const losses = labels.flatMap((label) => lossesOf(result, label));
  const nets = [...gains, ...losses];
  const title = finding(gains, losses);
  const scales = isUneven(nets, labels) ? ' Each panel has a scale of its own.' : '';
  const overHonest = gangs.some((gang) => gang.endsWith(', over honest'))
    ? ' Over honest: beyond what the same party would expect if it did not cheat.'
    : '';
  const isLottery = labels.some((label) => metricOf(result, label, LOTTERY) !== undefined);
  const luck = isLottery ? ' What a lottery happens to give to one and take from another is in it too.' : '';
  const brief = `Outlined: gangs of cheats; filled: the bank, honest vendors and honest users.${scales} ${marksInWords(result)}`;
  return {
    title,
    caption: `${brief}${overHonest}${luck}`,
    brief,
    alternative:
      `Bar charts from zero, one for each of ${listed(labels)}. Horizontal axis: dollars gained, or lost when negative. ` +
      `Rows: ${listed([...gangs, ...PARTIES])}. ${title}.`,
    tables: labels.map((label) =>
      netTable(
        label,
        nets.filter((net) => net.label === label),
      ),
    ),
    draw: (stage) => draw(result, { labels, gangs, nets }, stage),
  };
}

function marksInWords({ replications, confidence }: Result): string {
  if (replications === 1) return 'One replication.';
  return `Means of ${replications} replications, whiskers: ${confidenceWords(confidence)} intervals.`;
}

function gainsOf(result: Result, label: string): Net[] {
  return result.metrics.flatMap(({ name, value, halfWidth }) => {
    if (!name.startsWith(`${label}.`) || !name.endsWith(GAIN)) return [];
    const gang = name.slice(label.length + 1, -GAIN.length);
    const over = metricOf(result, label, `${gang}${OVER_HONEST}`);
    if (over === undefined) return [{ label, party: gang, value, half: halfWidth }];
    return [{ label, party: `${gang}, over honest`, value: over.value, half: over.halfWidth }];
  });
}

function lossesOf(result: Result, label: string): Net[] {
  return PARTIES.flatMap((party) => {
    const loss = metricOf(result, label, `loss.${party}_usd`);
    return loss === undefined ? [] : [{ label, party, value: 0 - loss.value, half: loss.halfWidth }];
  });
}

function finding(gains: readonly Net[], losses: readonly Net[]): string {
  const most = gains.reduce((a, b) => (b.value > a.value ? b : a));
  if (most.value <= 0) return 'No gang gains by cheating';
  const start = `The ${most.party} gang gains most, ${quantity('usd', most.value, most.half)} under ${most.label}`;
  const own = losses.filter(({ label, value }) => label === most.label && value < 0);
  if (own.length === 0) return start;
  const loser = own.reduce((a, b) => (b.value < a.value ? b : a));
  const verb = loser.party === 'bank' ? 'loses' : 'lose';
  return `${start}; the ${loser.party} ${verb} ${quantity('usd', 0 - loser.value, loser.half)}`;
}

function netTable(label: string, nets: readonly Net[]) {
  const rows = nets.map(({ party, value, half }) => [party, quantity('usd', value, half)]);
  return { caption: `Gained (lost when negative) under ${label}`, head: ['party', 'net'], rows };
}

interface Cast {
  readonly labels: readonly string[];
  readonly gangs: readonly string[];
  readonly nets: readonly Net[];
}

function draw(result: Result, { labels, gangs, nets }: Cast, stage: Stage) {
  const own = isUneven(nets, labels);
  const panels = labels.map((label) => ({
    heading: label,
    rows: [...gangs, ...PARTIES].map((party) => rowOf(result, label, party, nets)),
    ...(own && { axis: axisOf(endsOf(nets.filter((net) => net.label === label)), stage) }),
  }));
  const ends = endsOf(nets);
  return drawRows({ panels, axis: axisOf(ends, stage), marks: 'bars', columns: COLUMNS[stage.name] }, stage);
}

function endsOf(nets: readonly Net[]): number[] {
  return nets.flatMap(({ value, half }) => [value - (half ?? 0), value + (half ?? 0)]);
}

function axisOf(ends: readonly number[], stage: Stage) {
  const domain = widen(rangeOf([0, ...ends]), 0.04);
  const make = (count: number): Axis => linearAxis('', domain, count, '', '$');
  return (width: number) => {
    const axis = fittingAxis(make, width, stage.fontSize);
    return axis.ticks.length > 1 ? axis : { ...axis, ticks: [farthest(make(SOME_TICKS).ticks)] };
  };
}

/** Where there is room for one number only: zero has its line, and would not say what the bars measure. */
function farthest(ticks: readonly Tick[]): Tick {
  return ticks.reduce((a, b) => (Math.abs(b.value) > Math.abs(a.value) ? b : a));
}

/** Whether on one axis for all labels one of them would show nothing. */
function isUneven(nets: readonly Net[], labels: readonly string[]): boolean {
  const greatest = labels.map((label) =>
    Math.max(...nets.filter((net) => net.label === label).map(({ value }) => Math.abs(value))),
  );
  return Math.max(...greatest) > MOST_UNEVEN * Math.min(...greatest);
}

function rowOf(result: Result, label: string, party: string, nets: readonly Net[]): Row {
  const net = nets.find((candidate) => candidate.label === label && candidate.party === party);
  const [value, half] = [net?.value ?? null, net?.half ?? null];
  return {
    name: party,
    appearance: appearanceOf(result, label),
    value,
    low: value === null || half === null ? null : value - half,
    high: value === null || half === null ? null : value + half,
    theory: null,
    text: value === null ? '–' : shortMoney(value),
    outlined: !PARTIES.some((known) => known === party),
  };
}
