/**
 * The little Markdown that a scenario's "about" may use: paragraphs, lists, strong, emphasis and code. A link shows its
 * words only: a report leads nowhere. The text is a stranger's: everything is escaped.
 * @module
 */
import { escapeHtml, html, type Markup, trusted } from './html.ts';

const ITEM = /^\s*[-*]\s+/;

/** The blocks of a text, in order: paragraphs and lists. */
export function markdown(text: string): readonly Markup[] {
  return text
    .split(/\n\s*\n/)
    .map((block) => block.trim())
    .filter((block) => block !== '')
    .map(renderBlock);
}

function renderBlock(block: string): Markup {
  if (!ITEM.test(block)) return html`<p>${inline(block.replace(/^#+\s+/, ''))}</p>`;
  const items = block.split(/\n(?=\s*[-*]\s)/).map((item) => item.replace(ITEM, ''));
  return html`<ul>${items.map((item) => html`<li>${inline(item)}</li>`)}</ul>`;
}

/** Escaped first: the marks of Markdown survive it, and nothing that is added later holds a stranger's markup. */
function inline(text: string): Markup {
  const spans = escapeHtml(text.replace(/\s*\n\s*/g, ' ')).split(/(`[^`]+`)/);
  return trusted(spans.map((span) => (span.startsWith('`') ? renderCode(span) : renderEmphasis(span))).join(''));
}

function renderCode(span: string): string {
  return span.length > 2 ? `<code>${span.slice(1, -1)}</code>` : span;
}

function renderEmphasis(span: string): string {
  return span
    .replace(/\[([^\][]*)\]\([^()\s]*\)/g, '$1')
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(/\*([^*]+)\*/g, '<em>$1</em>');
}
