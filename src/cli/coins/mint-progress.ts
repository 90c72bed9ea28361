/**
 * A mint's progress on a terminal: rate, coins, time left, in one line on standard error; nothing in a pipe.
 * @module
 */
import type { Told } from '../../protocols/micromint/collision-search.ts';

const INTERVAL_MS = 200;
const MS_PER_SECOND = 1000;
const MILLION = 1e6;

export interface MintProgress {
  readonly update: Told;
  end(): void;
}

type Stage = Parameters<Told>[0];

/** What is to be done, by expectation. */
interface Expected {
  readonly hashes: number;
  /** How many coins so many hashes make on average. */
  coins(hashes: number): number;
}

export function mintProgress(expected: Expected, quiet: boolean): MintProgress {
  if (quiet || !process.stderr.isTTY) return { update() {}, end() {} };
  let [stage, startMs, lastMs, lastDone] = ['' as Stage | '', 0, Number.NEGATIVE_INFINITY, 0];
  return {
    update(next, done) {
      const nowMs = performance.now();
      // The partitions are looked through more than once, each time anew.
      if (next !== stage || done < lastDone) [stage, startMs] = [next, nowMs];
      lastDone = done;
      if (nowMs - lastMs < INTERVAL_MS || done === 0 || nowMs === startMs) return;
      lastMs = nowMs;
      process.stderr.write(`\r\x1b[K${progressText(next, done, (nowMs - startMs) / MS_PER_SECOND, expected)}`);
    },
    end() {
      process.stderr.write('\r\x1b[K');
    },
  };
}

/**
 * @param done hashes, a share of the partitions, or coins: as the stage counts
 * @param seconds since the stage began
 */
export function progressText(stage: Stage, done: number, seconds: number, expected: Expected): string {
  const coins = expected.coins(expected.hashes);
  const total = { throwing: expected.hashes, looking: 1, making: coins }[stage];
  const left = Math.max(0, Math.ceil(((total - done) * seconds) / done));
  const percent = Math.min(100, Math.floor((100 * done) / total));
  const rate = (count: number): string => `${(count / seconds / MILLION).toFixed(2)} million a second`;
  const end = `about ${left} s left`;
  if (stage === 'throwing')
    return `${percent} % of ${whole(total)} hashes, ${rate(done)}, about ${whole(expected.coins(done))} coins, ${end}`;
  if (stage === 'looking')
    return `all balls thrown, ${percent} % counted, about ${whole(done * coins)} coins, ${rate(done * coins)}, ${end}`;
  return `all balls thrown, ${whole(done)} of about ${whole(coins)} coins made, ${rate(done)}, ${end}`;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}
