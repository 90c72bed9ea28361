/**
 * The field of bins on a canvas: each bin fills with its balls, a full one shows its coin; balls fall from the mouth at
 * the top. Many bins are drawn as dots of an image, few as boxes.
 * @module
 */
import { interpolateRgb, rgb } from 'd3';
import { NOT_GOOD } from '../../../protocols/micromint/thrower.ts';
import { grouped } from '../../../report/format.ts';
import { FallingBalls, fallen } from './falling.ts';
import type { BallsFrame } from './run.ts';

/** Above the bins, for balls to fall through, in letters' heights. */
const SKY = 3;
/** Below this width in px a bin is a dot of one colour. */
const BOX_MIN = 5;
/** More balls than this in the air are drawn small. */
const CROWD = 100;

interface Geometry {
  readonly columns: number;
  readonly cell: number;
  readonly left: number;
  readonly top: number;
  readonly mouth: number;
}

export class Field {
  readonly canvas = document.createElement('canvas');
  readonly #image = document.createElement('canvas');
  readonly #reducedMotion: boolean;
  readonly #falling = new FallingBalls();
  #frame: BallsFrame | undefined;
  #paintedAt = 0;
  #isScheduled = false;
  #colours = { ink: '', muted: '', raised: '', ground: '', coin: '' };
  #letter = 14;

  constructor(reducedMotion: boolean) {
    this.#reducedMotion = reducedMotion;
  }

