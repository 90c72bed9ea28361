/**
 * manifest.json: what was run, with which versions, and how to run it again.
 * @module
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Result } from '../experiment/result.ts';
import { sha256Hex } from '../experiment/store/folder.ts';
import type { Provenance } from '../report/page.ts';
import { VERSION } from './version.ts';

/** The commit of the clone this program lies in; an installed package has none. */
function commit(): string | null {
  const folder = fileURLToPath(new URL('../../', import.meta.url));
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    if (git('rev-parse', '--show-prefix') !== '') return null;
    return git('rev-parse', 'HEAD') + (git('status', '--porcelain', '--untracked-files=no') === '' ? '' : ' (changed)');
  } catch {
    return null;
  }
}

function quoted(argument: string): string {
  return /^[\w./:=@%+,-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}

/** @param files the names of the files of the run */
export function provenanceOf(args: readonly string[], files: readonly string[]): Provenance {
  return {
    version: VERSION,
    commit: commit() ?? 'an installed package',
    node: process.version,
    reproduce: `npx farthing ${args.map(quoted).join(' ')}`,
    arguments: args,
    files,
  };
}

export function manifest(
  provenance: Provenance,
  { digest }: Pick<Result, 'digest'>,
  files: ReadonlyMap<string, string>,
  seconds: number,
): string {
  const body = {
    format: 'farthing-manifest/1',
    version: provenance.version,
    commit: provenance.commit,
    node: provenance.node,
    arguments: provenance.arguments,
    reproduce: provenance.reproduce,
    platform: `${process.platform} ${process.arch}`,
    finished: new Date().toISOString(),
    seconds: Number(seconds.toFixed(3)),
    ...(provenance.hashesPerSecond && { hashesPerSecond: Math.round(provenance.hashesPerSecond) }),
    digest,
    files: Object.fromEntries([...files].map(([name, content]) => [name, { sha256: sha256Hex(content) }])),
  };
  return `${JSON.stringify(body, null, 2)}\n`;
}
