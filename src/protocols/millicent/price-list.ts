/**
 * A vendor's price list: rules over what is wanted and over the customer's certified properties; the first that fits
 * holds. A negative price is a reward. What is sold with a period is a subscription: a property in the change, on which
 * another rule sets its price; what is bought while it lasts is added to its end.
 * Source: G95 (properties that a price may depend on) and the lecture (subscriptions, a price file); the rules are ours.
 * @module
 */
import { DAY, type Microdollars, type Microseconds } from '../../units.ts';
import { dateText, dayEnd, isExpiry, parseDate } from './date.ts';
import type { Purchase } from './order.ts';
import type { Payout } from './payout.ts';
import { isPropertyName, type Properties } from './properties.ts';
import type { Rejection } from './rejection.ts';
import type { Scrip } from './scrip.ts';
import type { Sale } from './till.ts';

/** What names a price. To ask changes nothing. */
export interface Shop<Goods> {
  /** The sale of what is ordered to who holds the scrip. Rejections: why it is not sold to him. */
  quote(order: Purchase, scrip: Scrip, now: Microseconds): Sale<Goods> | Rejection;
  /** A broker's: the payout's worth for who holds the scrip. Rejections: why he gets nothing. Absent: it takes none in. */
  takeIn?(payout: Payout, scrip: Scrip, now: Microseconds): Sale<Goods> | Rejection;
}

export type Condition =
  | { readonly property: string; readonly is: string }
  /** The property is a number, such as an age, and no less than this. */
  | { readonly property: string; readonly atLeast: number }
  /** The property is the day on which a subscription ends, and that day has not begun. */
  | { readonly property: string; readonly lasts: true };

export interface PriceRule {
  /** What is wanted; what begins so, when it ends in `*`. */
  readonly target: string;
  /** All must hold of the customer's properties. */
  readonly where?: readonly Condition[];
  /** Negative for a reward. */
  readonly price: Microdollars;
  /** The property that is certified, and for how long at least, from now or from the end of what is certified: to the end of the day. */
  readonly subscription?: { readonly property: string; readonly period: Microseconds };
}

interface Listed extends PriceRule {
  /** What the target begins with when the rule is for many. */
  readonly prefix: string | undefined;
  /** What a rule without a subscription sells: the same for everybody. */
  readonly sale: Sale<never>;
}

export class PriceList implements Shop<never> {
  readonly #rules: readonly Listed[];

  /** @throws RangeError when a price is no safe integer, or scrip cannot bear a subscription. */
  constructor(rules: readonly PriceRule[]) {
    this.#rules = rules.map((rule) => {
      const { target, price, subscription } = rule;
      if (!Number.isSafeInteger(price)) throw new RangeError(`no price: ${price}`);
      if (subscription !== undefined) checkSubscription(subscription);
      return { ...rule, prefix: target.endsWith('*') ? target.slice(0, -1) : undefined, sale: { price } };
    });
  }

  /** Rejections: `not-for-sale` (no rule fits, or its subscription would end beyond 2^53 microseconds). */
  quote(order: Purchase, scrip: Scrip, now: Microseconds): Sale<never> | 'not-for-sale' {
    for (const rule of this.#rules) {
      if (!isFor(rule, order.target, scrip.properties, now)) continue;
      const { sale, subscription } = rule;
      if (subscription === undefined) return sale;
      const { property, period } = subscription;
      // Nothing expires so late that there is no date for it.
      const until = dayEnd(Math.max(now, certifiedEnd(scrip.properties.get(property))) + period);
      return isExpiry(until) ? { price: sale.price, subscription: { property, until } } : 'not-for-sale';
    }
    return 'not-for-sale';
  }
}

/** Until when a customer has it already: who buys more of it gets it added on. */
function certifiedEnd(value = ''): Microseconds {
  return parseDate(value) ?? 0;
}

function checkSubscription({ property, period }: NonNullable<PriceRule['subscription']>): void {
  if (!isPropertyName(property)) throw new RangeError(`scrip bears no property ${property}`);
  if (!Number.isSafeInteger(period) || period <= 0) throw new RangeError(`no period: ${period}`);
}

function isFor({ target, prefix, where = [] }: Listed, wanted: string, has: Properties, now: Microseconds): boolean {
  if (prefix === undefined ? wanted !== target : !wanted.startsWith(prefix)) return false;
  for (const each of where) if (!holds(each, has, now)) return false;
  return true;
}

function holds(condition: Condition, properties: Properties, now: Microseconds): boolean {
  const value = properties.get(condition.property);
  if (value === undefined) return false;
  if ('is' in condition) return value === condition.is;
  if ('atLeast' in condition) return /^\d{1,15}$/.test(value) && Number(value) >= condition.atLeast;
  return /^\d{8}$/.test(value) && value > dateText(now - (now % DAY));
}
