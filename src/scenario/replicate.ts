/**
 * One replication of a scenario: every scheme on the identical demand, every mint by itself; at once, or piece by piece
 * for a live picture.
 * @module
 */
import { type MarketOutcome, type OpenMarket, openMarket, runMarket } from '../economy/market.ts';
import { type MintOutcome, runMint, throwerOf } from '../economy/mint-curve.ts';
import type { Thrower } from '../protocols/micromint/thrower.ts';
import { InvariantViolation } from '../sim/invariant.ts';
import type { Curve, Metric } from '../sim/metric.ts';
import type { Microseconds } from '../units.ts';
import { enlistmentsAgainst } from './adversaries.ts';
import type { Scenario, SchemeEntry } from './model.ts';
import { bindScheme, targetOf } from './schemes.ts';
import { purchasesOf } from './trace-files.ts';

/** What one replication yields: plain data, so that a worker can send it. */
export interface Replication {
  readonly metrics: readonly Metric[];
  readonly curves: readonly Curve[];
  /** Fingerprints of everything that happened, one for each scheme. */
  readonly digests: readonly string[];
}

/** A replication that is watched while it goes on. */
export interface OpenReplication {
  /** One for each scheme of the scenario, in its order. */
  readonly markets: readonly OpenMarket[];
  /** The balls of each mint of the scenario, in its order. */
  readonly throwers: readonly Thrower[];
  /** Runs every market up to an instant, or Infinity. */
  advance(until: Microseconds): void;
  /** Runs what is left: the very replication that `replicate` yields. */
  finish(): Replication;
}

/**
 * Replication `index` of a scenario; every key and stream derives from the scenario's seed and the index.
 * @throws InvariantViolation when the books do not balance, or two schemes saw different demands
 */
export function replicate(scenario: Scenario, index: number): Replication {
  const specify = specifier(scenario, index);
  const markets = scenario.schemes.map((entry) => {
    const { scheme, options } = bindScheme(entry);
    return runMarket(specify(entry), scheme, options);
  });
  return together(markets, runMints(scenario, index));
}

/** Replication `index` before its first event: all markets are open at once, so it is for scenarios of a lecture's size. */
export function openReplication(scenario: Scenario, index: number): OpenReplication {
  const specify = specifier(scenario, index);
  const markets = scenario.schemes.map((entry) => {
    const { scheme, options } = bindScheme(entry);
    return openMarket(specify(entry), scheme, options);
  });
  return {
    markets,
    throwers: mintsOf(scenario, index).map((mint) => throwerOf(mint, seedOf(scenario, index))),
    advance(until) {
      for (const market of markets) market.advance(until);
    },
    finish: () =>
      together(
        markets.map((market) => market.run()),
        runMints(scenario, index),
      ),
  };
}

function seedOf({ seed }: Scenario, index: number): string {
  return `${seed}/${index}`;
}

/** What each scheme's market is told. @throws RangeError when the bank's costs stand in a file that nobody has read */
function specifier(scenario: Scenario, index: number) {
  const { costsFile } = scenario.bank;
  if (costsFile !== undefined && costsFile.read === undefined)
    throw new RangeError(`${costsFile.file}: the costs in it have not been read`);
  const openPurchases = purchasesOf(scenario);
  const log = openPurchases && { openPurchases };
  return (entry: SchemeEntry) => {
    const enlistments = enlistmentsAgainst(scenario.adversaries, targetOf(entry));
    const seed = seedOf(scenario, index);
    return { ...scenario, ...log, demand: scenario.demand!, label: entry.label, seed, enlistments };
  };
}

function mintsOf({ mints }: Scenario, index: number) {
  return mints.filter(({ replications }) => replications === undefined || index < replications);
}

function runMints(scenario: Scenario, index: number): MintOutcome[] {
  return mintsOf(scenario, index).map((mint) => runMint(mint, seedOf(scenario, index)));
}

/** @throws InvariantViolation when two schemes saw different demands */
function together(markets: readonly MarketOutcome[], mints: readonly MintOutcome[]): Replication {
  for (const { demandDigest } of markets)
    if (demandDigest !== markets[0].demandDigest) throw new InvariantViolation('the schemes saw different demands');
  const [first] = markets;
  return {
    metrics: [...(first ? first.demandMetrics : []), ...[...markets, ...mints].flatMap(({ metrics }) => metrics)],
    curves: [...markets, ...mints].flatMap(({ curves }) => curves),
    digests: markets.map(({ digest }) => digest),
  };
}
