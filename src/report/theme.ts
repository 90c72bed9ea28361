/**
 * The one look of all pictures: colours, shapes and dashes of the schemes (after the colour-blind-safe set of Okabe and
 * Ito, darkened until each keeps its contrast on both pages), sizes of type, and the Vega configuration made of them.
 * Colours appear in a drawing as custom properties, so that one drawing serves the light page and the dark one.
 * @module
 */
import type { Config } from 'vega-lite';

/** A colour of marks, and a darker and a lighter one for words of the same family on the light and the dark page. */
interface Family {
  readonly mark: string;
  readonly onLight: string;
  readonly onDark: string;
}

export const FAMILIES: Readonly<Record<string, Family>> = {
  micromint: { mark: '#b57b00', onLight: '#855a00', onDark: '#e0a42e' },
  mr1: { mark: '#d55e00', onLight: '#b04d00', onDark: '#f08a3c' },
  mr2: { mark: '#0072b2', onLight: '#00649c', onDark: '#4fabe0' },
  mr3: { mark: '#2c94d0', onLight: '#1b6c9c', onDark: '#5fb4e6' },
  millicent: { mark: '#008f68', onLight: '#00704f', onDark: '#35bd94' },
  payword: { mark: '#b8588f', onLight: '#9a4475', onDark: '#dc8bb8' },
  baseline: { mark: '#767676', onLight: '#5e5e5e', onDark: '#a3a3a3' },
};

/** Colours of the page itself: text, lesser text (theory too), lines, ground, raised ground, agreement, disagreement. */
export const LIGHT: Readonly<Record<string, string>> = {
  ink: '#1b1f24',
  muted: '#555c64',
  grid: '#dfe2e6',
  ground: '#ffffff',
  raised: '#f4f5f7',
  agree: '#00704f',
  differ: '#b3261e',
};
export const DARK: Readonly<Record<string, string>> = {
  ink: '#e9ebee',
  muted: '#a9b0b8',
  grid: '#31363c',
  ground: '#14171a',
  raised: '#1e2226',
  agree: '#35bd94',
  differ: '#ff8a80',
};

/** A mint without a market is MicroMint's mint. */
const FAMILY_OF: Readonly<Record<string, string>> = { mint: 'micromint' };

function familyOf(scheme: string): string {
  const family = FAMILY_OF[scheme] ?? scheme;
  return Object.hasOwn(FAMILIES, family) ? family : 'baseline';
}

/** How one label's marks look: the scheme's colour, and a shape and a dash that tell labels of one family apart. */
export interface Appearance {
  readonly colour: string;
  readonly words: string;
  readonly shape: string;
  readonly dash: readonly number[];
}

/** Where a family begins among shapes and dashes, so that two schemes in one chart differ in more than colour. */
const FIRST_LOOK: Readonly<Record<string, number>> = { mr1: 1, mr3: 2, baseline: 3, millicent: 4, payword: 5 };
const SHAPES = ['circle', 'square', 'triangle-up', 'diamond', 'cross', 'triangle-down'];
const DASHES: readonly (readonly number[])[] = [[], [8, 3], [2, 3], [8, 3, 2, 3], [14, 4], [5, 5]];

/** The appearance of every label, by its scheme and its place among the labels of the same family. */
export function appearances(
  labels: readonly { readonly label: string; readonly scheme: string }[],
): Map<string, Appearance> {
  const used = new Map<string, number>();
  return new Map(
    labels.map(({ label, scheme }) => {
      const family = familyOf(scheme);
      const index = used.get(family) ?? 0;
      used.set(family, index + 1);
      return [label, appearance(family, index)];
    }),
  );
}

function appearance(family: string, place: number): Appearance {
  const index = (FIRST_LOOK[family] ?? 0) + place;
  return {
    colour: `var(--${family})`,
    words: `var(--${family}-text)`,
    shape: SHAPES[index % SHAPES.length],
    dash: DASHES[index % DASHES.length],
  };
}

/** Adversaries have the text's colour, and each a shape and a dash. */
export function adversaryAppearance(place: number): Appearance {
  const shape = SHAPES[place % SHAPES.length];
  return { colour: 'var(--ink)', words: 'var(--ink)', shape, dash: DASHES[place % DASHES.length] };
}

/** Where a chart is drawn: in the page's column, or alone on a screen that is read from the last row. Sizes in px. */
export interface Stage {
  readonly name: 'page' | 'slide';
  readonly width: number;
  readonly height: number;
  readonly fontSize: number;
}

export const PAGE: Stage = { name: 'page', width: 736, height: 600, fontSize: 14 };
/** At 26 px of 1200 the text still has 20 px when a screen of 1024 px shows the chart. */
export const SLIDE: Stage = { name: 'slide', width: 1200, height: 520, fontSize: 26 };

/**
 * About how wide a text is, in px: a little wide for the common system fonts, so that nothing is cut. Counted by three
 * classes of letters instead of measured, because a measure would be the machine's.
 */
export function textWidth(text: string, fontSize: number, bold: boolean): number {
  const narrow = text.match(/[iljtfrI.,:;'|()[\]\s-]/g)?.length ?? 0;
  const wide = text.match(/[mwMW@%−]/g)?.length ?? 0;
  const letters = 0.42 * narrow + wide + 0.65 * (text.length - narrow - wide);
  return letters * fontSize * (bold ? 1.1 : 1);
}

/** Vega's configuration for a stage: no frames, a quiet grid, words and lines in the page's colours. */
export function vegaConfig(stage: Stage): Config {
  const text = { fontSize: stage.fontSize, fontWeight: 'normal' } as const;
  return {
    aria: false,
    font: 'system-ui, sans-serif',
    view: { stroke: null },
    axis: {
      labelFontSize: text.fontSize,
      labelColor: 'var(--ink)',
      labelPadding: stage.fontSize / 3,
      titleFontSize: text.fontSize,
      titleFontWeight: text.fontWeight,
      titleColor: 'var(--ink)',
      titlePadding: stage.fontSize / 2,
      gridColor: 'var(--grid)',
      domain: false,
      ticks: false,
      labelLimit: 0,
      titleLimit: 0,
      labelOverlap: false,
      labelFlush: false,
    },
    text,
    title: {
      anchor: 'start',
      frame: 'group',
      fontSize: stage.fontSize,
      fontWeight: 600,
      color: 'var(--ink)',
      offset: stage.fontSize / 2,
    },
    concat: { spacing: stage.fontSize * 1.4 },
  };
}

function properties(colours: Readonly<Record<string, string>>, ground: 'onLight' | 'onDark'): string {
  const page = Object.entries(colours).map(([name, colour]) => `--${name}:${colour};`);
  const families = Object.entries(FAMILIES).map(
    ([name, family]) => `--${name}:${family.mark};--${name}-text:${family[ground]};`,
  );
  return [...page, ...families].join('');
}

/** The custom properties of both pages as a style sheet; paper is always light. */
export function colourSheet(): string {
  return `:root{color-scheme:light dark;${properties(LIGHT, 'onLight')}}
@media screen and (prefers-color-scheme:dark){:root{${properties(DARK, 'onDark')}}}
`;
}
