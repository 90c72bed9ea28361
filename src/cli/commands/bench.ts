/**
 * farthing bench: speeds, each beside its peer in the same run.
 * @module
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EXIT, InputError } from '../failure.ts';

/** What every file of bench/ exports. */
interface Benchmark {
  bench(): Promise<readonly Row[]>;
}

interface Row {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly peer: string;
  readonly peerValue: number;
  readonly ratio: number;
}

const FOLDER = new URL('../../bench/', import.meta.url);
/** Files of bench/ that hold no benchmark. */
const HELPERS = ['row'];

function names(): string[] {
  return readdirSync(fileURLToPath(FOLDER))
    .filter((file) => file.endsWith('.js'))
    .map((file) => file.slice(0, -'.js'.length))
    .filter((name) => !HELPERS.includes(name))
    .sort();
}

function text({ name, unit, value, peer, peerValue, ratio }: Row): string {
  const figure = (x: number): string => Number(x.toPrecision(3)).toLocaleString('en');
  return `${name.padEnd(34)} ${figure(value).padStart(12)} ${unit.padEnd(10)} ${ratio.toFixed(2).padStart(6)} x ${peer} (${figure(peerValue)})\n`;
}

/** @throws InputError when there is no such benchmark, or its peer is not installed */
export async function bench(name: string | undefined, { json }: { readonly json?: boolean }): Promise<number> {
  const known = names();
  if (name !== undefined && !known.includes(name))
    throw new InputError(`bench ${name}: expected one of ${known.join(', ')}`);
  const rows: Row[] = [];
  for (const each of name === undefined ? known : [name]) {
    const benchmark: Benchmark = await import(new URL(`${each}.js`, FOLDER).href);
    const measured = await benchmark.bench();
    rows.push(...measured);
    if (!json) for (const row of measured) process.stdout.write(text(row));
  }
  if (json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
  return EXIT.done;
}
