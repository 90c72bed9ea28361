/**
 * Readers of command-line values: each refuses what it does not understand with what was expected and found.
 * @module
 */
import { InvalidArgumentError } from 'commander';

/** A whole number in decimal digits, from `min` to `max`. */
export function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`expected an integer from ${min} to ${max}, got ${text}`);
  };
}

export function nonEmpty(text: string): string {
  if (text === '') throw new InvalidArgumentError('expected a text, got an empty one');
  return text;
}

/** Collects an option or argument that may be given several times. */
export function repeated(text: string, before: readonly string[] = []): string[] {
  return [...before, nonEmpty(text)];
}
