/**
 * A mint's progress on a terminal: rate, coins, time left, in one line on standard error; nothing in a pipe.
 * @module
 */

const INTERVAL_MS = 200;
const MS_PER_SECOND = 1000;
const MILLION = 1e6;

export interface MintProgress {
  update(hashes: number, coins: number): void;
  end(): void;
}

/**
 * @param total hashes that the mint will take, by expectation
 * @param expectedCoins how many coins so many hashes make on average
 */
export function mintProgress(total: number, expectedCoins: (hashes: number) => number, quiet: boolean): MintProgress {
  if (quiet || !process.stderr.isTTY) return { update() {}, end() {} };
  const start = performance.now();
  let lastMs = Number.NEGATIVE_INFINITY;
  return {
    update(hashes, coins) {
      const elapsedMs = performance.now() - start;
      if (elapsedMs - lastMs < INTERVAL_MS || hashes === 0) return;
      lastMs = elapsedMs;
      process.stderr.write(`\r\x1b[K${coins > 0 ? counting(coins) : throwing(hashes, elapsedMs)}`);
    },
    end() {
      process.stderr.write('\r\x1b[K');
    },
  };

  function throwing(hashes: number, elapsedMs: number): string {
    const left = Math.max(0, Math.ceil(((total - hashes) * elapsedMs) / hashes / MS_PER_SECOND));
    const rate = ((hashes * MS_PER_SECOND) / elapsedMs / MILLION).toFixed(2);
    const percent = Math.min(100, Math.floor((100 * hashes) / total));
    return `${percent} % of ${whole(total)} hashes, ${rate} million a second, about ${whole(expectedCoins(hashes))} coins, about ${left} s left`;
  }

  function counting(coins: number): string {
    const percent = Math.min(100, Math.floor((100 * coins) / expectedCoins(total)));
    return `all balls thrown, ${whole(coins)} coins counted, about ${percent} %`;
  }
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}
