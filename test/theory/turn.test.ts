import { expect, it } from 'vitest';
import { Turn } from '../../src/theory/turn.ts';

it('gives cos and sin of any angle in turns, and both exactly at quarters', () => {
  const turn = new Turn();
  for (let i = -5000; i <= 5000; i++) {
    const turns = i / 2048 + i * i * 1e-9;
    turn.to(turns);
    // A wrong term of a series, quarter or sign moves these by more; Math.cos has rounded its angle.
    expect(Math.abs(turn.cos - Math.cos(2 * Math.PI * turns))).toBeLessThan(3e-15);
    expect(Math.abs(turn.sin - Math.sin(2 * Math.PI * turns))).toBeLessThan(3e-15);
  }
  for (const [turns, cos, sin] of [
    [0, 1, 0],
    [0.25, 0, 1],
    [-0.5, -1, 0],
    [0.75, 0, -1],
    [12, 1, 0],
  ]) {
    turn.to(turns);
    expect(turn.cos + 0).toBe(cos);
    expect(turn.sin + 0).toBe(sin);
  }
});
