/**
 * Which requests of a trace are purchases, and what they cost: a list of patterns of paths, the first that matches
 * decides.
 * @module
 */
import { MICRODOLLARS_PER_USD, type Microdollars } from '../../units.ts';
import type { TraceEvent } from './trace-event.ts';

export interface PriceRule {
  /** A path, in which `*` stands for any characters, also none, also slashes; upper and lower case differ. */
  readonly pattern: string;
  /** At least 0. */
  readonly price: Microdollars;
}

export interface PurchaseRules {
  /** GET, where nothing else is said. */
  readonly methods: readonly string[];
  /** 200, where nothing else is said. */
  readonly statuses: readonly number[];
  readonly prices: readonly PriceRule[];
  /** What a path costs that no pattern matches. */
  readonly otherwise: Microdollars;
}

export interface PriceFileProblem {
  /** From 1. */
  readonly line: number;
  readonly reason: 'no-pattern-and-price' | 'bad-pattern' | 'bad-price';
}

const ENTRY = /^(\S+)\s+(\S+)$/;
const USD = /^(\d{1,9})(?:\.(\d{1,6}))?$/;
const USD_DECIMALS = 6;

/**
 * The rules of a price file: in each line a pattern, blanks, a price in dollars with at most six decimals; a line that
 * begins with `#` is a comment.
 * @returns the rules in their order, and what is wrong: a file with a problem should not be used.
 */
export function parsePriceFile(text: string): { rules: PriceRule[]; problems: PriceFileProblem[] } {
  const rules: PriceRule[] = [];
  const problems: PriceFileProblem[] = [];
  for (const [i, raw] of text.split('\n').entries()) {
    const content = raw.trim();
    if (content === '' || content.startsWith('#')) continue;
    const rule = parseRule(content);
    if (typeof rule === 'string') problems.push({ line: i + 1, reason: rule });
    else rules.push(rule);
  }
  return { rules, problems };
}

function parseRule(content: string): PriceRule | PriceFileProblem['reason'] {
  const entry = ENTRY.exec(content);
  if (entry === null) return 'no-pattern-and-price';
  const [, pattern, usd] = entry;
  if (!pattern.startsWith('/') && !pattern.startsWith('*')) return 'bad-pattern';
  const amount = USD.exec(usd);
  if (amount === null) return 'bad-price';
  const price = Number(amount[1]) * MICRODOLLARS_PER_USD + Number((amount[2] ?? '').padEnd(USD_DECIMALS, '0'));
  return { pattern, price };
}

/**
 * The price of each request: 0 for a purchase that is free, undefined for a request that is no purchase.
 */
export function purchasePrices(rules: PurchaseRules): (event: TraceEvent) => Microdollars | undefined {
  const { otherwise } = rules;
  const methods = new Set(rules.methods);
  const statuses = new Set(rules.statuses);
  const prices = rules.prices.map(({ pattern, price }) => ({ matches: matcher(pattern), price }));
  return ({ method, status, path }) => {
    if (!methods.has(method) || !statuses.has(status)) return undefined;
    for (const { matches, price } of prices) if (matches(path)) return price;
    return otherwise;
  };
}

/** Whether a path matches: its pieces between the stars, each at its first place; no step is ever taken back. */
function matcher(pattern: string): (path: string) => boolean {
  const pieces = pattern.split('*');
  if (pieces.length === 1) return (path) => path === pattern;
  const first = pieces[0];
  const last = pieces[pieces.length - 1];
  const middle = pieces.slice(1, -1);
  return (path) => {
    if (!path.startsWith(first) || !path.endsWith(last)) return false;
    let at = first.length;
    for (const piece of middle) {
      const found = path.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return at <= path.length - last.length;
  };
}
