/** What lands on the disk: whole files or none, and a table that can be read back. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertWritable, sha256Hex, WriteError, writeFolder } from '../../src/experiment/store/folder.ts';
import { replicationsCsv } from '../../src/experiment/store/replications-csv.ts';
import { replicate } from '../../src/scenario/replicate.ts';
import { metric, replicationOf, scenarioOf } from './fixtures.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'farthing-store-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const FILES = new Map([
  ['result.json', '{"a":1}\n'],
  ['replications.csv', 'α,β\n'],
  ['manifest.json', '{}\n'],
]);

function contents(path: string): Record<string, string> {
  return Object.fromEntries(readdirSync(path).map((name) => [name, readFileSync(join(path, name), 'utf8')]));
}

describe('writing a folder', () => {
  it('makes it with all that leads to it, and writes exactly the files given', () => {
    const out = join(folder, 'a', 'b');
    writeFolder(out, FILES);
    expect(contents(out)).toEqual(Object.fromEntries(FILES));
  });

  it('replaces files of before and leaves strangers alone', () => {
    writeFileSync(join(folder, 'result.json'), 'old, and much longer than what comes now');
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    writeFolder(folder, FILES);
    expect(contents(folder)).toEqual({ ...Object.fromEntries(FILES), 'notes.txt': 'mine' });
  });

  it('leaves nothing half-written when a folder stands where a file should go', () => {
    mkdirSync(join(folder, 'manifest.json'));
    expect(() => writeFolder(folder, FILES)).toThrow(WriteError);
    expect(() => writeFolder(folder, FILES)).toThrow(folder);
    const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
    for (const { name } of files) expect(readFileSync(join(folder, name), 'utf8')).toBe(FILES.get(name));
    expect(readdirSync(folder).filter((name) => name.includes('tmp'))).toEqual([]);
  });

  it('leaves the files of before whole when one cannot even be written aside', () => {
    writeFileSync(join(folder, 'result.json'), 'old');
    const files = new Map([...FILES, ['no-such-folder/x.json', '']]);
    expect(() => writeFolder(folder, files)).toThrow(WriteError);
    expect(contents(folder)).toEqual({ 'result.json': 'old' });
  });

  it('says so when the folder is a file', () => {
    const file = join(folder, 'file');
    writeFileSync(file, 'mine');
    for (const out of [file, join(file, 'below')]) {
      expect(() => writeFolder(out, FILES)).toThrow(WriteError);
      expect(() => assertWritable(out)).toThrow(`${out}: ${file} is a file, not a folder`);
    }
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  it('can be asked beforehand without making anything', () => {
    const out = join(folder, 'a', 'b');
    assertWritable(out);
    assertWritable(folder);
    expect(existsSync(join(folder, 'a'))).toBe(false);
  });
});

describe('a file’s fingerprint', () => {
  it('is SHA-256 of its UTF-8 bytes', () => {
    // FIPS 180-4, "abc".
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256Hex('é')).not.toBe(sha256Hex('e'));
  });
});

describe('replications.csv', () => {
  it('has a line for each replication and metric, in their order, numbers to the last bit', () => {
    const replications = [
      replicationOf([metric('a.b_count', 3), metric('a.c_usd', 0.1 + 0.2)]),
      replicationOf([metric('a.b_count', 1e21)]),
    ];
    expect(replicationsCsv(replications)).toBe(
      'replication,metric,value\n0,a.b_count,3\n0,a.c_usd,0.30000000000000004\n1,a.b_count,1e+21\n',
    );
  });

  it('reads back to what was measured', () => {
    const replications = [0, 1].map((index) => replicate(scenarioOf(), index));
    const [header, ...lines] = replicationsCsv(replications).trimEnd().split('\n');
    expect(header).toBe('replication,metric,value');
    const read = lines.map((line) => line.split(','));
    const measured = replications.flatMap(({ metrics }, index) =>
      metrics.map(({ name, value }) => ({ index, name, value })),
    );
    expect(read.map(([index, name, value]) => ({ index: Number(index), name, value: Number(value) }))).toEqual(
      measured,
    );
    expect(measured.length).toBe(4);
  });
});
