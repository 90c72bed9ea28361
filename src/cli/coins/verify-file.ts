/**
 * Verifies a binary coin file, block by block, in constant memory.
 * @module
 */
import { createHash } from 'node:crypto';
import { BYTES_PER_BALL } from '../../protocols/micromint/ball.ts';
import { ballOf } from '../../protocols/micromint/coin.ts';
import { CoinAudit } from '../../protocols/micromint/coin-audit.ts';
import { type CoinFileHeader, decodeHeader, HEADER_BYTES } from '../../protocols/micromint/coin-file.ts';
import { type ByteSource, type CoinBlock, readBlocks } from '../../protocols/micromint/coin-file-reader.ts';
import { type Findings, printCoin } from './findings.ts';
import type { Choice } from './sample.ts';

export function verifyFile(source: ByteSource, findings: Findings, choose: Choice, print: number): void {
  const decoded = decodeHeader(source.peek(HEADER_BYTES));
  if ('reason' in decoded) {
    findings.complain(decoded.reason);
    return;
  }
  const { header, damage } = decoded;
  if (damage !== undefined) findings.complain(damage);
  source.advance(HEADER_BYTES);
  findings.expected = header.coins;
  verifyBlocks(header, source, findings, choose(header.coins), print);
  const { coins, expected } = findings;
  if (coins < expected) findings.complain(`cut short: coins ${coins} to ${expected - 1} are missing`);
  else if (source.peek(1).length > 0) findings.complain(`more bytes behind the ${coins} coins that the header names`);
}

function verifyBlocks(
  header: CoinFileHeader,
  source: ByteSource,
  findings: Findings,
  isChosen: (coin: number) => boolean,
  print: number,
): void {
  const audit = new CoinAudit(header.period, isChosen);
  const hash = createHash('sha256');
  for (const block of readBlocks(header, source)) {
    const { first, count, expected } = block;
    findings.coins += count;
    hash.update(block.balls);
    printCoins(header, block, print);
    for (const { coin, reason } of audit.badCoins(block)) findings.refuse(coin, reason);
    if (!block.intact && count === expected)
      findings.complain(`coins ${first} to ${first + count - 1}: wrong checksum of their block`);
  }
  findings.hashed = audit.hashed;
  if (findings.coins === header.coins && !hash.digest().equals(header.digest))
    findings.complain('the digest of the coins is not the one that the header gives');
}

function printCoins(
  { period }: CoinFileHeader,
  { first, count, firstBin, deltas, balls }: CoinBlock,
  print: number,
): void {
  const coinBytes = period.parameters.way * BYTES_PER_BALL;
  let bin = firstBin;
  for (let i = 0; i < count && first + i < print; i++) {
    bin += deltas[i];
    const coin = balls.subarray(i * coinBytes, (i + 1) * coinBytes);
    printCoin(
      period,
      bin,
      Array.from({ length: period.parameters.way }, (_, ball) => ballOf(coin, ball)),
    );
  }
}
