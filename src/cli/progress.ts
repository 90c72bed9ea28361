/**
 * Progress on a terminal: one line on standard error that is written over; nothing in a pipe.
 * @module
 */

const INTERVAL_MS = 200;

export interface Progress {
  update(finished: number): void;
  end(): void;
}

/** @param total what there is to do, counted as `what` */
export function progress(total: number, what: string, quiet: boolean): Progress {
  if (quiet || !process.stderr.isTTY) return { update() {}, end() {} };
  const start = performance.now();
  let lastMs = Number.NEGATIVE_INFINITY;
  return {
    update(finished) {
      const elapsedMs = performance.now() - start;
      if (elapsedMs - lastMs < INTERVAL_MS) return;
      lastMs = elapsedMs;
      if (finished === 0) return;
      const leftSeconds = Math.max(0, Math.ceil(((elapsedMs / finished) * (total - finished)) / 1000));
      process.stderr.write(`\r\x1b[K${finished} of ${total} ${what}, about ${leftSeconds} s left`);
    },
    end() {
      process.stderr.write('\r\x1b[K');
    },
  };
}
