/** A chart as a picture that stands alone. */
import { describe, expect, it } from 'vitest';
import type { Chart } from '../../src/report/charts/chart.ts';
import { picture } from '../../src/report/picture.ts';

function chartNamed(title: string): Chart {
  return {
    title,
    caption: '',
    brief: '',
    alternative: 'Bars: <one> & two.',
    tables: [],
    draw: () => ({
      data: { values: [{ x: 1, y: 2 }] },
      mark: 'bar',
      width: 600,
      height: 100,
      encoding: { x: { field: 'x', type: 'ordinal' }, y: { field: 'y', type: 'quantitative' } },
    }),
  };
}

describe('a picture', () => {
  it('brings its own colours for light and dark pages and its alternative text (fails if a page had to give them)', async () => {
    const svg = await picture(chartNamed('One finding'));
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg).toContain('prefers-color-scheme:dark');
    expect(svg).toContain('<desc>Bars: &lt;one&gt; &amp; two.</desc>');
    for (const [, name] of svg.matchAll(/var\(--([a-z0-9-]+)\)/g)) expect(svg).toContain(`--${name}:`);
  });

  it('breaks a long title into lines, each inside the picture (fails if words run over the edge or are lost)', async () => {
    const title = 'A coin costs 2^13.2 good balls at first and then ever fewer, '.repeat(4).trim();
    const svg = await picture(chartNamed(title));
    const lines = [...svg.matchAll(/<text x="16" y="(\d+)">(.*?)<\/text>/g)];
    expect(lines.length).toBeGreaterThan(2);
    expect(new Set(lines.map(([, y]) => y)).size).toBe(lines.length);
    const words = lines.map(([, , text]) => text.replaceAll(/<[^>]*>/g, '')).join(' ');
    expect(words).toBe(title.replaceAll('^', ''));
    expect(svg).toContain('<tspan dy="-7" font-size="14">13.2</tspan><tspan dy="7">');
  });

  it('is the same for equal charts (fails if an identifier counts up)', async () => {
    expect(await picture(chartNamed('Same'))).toBe(await picture(chartNamed('Same')));
  });
});
