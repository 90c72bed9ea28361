/**
 * What the bank's operations cost unless a scenario says otherwise: round figures of one core of a server of 2026.
 * Simulated time comes from this table alone, never from the machine that simulates.
 * @module
 */
import type { CostTable } from '../economy/bank.ts';

export const DEFAULT_COSTS: CostTable = Object.freeze({
  /** Taking a message from the network and answering it. */
  message: 20,
  /** One short hash. */
  hash: 1,
  /** Finding one record in memory. */
  lookUp: 2,
  /** Changing one record so that it survives. */
  write: 10,
  /** Making or checking one signature. */
  signature: 80,
});
