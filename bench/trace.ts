/**
 * A log as demand: how fast its lines become purchases, and how fast they are read and bought with by card at `sampled`,
 * beside the floor of node:readline over the same file, which does nothing with a line. Memory beside a log a quarter as
 * long.
 * @module
 */
import { createReadStream, mkdtempSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { PurchaseBlock } from 'farthing/economy/demand/purchase-blocks';
import { TraceCompiler } from 'farthing/economy/demand/trace-compiler';
import type { TraceDemand } from 'farthing/economy/demand/trace-demand';
import { type MarketSpecification, runMarket } from 'farthing/economy/market';
import { card } from 'farthing/economy/schemes/card/scheme';
import { syntheticLog } from 'farthing/economy/traces/synthetic-log';
import type { BenchRow } from 'farthing/experiment/bench-row';
import { DEFAULT_COSTS } from 'farthing/scenario/default-costs';
import { DAY, HOUR } from 'farthing/units';

/** An odd number, so that there is a median. */
const ROUNDS = 5;
const CHUNK_BYTES = 2 ** 18;
const MEBIBYTE = 2 ** 20;
/** Some 80,000 lines a day. */
const SITE = {
  start: 9343 * DAY,
  zone: 0,
  users: 2000,
  visitsPerUserPerDay: 6,
  pagesPerVisit: 3,
  pages: 300,
  folders: 12,
  zipfExponent: 0.8,
  picturesPerPage: 3,
  malformedShare: 0.001,
};
const PRICE = 1000;
const TRACE: TraceDemand = {
  file: 'bench.log',
  format: 'clf',
  user: 'host',
  vendor: 'first-folder',
  columns: {},
  methods: ['GET'],
  statuses: [200],
  otherwise: PRICE,
  scale: 1,
  strict: false,
};

function secondsSince(begin: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1e6;
}

/** What the log comes to, and the seconds that this took; its purchases go to `take`. */
async function read(file: string, take: (block: PurchaseBlock) => void) {
  const begin = process.cpuUsage();
  const compiler = new TraceCompiler(TRACE, { duration: Number.MAX_SAFE_INTEGER, salt: 'bench' }, take);
  const handle = await open(file);
  const bytes = Buffer.alloc(CHUNK_BYTES);
  for (let length = -1; length !== 0; ) {
    length = readSync(handle.fd, bytes, 0, bytes.length, null);
    compiler.push(bytes.toString('utf8', 0, length));
  }
  await handle.close();
  const found = compiler.end();
  return { found, seconds: secondsSince(begin) };
}

async function readlineRate(file: string): Promise<number> {
  const begin = process.cpuUsage();
  let lines = 0;
  for await (const _ of createInterface({ input: createReadStream(file) })) lines++;
  return lines / secondsSince(begin);
}

async function readingRate(file: string): Promise<number> {
  const { found, seconds } = await read(file, () => {});
  return found.lines / seconds;
}

/** Reading and one market, as a run of one scheme and one replication does it. */
async function buyingRate(file: string, days: number): Promise<number> {
  const blocks: PurchaseBlock[] = [];
  const { found, seconds } = await read(file, (block) => blocks.push(block.slice()));
  const { users, vendors, purchases } = found;
  const duration = days * DAY;
  const specification: MarketSpecification = {
    label: 'card',
    seed: 'bench/0',
    duration,
    fidelity: 'sampled',
    demand: {
      users,
      vendors,
      arrivals: { kind: 'trace', perUserPerDay: purchases / users / days },
      price: { kind: 'constant', price: PRICE },
      zipfExponent: 0,
      trace: { ...TRACE, found: { ...found, sha256: '', bytes: 0 } },
    },
    openPurchases: () => blocks.values(),
    bank: { servers: 1, costs: DEFAULT_COSTS },
    network: { latency: 50_000, jitter: 0, loss: 0, duplication: 0 },
  };
  const begin = process.cpuUsage();
  runMarket(specification, card, { fixed: 0, share: 0 });
  return found.lines / (seconds + secondsSince(begin));
}

/** Both sides in turn; the row is the round whose ratio is the median, after a round to warm up. */
async function contest(name: string, ours: () => Promise<number>, floor: () => Promise<number>): Promise<BenchRow> {
  const rows: BenchRow[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const [value, peerValue] = [await ours(), await floor()];
    const ratio = value / peerValue;
    if (round > 0) rows.push({ name, unit: 'lines/s', value, peer: 'node:readline alone', peerValue, ratio });
  }
  return rows.sort((one, other) => one.ratio - other.ratio)[ROUNDS >> 1];
}

async function memoryAfter(file: string): Promise<number> {
  await read(file, () => {});
  return process.memoryUsage().rss / MEBIBYTE;
}

async function memory(short: string, long: string): Promise<BenchRow> {
  const peerValue = await memoryAfter(short);
  const value = await memoryAfter(long);
  return {
    name: 'log, memory after four times the lines',
    unit: 'MiB',
    value,
    peer: 'after the short log',
    peerValue,
    ratio: value / peerValue,
  };
}

function writeLog(file: string, days: number): void {
  const lines = [...syntheticLog('bench', { ...SITE, duration: days * 24 * HOUR })];
  writeFileSync(file, `${lines.join('\n')}\n`);
}

/** Takes half a minute. */
export async function bench(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'farthing-bench-'));
  const [short, long] = [join(folder, 'short.log'), join(folder, 'long.log')];
  try {
    writeLog(short, 2);
    writeLog(long, 8);
    return [
      await contest(
        'log, read into purchases',
        () => readingRate(short),
        () => readlineRate(short),
      ),
      await contest(
        'log, read and paid by card',
        () => buyingRate(short, 2),
        () => readlineRate(short),
      ),
      await memory(short, long),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
