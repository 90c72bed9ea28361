/**
 * The links to the other scenes and stages. Watch begins as the scene does, Predict asks about a run that has not just
 * been seen, and the sandbox keeps what was there.
 * @module
 */
import { type Address, initialValues, STAGES, type StageName, valuesToPredict, writeAddress } from './address.ts';
import { found, make } from './element.ts';
import type { AnyScene } from './scene.ts';

const STAGE_NAMES: Readonly<Record<StageName, string>> = { watch: 'Watch', choose: 'Predict', sandbox: 'Sandbox' };

/** @param address of what is shown */
export function showLinks(scenes: readonly AnyScene[], address: Address): void {
  const { scene, stage, values, seed } = address;
  const shown = scenes.find(({ id }) => id === scene)!;
  const valuesAt = { watch: initialValues(shown), choose: valuesToPredict(shown, values), sandbox: values };
  const links = scenes.map((each, index) =>
    link([make('b', {}, String(index + 1)), make('span', {}, each.title)], sceneAddress(each, seed), each.id === scene),
  );
  const stages = STAGES.map((each) =>
    link(
      [STAGE_NAMES[each]],
      writeAddress({ scene, stage: each, values: each === stage ? values : valuesAt[each], seed }),
      each === stage,
    ),
  );
  found('scenes', HTMLElement).replaceChildren(...links);
  found('stages', HTMLElement).replaceChildren(...stages);
}

/** The first stage of a scene, as its sliders stand to begin with. */
export function sceneAddress(scene: AnyScene, seed: string): string {
  return writeAddress({ scene: scene.id, stage: 'watch', values: initialValues(scene), seed });
}

function link(content: readonly (Node | string)[], href: string, isCurrent: boolean): HTMLElement {
  return make('a', { href, 'aria-current': isCurrent && 'page' }, ...content);
}
