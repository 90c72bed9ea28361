/**
 * Shares of users by their bill less use, as bars beside the field, with the exact law as dots on a thin line.
 * @module
 */
import { scaleLinear } from 'd3';
import { quantity } from '../../../report/format.ts';
import { drawPath, type Scale } from '../../drawing/axes.ts';
import type { Area, Surface } from '../../drawing/surface.ts';
import { write } from '../../drawing/words.ts';
import type { Bars } from './laws.ts';

/** Ends that the axis of shares can have. */
const ENDS = [0.05, 0.1, 0.2, 0.5, 1];
/** Bars and laws below this are not drawn. */
const INVISIBLE = 1e-4;
/** Dots need so much room, in px. */
const DOTTED_FROM = 7;

export function drawHistogram(surface: Surface, area: Area, y: Scale, bars: Bars, colour: string): void {
  const { context, fontSize } = surface;
  const largest = bars.shares.reduce((most, share, i) => Math.max(most, share, bars.law[i]), 0);
  const end = ENDS.find((each) => largest <= each) ?? 1;
  const x = scaleLinear([0, end], [area.left, area.left + area.width]);
  const step = Math.abs(y(bars.stepUsd) - y(0));
  const thickness = Math.max(1, Math.min(step * 0.8, step - 1, 1.6 * fontSize));
  context.save();
  context.beginPath();
  context.rect(area.left, area.top - fontSize / 2, area.width + fontSize / 2, area.height + fontSize);
  context.clip();
  context.fillStyle = surface.colour(colour);
  context.globalAlpha = 0.75;
  bars.shares.forEach((share, i) => {
    if (share > 0) context.fillRect(area.left, y(bars.middlesUsd[i]) - thickness / 2, x(share) - area.left, thickness);
  });
  context.globalAlpha = 1;
  drawLaw(surface, x, y, bars, step >= DOTTED_FROM);
  context.restore();
  nameLaw(surface, x, y, bars);
  for (const share of [0, end])
    write(surface, quantity('ratio', share).replace(/\.0+ /, ' '), x(share), area.top + area.height + fontSize / 4, {
      align: share === 0 ? 'left' : 'right',
      baseline: 'top',
      size: 0.9,
    });
}

function drawLaw(surface: Surface, x: Scale, y: Scale, { middlesUsd, law }: Bars, dotted: boolean): void {
  const { context } = surface;
  const seen = seenOf(law);
  const point = (at: number) => [x(law[seen[at]]), y(middlesUsd[seen[at]])] as const;
  drawPath(surface, seen.length, point, { colour: 'ink' });
  if (!dotted) return;
  const radius = Math.max(2.5, surface.fontSize / 6);
  context.fillStyle = surface.colour('ground');
  context.lineWidth = 1.5;
  for (let at = 0; at < seen.length; at++) {
    const [left, top] = point(at);
    context.beginPath();
    context.arc(left, top, radius, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  }
}

/** Above its upper end. */
function nameLaw(surface: Surface, x: Scale, y: Scale, { middlesUsd, law }: Bars): void {
  const { fontSize } = surface;
  const [from, to] = x.range();
  const highest = seenOf(law).reduce((most, i) => (middlesUsd[i] > middlesUsd[most] ? i : most));
  const left = Math.min(x(law[highest]) - from, (to - from) / 2) + from;
  const top = Math.max(y.range()[1] + fontSize, y(middlesUsd[highest]) - fontSize / 2);
  write(surface, 'theory', left, top, { size: 0.9 });
}

function seenOf(law: Float64Array): number[] {
  return Array.from(law.keys()).filter((i) => law[i] > INVISIBLE);
}
