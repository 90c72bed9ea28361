/**
 * The page's address: scene, stage, parameters, seed and place in the part behind #, so that a link gives the same
 * picture to everybody. What a link says wrongly is replaced by the nearest that is allowed, and said.
 * @module
 */

import type { AnyScene, Parameter, Values } from './scene.ts';
import { quoted } from './words.ts';

export const STAGES = ['watch', 'choose', 'sandbox'] as const;
export type StageName = (typeof STAGES)[number];

export interface Address {
  readonly scene: string;
  readonly stage: StageName;
  /** By parameter: each of the scene's, with one of its values. */
  readonly values: Values;
  readonly seed: string;
  /** The position at which to stand still; absent: from the beginning. */
  readonly at?: number;
}

export const SEED = '42';
const SEED_FORM = /^(?:0|[1-9]\d{0,14}|[A-Za-z][\w-]{0,39})$/;
/** Words that are values of another kind in a scenario file. */
const NO_TEXT = ['true', 'false', 'null'];
export const SEED_RULE = 'a whole number, or a word of letters, digits, - and _';

interface ReadAddress {
  readonly address: Address;
  /** Sentences about what was replaced. */
  readonly complaints: readonly string[];
}

/** @param hash with or without its # */
export function readAddress(hash: string, scenes: readonly AnyScene[]): ReadAddress {
  const complaints: string[] = [];
  const [path, query = ''] = hash.replace(/^#/, '').split('?', 2);
  const [id = '', name = '', ...rest] = path.split('/');
  const scene = sceneOf(id, scenes, complaints);
  const stage = stageOf([name, ...rest].join('/'), complaints);
  const given = new URLSearchParams(query);
  const values = valuesOf(given, scene, stage === 'choose' ? valuesToPredict(scene) : initialValues(scene), complaints);
  const seed = seedOf(given, complaints);
  const at = placeOf(given, complaints);
  complainOfUnknown(given, scene, complaints);
  return { address: { scene: scene.id, stage, values, seed, ...(at !== undefined && { at }) }, complaints };
}

/** The part behind #, with the #. */
export function writeAddress({ scene, stage, values, seed, at }: Address): string {
  const parameters = Object.entries(values).map(([key, value]): [string, string] => [key, String(value)]);
  const place: [string, string][] = at === undefined ? [] : [['at', String(at)]];
  return `#${scene}/${stage}?${new URLSearchParams([...parameters, ['seed', seed], ...place])}`;
}

/** The values with which a scene begins. */
export function initialValues({ parameters }: AnyScene): Record<string, number> {
  return Object.fromEntries(parameters.map(({ key, initial }) => [key, initial]));
}

/** The values that the scene asks about: never those that have been seen. */
export function valuesToPredict(scene: AnyScene, seen: Values = initialValues(scene)): Record<string, number> {
  const [first, second] = scene.question.about.map((changed) => ({ ...initialValues(scene), ...changed }));
  return Object.entries(first).some(([key, value]) => value !== seen[key]) ? first : second;
}

/** What the values change in the scenario: nothing where they are the initial ones, which are the file's. */
export function overridesOf({ parameters }: AnyScene, values: Values): string[] {
  return parameters.flatMap((each) => (values[each.key] === each.initial ? [] : each.overrides(values[each.key])));
}

export function isSeed(text: string): boolean {
  return SEED_FORM.test(text) && !NO_TEXT.includes(text.toLowerCase());
}

/** A seed that is not this one; asked again and again it never comes back soon. */
export function anotherSeed(seed: string): string {
  const [, stem, number] = /^(.*?)(\d{0,14})$/.exec(seed)!;
  const next = number === '' ? '-2' : String(Number(number) + 1);
  return isSeed(stem + next) ? stem + next : '1';
}

function sceneOf(id: string, scenes: readonly AnyScene[], complaints: string[]): AnyScene {
  const scene = scenes.find((each) => each.id === id);
  if (scene !== undefined) return scene;
  if (id !== '') complaints.push(`There is no scene ${quoted(id)}: this is ${quoted(scenes[0].id)}.`);
  return scenes[0];
}

function stageOf(name: string, complaints: string[]): StageName {
  const stage = STAGES.find((each) => each === name);
  if (stage !== undefined) return stage;
  if (name !== '') complaints.push(`There is no stage ${quoted(name)}: a scene has ${STAGES.join(', ')}.`);
  return STAGES[0];
}

/** @param unsaid the values of which a link says nothing */
function valuesOf(given: URLSearchParams, { parameters }: AnyScene, unsaid: Values, complaints: string[]): Values {
  return Object.fromEntries(
    parameters.map((each) => {
      const text = given.get(each.key);
      return [each.key, text === null ? unsaid[each.key] : allowedValue(text, each, complaints)];
    }),
  );
}

function allowedValue(text: string, { key, values, initial }: Parameter, complaints: string[]): number {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (values.includes(number)) return number;
  const value = Number.isNaN(number) ? initial : nearestOf(values, number);
  complaints.push(`${key} cannot be ${quoted(text)}: it is ${value}, of ${values[0]} to ${values[values.length - 1]}.`);
  return value;
}

function nearestOf(values: readonly number[], number: number): number {
  const distance = (value: number): number => Math.abs(Math.max(-1e300, Math.min(1e300, number)) - value);
  return values.reduce((best, value) => (distance(value) < distance(best) ? value : best));
}

function seedOf(given: URLSearchParams, complaints: string[]): string {
  const seed = given.get('seed');
  if (seed === null || isSeed(seed)) return seed ?? SEED;
  complaints.push(`The seed cannot be ${quoted(seed)}: it is ${SEED}. A seed is ${SEED_RULE}.`);
  return SEED;
}

function placeOf(given: URLSearchParams, complaints: string[]): number | undefined {
  const at = given.get('at');
  if (at === null) return undefined;
  if (/^\d{1,15}$/.test(at)) return Number(at);
  complaints.push(`No run can stand at ${quoted(at)}: it is at its beginning.`);
  return undefined;
}

function complainOfUnknown(given: URLSearchParams, { id, parameters }: AnyScene, complaints: string[]): void {
  const known = ['seed', 'at', ...parameters.map(({ key }) => key)];
  for (const key of new Set(given.keys()))
    if (!known.includes(key)) complaints.push(`The scene ${quoted(id)} has no parameter ${quoted(key)}.`);
}
