/** What every scene of the living page must keep to, so that the shell can show it. */
import { describe, expect, it } from 'vitest';
import { SCENES } from '../../src/browser/scenes.ts';
import { scenarioOf } from '../../src/experiment/run-scenario.ts';
import { corners, overridesAt } from './scene-watching.ts';

it('are told apart by their ids', () => {
  expect(new Set(SCENES.map(({ id }) => id)).size).toBe(SCENES.length);
});

describe.each(SCENES.map((scene) => [scene.id, scene] as const))('the scene %s', (_, scene) => {
  const scenarioAt = (overrides: readonly string[]) => scenarioOf(scene.text, scene.file, { overrides });

  it('begins with sliders that say what the file says (fails if the shown command were another run)', () => {
    const initial = Object.fromEntries(scene.parameters.map(({ key, initial }) => [key, initial]));
    expect(scenarioAt(overridesAt(scene, initial))).toEqual(scenarioAt([]));
  });

  it('is one replication: the one that is shown', () => {
    expect(scenarioAt([]).replications).toBe(1);
  });

  it('has sliders that go up, begin on one of their values, and are sound at all ends together', () => {
    for (const { values, initial } of scene.parameters) {
      expect(values).toEqual([...values].sort((a, b) => a - b));
      expect(new Set(values).size).toBe(values.length);
      expect(values).toContain(initial);
    }
    for (const corner of corners(scene)) expect(() => scenarioAt(overridesAt(scene, corner))).not.toThrow();
  });

  it('has beats that follow each other from the beginning', () => {
    const from = scene.beats.map((beat) => beat.from);
    expect(from[0]).toBe(0);
    expect(from).toEqual([...new Set(from)].sort((a, b) => a - b));
    expect(from.at(-1)).toBeLessThan(1);
  });

  it('plays from the beginning to the end, never back', () => {
    const pace = scene.pace?.bind(scene) ?? ((share: number) => share);
    const places = Array.from({ length: 101 }, (_, i) => pace(i / 100));
    expect([places[0], places[100]]).toEqual([0, 1]);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('asks with at least two options of different names', () => {
    const { options } = scene.question;
    expect(options.length).toBeGreaterThanOrEqual(2);
    expect(new Set(options.map(({ id }) => id)).size).toBe(options.length);
  });
});
