/**
 * Words on a surface: in one line or broken into several, with a rim in the colour of the page, so that lines and marks
 * below do not make them unreadable.
 * @module
 */
import type { Surface } from './surface.ts';

export interface Lettering {
  /** A custom property of the theme; by default `ink`. */
  readonly colour?: string;
  readonly bold?: boolean;
  readonly align?: CanvasTextAlign;
  readonly baseline?: CanvasTextBaseline;
  /** Against the surface's letters; by default 1. */
  readonly size?: number;
}

/** From one line to the next, in letters. */
export const LINE = 1.25;

/** @returns its width in px */
export function widthOf(surface: Surface, text: string, lettering: Lettering = {}): number {
  prepare(surface, lettering);
  return surface.context.measureText(text).width;
}

/** One line at a point. */
export function write(surface: Surface, text: string, x: number, y: number, lettering: Lettering = {}): void {
  const { context } = surface;
  prepare(surface, lettering);
  context.strokeStyle = surface.colour('ground');
  context.lineWidth = surface.fontSize / 4;
  context.setLineDash([]);
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
}

/**
 * As many lines as it takes, from a top edge downwards.
 * @returns where the next line would begin
 */
export function writeLines(
  surface: Surface,
  text: string,
  { left, top, width }: { readonly left: number; readonly top: number; readonly width: number },
  lettering: Lettering = {},
): number {
  const step = surface.fontSize * (lettering.size ?? 1) * LINE;
  const lines = broken(surface, text, width, lettering);
  lines.forEach((line, i) => {
    write(surface, line, left, top + i * step, { ...lettering, baseline: 'top' });
  });
  return top + lines.length * step;
}

/** The height that `writeLines` takes. */
export function heightOf(surface: Surface, text: string, width: number, lettering: Lettering = {}): number {
  return broken(surface, text, width, lettering).length * surface.fontSize * (lettering.size ?? 1) * LINE;
}

function broken(surface: Surface, text: string, width: number, lettering: Lettering): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines[lines.length - 1]} ${word}`;
    if (lines.length > 0 && widthOf(surface, longer, lettering) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function prepare({ context, fontSize, colour }: Surface, lettering: Lettering): void {
  const { colour: name = 'ink', bold = false, align = 'left', baseline = 'alphabetic', size = 1 } = lettering;
  context.font = `${bold ? '600 ' : ''}${fontSize * size}px system-ui, sans-serif`;
  context.fillStyle = colour(name);
  context.textAlign = align;
  context.textBaseline = baseline;
}
