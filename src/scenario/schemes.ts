/**
 * The one place that names concrete schemes: what each may be told in a scenario, and what runs it.
 * @module
 */
import type { z } from 'zod';
import type { Demand } from '../economy/demand.ts';
import type { PaymentScheme, Refusal } from '../economy/scheme.ts';
import { card } from '../economy/schemes/card/scheme.ts';
import { channel } from '../economy/schemes/channel/scheme.ts';
import { micromint } from '../economy/schemes/micromint/scheme.ts';
import { millicent } from '../economy/schemes/millicent/scheme.ts';
import { mr1, mr2, mr3, statistical } from '../economy/schemes/mr/scheme.ts';
import { payword } from '../economy/schemes/payword/scheme.ts';
import { softDrink } from '../economy/schemes/soft-drink/scheme.ts';
import { objectionsToAdversaries } from './adversaries.ts';
import type { Target } from './adversary-checks.ts';
import { cardOptions, cardSchema, channelOptions, channelSchema } from './baselines-schema.ts';
import { unknownWord } from './fields.ts';
import { micromintOptions, micromintSchema } from './micromint-schema.ts';
import { millicentOptions, millicentSchema } from './millicent-schema.ts';
import type { Scenario, SchemeEntry } from './model.ts';
import { mr1Schema, mr2Schema, mr3Options, mr3Schema, mrOptions, statisticalSchema } from './mr-schema.ts';
import type { Objection } from './parse.ts';
import { paywordOptions, paywordSchema } from './payword-schema.ts';
import type { SchemeSchemas } from './schema.ts';
import { sizeObjections } from './size-checks.ts';
import { softDrinkOptions, softDrinkSchema } from './soft-drink-schema.ts';

/** A scheme with how its options are read from a file. */
interface Binding {
  readonly schema: z.ZodObject;
  // biome-ignore lint/suspicious/noExplicitAny: each scheme has options of its own, which only its binding knows
  readonly scheme: PaymentScheme<any>;
  /** @param read what its own schema has read, which only its binding knows */
  options(read: object): unknown;
}

const BINDINGS: ReadonlyMap<string, Binding> = new Map<string, Binding>(
  [
    { scheme: micromint, schema: micromintSchema, options: micromintOptions },
    { scheme: statistical, schema: statisticalSchema, options: mrOptions },
    { scheme: mr1, schema: mr1Schema, options: mrOptions },
    { scheme: mr2, schema: mr2Schema, options: mrOptions },
    { scheme: mr3, schema: mr3Schema, options: mr3Options },
    { scheme: millicent, schema: millicentSchema, options: millicentOptions },
    { scheme: payword, schema: paywordSchema, options: paywordOptions },
    { scheme: card, schema: cardSchema, options: cardOptions },
    { scheme: channel, schema: channelSchema, options: channelOptions },
    { scheme: softDrink, schema: softDrinkSchema, options: softDrinkOptions },
  ].map((binding) => [binding.scheme.name, binding as Binding]),
);

export const SCHEME_SCHEMAS: SchemeSchemas = new Map([...BINDINGS].map(([name, { schema }]) => [name, schema]));

/** The charts that a mint by itself declares. */
const MINT_CHARTS = ['cost-curve'];

/** A scheme and its options, ready to be opened on a market. */
export function bindScheme({ name, options }: SchemeEntry) {
  const binding = BINDINGS.get(name)!;
  return { scheme: binding.scheme, options: binding.options(options) };
}

/** A scheme as adversaries see it. */
export function targetOf(entry: SchemeEntry): Target {
  const { scheme, options } = bindScheme(entry);
  return { label: entry.label, capabilities: scheme.capabilities(options) };
}

/** The charts of a scenario: those it names, else those that its schemes and mints declare. */
export function chartsOf(scenario: Scenario): string[] {
  if (scenario.charts !== undefined) return [...scenario.charts];
  const declared = scenario.schemes.flatMap((entry) => bindScheme(entry).scheme.charts);
  return [...new Set([...(scenario.mints.length > 0 ? MINT_CHARTS : []), ...declared])];
}

/** Where in the file a refusal points. */
function objectionOf({ of, key, message }: Refusal, scheme: number): Objection {
  return { path: of === 'demand' ? ['demand', key] : ['schemes', scheme, key], message };
}

function reachOf(entry: SchemeEntry, demand: Demand): number {
  const { scheme, options } = bindScheme(entry);
  return scheme.reach?.(demand, options) ?? 1;
}

/** Only a run says which metrics there are; but each begins with a label, or is the demand's. */
function objectionToFigure({ schemes, mints }: Scenario, name: string, index: number): Objection[] {
  const labels = [...(schemes.length > 0 ? ['demand'] : []), ...[...schemes, ...mints].map(({ label }) => label)];
  const label = name.slice(0, name.indexOf('.'));
  if (labels.includes(label)) return [];
  return [{ path: ['report', 'figures', index], message: `${unknownWord(labels, label)} before the first dot` }];
}

/** What a sound scenario asks that its schemes do not offer, or that no report draws. */
export function objections(scenario: Scenario, chartNames: readonly string[]): Objection[] {
  const { fidelity, duration, network } = scenario;
  const circumstances = { fidelity, duration, delayMax: network.latency + network.jitter };
  const ofSchemes = scenario.schemes.flatMap((entry, index): Objection[] => {
    const { scheme, options } = bindScheme(entry);
    const refusal = scheme.refuses(scenario.demand!, options, circumstances);
    return [
      ...(scheme.fidelities.includes(scenario.fidelity)
        ? []
        : [{ path: ['fidelity'], message: `expected ${scheme.fidelities.join(' or ')}, as ${entry.label} offers` }]),
      ...(refusal === undefined ? [] : [objectionOf(refusal, index)]),
    ];
  });
  const ofCharts = (scenario.charts ?? []).flatMap((name, index): Objection[] =>
    chartNames.includes(name) ? [] : [{ path: ['report', 'charts', index], message: unknownWord(chartNames, name) }],
  );
  const ofFigures = (scenario.figures ?? []).flatMap((name, index) => objectionToFigure(scenario, name, index));
  const reaches = scenario.schemes.map((entry) => reachOf(entry, scenario.demand!));
  const ofAdversaries = objectionsToAdversaries(scenario, scenario.schemes.map(targetOf));
  return [...ofSchemes, ...sizeObjections(scenario, reaches), ...ofAdversaries, ...ofCharts, ...ofFigures];
}
