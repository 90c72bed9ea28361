/** Suggestions for misspelt words. */
import { describe, expect, it } from 'vitest';
import { alternativesText, hint, nearest } from '../../src/scenario/suggest.ts';

const KNOWN = ['users', 'vendors', 'payments', 'price', 'vendorChoice'];

describe('the word that was meant', () => {
  it.each([
    ['user', 'users'],
    ['usres', 'users'],
    ['Users', 'users'],
    ['vendorchoice', 'vendorChoice'],
    ['vednor', 'vendors'],
    ['prise', 'price'],
  ])('%s: %s', (word, meant) => {
    expect(nearest(word, KNOWN)).toBe(meant);
  });

  it.each(['', 'x', 'colour', 'userspayments'])('%s is nothing that is known', (word) => {
    expect(nearest(word, KNOWN)).toBeUndefined();
  });

  it('an exact word is nearest to itself, even where another is one edit away', () => {
    expect(nearest('bits', ['bit', 'bits'])).toBe('bits');
  });

  it('does not measure a word longer than any key', () => {
    // Fails by hanging: a table of a million million distances.
    expect(nearest('u'.repeat(1_000_000), ['u'.repeat(1_000_000)])).toBeUndefined();
  });

  it('says what is known when nothing is near', () => {
    expect(hint('colour', ['a', 'b'])).toBe('; known here: a, b');
    expect(hint('usres', KNOWN)).toBe(', did you mean users?');
    expect(alternativesText(['a', 'b', 'c'])).toBe('a, b or c');
  });
});
