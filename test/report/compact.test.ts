import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compact } from '../../src/report/compact.ts';

/** The corners of a path of M, L, l, h, v and Z, as absolute places. */
function corners(path: string): [number, number][] {
  let [x, y] = [0, 0];
  return [...path.matchAll(/([MLlhv])([^MLlhvZ]*)/g)].map(([, command, text]) => {
    const [a, b] = (text.match(/-?(?:\d+\.?\d*|\.\d+)/g) ?? []).map(Number);
    if (command === 'h') x += a;
    else if (command === 'v') y += a;
    else if (command === 'l') [x, y] = [x + a, y + b];
    else [x, y] = [a, b];
    return [x, y];
  });
}

describe('a compact drawing', () => {
  it('writes lines in steps of a tenth of a pixel', () => {
    expect(compact('<path d="M5.539,121.705L6.31,81.651L6.31,80L7.5,80L7.501,80.001Z"/>')).toBe(
      '<path d="M5.5 121.7l.8-40v-1.7h1.2Z"/>',
    );
  });

  it('leaves symbols and arcs alone and rounds places to a hundredth', () => {
    const symbol = '<path transform="translate(1.23456,-4e-17)" d="M2.7,0A2.7,2.7,0,1,1,-2.7,0"/>';
    expect(compact(symbol)).toBe(symbol.replace('1.23456,-4e-17', '1.23,-4e-17'));
    expect(compact('<line x2="0" y2="-52.707351699877165" stroke-width="1.75"/>')).toContain('y2="-52.71"');
  });

  it('moves no corner by more than the rounding, however long the line: errors do not add up', () => {
    const place = fc.double({ min: -2000, max: 2000, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(place, place), { minLength: 1, maxLength: 200 }), (places) => {
        const written = places.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(3)},${y.toFixed(3)}`).join('');
        const path = / d="([^"]*)"/.exec(compact(`<path d="${written}"/>`))?.[1] ?? '';
        const kept = corners(path);
        const [lastX, lastY] = kept[kept.length - 1];
        expect(Math.abs(lastX - places[places.length - 1][0])).toBeLessThan(0.051);
        expect(Math.abs(lastY - places[places.length - 1][1])).toBeLessThan(0.051);
      }),
      { seed: 11 },
    );
  });
});
