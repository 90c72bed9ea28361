/**
 * farthing calibrate: this machine's cost table, as `bank.costs` of a scenario takes it.
 * @module
 */
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import type { CostTable } from '../../economy/bank.ts';
import { assertWritable } from '../../experiment/store/folder.ts';
import { printable } from '../../scenario/position.ts';
import { type Measurement, measureCosts } from '../calibration.ts';
import { EXIT, InputError } from '../failure.ts';
import { print } from '../output.ts';
import { VERSION } from '../version.ts';

const MICROSECONDS_DIGITS = 3;

export interface CalibrateOptions {
  readonly folder?: string;
  readonly json?: boolean;
}

/** The simulator's clock counts whole microseconds, and nothing takes no time. */
function costsOf(measured: readonly Measurement[]): CostTable {
  const costs = measured.map(({ operation, microseconds }) => [operation, Math.max(1, Math.round(microseconds))]);
  return Object.fromEntries(costs) as CostTable;
}

function machine() {
  const [processor] = cpus();
  return { processor: printable(processor?.model ?? 'unknown'), cores: cpus().length, node: process.version };
}

function figure(microseconds: number): string {
  return String(Number(microseconds.toPrecision(MICROSECONDS_DIGITS)));
}

/** Lines that a scenario takes as they are. */
function yaml(measured: readonly Measurement[]): string {
  const { processor, cores, node } = machine();
  const costs = costsOf(measured);
  const lines = measured.map(({ operation, what, microseconds, lowerQuartile, upperQuartile }) => {
    const times = `${figure(microseconds)} (${figure(lowerQuartile)} to ${figure(upperQuartile)})`;
    return `    ${`${operation}: ${costs[operation]}`.padEnd(16)} # ${times}: ${what}`;
  });
  return [
    `# Microseconds of each operation on this machine: ${processor}, ${cores} cores, Node ${node}.`,
    '# Measured by farthing calibrate: median (and quartiles), rounded to whole microseconds, at least 1.',
    'bank:',
    '  costs:',
    ...lines,
    '',
  ].join('\n');
}

/** @throws InputError or OutputError when the folder of the durable write is none or cannot be written */
export async function calibrate({ folder = '.', json }: CalibrateOptions): Promise<number> {
  if (!existsSync(folder)) throw new InputError(`${printable(folder)}: no such folder`);
  assertWritable(folder);
  const measured = await measureCosts(folder);
  const rounded = measured.map((one) => ({
    ...one,
    microseconds: Number(figure(one.microseconds)),
    lowerQuartile: Number(figure(one.lowerQuartile)),
    upperQuartile: Number(figure(one.upperQuartile)),
  }));
  const document = {
    format: 'farthing-calibration/1',
    version: VERSION,
    machine: machine(),
    costs: costsOf(measured),
    measured: rounded,
  };
  print(json ? `${JSON.stringify(document, null, 2)}\n` : yaml(measured));
  return EXIT.done;
}
