import { describe, expect, it } from 'vitest';
import { appearances, colourSheet, DARK, FAMILIES, LIGHT, PAGE, SLIDE } from '../../src/report/theme.ts';

/** Contrast ratio after WCAG 2.2. */
function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((i) => {
    const channel = Number.parseInt(colour.slice(i, i + 2), 16) / 255;
    return channel <= 0.040_45 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('contrast', () => {
  it.each(Object.entries(FAMILIES))('%s: marks have 3:1 and words 4.5:1 on both pages', (_, family) => {
    expect(contrast(family.mark, LIGHT.ground)).toBeGreaterThanOrEqual(3);
    expect(contrast(family.mark, DARK.ground)).toBeGreaterThanOrEqual(3);
    expect(contrast(family.onLight, LIGHT.ground)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(family.onDark, DARK.ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['ink', 'muted', 'agree', 'differ'])(
    '%s is readable on the ground and on raised ground of both pages',
    (name) => {
      for (const page of [LIGHT, DARK]) {
        expect(contrast(page[name], page.ground)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(page[name], page.raised)).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  it('defines in the style sheet every colour that a label may get, on both pages', () => {
    const sheet = colourSheet();
    for (const name of [...Object.keys(FAMILIES), ...Object.keys(LIGHT)]) {
      expect(sheet.split(`--${name}:`).length - 1).toBe(2);
    }
  });
});

describe('appearance of labels', () => {
  const looks = appearances([
    { label: 'month', scheme: 'micromint' },
    { label: 'k2', scheme: 'mint' },
    { label: 'strange', scheme: 'constructor' },
    { label: 'mr2', scheme: 'mr2' },
  ]);

  it("gives a mint MicroMint's colour and another shape and dash", () => {
    expect(looks.get('k2')?.colour).toBe('var(--micromint)');
    expect(looks.get('k2')?.shape).not.toBe(looks.get('month')?.shape);
    expect(looks.get('k2')?.dash).not.toEqual(looks.get('month')?.dash);
  });

  it('tells the lotteries apart by shape and dash, not by colour alone', () => {
    const lotteries = ['statistical', 'mr1', 'mr2', 'mr3'].map((label) => ({ label, scheme: label }));
    const seen = [...appearances(lotteries).values()];
    expect(new Set(seen.map(({ shape }) => shape)).size).toBe(4);
    expect(new Set(seen.map(({ dash }) => dash.join())).size).toBe(4);
  });

  it('counts places within a family only, and takes an unknown scheme for a baseline', () => {
    expect(looks.get('mr2')).toEqual({ colour: 'var(--mr2)', words: 'var(--mr2-text)', shape: 'circle', dash: [] });
    expect(looks.get('strange')?.colour).toBe('var(--baseline)');
  });
});

it('leaves chart text 20 px when a screen of 1024 px shows the slide between margins of 32 px', () => {
  expect((SLIDE.fontSize * (1024 - 64)) / SLIDE.width).toBeGreaterThanOrEqual(20);
  expect(PAGE.fontSize).toBeGreaterThanOrEqual(13);
});
