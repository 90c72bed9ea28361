/**
 * farthing mint: real coins, and how fast they were minted.
 * @module
 */
import { createHash } from 'node:crypto';
import { availableParallelism, totalmem } from 'node:os';
import {
  type Crew,
  type Forecast,
  type Found,
  hashesAtMost,
  searchCollisions,
  soloCrew,
  type Told,
} from '../../protocols/micromint/collision-search.ts';
import { checkGoal, type Goal } from '../../protocols/micromint/goal.ts';
import { binsOf, checkParameters } from '../../protocols/micromint/parameters.ts';
import { derivePeriod, derivePermutation } from '../../protocols/micromint/period.ts';
import { planSearch, type SearchPlan, searchMemoryBytes } from '../../protocols/micromint/search-plan.ts';
import { type BallEngine, type BallHasher, ballHasher } from '../../protocols/primitives/ball-hasher.ts';
import { expectedCoins, hashesToCoins, varianceOfCoins } from '../../theory/micromint.ts';
import { byteSize } from '../byte-size.ts';
import { handsThatFit, limitsBytes } from '../coins/address-space.ts';
import { assertOutput, CoinOutput } from '../coins/coin-output.ts';
import { mintProgress } from '../coins/mint-progress.ts';
import { threadCrew } from '../coins/thread-crew.ts';
import { EXIT, Failure, InputError, isOutOfMemory } from '../failure.ts';
import { print } from '../output.ts';

