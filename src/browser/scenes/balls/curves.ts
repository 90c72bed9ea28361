/**
 * The two curves beside the bins, over good balls: coins so far, and what a coin has cost on average. Theory is a thin
 * line, the run its points at the readings and a ring where it stands; the first coin is marked.
 * @module
 */
import { line, type ScaleLogarithmic, type Selection, scaleLog, select } from 'd3';
import { grouped, log2, quantity, raisedPowerOfTwo } from '../../../report/format.ts';
import { textWidth } from '../../../report/theme.ts';
import type { BallsFrame, Reading } from './run.ts';
import { ballsInWords } from './words.ts';

type Scale = ScaleLogarithmic<number, number>;
type Group = Selection<SVGGElement, unknown, null, undefined>;

/** So much of the axis lies before the first coin, for the wall and its words. */
const WALL_SHARE = 0.45;
const TICKS_MAX = 5;
/** In letters' heights: ticks of an upright axis keep at least so far apart. */
const TICK_APART = 1.7;

/** Where one curve is drawn, in px. */
interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Curve {
  readonly title: string;
  readonly box: Box;
  readonly y: Scale;
  /** Of theory and of a reading; below the axis where nothing is to be drawn. */
  value(reading: Reading): number;
  /** Letters' heights from the end of theory's line to its name. */
  readonly nameBelow: number;
}

export class Curves {
  readonly #svg: Selection<SVGSVGElement, unknown, null, undefined>;
  /** What rarely changes, and what is drawn anew for every frame. */
  readonly #still: Group;
  readonly #moving: Group;
  /** What the still part was drawn for. */
  #stillOf = '';
  #width = 0;
  #height = 0;
  #letter = 14;

  constructor(host: HTMLElement) {
    this.#svg = select(host).append('svg').attr('aria-hidden', 'true');
    this.#still = this.#svg.append('g');
    this.#moving = this.#svg.append('g');
  }

  get element(): SVGSVGElement {
    return this.#svg.node()!;
  }

  resize(width: number, height: number): void {
    this.#width = width;
    this.#height = height;
    this.#letter = Number.parseFloat(getComputedStyle(this.element).fontSize);
    this.#svg.attr('width', width).attr('height', height).attr('viewBox', `0 0 ${width} ${height}`);
  }

  show(frame: BallsFrame): void {
    const x = this.#across(frame);
    const half = (this.#height - 1.2 * this.#letter) / 2;
    const bins = 2 ** frame.bits;
    const coins: Curve = {
      title: `coins, of ${grouped(bins, 0)} (log)`,
      box: this.#box(0, half),
      y: scaleLog().base(2).domain([0.5, bins]),
      value: (reading) => reading.coins,
      nameBelow: 2.4,
    };
    const cost: Curve = {
      title: `${ballsInWords(frame)} per coin (log)`,
      box: this.#box(half, 2 * half),
      y: scaleLog()
        .base(2)
        .domain([frame.way, 2 * Math.max(frame.theory.first, frame.first?.good ?? 0)]),
      value: ({ coins, good }) => (coins < 0.5 ? 0 : good / coins),
      nameBelow: -1,
    };
    for (const { y, box } of [coins, cost]) y.range([box.bottom, box.top]);
    this.#showStill(frame, x, coins, cost);
    this.#moving.selectAll('*').remove();
    for (const curve of [coins, cost]) this.#stand(x, curve, frame);
  }

  /** Only where there is a new reading, a first coin, or another size: it takes longer than all the rest. */
  #showStill(frame: BallsFrame, x: Scale, coins: Curve, cost: Curve): void {
    const of = [frame.readings.length, frame.first?.good, this.#width, this.#height, this.#letter].join(' ');
    if (of === this.#stillOf) return;
    this.#stillOf = of;
    this.#still.selectAll('*').remove();
    for (const curve of [coins, cost]) this.#curve(frame, x, curve);
    this.#axisAcross(x, cost.box, ballsInWords(frame));
    this.#first(frame, x, coins.box);
  }

  #box(top: number, bottom: number): Box {
    const letter = this.#letter;
    return {
      left: 2.6 * letter,
      right: this.#width - 0.6 * letter,
      top: top + 1.9 * letter,
      bottom: bottom - 1.5 * letter,
    };
  }

  /** Good balls, from before the first coin to the end. */
  #across({ theory }: BallsFrame): Scale {
    const end = theory.good[theory.good.length - 1];
    const octaves = (WALL_SHARE / (1 - WALL_SHARE)) * log2(end / theory.first);
    const from = Math.max(1, theory.first / 2 ** Math.round(octaves));
    const { left, right } = this.#box(0, 0);
    return scaleLog().base(2).domain([from, end]).range([left, right]).clamp(true);
  }

