/**
 * Words about what a person gave.
 * @module
 */

const QUOTED_MAX = 40;

/** A stranger's text in quotation marks, not at any length. */
export function quoted(text: string): string {
  return `“${text.length > QUOTED_MAX ? `${text.slice(0, QUOTED_MAX)}…` : text}”`;
}
