/**
 * What a process must have ready before it runs a scenario: done once for each process or worker, never in between.
 * @module
 */
import { loadFastArithmetic } from '../protocols/primitives/ecvrf.ts';
import type { Scenario } from './model.ts';

let arithmetic: Promise<void> | undefined;

/** Resolves when `replicate` can run this scenario at its best speed; the results do not depend on it. */
export async function prepare({ fidelity, schemes }: Scenario): Promise<void> {
  const provesByVrf = schemes.some(({ options }) => Object.values(options).includes('ecvrf'));
  if (fidelity !== 'real' || !provesByVrf) return;
  arithmetic ??= loadFastArithmetic();
  await arithmetic;
}
