/**
 * One replication of a scenario: every scheme on the identical demand, every mint by itself.
 * @module
 */
import { runMarket } from '../economy/market.ts';
import { runMint } from '../economy/mint-curve.ts';
import { InvariantViolation } from '../sim/invariant.ts';
import type { Curve, Metric } from '../sim/metric.ts';
import { enlistmentsAgainst } from './adversaries.ts';
import type { Scenario } from './model.ts';
import { bindScheme, targetOf } from './schemes.ts';
import { purchasesOf } from './trace-files.ts';

/** What one replication yields: plain data, so that a worker can send it. */
export interface Replication {
  readonly metrics: readonly Metric[];
  readonly curves: readonly Curve[];
  /** Fingerprints of everything that happened, one for each scheme. */
  readonly digests: readonly string[];
}

/**
 * Replication `index` of a scenario; every key and stream derives from the scenario's seed and the index.
 * @throws InvariantViolation when the books do not balance, or two schemes saw different demands
 */
export function replicate(scenario: Scenario, index: number): Replication {
  const seed = `${scenario.seed}/${index}`;
  const openPurchases = purchasesOf(scenario);
  const log = openPurchases && { openPurchases };
  const markets = scenario.schemes.map((entry) => {
    const { scheme, options } = bindScheme(entry);
    const enlistments = enlistmentsAgainst(scenario.adversaries, targetOf(entry));
    const specification = { ...scenario, ...log, demand: scenario.demand!, label: entry.label, seed, enlistments };
    return runMarket(specification, scheme, options);
  });
  for (const { demandDigest } of markets)
    if (demandDigest !== markets[0].demandDigest) throw new InvariantViolation('the schemes saw different demands');
  const mints = scenario.mints
    .filter(({ replications }) => replications === undefined || index < replications)
    .map((entry) => runMint(entry, seed));
  const [first] = markets;
  return {
    metrics: [...(first ? first.demandMetrics : []), ...[...markets, ...mints].flatMap(({ metrics }) => metrics)],
    curves: [...markets, ...mints].flatMap(({ curves }) => curves),
    digests: markets.map(({ digest }) => digest),
  };
}
