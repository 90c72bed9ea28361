/**
 * What a k-way coin costs in mints of several sizes: good balls per coin, on average, against coins minted, one panel for
 * each u; the wall before the first coin grows with u, the cheapest coin costs the same at every u (after RS96).
 * @module
 */
import type { Result } from '../../experiment/result.ts';
import { listed, powerOfTwo, quantity, raisedPowerOfTwo } from '../format.ts';
import type { Stage } from '../theme.ts';
import { logarithm, powersOfTwoAxis, rangeOf, widen } from './axis.ts';
import type { Chart } from './chart.ts';
import { mintOf } from './lookup.ts';
import { drawPanels } from './panel.ts';
import {
  appearanceOf,
  curvesNamed,
  curveTable,
  type LabelledCurve,
  legend,
  ordinates,
  type Panel,
  type Series,
  seriesOf,
} from './series.ts';

const AVERAGE = 'mint.average_balls_per_coin';

const SIDE_BY_SIDE = ' Points of one number of coins stand side by side.';

/** A mint's curve with its parameters. */
interface Mint extends LabelledCurve {
  readonly bits: number;
  readonly way: number;
}

/** One panel for each size; null unless mints of two sizes were run. */
export function costBySize(result: Result): Chart | null {
  const mints = curvesNamed(result, AVERAGE).flatMap((one): Mint[] => {
    const mint = mintOf(result, one.label);
    return mint === undefined ? [] : [{ ...one, bits: mint.bits, way: mint.way }];
  });
  const sizes = distinct(mints.map(({ bits }) => bits));
  if (sizes.length < 2) return null;
  const title = finding(mints);
  const words = legend(result, { curves: mints, marks: 'points', coordinate: logarithm });
  return {
    title,
    caption: `${words.caption}${overlapping(mints) ? SIDE_BY_SIDE : ''}`,
    brief: words.brief,
    alternative:
      `One point chart with theory's lines for each of ${listed(sizes.map((bits) => `2^${bits}`))} bins. Horizontal ` +
      `axes: coins minted. Vertical axes: good balls per coin, on average. All axes logarithmic. ${title}.`,
    tables: mints.map(({ label, curve }) => curveTable(`What the coins of ${label} cost`, [curve])),
    draw: (stage) => drawPanels(panels(result, mints, sizes, stage), stage, 'beside'),
  };
}

function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

/** All over the same vertical range, so that the walls can be compared. */
function panels(result: Result, mints: readonly Mint[], sizes: readonly number[], stage: Stage): Panel[] {
  const looks = new Map(distinct(mints.map(({ way }) => way)).map((way, i) => [way, result.labels[i].label]));
  const drawn = sizes.map((bits) => {
    const own = mints.filter((mint) => mint.bits === bits);
    const series = own.map((mint) => ({
      ...seriesOf(result, mint, logarithm, logarithm, `k = ${mint.way}`),
      appearance: appearanceOf(result, looks.get(mint.way) ?? mint.label),
    }));
    return { bits, series: overlapping(mints) ? apart(series) : series };
  });
  const range = widen(rangeOf(ordinates(drawn.flatMap(({ series }) => series))), 0.06);
  return drawn.map(({ bits, series }, i) => {
    const coins = rangeOf(series.flatMap(({ points }) => points.map(({ x }) => x)));
    const bins = `${raisedPowerOfTwo(bits)}\u00a0bins`;
    return {
      heading: i === 0 ? `balls per coin, ${bins}` : bins,
      x: powersOfTwoAxis('coins minted (log)', widen(coins, 0.06), stage.name === 'slide' ? 4 : 3),
      y: powersOfTwoAxis('', range, 6),
      series,
      marks: 'points',
    };
  });
}

/** Whether intervals of one size and number of coins lie on each other, as they do after few replications. */
function overlapping(mints: readonly Mint[]): boolean {
  const bounds = mints.flatMap(({ bits, way, curve }) =>
    curve.values.map((value, i) => {
      const half = curve.halfWidths[i] ?? 0;
      return { place: `${bits} ${curve.x.values[i]}`, way, low: value - half, high: value + half };
    }),
  );
  return bounds.some((a) =>
    bounds.some((b) => a.way < b.way && a.place === b.place && a.low <= b.high && b.low <= a.high),
  );
}

/** Between the points that neighbouring k have at one number of coins, as a share of the axis. */
const STEP = 0.008;

/** Points of one number of coins side by side, so that all marks look the same; theory's lines stay where they are. */
function apart(series: readonly Series[]): Series[] {
  const [low, high] = rangeOf(series.flatMap(({ points }) => points.map(({ x }) => x)));
  return series.flatMap((one, i) => {
    const aside = (i - (series.length - 1) / 2) * STEP * (high - low);
    const points = one.points.map((point) => ({ ...point, x: point.x + aside, theory: null }));
    const line = one.points.flatMap((point) =>
      point.theory === null ? [] : [{ ...point, y: point.theory, low: null, high: null }],
    );
    const theory = { name: '', points: line, appearance: { ...one.appearance, dash: [] }, marks: 'none' as const };
    return line.length === 0 ? [{ ...one, points }] : [{ ...one, points }, theory];
  });
}

/** Of the dearest way, at the smallest size and at the greatest. */
function finding(mints: readonly Mint[]): string {
  const way = Math.max(...mints.map((mint) => mint.way));
  const own = mints.filter((mint) => mint.way === way).toSorted((a, b) => a.bits - b.bits);
  const [small, large] = [own[0], own[own.length - 1]];
  const first = ({ curve }: Mint): string => powerOfTwo(curve.values[0]);
  const least = ({ curve }: Mint): string => quantity('', Math.min(...curve.values));
  return (
    `From 2^${small.bits} to 2^${large.bits} bins the first ${way}-ball coin goes from ${first(small)} to ` +
    `${first(large)} balls, the cheapest average from ${least(small)} to ${least(large)}`
  );
}
