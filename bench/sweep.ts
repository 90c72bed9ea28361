/**
 * A sweep on two worker threads beside the same sweep on one, in turn: by the wall clock, and by processor time, where
 * the ratio is what two free cores would give if they shared the work evenly. Threads start anew for each sweep, as they
 * do for a user, and import everything: that is part of both sides.
 * @module
 */
import type { BenchRow } from 'farthing/experiment/bench-row';
import type { Executor } from 'farthing/experiment/executor';
import { onWorkers } from 'farthing/experiment/executors/workers';
import { ADVERSARY_SCHEMAS } from 'farthing/scenario/adversaries';
import type { Scenario } from 'farthing/scenario/model';
import { parseScenario } from 'farthing/scenario/parse';
import { SCHEME_SCHEMAS } from 'farthing/scenario/schemes';

const ROUNDS = 3;
const WORKERS = 2;

const SCENARIO = `title: A sweep of MR2
duration: 5d
replications: 120
demand: { users: 200, vendors: 10, payments: { perUserPerDay: 20, process: poisson }, price: { usd: 0.01 } }
schemes: [{ name: mr2, selectionRate: 0.001 }]
`;
const RATES = ['0.001', '0.002', '0.005', '0.01', '0.02', '0.05', '0.1', '0.2'];

function arms(): Scenario[] {
  return RATES.map((rate) => {
    const overrides = [`schemes.mr2.selectionRate=${rate}`];
    const parsed = parseScenario(SCENARIO, 'sweep.yaml', { overrides }, SCHEME_SCHEMAS, ADVERSARY_SCHEMAS);
    if ('errors' in parsed) throw new Error(JSON.stringify(parsed.errors));
    return parsed.scenario;
  });
}

interface Time {
  readonly wall: number;
  readonly processor: number;
}

/** Seconds of one sweep; processor time is that of all threads. */
async function timeOf(executor: Executor, scenarios: readonly Scenario[]): Promise<Time> {
  const [begin, used] = [performance.now(), process.cpuUsage()];
  await executor.runAll(scenarios, () => undefined);
  const { user, system } = process.cpuUsage(used);
  return { wall: (performance.now() - begin) / 1000, processor: (user + system) / 1e6 };
}

/** The round whose ratio is the median. */
function row(name: string, unit: string, rounds: readonly (readonly [number, number])[]): BenchRow {
  const rows = rounds.map(([value, peerValue]) => {
    return { name, unit, value, peer: 'one worker', peerValue, ratio: value / peerValue };
  });
  return rows.sort((one, other) => one.ratio - other.ratio)[rows.length >> 1]!;
}

/** Takes some three minutes: a thread's start, a second or so, weighs in a sweep of ten seconds more than in most. */
export async function bench(): Promise<BenchRow[]> {
  const scenarios = arms();
  const replications = scenarios.reduce((sum, scenario) => sum + scenario.replications, 0);
  const rounds: { readonly one: Time; readonly two: Time }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const one = await timeOf(onWorkers(1), scenarios);
    rounds.push({ one, two: await timeOf(onWorkers(WORKERS), scenarios) });
  }
  return [
    row(
      'sweep: two workers, wall clock',
      'runs/s',
      rounds.map(({ one, two }) => [replications / two.wall, replications / one.wall]),
    ),
    row(
      'sweep: two workers, two free cores',
      'runs/s',
      rounds.map(({ one, two }) => [(WORKERS * replications) / two.processor, replications / one.processor]),
    ),
  ];
}
