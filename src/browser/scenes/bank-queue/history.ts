/**
 * How many have waited at each bank since the beginning, on one axis, with what theory says of the card's bank.
 * @module
 */
import { scaleLinear } from 'd3';
import { grouped, quantity } from '../../../report/format.ts';
import { drawLevel, drawLine, drawPath, drawUpright, type Scale } from '../../drawing/axes.ts';
import type { Area, Surface } from '../../drawing/surface.ts';
import { LINE, write } from '../../drawing/words.ts';
import { lookOf } from './look.ts';
import type { LongRun, QueueFrame } from './run.ts';
import { BANKS } from './words.ts';

/** The axis is never shorter. */
const WAITING_LEAST = 10;
/** Room for the numbers of the axes, in letters. */
const LEFT_LETTERS = 3;
const RIGHT_LETTERS = 2;

export function drawHistory(surface: Surface, whole: Area, frame: QueueFrame): void {
  const { fontSize } = surface;
  const area = {
    left: whole.left + LEFT_LETTERS * fontSize,
    top: whole.top + fontSize,
    width: whole.width - (LEFT_LETTERS + RIGHT_LETTERS) * fontSize,
    height: Math.max(fontSize, whole.height - (1 + LINE) * fontSize),
  };
  const { longRun } = frame.card;
  const level = longRun !== undefined && Number.isFinite(longRun.waitingMean) ? longRun.waitingMean : 0;
  const least = Math.max(WAITING_LEAST, level);
  const most = BANKS.reduce((max, { key }) => Math.max(max, frame[key].waitingMax), least);
  const x = scaleLinear([0, frame.secondsInAll / 60], [area.left, area.left + area.width]);
  const y = scaleLinear([0, most], [area.top + area.height, area.top]).nice();
  drawUpright(surface, area, y, (count) => grouped(count, 0));
  drawLevel(surface, area, x, (minutes) => (minutes === 0 ? '0' : `${minutes} min`));
  const minuteOf = (interval: number): number => Math.min((interval + 1) * frame.intervalSeconds, frame.seconds) / 60;
  for (const { key } of [...BANKS].reverse()) {
    const { history } = frame[key];
    const stroke = { ...lookOf(key), width: Math.max(2, fontSize / 7) };
    drawPath(surface, history.length, (i) => [x(minuteOf(i)), y(history[i])], stroke);
  }
  if (longRun !== undefined) drawTheory(surface, area, x, y, longRun);
  write(surface, 'customers waiting', area.left + fontSize / 4, area.top, {
    colour: 'muted',
    baseline: 'bottom',
    size: 0.9,
  });
}

/** The mean of the long run, or how fast the queue grows that has none. */
function drawTheory(surface: Surface, area: Area, x: Scale, y: Scale, longRun: LongRun): void {
  const { fontSize } = surface;
  const [from, to] = x.domain();
  const end = area.left + area.width;
  const lettering = { align: 'right', size: 0.9 } as const;
  if (Number.isFinite(longRun.waitingMean)) {
    const level = y(longRun.waitingMean);
    drawLine(surface, [x(from), level], [end, level], { colour: 'ink' });
    const words = `theory: ${quantity('', longRun.waitingMean)} on average in the long run`;
    write(surface, words, end, level - fontSize / 3, lettering);
    return;
  }
  // Only as far as the axis goes.
  const until = Math.min(to, (y.domain()[1] / longRun.growthPerHour) * 60);
  const height = y((longRun.growthPerHour * until) / 60);
  drawLine(surface, [x(from), y(0)], [x(until), height], { colour: 'ink' });
  const words = `theory: grows by ${grouped(longRun.growthPerHour, 0)} an hour`;
  write(surface, words, end, area.top + area.height - fontSize, lettering);
}
