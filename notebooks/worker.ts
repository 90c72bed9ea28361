/**
 * The simulator in a worker, so that the page stays alive: one question, answered once, and word of the progress.
 * @module
 */
import { runScenario } from '../src/experiment/run-scenario.ts';
import { type Estimate, estimates, type Sampling } from './sequential.ts';

/** A scenario to be run, or a metric to be known well enough. */
export type Task =
  | { readonly kind: 'run'; readonly text: string; readonly overrides: readonly string[] }
  | { readonly kind: 'sample'; readonly sampling: Sampling };

/** What the page hears: how far it is, the answer, or why there is none. */
export type Word = { readonly progress: string } | { readonly answer: unknown } | { readonly failure: string };

/** Estimates that the page is told of: each so many times as late as the one before. */
const SPACING = 1.25;
/** The name that a notebook's scenario has in its result. */
const FILE = 'notebook.yaml';

const tell = (word: Word): void => self.postMessage(word);

self.addEventListener('message', async ({ data }: MessageEvent<Task>) => {
  try {
    tell({ answer: data.kind === 'run' ? await run(data.text, data.overrides) : sample(data.sampling) });
  } catch (error) {
    tell({ failure: error instanceof Error ? error.message : String(error) });
  }
});

function run(text: string, overrides: readonly string[]): ReturnType<typeof runScenario> {
  return runScenario(text, FILE, { overrides }, (finished) => tell({ progress: `${finished} replications` }));
}

/** Few enough estimates to draw, the last one among them. */
function sample(sampling: Sampling): Estimate[] {
  const path: Estimate[] = [];
  let last: Estimate | undefined;
  for (const estimate of estimates(sampling)) {
    if (estimate.replications >= SPACING * (path.at(-1)?.replications ?? 0)) {
      path.push(estimate);
      tell({ progress: `${estimate.replications} replications` });
    }
    last = estimate;
  }
  return last === undefined || last === path.at(-1) ? path : [...path, last];
}