export interface MintOptions {
  readonly bits: number;
  readonly way: number;
  readonly filter: number;
  readonly balls?: number;
  readonly coins?: number;
  readonly threads?: number;
  /** Bytes. */
  readonly memory?: number;
  readonly engine?: string;
  readonly seed: string;
  readonly out?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** What will be done, decided before anything is begun. */
interface Undertaking {
  readonly goal: Goal;
  readonly forecast: Forecast;
  readonly plan: SearchPlan;
  /** Hashes that it takes at most, but for one mint in 1e9. */
  readonly hashes: number;
  readonly threads: number;
}

const BALLS_PER_BIN = 4;
const ENGINES: readonly string[] = ['wasm-simd128', 'portable'];
/** Below this a second thread takes longer to start than it saves, and nobody wants to interrupt. */
const HASHES_FOR_THREADS = 2 ** 20;
/** A thread has at least so many to throw, also when more threads are asked for. */
const HASHES_OF_THREAD = 2 ** 16;
/** The coins exceed their mean by so many standard deviations less than once in 1e9 mints. */
const DEVIATIONS = 6;

function goalOf({ bits, filter, balls, coins }: MintOptions): Goal {
  if (balls !== undefined && coins !== undefined)
    throw new InputError('--balls and --coins: expected one of them, got both');
  if (coins !== undefined) return { coins };
  const usual = BALLS_PER_BIN * 2 ** (bits + filter);
  if (balls === undefined && usual > Number.MAX_SAFE_INTEGER)
    throw new InputError(
      `mint: four good balls for each bin, the default, are 2^${bits + filter + 2} hashes: expected --balls or --coins`,
    );
  return { balls: balls ?? usual };
}

function undertake(options: MintOptions): Undertaking {
  const { way, bits, filter } = options;
  const parameters = { way, bits, filter };
  const checked = <Value>(check: () => Value): Value => {
    try {
      return check();
    } catch (error) {
      throw error instanceof RangeError ? new InputError(`mint: ${error.message}`) : error;
    }
  };
  checked(() => checkParameters(parameters));
  const goal = goalOf(options);
  checked(() => checkGoal(goal, parameters));
  const forecast = 'coins' in goal ? hashesToCoins(parameters, goal.coins) : { mean: goal.balls, sd: 0 };
  const hashes = hashesAtMost(goal, forecast);
  if (hashes > Number.MAX_SAFE_INTEGER) {
    const [mean, most] = [forecast.mean.toPrecision(2), hashes.toPrecision(2)];
    throw new InputError(`mint: expected a goal of at most 2^53 hashes, got one of about ${mean}, up to ${most}`);
  }
  const cores = hashes < HASHES_FOR_THREADS ? 1 : availableParallelism();
  const plan = planSearch(parameters, hashes / 2 ** filter);
  const threads = Math.min(options.threads ?? cores, Math.ceil(hashes / HASHES_OF_THREAD));
  return { goal, forecast, plan, hashes, threads };
}

/** This machine's memory, or the part of it that this process may have: by its group, or by its shell's ulimit. */
function memoryBytes(): number {
  const allowed = process.constrainedMemory?.() ?? 0;
  return Math.min(totalmem(), allowed > 0 ? allowed : totalmem(), ...limitsBytes());
}

/**
 * Says what cannot be done before anything is begun.
 * @returns the bytes that balls, bins and coins need
 */
function assertFeasible(options: MintOptions, { goal, plan, hashes, threads }: Undertaking): number {
  const { parameters } = plan;
  if (options.engine !== undefined && !ENGINES.includes(options.engine))
    throw new InputError(`--engine: expected ${ENGINES.join(' or ')}, got ${options.engine}`);
  if (options.out !== undefined)
    assertOutput(
      options.out,
      options.force ?? false,
      parameters,
      'coins' in goal ? goal.coins : coinsMax(plan, hashes),
    );
  const needed = searchMemoryBytes(plan, hashes, threads);
  const limit = options.memory ?? memoryBytes();
  if (needed > limit) {
    const limiter = options.memory === undefined ? 'this process may have' : '--memory allows';
    throw new InputError(`mint: not enough memory: needs ${byteSize(needed)}, ${limiter} ${byteSize(limit)}`);
  }
  return needed;
}

function coinsMax({ parameters }: SearchPlan, hashes: number): number {
  const spread = DEVIATIONS * Math.sqrt(varianceOfCoins(parameters, hashes));
  return Math.min(binsOf(parameters), Math.ceil(expectedCoins(parameters, hashes) + spread + DEVIATIONS));
}

/** The engine that was asked for or the best that works here, and what it is called. */
function hasherOf(key: Uint8Array, speckKey: Uint8Array, engine: string | undefined): BallHasher {
  try {
    return ballHasher(key, speckKey, engine as BallEngine | undefined);
  } catch (error) {
    return refuseEngine(engine, error);
  }
}

function refuseEngine(engine: string | undefined, error: unknown): never {
  if (engine === undefined || !(error instanceof RangeError)) throw error;
  throw new InputError(`--engine ${engine}: ${error.message}`);
}

/** The hands that mint: so many other threads, or this one alone for what is done before it could be interrupted. */
async function withCrew<Result>(
  { seed, engine }: MintOptions,
  { plan, threads, hashes }: Undertaking,
  told: Told,
  work: (crew: Crew) => Promise<Result>,
): Promise<Result & { readonly engine: string }> {
  const period = derivePeriod(seed, 0, plan.parameters);
  const permutation = derivePermutation(seed, 0);
  const { speckKey } = permutation;
  if (threads === 1 && hashes < HASHES_FOR_THREADS) {
    const hasher = hasherOf(period.key, speckKey, engine);
    return { ...(await work(soloCrew(period, permutation, hasher, plan, told))), engine: hasher.engine };
  }
  // An engine here, beside those of the threads, would only take their addresses.
  const crew = threadCrew(threads, { period, speckKey, plan, ...(engine && { engine: engine as BallEngine }) }, told);
  try {
    const engines = new Set(await crew.engines().catch((error: unknown) => refuseEngine(engine, error)));
    return { ...(await work(crew)), engine: [...engines].sort().join(' and ') };
  } finally {
    await crew.dismiss();
  }
}

interface Minted extends Found {
  readonly seconds: number;
  readonly digest: string;
  /** One, or both when one did not work in every thread. */
  readonly engine: string;
}

async function mintInto(
  output: CoinOutput | undefined,
  options: MintOptions,
  undertaking: Undertaking,
): Promise<Minted> {
  const { goal, forecast, plan } = undertaking;
  const expected = {
    hashes: forecast.mean,
    coins: (hashes: number): number => expectedCoins(plan.parameters, hashes),
  };
  const bar = mintProgress(expected, options.json ?? false);
  const start = performance.now();
  const hash = createHash('sha256');
  return withCrew(options, undertaking, bar.update, async (crew) => {
    const found = await searchCollisions(crew, plan, goal, forecast, (coins) => {
      hash.update(coins.balls);
      output?.add(coins);
    });
    const digest = hash.digest();
    output?.end(digest);
    return { ...found, seconds: (performance.now() - start) / 1000, digest: digest.toString('hex') };
  }).finally(() => bar.end());
}

/**
 * @returns 1 when the coins cannot be written, or memory ends
 * @throws InputError when the mint cannot be made, before it is begun
 */
export async function mintCoins(options: MintOptions): Promise<number> {
  try {
    return await mintAndTell(options);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    process.stderr.write(`${error.message}\n`);
    return EXIT.failed;
  }
}

async function mintAndTell(options: MintOptions): Promise<number> {
  const wanted = undertake(options);
  const needed = assertFeasible(options, wanted);
  const hands = handsThatFit(
    { threads: wanted.threads, ...(options.engine && { engine: options.engine as BallEngine }) },
    needed,
  );
  const undertaking = { ...wanted, threads: hands.threads };
  if (hands.engine !== options.engine)
    process.stderr.write(
      'ulimit -v leaves no room for WebAssembly: the portable engine hashes, several times slower\n',
    );
  if (process.stderr.isTTY && !options.json)
    process.stderr.write(`needs ${byteSize(needed)} of memory for balls, bins and coins\n`);
  const { parameters } = undertaking.plan;
  const output =
    options.out === undefined
      ? undefined
      : new CoinOutput(options.out, derivePeriod(options.seed, 0, parameters), options.force ?? false);
  const minted = await mintInto(output, { ...options, ...hands }, undertaking)
    .catch((error: unknown) => {
      if (!isOutOfMemory(error)) throw error;
      const { message } = error as Error;
      throw new Failure(`mint: not enough memory: needs ${byteSize(needed)} beside the program itself (${message})`);
    })
    .finally(() => output?.close());
  const { hashes, goodBalls, coins, seconds, digest, engine } = minted;
  const { threads } = undertaking;
  const rates = { hashesPerSecond: hashes / seconds, coinsPerSecond: coins / seconds };
  const report = { hashes, goodBalls, bins: binsOf(parameters), coins, seconds, ...rates, threads, engine, digest };
  print(options.json ? `${JSON.stringify(report, null, 2)}\n` : text(report, options));
  return EXIT.done;
}

function text(
  report: Minted & { readonly hashesPerSecond: number; readonly coinsPerSecond: number; readonly threads: number },
  { out, way, bits, filter }: MintOptions,
): string {
  const { hashes, goodBalls, coins, seconds, threads, engine, digest } = report;
  const millions = (rate: number): string => (rate / 1e6).toFixed(2);
  const hands = `${threads === 1 ? 'one thread' : `${threads} threads`} (${engine})`;
  return [
    `${coins} coins of ${way} balls (u = ${bits}, t = ${filter}) from ${goodBalls} good balls of ${hashes} hashes`,
    `${seconds.toFixed(2)} s on ${hands}: ${millions(report.hashesPerSecond)} million hashes, ${millions(report.coinsPerSecond)} million coins per second`,
    `digest ${digest}`,
    ...(out === undefined ? [] : [`coins in ${out}`]),
    '',
  ].join('\n');
}
