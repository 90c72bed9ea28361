/**
 * Sequential sampling: replications of a scenario until one metric's interval is as narrow as asked for.
 * Source: Law, Simulation Modeling and Analysis, on fixed precision; at least 30 replications, since an interval that may
 * end a run as soon as it looks narrow covers too seldom.
 * @module
 */
import { scenarioOf } from '../src/experiment/run-scenario.ts';
import { replicate } from '../src/scenario/replicate.ts';
import { enoughToStop, halfWidth } from '../src/sim/confidence.ts';
import { Welford } from '../src/sim/statistics.ts';

/** What is to be known how well. */
export interface Sampling {
  /** A scenario's text; its own number of replications is not looked at. */
  readonly text: string;
  readonly metric: string;
  /** Ends when half the interval is no wider than this, in the metric's unit. */
  readonly target: number;
  /** Of the interval, in (0, 1). */
  readonly confidence: number;
  /** Ends here at the latest. */
  readonly replicationsMax: number;
}

/** What is known after so many replications. */
export interface Estimate {
  readonly replications: number;
  readonly mean: number;
  /** null after the first. */
  readonly halfWidth: number | null;
}

/**
 * The estimate after each replication, until it is good enough.
 * @throws RangeError for a scenario that is none, or a metric that it does not measure
 */
export function* estimates({ text, metric, target, confidence, replicationsMax }: Sampling): Generator<Estimate> {
  const scenario = scenarioOf(text, 'notebook.yaml');
  const observed = new Welford();
  for (let index = 0; index < replicationsMax; index++) {
    const found = replicate(scenario, index).metrics.find(({ name }) => name === metric);
    if (found === undefined) throw new RangeError(`the scenario measures no ${metric}`);
    observed.add(found.value);
    const half = halfWidth(observed, confidence);
    yield { replications: observed.count, mean: observed.mean, halfWidth: half };
    if (enoughToStop(observed.count, half, target)) return;
  }
}
