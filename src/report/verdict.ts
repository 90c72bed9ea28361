/**
 * How a metric's theory and the judgement on it are written, on cards and in tables alike.
 * @module
 */
import type { Verdict } from '../experiment/result.ts';
import { type Style, styleOf, write } from './format.ts';
import { html, type Markup } from './html.ts';

/** Theory is written as its metric is; with digits of its own where that would hide it. */
export function writeTheory({ value }: Verdict, style: Style): string {
  const own = styleOf('', value / style.divisor, null);
  const hidden = style.decimals !== null && (own.decimals === null || own.decimals > style.decimals + 2);
  return write(hidden ? { ...style, decimals: own.decimals } : style, value);
}

/** A tick or a cross with its word, for a bound or for any other closed form. */
export function verdictMark({ agrees, kind }: Verdict): Markup {
  if (agrees === null) return html`not judged`;
  if (agrees) return html`<span class="agrees">✓ ${kind === 'bound' ? 'holds' : 'agrees'}</span>`;
  return html`<span class="differs">✗ ${kind === 'bound' ? 'broken' : 'disagrees'}</span>`;
}
