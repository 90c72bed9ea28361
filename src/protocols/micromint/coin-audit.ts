/**
 * Examines the coins of a coin file as a vendor would who sees each for the first time, block by block, and names every
 * bad one.
 * @module
 */
import { BYTES_PER_BALL } from './ball.ts';
import type { CoinBlock } from './coin-file-reader.ts';
import type { Period } from './period.ts';
import { examine, type Flaw } from './vendor.ts';

/** Why a coin is bad: its own flaw, a bin that was there before, or one behind a later one. */
export type AuditFlaw = Flaw | 'seen-before' | 'out-of-order';

export interface BadCoin {
  readonly coin: number;
  readonly reason: AuditFlaw;
}

export class CoinAudit {
  readonly #period: Period;
  readonly #isChosen: (coin: number) => boolean;
  /** The bin of the last coin that was not bad. */
  #lastBin = -1;
  #hashed = 0;

  /** @param isChosen whether a coin is to be hashed: asked once for each coin, in order. */
  constructor(period: Period, isChosen: (coin: number) => boolean) {
    this.#period = period;
    this.#isChosen = isChosen;
  }

  /** Coins that were hashed. */
  get hashed(): number {
    return this.#hashed;
  }

  /** The bad coins of the next block. Of a block with a wrong checksum every coin is hashed. */
  *badCoins(block: CoinBlock): Generator<BadCoin> {
    const coinBytes = this.#period.parameters.way * BYTES_PER_BALL;
    let bin = block.firstBin;
    for (let i = 0; i < block.count; i++) {
      const said = bin + block.deltas[i];
      const chosen = this.#isChosen(block.first + i) || !block.intact;
      const found = chosen ? this.#examine(block.balls.subarray(i * coinBytes, (i + 1) * coinBytes)) : said;
      // The next coin's bin counts from this one's: from where its balls lie, when what the file says of it is damaged.
      bin = typeof found === 'number' ? found : said;
      const reason = typeof found === 'number' ? this.#flawOfBin(found, said) : found;
      if (reason !== undefined) yield { coin: block.first + i, reason };
    }
  }

  #examine(coin: Uint8Array): number | Flaw {
    this.#hashed++;
    return examine(coin, this.#period);
  }

  #flawOfBin(bin: number, said: number): AuditFlaw | undefined {
    if (bin < this.#lastBin) return 'out-of-order';
    if (bin === this.#lastBin) return 'seen-before';
    this.#lastBin = bin;
    return bin === said ? undefined : 'wrong-bin';
  }
}
