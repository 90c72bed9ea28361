/**
 * The collision mint's cost curve: good balls per coin, of all coins so far and of those between two readings, against
 * coins minted (after RS96: the first coin is dear, the next ones are cheap, until the bins are full).
 * @module
 */
import type { Result } from '../../experiment/result.ts';
import { grouped, powerOfTwo, quantity } from '../format.ts';
import type { Stage } from '../theme.ts';
import { logarithm, powersOfTwoAxis, rangeOf, widen } from './axis.ts';
import type { Chart } from './chart.ts';
import { drawPanels } from './panel.ts';
import {
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
const BETWEEN = 'mint.between_readings_balls_per_coin';
const MARGINAL = 'mint.marginal_balls_per_coin';

/** The cost curve of every label that minted; null when none did. */
export function costCurve(result: Result): Chart | null {
  const average = curvesNamed(result, AVERAGE).filter(hasPositive);
  const between = curvesNamed(result, BETWEEN).filter(hasPositive);
  const marginal = curvesNamed(result, MARGINAL).filter(hasPositive);
  if (average.length === 0 || between.length === 0) return null;
  const title = finding(average, between);
  const words = legend(result, { curves: [...average, ...marginal], marks: 'points', coordinate: logarithm });
  const names = average.map(({ label }) => label).join(', ');
  return {
    title,
    caption: `${cheapest(average)} ${words.caption} ${BARS}`,
    brief: `${words.brief} Bars: means between two readings.`,
    alternative:
      `Two point charts with theory's lines, for ${names}. Horizontal axes: coins minted. Vertical axes: good balls per ` +
      `coin, of all coins so far, and at the margin. All axes logarithmic. ${title}.`,
    tables: average.map(({ label, curve }) =>
      curveTable(`What the coins of ${label} cost`, [
        curve,
        ...[...between, ...marginal].filter((other) => other.label === label).map((other) => other.curve),
      ]),
    ),
    draw: (stage) => {
      const slide = stage.name === 'slide';
      const panels = [
        costPanel(result, slide ? 'balls per coin (log)' : 'balls per coin, on average (log)', average, stage),
        atTheMargin(result, between, marginal, stage),
      ];
      return drawPanels(panels, stage, slide ? 'beside' : 'stacked');
    },
  };
}

const BARS =
  'At the margin the bars are means over all coins from one reading to the next, theory is what one more coin costs.';

/** A logarithmic axis needs something above zero. */
function hasPositive({ curve }: LabelledCurve): boolean {
  return curve.values.some((value, i) => value > 0 && curve.x.values[i] > 0);
}

function costPanel(result: Result, heading: string, curves: readonly LabelledCurve[], stage: Stage): Panel {
  const series = curves.map((curve) => seriesOf(result, curve, logarithm, logarithm));
  const coins = rangeOf(curves.flatMap(({ curve }) => curve.x.values.map(logarithm)));
  return {
    heading,
    x: powersOfTwoAxis('coins minted (log)', widen(coins, 0.03), stage.name === 'slide' ? 5 : 8),
    y: powersOfTwoAxis('', widen(rangeOf(ordinates(series)), 0.06), 6),
    series,
    marks: 'points',
  };
}

/**
 * Each reading as a bar from the one before, its point in the middle, beside the exact cost of the next coin at every
 * place; what the first coin costs stands at this coin.
 */
function atTheMargin(
  result: Result,
  between: readonly LabelledCurve[],
  marginal: readonly LabelledCurve[],
  stage: Stage,
): Panel {
  const heading = stage.name === 'slide' ? 'for one more (log)' : 'balls for one more coin (log)';
  const panel = costPanel(result, heading, between, stage);
  const bars = panel.series.map(({ points, ...rest }) => ({
    ...rest,
    points: points.map((point, i) => {
      const from = i > 0 ? points[i - 1].x : Math.min(point.x, Math.max(0, panel.x.domain[0]));
      const bar = { ...point, theory: null };
      return from === point.x ? bar : { ...bar, x: (from + point.x) / 2, stretch: [from, point.x] as const };
    }),
  }));
  const lines = marginal.map((curve) => exactly(seriesOf(result, curve, logarithm, logarithm, '')));
  const y = powersOfTwoAxis('', widen(rangeOf(ordinates([...bars, ...lines])), 0.06), 6);
  return { ...panel, y, series: [...bars, ...lines] };
}

/** Theory's line alone, not dashed, since there are real points beside it. */
function exactly({ points, appearance, name }: Series): Series {
  const known = points.flatMap((point) =>
    point.theory === null ? [] : [{ ...point, y: point.theory, low: null, high: null }],
  );
  return { name, points: known, appearance: { ...appearance, dash: [] }, marks: 'none' };
}

/** Of the last label: the scenario names its dearest way last. */
function finding(average: readonly LabelledCurve[], between: readonly LabelledCurve[]): string {
  const { label, curve } = between[between.length - 1];
  const whole = average[average.length - 1].curve;
  const coins = curve.x.values;
  const last = coins.length - 1;
  if (coins[0] !== 1 || last === 0) {
    return `${grouped(coins[last], 0)} ${label} coins cost ${quantity('', whole.values[last])} balls each`;
  }
  const first = `The first ${label} coin costs ${ballsInWords(curve.values[0], curve.halfWidths[0])}`;
  const least = quantity('', Math.min(...whole.values));
  const latest = `the last ${grouped(coins[last] - coins[last - 1], 0)} average ${quantity('', curve.values[last])}`;
  return isLeastLast(whole.values)
    ? `${first}, all ${grouped(coins[last], 0)} average ${least}, ${latest}`
    : `${first}, the least average is ${least}, ${latest}`;
}

/** With the interval where there is one. */
function ballsInWords(balls: number, halfWidth: number | null): string {
  return halfWidth === null ? `about ${powerOfTwo(balls)} balls` : `${quantity('', balls, halfWidth)} balls`;
}

/** The end of a curve that still falls is not yet a least. */
function isLeastLast(values: readonly number[]): boolean {
  return values.indexOf(Math.min(...values)) === values.length - 1;
}

/** Where the average is least, for every label. */
function cheapest(average: readonly LabelledCurve[]): string {
  const words = average.map(({ label, curve }) => {
    const least = curve.values.indexOf(Math.min(...curve.values));
    const where = `at ${grouped(curve.x.values[least], 0)} coins`;
    return { cost: `${label} ${quantity('', curve.values[least])}`, where, end: isLeastLast(curve.values) };
  });
  if (words.every(({ end }) => end)) {
    return `Still falling at the last coin, on average: ${words.map(({ cost }) => cost).join(', ')} balls.`;
  }
  return `Least balls per coin on average: ${words.map(({ cost, where }) => `${cost} ${where}`).join('; ')}.`;
}
