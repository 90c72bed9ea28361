/**
 * farthing verify: every coin of a coin file or of a text list hashed again, as a vendor would who sees each for the
 * first time.
 * @module
 */

import { systemReason } from '../../experiment/store/system-reason.ts';
import { HEADER_BYTES, isCoinFile } from '../../protocols/micromint/coin-file.ts';
import { printable } from '../../scenario/position.ts';
import { FileSource } from '../coins/file-source.ts';
import { Findings } from '../coins/findings.ts';
import { everyCoin, sampleOf } from '../coins/sample.ts';
import { verifyFile } from '../coins/verify-file.ts';
import { verifyLines } from '../coins/verify-lines.ts';
import { EXIT, InputError } from '../failure.ts';
import { print } from '../output.ts';

export interface VerifyOptions {
  /** Coins to hash, chosen at random; all of them unless given. */
  readonly sample?: number;
  readonly seed?: string;
  /** Coins to print, from the first on. */
  readonly print?: number;
  readonly json?: boolean;
}

function inspect(file: string, findings: Findings, { sample, seed = '1', print = 0 }: VerifyOptions): void {
  const choose = sample === undefined ? everyCoin : sampleOf(sample, seed);
  const source = new FileSource(file);
  try {
    const verifyCoins = isCoinFile(source.peek(HEADER_BYTES)) ? verifyFile : verifyLines;
    verifyCoins(source, findings, choose, print);
  } finally {
    source.close();
  }
}

function report(findings: Findings, { sample, json }: VerifyOptions): string {
  const { coins, valid, expected, refused, hashed, damage } = findings;
  const checkedCoins = sample === undefined ? { valid } : { hashed };
  const damaged = damage === 0 ? {} : { damage };
  if (json) return `${JSON.stringify({ coins, ...checkedCoins, expected, refused, ...damaged })}\n`;
  const checked = sample === undefined ? `${valid} valid` : `${hashed} hashed`;
  return `${coins} coins: ${checked}, ${coins - valid} refused\n`;
}

/**
 * @returns 1 when a coin is bad, coins are missing, or the file is damaged or no file of coins
 * @throws InputError when the file cannot be read
 */
export function verify(file: string, options: VerifyOptions): number {
  const findings = new Findings(file);
  try {
    inspect(file, findings, options);
  } catch (error) {
    const isReading = (error as NodeJS.ErrnoException).syscall !== undefined && error !== process.stdout.errored;
    throw isReading ? new InputError(`${printable(file)}: ${systemReason(error)}`) : error;
  }
  findings.end();
  const tally = report(findings, options);
  // Whoever asks for coins gets nothing but coins on standard output.
  if (options.print === undefined) print(tally);
  else process.stderr.write(tally);
  return findings.isClean ? EXIT.done : EXIT.failed;
}
