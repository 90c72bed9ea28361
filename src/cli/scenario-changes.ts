/**
 * What the options of a command change in a scenario, by the scenario's own rules.
 * @module
 */
import type { ParseOptions } from '../scenario/parse.ts';

export interface ScenarioChanges {
  readonly seed?: string;
  readonly replications?: number;
  readonly fidelity?: string;
  readonly set: readonly string[];
  readonly quick?: boolean;
}

export function parseOptionsOf({ seed, replications, fidelity, set, quick }: ScenarioChanges): ParseOptions {
  const shorthands = { seed, replications: replications?.toString(), fidelity };
  return { overrides: set, shorthands, quick: quick ?? false };
}
