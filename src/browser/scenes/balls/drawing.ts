/**
 * The picture of balls into bins: the field, and the curves beside it or, where it is narrow, below.
 * @module
 */
import type { Picture, Stage } from '../../scene.ts';
import { Curves } from './curves.ts';
import { Field } from './field.ts';
import type { BallsFrame } from './run.ts';

/** In letters' heights: narrower than this the curves stand below the field. */
const NARROW = 42;
const FIELD_SHARE = 0.52;
const FIELD_SHARE_NARROW = 0.45;
const GAP = 16;

export function drawBalls({ host, reducedMotion }: Stage): Picture<BallsFrame> {
  const field = new Field(reducedMotion);
  host.append(field.canvas);
  const curves = new Curves(host);
  const place = (): void => {
    const { width, height } = host.getBoundingClientRect();
    const letter = Number.parseFloat(getComputedStyle(host).fontSize);
    const isNarrow = width < NARROW * letter;
    host.style.display = 'flex';
    host.style.flexDirection = isNarrow ? 'column' : 'row';
    host.style.gap = `${GAP}px`;
    const first = isNarrow ? height * FIELD_SHARE_NARROW : width * FIELD_SHARE;
    const rest = (isNarrow ? height : width) - first - GAP;
    field.resize(isNarrow ? width : first, isNarrow ? first : height);
    curves.resize(isNarrow ? width : rest, isNarrow ? rest : height);
  };
  place();
  return {
    show(frame) {
      field.show(frame);
      curves.show(frame);
    },
    resize: place,
  };
}
