/**
 * The simulator inside the page: a Web Worker that opens a scene's scenario, moves it on as it is asked, and at the end
 * finishes the replication, whose digest is the command line's.
 * @module
 */
import './without-eval.ts';
import { resultOf, scenarioOf } from '../experiment/run-scenario.ts';
import type { Scenario } from '../scenario/model.ts';
import { type OpenReplication, openReplication } from '../scenario/replicate.ts';
import { Journey } from './journey.ts';
import type { Answer, Question, RunRequest } from './messages.ts';
import { SCENES } from './scenes.ts';

interface OpenRun {
  readonly scenario: Scenario;
  readonly replication: OpenReplication;
  readonly journey: Journey;
}

let open: OpenRun | undefined;

self.addEventListener('message', ({ data }: MessageEvent<Question>) => {
  try {
    self.postMessage(answer(data));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    self.postMessage({ kind: 'failed', run: data.run, message } satisfies Answer);
  }
});

function answer(question: Question): Answer {
  const { run } = question;
  if (question.kind === 'open') {
    open = openRun(question.request);
    return { kind: 'opened', run, length: open.journey.length, frame: open.journey.move(0, false).frame };
  }
  if (open === undefined) throw new Error('no run is open');
  if (question.kind === 'move')
    return { kind: 'moved', run, ...open.journey.move(question.position, question.travels) };
  return { kind: 'finished', run, result: resultOf(open.scenario, [open.replication.finish()]) };
}

/** @throws RangeError for an unknown scene, or what is wrong with the scenario under these overrides */
function openRun({ scene: id, seed, overrides }: RunRequest): OpenRun {
  const scene = SCENES.find((each) => each.id === id);
  if (scene === undefined) throw new RangeError(`no scene ${id}`);
  const scenario = scenarioOf(scene.text, scene.file, { overrides, shorthands: { seed } });
  if (scenario.replications !== 1) throw new RangeError(`${scene.file}: a scene shows its only replication`);
  const replication = openReplication(scenario, 0);
  return { scenario, replication, journey: new Journey(scene.open(scenario, replication), () => performance.now()) };
}
