/**
 * The log that a scenario may name as its demand. A scenario is plain data and no file is read here: whoever can read
 * files reads the log once, before replications are computed, and says how its purchases are opened again.
 * @module
 */
import { NUMBERS_PER_PURCHASE, type PurchaseBlock, type PurchaseSource } from '../economy/demand/purchase-blocks.ts';
import type { TraceDemand, TraceFindings } from '../economy/demand/trace-demand.ts';
import type { Demand, Price } from '../economy/demand.ts';
import type { PriceRule } from '../economy/traces/prices.ts';
import { DAY, type Microseconds } from '../units.ts';
import type { Scenario } from './model.ts';

/** Stand in for what a log that nobody has read would say: enough for anything that a scenario may ask of parties. */
const UNREAD_USERS = 1000;
const UNREAD_VENDORS = 100;

/** What reading a log has brought. */
export interface ReadTrace {
  readonly found: TraceFindings;
  readonly rules: readonly PriceRule[];
  /** A name by which `openBy` finds the purchases. */
  readonly purchases: string;
}

/** What a purchase takes where purchases are kept. */
export const PURCHASE_BYTES = NUMBERS_PER_PURCHASE * Float64Array.BYTES_PER_ELEMENT;

type OpenBlocks = (purchases: string) => Iterator<PurchaseBlock>;
let openBlocks: OpenBlocks | undefined;

/** How this process or worker finds purchases by their name: said once by whoever can read files. */
export function openPurchasesBy(open: OpenBlocks): void {
  openBlocks = open;
}

/** The purchases of a scenario whose log has been read; undefined when its demand is another. */
export function purchasesOf({ demand }: Scenario): PurchaseSource | undefined {
  const name = demand?.trace?.purchases;
  const open = openBlocks;
  return name === undefined || open === undefined ? undefined : () => open(name);
}

/** The demand of a log that has not been read. */
export function unreadTrace(trace: TraceDemand): Demand {
  return {
    users: UNREAD_USERS,
    vendors: UNREAD_VENDORS,
    arrivals: { kind: 'trace', perUserPerDay: 1 },
    price: { kind: 'constant', price: Math.max(1, trace.otherwise) },
    zipfExponent: 0,
    trace,
  };
}

/** The scenario with what its log holds. */
export function withTrace(scenario: Scenario, { found, rules, purchases }: ReadTrace): Scenario {
  const { demand, duration } = scenario;
  if (demand?.trace === undefined) return scenario;
  return { ...scenario, demand: readDemand({ ...demand.trace, found, rules, purchases }, found, duration) };
}

function readDemand(trace: TraceDemand, found: TraceFindings, duration: Microseconds): Demand {
  const users = Math.max(1, found.users);
  return {
    users,
    vendors: Math.max(1, found.vendors),
    arrivals: { kind: 'trace', perUserPerDay: (Math.max(1, found.purchases) * DAY) / (users * duration) },
    price: priceOf(found),
    zipfExponent: 0,
    trace,
  };
}

/** Each price as often as it was paid. */
function priceOf({ prices }: TraceFindings): Price {
  if (prices.length <= 1) return { kind: 'constant', price: prices[0]?.[0] ?? 1 };
  return { kind: 'choice', prices: prices.map(([price]) => price), weights: prices.map(([, count]) => count) };
}

/** The scenario as a result tells it: what the log came to, but not where this machine keeps its purchases. */
export function withoutPurchases(scenario: Scenario): Scenario {
  const { demand } = scenario;
  if (demand?.trace === undefined) return scenario;
  const { purchases: _, ...trace } = demand.trace;
  return { ...scenario, demand: { ...demand, trace } };
}
