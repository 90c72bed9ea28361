/**
 * Whether the adversaries of a sound scenario can be had: the schemes must offer what they exploit, and there must be
 * enough users and vendors to be members.
 * @module
 */
import { type Adversary, sizeOf } from '../economy/adversary.ts';
import type { Demand } from '../economy/demand.ts';
import { population } from './adversary-schema.ts';
import type { AdversaryEntry, Scenario } from './model.ts';
import type { Objection } from './parse.ts';

/** What the checks must know of an adversary. */
export type Exploit = Pick<Adversary<unknown>, 'needs' | 'role'>;

/** A scheme of the scenario: its label, and what it offers to adversaries under its options. */
export interface Target {
  readonly label: string;
  readonly capabilities: readonly string[];
}

/** Whether this adversary is let loose on this scheme. */
export function isAgainst({ against }: AdversaryEntry, { needs }: Exploit, target: Target): boolean {
  return against === undefined ? target.capabilities.includes(needs) : against.includes(target.label);
}

/** @param exploitOf - of each kind that the scenario names */
export function adversaryObjections(
  scenario: Scenario,
  targets: readonly Target[],
  exploitOf: (kind: string) => Exploit,
): Objection[] {
  const { adversaries, fidelity, demand } = scenario;
  if (adversaries.length === 0 || demand === undefined) return [];
  const offers = adversaries.flatMap((entry, index) => offerObjections(entry, index, targets, exploitOf(entry.kind)));
  const sizes = adversaries.flatMap((entry, index) => sizeObjections(entry, index, demand, exploitOf(entry.kind)));
  const crowds = sizes.length > 0 ? [] : targets.flatMap((target) => crowdObjections(scenario, target, exploitOf));
  const skipped = 'expected real or sampled beside adversaries, whose deeds may depend on every single payment';
  return [
    ...(fidelity === 'aggregate' ? [{ path: ['fidelity'], message: skipped }] : []),
    ...offers,
    ...sizes,
    ...crowds,
  ];
}

/** The schemes that it is let loose on must offer what it exploits; unless told, it finds those that do itself. */
function offerObjections(
  { kind, against }: AdversaryEntry,
  index: number,
  targets: readonly Target[],
  { needs }: Exploit,
): Objection[] {
  const able = targets.filter(({ capabilities }) => capabilities.includes(needs)).map((target) => target.label);
  if (able.length === 0) {
    const message = `${kind} exploits ${needs}, which no scheme here offers`;
    return [{ path: ['adversaries', index, 'kind'], message }];
  }
  return (against ?? []).flatMap((label, place): Objection[] => {
    if (able.includes(label)) return [];
    const message = `expected a scheme that offers ${needs}, which ${kind} exploits, such as ${able[0]}`;
    return [{ path: ['adversaries', index, 'against', place], message }];
  });
}

function sizeObjections({ count }: AdversaryEntry, index: number, demand: Demand, { role }: Exploit): Objection[] {
  const whose = population(role);
  if (count === undefined || count <= demand[whose]) return [];
  return [
    { path: ['adversaries', index, 'count'], message: `expected at most the ${demand[whose]} ${whose} there are` },
  ];
}

/** Nobody belongs to two gangs of one market: the gang with which it becomes too many is named. */
function crowdObjections(
  { adversaries, demand }: Scenario,
  target: Target,
  exploitOf: (kind: string) => Exploit,
): Objection[] {
  const taken = { users: 0, vendors: 0 };
  for (const [index, entry] of adversaries.entries()) {
    const exploit = exploitOf(entry.kind);
    if (exploit.role === 'bank' || !isAgainst(entry, exploit, target)) continue;
    const whose = population(exploit.role);
    taken[whose] += sizeOf(entry, demand![whose]);
    // No vendor is an accomplice of two gangs of pairs, or of one while he belongs to another gang.
    if (exploit.role === 'pair') taken.vendors++;
    const short = (['users', 'vendors'] as const).find((each) => taken[each] > demand![each]);
    if (short === undefined) continue;
    const message = `expected at most ${demand![short]} ${short} in all gangs against ${target.label}, got ${taken[short]} with these`;
    return [{ path: ['adversaries', index], message }];
  }
  return [];
}
