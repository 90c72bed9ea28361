/**
 * farthing bench: speeds, each beside its peer in the same run.
 * @module
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BenchRow } from '../../experiment/bench-row.ts';
import { printable } from '../../scenario/position.ts';
import { EXIT, InputError } from '../failure.ts';
import { print } from '../output.ts';

/** What every file of bench/ exports. */
interface Benchmark {
  bench(): Promise<readonly BenchRow[]>;
}

const FOLDER = new URL('../../bench/', import.meta.url);
function names(): string[] {
  return readdirSync(fileURLToPath(FOLDER))
    .filter((file) => file.endsWith('.js'))
    .map((file) => file.slice(0, -'.js'.length))
    .sort();
}

function text({ name, unit, value, peer, peerValue, ratio }: BenchRow): string {
  const figure = (x: number): string => Number(x.toPrecision(3)).toLocaleString('en');
  return `${name.padEnd(34)} ${figure(value).padStart(12)} ${unit.padEnd(10)} ${ratio.toFixed(2).padStart(6)} x ${peer} (${figure(peerValue)})\n`;
}

/** @throws InputError when there is no such benchmark, or its peer is not installed */
export async function bench(name: string | undefined, { json }: { readonly json?: boolean }): Promise<number> {
  const known = names();
  if (name !== undefined && !known.includes(name))
    throw new InputError(`bench ${printable(name)}: expected one of ${known.join(', ')}`);
  const rows: BenchRow[] = [];
  for (const each of name === undefined ? known : [name]) {
    const benchmark: Benchmark = await import(new URL(`${each}.js`, FOLDER).href);
    const measured = await benchmark.bench();
    rows.push(...measured);
    if (!json) for (const row of measured) print(text(row));
  }
  if (json) print(`${JSON.stringify(rows, null, 2)}\n`);
  return EXIT.done;
}
