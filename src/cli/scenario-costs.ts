/**
 * The file of costs that a scenario's bank may name: what `farthing calibrate` has measured.
 * @module
 */
import type { CostTable } from '../economy/bank.ts';
import { systemReason } from '../experiment/store/system-reason.ts';
import { parseCostFile } from '../scenario/cost-table-schema.ts';
import type { Scenario } from '../scenario/model.ts';
import type { Objection } from '../scenario/parse.ts';
import { printable } from '../scenario/position.ts';
import { readBoundedText } from './bounded-text.ts';

const BYTES_MAX = 2 ** 20;

interface ScenarioCosts {
  /** There when the file could be read. */
  readonly costs?: CostTable;
  readonly objections: readonly Objection[];
}

/**
 * @param pathOf where a file lies that the scenario names
 * @returns undefined when the scenario names none
 */
export function readScenarioCosts({ bank }: Scenario, pathOf: (file: string) => string): ScenarioCosts | undefined {
  const { costsFile } = bank;
  if (costsFile === undefined) return undefined;
  const path = pathOf(costsFile.file);
  const read = readCosts(path);
  if (typeof read !== 'string') return { costs: read, objections: [] };
  const message = `expected default, a table or a file of costs, got ${printable(path)} (${read})`;
  return { objections: [{ path: ['bank', 'costs'], message }] };
}

/** The table, or why there is none. */
function readCosts(path: string): CostTable | string {
  try {
    const text = readBoundedText(path, BYTES_MAX);
    return text === undefined ? `more than ${BYTES_MAX} bytes` : parseCostFile(text);
  } catch (error) {
    return systemReason(error);
  }
}

/** The scenario with what its file of costs says. */
export function withCosts(scenario: Scenario, costs: CostTable | undefined): Scenario {
  const { bank } = scenario;
  if (costs === undefined || bank.costsFile === undefined) return scenario;
  return { ...scenario, bank: { ...bank, costs, costsFile: { ...bank.costsFile, read: true } } };
}
