/**
 * Verifies a text list of coins, line by line.
 * @module
 */
import { BYTES_PER_BALL } from '../../protocols/micromint/ball.ts';
import { ballOf } from '../../protocols/micromint/coin.ts';
import type { ByteSource } from '../../protocols/micromint/coin-file-reader.ts';
import { COIN_LINES_FORMAT, isCoinList, readCoin, readHeader } from '../../protocols/micromint/coin-lines.ts';
import type { Period } from '../../protocols/micromint/period.ts';
import { accept } from '../../protocols/micromint/vendor.ts';
import { boundedLines } from './bounded-lines.ts';
import { type Findings, printCoin } from './findings.ts';
import type { Choice } from './sample.ts';

const EXPECTED = `expected a coin file (binary) or a coin list (JSON lines, the first with "format":"${COIN_LINES_FORMAT}")`;

export function verifyLines(source: ByteSource, findings: Findings, choose: Choice, print: number): void {
  let list: List | undefined;
  for (const line of boundedLines(source)) {
    if (list !== undefined) {
      // A stream may go on for ever.
      if (findings.coins === findings.expected) {
        findings.complain(`more lines than the ${findings.expected} coins that its header names`);
        break;
      }
      list.check(line);
      continue;
    }
    const header = readHeader(line);
    if (typeof header === 'string') {
      findings.complain(isCoinList(line) ? `header (line 1): ${header}` : `${EXPECTED}, got neither`);
      return;
    }
    findings.expected = header.coins;
    list = new List(header.period, findings, choose(header.coins), print);
  }
  if (list === undefined) findings.complain(`${EXPECTED}, got an empty file`);
  else if (findings.coins !== findings.expected)
    findings.note(`expected ${findings.expected} coins, as its header says, got ${findings.coins}`);
}

class List {
  readonly #period: Period;
  readonly #findings: Findings;
  readonly #isChosen: (coin: number) => boolean;
  readonly #print: number;
  /** Bins of the coins that were accepted. */
  readonly #seen = new Set<number>();

  constructor(period: Period, findings: Findings, isChosen: (coin: number) => boolean, print: number) {
    this.#period = period;
    this.#findings = findings;
    this.#isChosen = isChosen;
    this.#print = print;
  }

  check(line: string): void {
    const index = this.#findings.coins++;
    const reason = this.#flaw(line, index);
    // The header is line 1.
    if (reason !== undefined) this.#findings.refuse(index, reason, ` (line ${index + 2})`);
  }

  /** Why a line holds no good coin; undefined when it does. */
  #flaw(line: string, index: number): string | undefined {
    const read = readCoin(line);
    const chosen = this.#isChosen(index);
    if (read === 'malformed') return read;
    const { coin, bin } = read;
    if (index < this.#print)
      printCoin(
        this.#period,
        bin,
        Array.from({ length: coin.length / BYTES_PER_BALL }, (_, i) => ballOf(coin, i)),
      );
    if (!chosen) return undefined;
    this.#findings.hashed++;
    const acceptance = accept(coin, this.#period.index, this.#period, (seen) => this.#seen.has(seen));
    if (!acceptance.accepted) return acceptance.reason;
    if (acceptance.bin !== bin) return 'wrong-bin';
    this.#seen.add(bin);
    return undefined;
  }
}
