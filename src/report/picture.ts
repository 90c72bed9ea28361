/**
 * A chart as a picture that stands alone: one SVG file with its title, its colours for light and dark pages, and its
 * alternative text, for a gallery or somebody's slides.
 * @module
 */
import type { Chart } from './charts/chart.ts';
import { escapeHtml, sentence } from './html.ts';
import { renderSvg } from './render.ts';
import { colourSheet, PAGE, textWidth } from './theme.ts';

const TITLE_SIZE = 20;
const LINE_HEIGHT = 26;
const MARGIN = 16;

/** The whole SVG document; equal charts give equal bytes. */
export async function picture(chart: Chart): Promise<string> {
  const drawing = await renderSvg(chart.draw(PAGE));
  const size = /^<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(drawing);
  if (size === null) throw new Error(`a drawing without a size: ${drawing.slice(0, 80)}`);
  const lines = wrapped(chart.title, Number(size[1]));
  const top = MARGIN + lines.length * LINE_HEIGHT + MARGIN / 2;
  const width = Number(size[1]) + 2 * MARGIN;
  const height = Math.ceil(top + Number(size[2]) + MARGIN);
  const title = lines.map(
    (line, i) => `<text x="${MARGIN}" y="${MARGIN + TITLE_SIZE + i * LINE_HEIGHT}">${raised(line)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>${escapeHtml(chart.title)}</title>
<desc>${escapeHtml(chart.alternative)}</desc>
<style>${colourSheet()}text[stroke]{paint-order:stroke}</style>
<rect width="100%" height="100%" fill="var(--ground)"/>
<g font-family="system-ui, sans-serif" font-size="${TITLE_SIZE}" font-weight="600" fill="var(--ink)">${title.join('')}</g>
<g transform="translate(${MARGIN} ${top})">${drawing}</g>
</svg>
`;
}

/** The title in lines that are not wider than this, in px. */
function wrapped(title: string, width: number): string[] {
  const lines = [''];
  for (const word of title.split(' ')) {
    const longer = `${lines[lines.length - 1]} ${word}`.trim();
    if (textWidth(longer, TITLE_SIZE, true) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Exponents, which SVG has no element for, as smaller text a little higher. */
function raised(line: string): string {
  const up = Math.round(0.35 * TITLE_SIZE);
  const small = Math.round(0.7 * TITLE_SIZE);
  return sentence(line)
    .text.replaceAll('<sup>', `<tspan dy="-${up}" font-size="${small}">`)
    .replaceAll(
      /<\/sup>([^<]*)/g,
      (_, rest: string) => `</tspan>${rest === '' ? '' : `<tspan dy="${up}">${rest}</tspan>`}`,
    );
}
