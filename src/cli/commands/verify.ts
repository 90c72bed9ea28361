/**
 * farthing verify: every coin of a coin list hashed again, as a vendor would who sees each for the first time.
 * @module
 */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { readCoin, readHeader } from '../../protocols/micromint/coin-lines.ts';
import type { Period } from '../../protocols/micromint/period.ts';
import { accept } from '../../protocols/micromint/vendor.ts';
import { EXIT, InputError, systemReason } from '../failure.ts';

interface Tally {
  coins: number;
  valid: number;
  /** Why coins were refused, and how many for each reason. */
  readonly refused: Map<string, number>;
  readonly seen: Set<number>;
}

/** Why a line holds no good coin; undefined when it does. */
function flaw(line: string, period: Period, seen: Set<number>): string | undefined {
  const read = readCoin(line);
  if (read === 'malformed') return read;
  const acceptance = accept(read.coin, period.index, period, (bin) => seen.has(bin));
  if (!acceptance.accepted) return acceptance.reason;
  if (acceptance.bin !== read.bin) return 'wrong-bin';
  seen.add(acceptance.bin);
  return undefined;
}

function checkLine(line: string, period: Period, tally: Tally, file: string): void {
  const index = tally.coins++;
  const reason = flaw(line, period, tally.seen);
  if (reason === undefined) {
    tally.valid++;
    return;
  }
  tally.refused.set(reason, (tally.refused.get(reason) ?? 0) + 1);
  process.stderr.write(`${file}: coin ${index} (line ${index + 2}): ${reason}\n`);
}

async function check(file: string): Promise<{ tally: Tally; expected: number }> {
  const tally: Tally = { coins: 0, valid: 0, refused: new Map(), seen: new Set() };
  let period: Period | undefined;
  let expected = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (period !== undefined) {
      checkLine(line, period, tally, file);
      continue;
    }
    const header = readHeader(line);
    if (typeof header === 'string') throw new InputError(`${file}:1 ${header}`);
    ({ period, coins: expected } = header);
  }
  if (period === undefined) throw new InputError(`${file}: expected a coin list, got an empty file`);
  return { tally, expected };
}

/** @returns 1 when a coin is bad or coins are missing */
export async function verify(file: string, { json }: { readonly json?: boolean }): Promise<number> {
  const { tally, expected } = await check(file).catch((error: unknown) => {
    throw error instanceof InputError ? error : new InputError(`${file}: ${systemReason(error)}`);
  });
  const { coins, valid, refused } = tally;
  if (coins !== expected)
    process.stderr.write(`${file}: expected ${expected} coins, as its header says, got ${coins}\n`);
  const report = { coins, valid, expected, refused: Object.fromEntries(refused) };
  process.stdout.write(
    json ? `${JSON.stringify(report)}\n` : `${coins} coins: ${valid} valid, ${coins - valid} refused\n`,
  );
  return valid === coins && coins === expected ? EXIT.done : EXIT.failed;
}
