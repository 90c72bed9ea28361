/**
 * The one place that names concrete schemes: what each may be told in a scenario, and what runs it.
 * @module
 */
import type { z } from 'zod';
import type { PaymentScheme } from '../economy/scheme.ts';
import { micromint } from '../economy/schemes/micromint/scheme.ts';
import { unknownWord } from './fields.ts';
import { micromintOptions, micromintSchema } from './micromint-schema.ts';
import type { Scenario, SchemeEntry } from './model.ts';
import type { Objection } from './parse.ts';
import type { SchemeSchemas } from './schema.ts';

/** A scheme with how its options are read from a file. */
interface Binding {
  readonly schema: z.ZodObject;
  // biome-ignore lint/suspicious/noExplicitAny: each scheme has options of its own, which only its binding knows
  readonly scheme: PaymentScheme<any>;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  options(read: any): unknown;
}

const BINDINGS: ReadonlyMap<string, Binding> = new Map([
  [micromint.name, { schema: micromintSchema, scheme: micromint, options: micromintOptions }],
]);

export const SCHEME_SCHEMAS: SchemeSchemas = new Map([...BINDINGS].map(([name, { schema }]) => [name, schema]));

/** The charts that a mint by itself declares. */
const MINT_CHARTS = ['cost-curve'];

/** A scheme and its options, ready to be opened on a market. */
export function bindScheme({ name, options }: SchemeEntry) {
  const binding = BINDINGS.get(name)!;
  return { scheme: binding.scheme, options: binding.options(options) };
}

/** The charts of a scenario: those it names, else those that its schemes and mints declare. */
export function chartsOf(scenario: Scenario): string[] {
  if (scenario.charts !== undefined) return [...scenario.charts];
  const declared = scenario.schemes.flatMap((entry) => bindScheme(entry).scheme.charts);
  return [...new Set([...(scenario.mints.length > 0 ? MINT_CHARTS : []), ...declared])];
}

/** What a sound scenario asks that its schemes do not offer, or that no report draws. */
export function objections(scenario: Scenario, chartNames: readonly string[]): Objection[] {
  const ofSchemes = scenario.schemes.flatMap((entry): Objection[] => {
    const { scheme, options } = bindScheme(entry);
    const refusal = scheme.refuses(scenario.demand!, options);
    return [
      ...(scheme.fidelities.includes(scenario.fidelity)
        ? []
        : [{ path: ['fidelity'], message: `expected ${scheme.fidelities.join(' or ')}, as ${entry.label} offers` }]),
      ...(refusal === undefined ? [] : [{ path: ['demand', 'price'], message: refusal }]),
    ];
  });
  const ofCharts = (scenario.charts ?? []).flatMap((name, index): Objection[] =>
    chartNames.includes(name) ? [] : [{ path: ['report', 'charts', index], message: unknownWord(chartNames, name) }],
  );
  return [...ofSchemes, ...ofCharts];
}
