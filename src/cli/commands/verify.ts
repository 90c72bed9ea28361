/**
 * farthing verify: every coin of a coin file or of a text list hashed again, as a vendor would who sees each for the
 * first time.
 * @module
 */
import { isCoinFile } from '../../protocols/micromint/coin-file.ts';
import { FileSource } from '../coins/file-source.ts';
import { Findings } from '../coins/findings.ts';
import { everyCoin, sampleOf } from '../coins/sample.ts';
import { verifyFile } from '../coins/verify-file.ts';
import { verifyLines } from '../coins/verify-lines.ts';
import { EXIT, InputError, systemReason } from '../failure.ts';

export interface VerifyOptions {
  /** Coins to hash, chosen at random; all of them unless given. */
  readonly sample?: number;
  readonly seed?: string;
  /** Coins to print, from the first on. */
  readonly print?: number;
  readonly json?: boolean;
}

const MAGIC_BYTES = 8;

async function inspect(
  file: string,
  findings: Findings,
  { sample, seed = '1', print = 0 }: VerifyOptions,
): Promise<void> {
  const choose = sample === undefined ? everyCoin : sampleOf(sample, seed);
  const source = new FileSource(file);
  try {
    if (isCoinFile(source.peek(MAGIC_BYTES))) verifyFile(file, source, findings, choose, print);
    else await verifyLines(file, findings, choose, print);
  } finally {
    source.close();
  }
}

function report(findings: Findings, { sample, json }: VerifyOptions): string {
  const { coins, valid, expected, refused, hashed, damage } = findings;
  const sampled = sample === undefined ? {} : { hashed };
  const damaged = damage === 0 ? {} : { damage };
  if (json) return `${JSON.stringify({ coins, valid, expected, refused, ...sampled, ...damaged })}\n`;
  const checked = sample === undefined ? `${valid} valid` : `${hashed} hashed`;
  return `${coins} coins: ${checked}, ${coins - valid} refused\n`;
}

/** @returns 1 when a coin is bad, coins are missing, or the file is damaged */
export async function verify(file: string, options: VerifyOptions): Promise<number> {
  const findings = new Findings(file);
  await inspect(file, findings, options).catch((error: unknown) => {
    throw error instanceof InputError ? error : new InputError(`${file}: ${systemReason(error)}`);
  });
  // Whoever asks for coins gets nothing but coins on standard output.
  const output = options.print === undefined ? process.stdout : process.stderr;
  output.write(report(findings, options));
  return findings.isClean ? EXIT.done : EXIT.failed;
}
