/**
 * HTML as text, safe by construction: whatever is put into the template is escaped unless it is markup itself.
 * @module
 */

/** HTML that may stand in a page as it is: made only by the template below and by `trusted`. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Markup | readonly Markup[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** The text with the five characters escaped that mean something in HTML's text and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** Text that this program wrote itself (a style sheet, a rendered chart), taken as it is. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

/** A template for HTML: strings and numbers are escaped, markup and lists of markup are taken as they are. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let text = strings[0];
  parts.forEach((part, index) => {
    text += writePart(part) + strings[index + 1];
  });
  return new Markup(text);
}

function writePart(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map((markup) => markup.text).join('');
  return escapeHtml(String(part));
}

/** What follows a caret: a number, a letter, or a pair of parentheses with at most one pair inside. */
const EXPONENT = /\^(-?(?:\d+(?:\.\d+)?|[a-z]\b|\((?:[^()]|\([^()]*\))*\)))/gi;

/** A hyphen that stands for a minus: before a letter or a parenthesis, and behind neither a word nor a number with one. */
const MINUS = /(?<=^|[\s([])-(?=[\w(])|(?<=[\d)\]])-(?=[(]|[a-z](?![a-z]))/gi;

/**
 * A sentence or a formula whose powers ("2^13.2", "10^-9", "B^(1/k)") are set with raised exponents; no line ends before a per cent sign or behind a
 * minus.
 */
export function sentence(text: string): Markup {
  return new Markup(
    escapeHtml(text)
      .replace(EXPONENT, '<sup>$1</sup>')
      .replace(MINUS, '−')
      .replace(/(\d) %/g, '$1\u00a0%'),
  );
}
