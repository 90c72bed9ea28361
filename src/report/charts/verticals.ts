/**
 * Abscissae with a name across a panel: a heavy line with the band of its interval, theory as a thin line on it, and the
 * name at the top, where a chart that rises to the right is free.
 * @module
 */
import { type Stage, textWidth } from '../theme.ts';
import { type LooseLayer, X } from './marks.ts';
import type { Panel, Vertical } from './series.ts';

/** Height of a line of names, in letters. */
const NAME_LINE = 1.3;

interface Place {
  /** Line of the name, from the top. */
  readonly line: number;
  readonly before: boolean;
  readonly keyed: boolean;
}

/** The layers of a panel's verticals; their names stand one below the other, each beside its line. */
export function verticalLayers(
  { verticals = [], x }: Panel,
  stage: Stage,
  { width }: { readonly width: number },
): LooseLayer[] {
  const lines = verticals.flatMap((vertical) => lineLayers(vertical, stage));
  const [low, high] = x.domain;
  const first = Math.min(...verticals.map((vertical) => vertical.x));
  const names = verticals.flatMap((vertical, i) => {
    const left = ((vertical.x - low) / (high - low)) * width;
    const before = vertical.x === first && textWidth(vertical.text, stage.fontSize, true) + 2 * stage.fontSize <= left;
    return nameLayers(vertical, { line: i, before, keyed: verticals.length > 1 }, stage);
  });
  return [...lines, ...names];
}

function lineLayers({ x, low, high, theory, appearance }: Vertical, stage: Stage): LooseLayer[] {
  const { colour, dash } = appearance;
  const heavy = { type: 'rule', color: colour, strokeWidth: stage.fontSize / 5, strokeDash: dash };
  const thin = { type: 'rule', color: 'var(--ink)', strokeWidth: stage.fontSize / 14 };
  const band = { type: 'rect', color: colour, opacity: 0.25 };
  const from = { field: 'from', type: 'quantitative' };
  return [
    {
      data: { values: low === null || high === null ? [] : [{ from: low, to: high }] },
      mark: band,
      encoding: { x: from, x2: { field: 'to' } },
    },
    { data: { values: [{ x }] }, mark: heavy, encoding: { x: X } },
    { data: { values: theory === null ? [] : [{ x: theory }] }, mark: thin, encoding: { x: X } },
  ].filter(({ data }) => data.values.length > 0);
}

/**
 * The first is named to the left of its line where there is room, the others to the right; where there are several, the
 * mark of the series stands between line and name, so that not colour alone tells whose it is.
 */
function nameLayers({ x, text, appearance }: Vertical, place: Place, { fontSize }: Stage): LooseLayer[] {
  const { line, before, keyed } = place;
  const { colour, shape } = appearance;
  const side = before ? -1 : 1;
  const words = {
    type: 'text',
    baseline: 'middle',
    align: before ? 'right' : 'left',
    dx: side * (keyed ? 1.5 : 0.7) * fontSize,
    color: appearance.words,
    fontWeight: 600,
    stroke: 'var(--ground)',
    strokeWidth: fontSize / 3,
    strokeJoin: 'round',
  };
  const mark = { type: 'point', shape, size: 0.3 * fontSize * fontSize, filled: true, color: colour, opacity: 1 };
  const y = { value: (line + 0.7) * NAME_LINE * fontSize };
  return [
    {
      data: { values: keyed ? [{ x }] : [] },
      mark: { ...mark, xOffset: side * 0.9 * fontSize },
      encoding: { x: X, y },
    },
    { data: { values: [{ x, text }] }, mark: words, encoding: { x: X, y, text: { field: 'text', type: 'nominal' } } },
  ].filter(({ data }) => data.values.length > 0);
}