  /** Reads colours and letters anew, at a size in px. */
  resize(width: number, height: number): void {
    const scale = Math.min(2, window.devicePixelRatio);
    this.canvas.width = Math.max(1, Math.round(width * scale));
    this.canvas.height = Math.max(1, Math.round(height * scale));
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    const style = getComputedStyle(this.canvas);
    const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
    this.#colours = {
      ink: colour('ink'),
      muted: colour('muted'),
      raised: colour('raised'),
      ground: colour('ground'),
      coin: colour('micromint'),
    };
    this.#letter = Number.parseFloat(style.fontSize);
    this.#context().setTransform(scale, 0, 0, scale, 0, 0);
  }

  show(frame: BallsFrame): void {
    const before = this.#frame?.balls ?? 0;
    this.#frame = frame;
    const now = performance.now();
    this.#falling.launch(frame, frame.balls - before, now);
    this.#paint(now);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled || this.#reducedMotion || this.#falling.balls.length === 0) return;
    this.#isScheduled = true;
    requestAnimationFrame((now) => {
      this.#isScheduled = false;
      // What the frame itself has drawn a moment ago is not drawn twice.
      if (now - this.#paintedAt > 4) this.#paint(now);
      this.#schedule();
    });
  }

  #paint(now: number): void {
    const frame = this.#frame;
    if (frame === undefined || !this.canvas.isConnected) return;
    this.#paintedAt = now;
    this.#falling.land(this.#reducedMotion ? Number.POSITIVE_INFINITY : now);
    const context = this.#context();
    const geometry = this.#geometry(frame);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    const counts = this.#falling.withoutFalling(frame.counts);
    if (geometry.cell < BOX_MIN) this.#paintDots(context, geometry, frame.way, counts);
    else this.#paintBoxes(context, geometry, frame.way, counts);
    this.#paintMouth(context, geometry);
    this.#paintFalling(context, geometry, now);
    this.#paintRings(context, geometry, frame);
  }

  #context(): CanvasRenderingContext2D {
    const context = this.canvas.getContext('2d');
    if (context === null) throw new Error('this browser draws on no canvas');
    return context;
  }

  #geometry({ bits }: BallsFrame): Geometry {
    const rows = 2 ** Math.floor(bits / 2);
    const columns = 2 ** bits / rows;
    const { width, height } = this.canvas.getBoundingClientRect();
    const sky = SKY * this.#letter;
    const cell = Math.max(0.1, Math.min(width / columns, (height - sky) / rows));
    return { columns, cell, left: (width - columns * cell) / 2, top: sky, mouth: width / 2 };
  }

  /** Each bin a box that fills from below with its balls, and shows a disc when it holds its coin. */
  #paintBoxes(context: CanvasRenderingContext2D, geometry: Geometry, way: number, counts: Uint8Array): void {
    const { columns, cell, left, top } = geometry;
    const { raised, muted, coin } = this.#colours;
    const size = cell - Math.max(1, cell / 10);
    const discs = new Path2D();
    for (const [bin, count] of counts.entries()) {
      const x = left + (bin % columns) * cell;
      const y = top + Math.floor(bin / columns) * cell;
      context.fillStyle = raised;
      context.fillRect(x, y, size, size);
      if (count >= way) {
        discs.moveTo(x + size, y + size / 2);
        discs.arc(x + size / 2, y + size / 2, size / 2, 0, 2 * Math.PI);
      } else if (count > 0) {
        context.fillStyle = muted;
        const height = Math.max(2, (size * count) / way);
        context.fillRect(x, y + size - height, size, height);
      }
    }
    context.fillStyle = coin;
    context.fill(discs);
  }

  /** Each bin a dot of an image, which the canvas enlarges without blurring it. */
  #paintDots(context: CanvasRenderingContext2D, geometry: Geometry, way: number, counts: Uint8Array): void {
    const { columns, cell, left, top } = geometry;
    const rows = counts.length / columns;
    const palette = this.#palette(way);
    const dots = new Uint32Array(counts.length);
    for (let bin = 0; bin < counts.length; bin++) dots[bin] = palette[Math.min(way, counts[bin])];
    this.#image.width = columns;
    this.#image.height = rows;
    const data = new ImageData(new Uint8ClampedArray(dots.buffer), columns, rows);
    this.#image.getContext('2d')?.putImageData(data, 0, 0);
    context.imageSmoothingEnabled = false;
    context.drawImage(this.#image, left, top, columns * cell, rows * cell);
  }

  /** Colours by the balls of a bin, as the words of an image: red first, in memory. */
  #palette(way: number): Uint32Array {
    const shade = interpolateRgb(this.#colours.raised, this.#colours.muted);
    const bytes = Array.from({ length: way + 1 }, (_, count) => {
      const { r, g, b } = rgb(count === way ? this.#colours.coin : shade((0.85 * count) / (way - 1)));
      return [r, g, b, 255];
    });
    return new Uint32Array(Uint8Array.from(bytes.flat()).buffer);
  }

  #paintMouth(context: CanvasRenderingContext2D, { mouth }: Geometry): void {
    const { ink, muted } = this.#colours;
    const letter = this.#letter;
    context.font = `${letter}px system-ui, sans-serif`;
    context.textBaseline = 'top';
    context.textAlign = 'center';
    context.fillStyle = ink;
    context.fillText('SHA-256', mouth, 0);
    context.textAlign = 'left';
    context.fillStyle = muted;
    const { oneIn, balls } = this.#falling;
    if (oneIn > 1 && balls.length > 0) context.fillText(`1 in ${grouped(oneIn, 0)} drawn`, 0, 0);
    this.#paintLegend(context, 2 * mouth);
  }

  #paintLegend(context: CanvasRenderingContext2D, right: number): void {
    const letter = this.#letter;
    context.textAlign = 'right';
    context.fillStyle = this.#colours.ink;
    context.fillText('coin', right, 0);
    const disc = right - context.measureText('coin').width - 0.7 * letter;
    context.fillStyle = this.#colours.coin;
    context.beginPath();
    context.arc(disc, 0.5 * letter, 0.4 * letter, 0, 2 * Math.PI);
    context.fill();
  }

  #paintFalling(context: CanvasRenderingContext2D, geometry: Geometry, now: number): void {
    const { columns, cell, left, top, mouth } = geometry;
    const begin = 1.4 * this.#letter;
    const isCrowd = this.#falling.balls.length > CROWD;
    const radius = isCrowd ? Math.max(2, Math.min(0.3 * this.#letter, cell / 3)) : 0.3 * this.#letter;
    const good = new Path2D();
    const rejected = new Path2D();
    for (const { bin, since, aside } of this.#falling.balls) {
      const share = fallen(since, now);
      const isGood = bin !== NOT_GOOD;
      const toX = isGood ? left + ((bin % columns) + 0.5) * cell : mouth + (aside * columns * cell) / 2;
      const toY = isGood ? top + (Math.floor(bin / columns) + 0.5) * cell : top - radius;
      const x = mouth + (toX - mouth) * share;
      const y = begin + (toY - begin) * share * share;
      const path = isGood ? good : rejected;
      path.moveTo(x + radius, y);
      path.arc(x, y, radius, 0, 2 * Math.PI);
    }
    context.fillStyle = this.#colours.ink;
    context.fill(good);
    context.strokeStyle = this.#colours.muted;
    context.lineWidth = 1;
    context.stroke(rejected);
  }

  /** Around the bin of the first coin; without motion around that of the last ball, too. */
  #paintRings(context: CanvasRenderingContext2D, geometry: Geometry, { first, recent }: BallsFrame): void {
    context.strokeStyle = this.#colours.ink;
    context.lineWidth = 2;
    if (first !== null) this.#ring(context, geometry, first.bin, Math.max(7, 0.8 * geometry.cell));
    const last = recent.at(-1) ?? NOT_GOOD;
    if (this.#reducedMotion && last !== NOT_GOOD) this.#ring(context, geometry, last, Math.max(4, 0.6 * geometry.cell));
  }

  #ring(context: CanvasRenderingContext2D, geometry: Geometry, bin: number, radius: number): void {
    const { columns, cell, left, top } = geometry;
    context.beginPath();
    context.arc(
      left + ((bin % columns) + 0.5) * cell,
      top + (Math.floor(bin / columns) + 0.5) * cell,
      radius,
      0,
      2 * Math.PI,
    );
    context.stroke();
  }
}
