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
/** Columns of one line of panels, at most: a panel for each label, or for each gang. */
const COLUMNS = { label: { page: 2, slide: 4 }, gang: { page: 3, slide: 4 } } as const;
/** Rows of a panel whose numbers stand apart on a slide, by how many lines of panels it has. */
const ROWS_APART: readonly number[] = [13, 5, 1];
/** Labels that a title lists. */
const MOST_LISTED = 3;

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
  const cast: Cast = { labels, gangs, nets };
  const title = finding(gains, losses);
  const panels = panelsOf(cast);
  const scales = isUneven(panels) ? ' Each panel has a scale of its own.' : '';
  const overHonest = gangs.some((gang) => gang.endsWith(', over honest'))
    ? ' Over honest: beyond what the same party would expect if it did not cheat.'
    : '';
  const isLottery = labels.some((label) => metricOf(result, label, LOTTERY) !== undefined);
  const luck = isLottery ? ' What a lottery happens to give to one and take from another is in it too.' : '';
  const harm = gains.some(({ value }) => value < 0)
    ? ' In what a gang gains is what others cheat its members and their accomplices of.'
    : '';
  const gangsAlone = !fitsByLabel(cast);
  const who = gangsAlone
    ? `Gangs of cheats only; in the table are the bank, honest vendors and honest users too${undrawn(cast)}.`
    : 'Outlined: gangs of cheats; filled: the bank, honest vendors and honest users.';
  const brief = `${who}${scales} ${marksInWords(result)}`;
  return {
    title,
    caption: `${brief}${overHonest}${luck}${harm}`,
    brief,
    alternative:
      `Bar charts from zero, one for each of ${listed(panels.map(({ heading }) => heading))}. Horizontal axis: dollars ` +
      `gained, or lost when negative. Rows: ${listed(gangsAlone ? drawnLabels(cast) : [...gangs, ...PARTIES])}. ${title}.`,
    tables: labels.map((label) =>
      netTable(
        label,
        nets.filter((net) => net.label === label),
      ),
    ),
    draw: (stage) => draw(result, cast, stage),
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

/** Who gains most and who pays for it, as far as the intervals tell. */
function finding(gains: readonly Net[], losses: readonly Net[]): string {
  const most = greatest(gains);
  if (most.value <= 0) return 'No gang gains by cheating';
  if (gains.every((net) => lowEnd(net) <= 0))
    return `No gang gains by cheating for certain: at most ${amountUnder(most)}`;
  const rivals = gains.filter((net) => net.value > 0 && highEnd(net) >= lowEnd(most));
  const gangs = [...new Set(rivals.map(({ party }) => party))];
  if (gangs.length > 1) {
    const best = gangs.map((gang) => greatest(rivals.filter(({ party }) => party === gang)));
    const said = best.map((net) => `${amountUnder(net)} (${net.party})`);
    const start = `The greatest gains of ${gangs.length} gangs are not told apart`;
    return `${start}: ${said.length > MOST_LISTED ? `up to ${amountUnder(most)}` : listed(said)}`;
  }
  if (rivals.length > 1) return `The ${most.party} gang gains most, ${rangeUnder(rivals, gains)}`;
  const start = `The ${most.party} gang gains most, ${amountUnder(most)}`;
  const own = losses.filter(({ label, value }) => label === most.label && value < 0);
  if (own.length === 0) return start;
  const loser = own.reduce((a, b) => (b.value < a.value ? b : a));
  const verb = loser.party === 'bank' ? 'loses' : 'lose';
  return `${start}; the ${loser.party} ${verb} ${quantity('usd', 0 - loser.value, loser.half)}`;
}

function greatest(nets: readonly Net[]): Net {
  return nets.reduce((a, b) => (b.value > a.value ? b : a));
}

function lowEnd({ value, half }: Net): number {
  return value - (half ?? 0);
}

function highEnd({ value, half }: Net): number {
  return value + (half ?? 0);
}

function amountUnder({ label, value, half }: Net): string {
  return `${quantity('usd', value, half)} under ${label}`;
}

/** What one gang gains under labels that its intervals do not tell apart. */
function rangeUnder(rivals: readonly Net[], gains: readonly Net[]): string {
  const ends = rangeOf(rivals.map(({ value }) => value)).map((value) => quantity('usd', value));
  const amount = ends[0] === ends[1] ? `about ${ends[0]}` : `${ends[0]} to ${ends[1]}`;
  const labels = rivals.map(({ label }) => label);
  const all = new Set(gains.map(({ label }) => label)).size;
  return `${amount} under ${labels.length > MOST_LISTED ? `${labels.length} of ${all} labels` : listed(labels)} alike`;
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

/** A panel with the figures of its rows, each of a party under a label. */
interface Group {
  readonly heading: string;
  readonly rows: readonly { readonly label: string; readonly party: string; readonly name: string }[];
  readonly nets: readonly Net[];
}

/** Whether a panel for each label, with a row for everybody, can be read from the last row of a hall. */
function fitsByLabel({ labels, gangs }: Cast): boolean {
  return gangs.length + PARTIES.length <= rowsApart(labels.length);
}

function rowsApart(panels: number): number {
  const lines = Math.ceil(panels / COLUMNS.label.slide);
  return ROWS_APART[lines - 1] ?? 1;
}

/** A panel for each label; of too many one for each gang, in which labels are the rows. */
function panelsOf(cast: Cast): Group[] {
  const { labels, gangs, nets } = cast;
  if (fitsByLabel(cast))
    return labels.map((label) => ({
      heading: label,
      rows: [...gangs, ...PARTIES].map((party) => ({ label, party, name: party })),
      nets: nets.filter((net) => net.label === label),
    }));
  const drawn = drawnLabels(cast);
  return gangs.map((party) => ({
    heading: party,
    rows: drawn.map((label) => ({ label, party, name: label })),
    nets: nets.filter((net) => net.party === party && drawn.includes(net.label)),
  }));
}

/** As many labels as a panel has rows. */
function drawnLabels({ labels, gangs }: Cast): readonly string[] {
  return labels.slice(0, rowsApart(gangs.length));
}

function undrawn(cast: Cast): string {
  const left = cast.labels.slice(drawnLabels(cast).length);
  return left.length === 0 ? '' : `, and ${listed(left)}`;
}

function draw(result: Result, cast: Cast, stage: Stage) {
  const groups = panelsOf(cast);
  const own = isUneven(groups);
  const panels = groups.map(({ heading, rows, nets }) => ({
    heading,
    rows: rows.map((row) => rowOf(result, row, nets)),
    ...(own && { axis: axisOf(endsOf(nets), stage) }),
  }));
  const axis = axisOf(endsOf(groups.flatMap(({ nets }) => nets)), stage);
  const columns = COLUMNS[fitsByLabel(cast) ? 'label' : 'gang'][stage.name];
  return drawRows({ panels, axis, marks: 'bars', columns }, stage);
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

/** Whether on one axis for all panels one of them would show nothing. */
function isUneven(groups: readonly Group[]): boolean {
  const most = groups.map(({ nets }) => Math.max(...nets.map(({ value }) => Math.abs(value))));
  return Math.max(...most) > MOST_UNEVEN * Math.min(...most);
}

function rowOf(result: Result, { label, party, name }: Group['rows'][number], nets: readonly Net[]): Row {
  const net = nets.find((candidate) => candidate.label === label && candidate.party === party);
  const [value, half] = [net?.value ?? null, net?.half ?? null];
  return {
    name,
    appearance: appearanceOf(result, label),
    value,
    low: value === null || half === null ? null : value - half,
    high: value === null || half === null ? null : value + half,
    theory: null,
    text: value === null ? '–' : shortMoney(value),
    outlined: !PARTIES.some((known) => known === party),
  };
}