  #curve(frame: BallsFrame, x: Scale, curve: Curve): void {
    const { box, title, value, y } = curve;
    const group = this.#still.append('g');
    this.#text(group, box.left - 2.4 * this.#letter, box.top - 0.8 * this.#letter, title, 'start').attr(
      'font-weight',
      600,
    );
    this.#axisUp(group, y, box);
    const [lowest, highest] = y.domain();
    const isInside = (reading: Reading): boolean =>
      value(reading) >= lowest && value(reading) <= highest && reading.good >= x.domain()[0];
    const theory = frame.theory.good.map((good, i) => ({ good, coins: frame.theory.coins[i] })).filter(isInside);
    this.#theory(
      group,
      theory.map((reading) => [x(reading.good), y(value(reading))]),
      curve.nameBelow,
    );
    for (const reading of frame.readings.filter(isInside))
      group
        .append('circle')
        .attr('cx', x(reading.good))
        .attr('cy', y(value(reading)))
        .attr('r', 0.27 * this.#letter)
        .attr('fill', 'var(--micromint)');
  }

  #theory(group: Group, points: [number, number][], nameBelow: number): void {
    group
      .append('path')
      .attr('d', line()(points))
      .attr('fill', 'none')
      .attr('stroke', 'var(--muted)')
      .attr('stroke-width', 1.5);
    const [endX, endY] = points[points.length - 1];
    this.#text(group, endX, endY + nameBelow * this.#letter, 'theory', 'end').attr('fill', 'var(--muted)');
  }

  /** Where the run stands: a line upwards, and a ring on the curve once there are coins. */
  #stand(x: Scale, { y, box, value }: Curve, { coins, good }: BallsFrame): void {
    if (good === 0) return;
    const at = x(good);
    this.#upright(this.#moving, at, box).attr('stroke', 'var(--micromint)');
    if (coins === 0) return;
    this.#moving
      .append('circle')
      .attr('cx', at)
      .attr('cy', y(value({ coins, good })))
      .attr('r', 0.36 * this.#letter)
      .attr('fill', 'var(--ground)')
      .attr('stroke', 'var(--micromint)')
      .attr('stroke-width', 2.5);
  }

  /** The wall: a line at the first coin, with its words before it or, where the wall is low, below the curve's end. */
  #first(frame: BallsFrame, x: Scale, box: Box): void {
    const { first, theory } = frame;
    const letter = this.#letter;
    const group = this.#still.append('g');
    const at = x(first?.good ?? theory.first);
    if (first !== null) this.#upright(group, at, box).attr('stroke', 'var(--ink)').attr('stroke-dasharray', '4 3');
    const words =
      first === null ? ['no coin yet'] : ['first coin after', `${grouped(first.good, 0)} ${ballsInWords(frame)};`];
    const expected = `theory ${quantity('', theory.first)}`;
    const width = Math.max(...[...words, expected].map((each) => textWidth(each, letter, false)));
    const isRoom = at - letter - width > box.left;
    const lines = isRoom ? [...words, expected] : [words.join(' '), expected];
    const top = isRoom ? box.top + 0.9 * letter : box.bottom - (1.25 * (lines.length - 1) + 0.4) * letter;
    for (const [i, each] of lines.entries())
      this.#text(group, (isRoom ? at : box.right) - 0.5 * letter, top + 1.25 * i * letter, each, 'end');
  }

  #upright(group: Group, at: number, { top, bottom }: Box) {
    return group.append('line').attr('x1', at).attr('x2', at).attr('y1', top).attr('y2', bottom);
  }

  #axisUp(group: Group, y: Scale, box: Box): void {
    for (const power of powers(y, (box.bottom - box.top) / (TICK_APART * this.#letter))) {
      const at = y(2 ** power);
      group
        .append('line')
        .attr('x1', box.left)
        .attr('x2', box.right)
        .attr('y1', at)
        .attr('y2', at)
        .attr('stroke', 'var(--grid)');
      this.#text(group, box.left - 0.4 * this.#letter, at + 0.35 * this.#letter, inWords(power), 'end');
    }
  }

  #axisAcross(x: Scale, box: Box, name: string): void {
    const group = this.#still.append('g');
    for (const power of powers(x, TICKS_MAX))
      this.#text(group, x(2 ** power), box.bottom + 1.3 * this.#letter, inWords(power), 'middle');
    this.#text(group, box.right, box.bottom + 2.5 * this.#letter, `${name} thrown (log)`, 'end');
  }

  #text(group: Group, x: number, y: number, words: string, anchor: 'start' | 'middle' | 'end') {
    return group
      .append('text')
      .attr('x', x)
      .attr('y', y)
      .attr('text-anchor', anchor)
      .attr('fill', 'var(--ink)')
      .text(words);
  }
}

/** Whole powers of two inside a scale, not more than there is room for nor than a handful. */
function powers(scale: Scale, room: number): number[] {
  const [from, to] = scale.domain().map(log2);
  const every = Math.max(1, Math.ceil((to - from) / Math.min(TICKS_MAX, Math.max(1, room))));
  const first = Math.ceil(from / every) * every;
  return Array.from({ length: Math.floor((to - first) / every) + 1 }, (_, i) => first + i * every);
}

function inWords(power: number): string {
  return power < 7 ? grouped(2 ** power, 0) : raisedPowerOfTwo(power);
}
