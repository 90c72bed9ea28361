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
  seriesOf,
} from './series.ts';

const AVERAGE = 'mint.average_balls_per_coin';

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
    caption: words.caption,
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
    return { bits, series };
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
