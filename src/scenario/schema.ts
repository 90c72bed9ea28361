/**
 * What a scenario file may say: every key with its kind, its default and its description. The concrete schemes and
 * adversaries are passed in; nothing here names one.
 * @module
 */
import { z } from 'zod';
import { DEFAULT_ECONOMICS } from '../economy/cost.ts';
import { type AdversarySchemas, adversariesSchema } from './adversary-schema.ts';
import { costTableSchema } from './cost-table-schema.ts';
import { DEFAULT_COSTS } from './default-costs.ts';
import { demandSchema } from './demand-schema.ts';
import {
  duration,
  label,
  milliseconds,
  numberBetween,
  openShare,
  positiveInteger,
  text,
  unknownWord,
} from './fields.ts';
import { mintSchema, projectionSchema } from './mint-schema.ts';
import type { ScenarioBank, SchemeEntry } from './model.ts';

/** The options of each scheme by the scheme's name, with their defaults; `name` and `label` are added here. */
export type SchemeSchemas = ReadonlyMap<string, z.ZodObject>;

const ABOUT_LENGTH_MAX = 100_000;
const SEED_LENGTH_MAX = 200;
const TITLE_LENGTH_MAX = 200;
const REPLICATIONS_MAX = 1_000_000;
const SERVERS_MAX = 1_000_000;
const PATH_LENGTH_MAX = 4096;
const LOSS_MAX = 0.9;
const CHARTS_MAX = 100;
const PRICE_MAX = 1_000_000;
const INTEREST_MAX = 100;
const CHART = /^[a-z0-9-]{1,60}$/;
const FIGURES_MAX = 12;
const METRIC = /^[a-z][a-z0-9-]*(\.[a-z0-9_-]+)+$/;

const COSTS =
  'Simulated microseconds of each operation; what a table leaves out has its default. A file holds such a table, as ' +
  'farthing calibrate --json writes it; its path is relative to the scenario file, that of --set to the folder in ' +
  'which the command runs.';

type Schema = ReturnType<typeof buildSchema>;

/** Building a schema takes longer than using it, and the schemes and adversaries of a program are one map each. */
const built = new WeakMap<SchemeSchemas, WeakMap<AdversarySchemas, Schema>>();

/** Everything that a scenario file may say, defaults and units included; one schema for one pair of maps. */
export function scenarioSchema(schemes: SchemeSchemas, adversaries: AdversarySchemas): Schema {
  const known = built.get(schemes) ?? new WeakMap<AdversarySchemas, Schema>();
  const schema = known.get(adversaries) ?? buildSchema(schemes, adversaries);
  built.set(schemes, known.set(adversaries, schema));
  return schema;
}

function buildSchema(schemes: SchemeSchemas, adversaries: AdversarySchemas) {
  return z.strictObject({
    title: text(TITLE_LENGTH_MAX).describe('One line: what the report is headed with.'),
    about: z
      .string({ error: 'expected a text in Markdown' })
      .max(ABOUT_LENGTH_MAX, { error: `expected a text of at most ${ABOUT_LENGTH_MAX} characters` })
      .default('')
      .describe('Markdown, shown in the report: the question, what to look at.'),
    seed: seedSchema().prefault(1).describe('An integer or a text; everything drawn follows from it.'),
    duration: duration().prefault('30d').describe('How long users buy, in s, m, h or d, such as 30d.'),
    replications: positiveInteger(REPLICATIONS_MAX)
      .default(30)
      .describe('Independent runs that the intervals rest on.'),
    confidence: openShare().default(0.95).describe('Confidence of every interval, such as 0.95.'),
    fidelity: z
      .enum(['real', 'sampled', 'aggregate'])
      .default('sampled')
      .describe(
        'real: real bytes, checked; sampled: outcomes drawn from their laws; aggregate: only what reaches the bank.',
      ),
    demand: demandSchema().optional().describe('Who buys from whom, how often and at what price; needed by schemes.'),
    schemes: schemesSchema(schemes).optional().describe('One or several schemes on the same demand.'),
    adversaries: adversariesSchema(adversaries).optional().describe('Who cheats; everybody else is honest.'),
    mints: z
      .array(mintSchema(), { error: 'expected a list of mints' })
      .min(1, { error: 'expected at least one mint' })
      .optional()
      .describe('Mints run by themselves, without a market: what a collision costs.'),
    projections: z
      .array(projectionSchema(), { error: 'expected a list of projections' })
      .min(1, { error: 'expected at least one projection' })
      .optional()
      .describe('Mints too large to be run, of which only theory speaks, beside those that are run.'),
    bank: bankSchema().prefault({}).describe('The bank as a queueing station.'),
    network: networkSchema().prefault({}).describe('What happens to a message on its way.'),
    economics: economicsSchema().prefault({}).describe('What payments use up, in money: assumptions, in dollars.'),
    report: reportSchema().prefault({}).describe('What the report shows.'),
    quick: z
      .record(z.string(), z.unknown(), { error: 'expected a mapping from paths to values' })
      .optional()
      .describe('Path to value, set by --quick before any --set, such as { replications: 2, demand.users: 20 }.'),
  });
}

function seedSchema() {
  const kind = {
    error: `expected an integer of at most 2^53 in size, or a text of 1 to ${SEED_LENGTH_MAX} characters`,
  };
  return z.union([z.number().int(), z.string().min(1, kind).max(SEED_LENGTH_MAX, kind)], kind).transform(String);
}

function schemesSchema(schemes: SchemeSchemas) {
  const known = [...schemes.keys()];
  const entries = [...schemes].map(([name, options]) => schemeEntrySchema(name, options));
  const entry = z
    .discriminatedUnion('name', entries as [(typeof entries)[0]], {
      error: ({ input }) =>
        isNamed(input) ? unknownWord(known, input.name) : 'expected a scheme, such as { name: ... }',
    })
    .transform(({ name, label, ...options }): SchemeEntry => ({ name, label: label ?? name, options }));
  return z.array(entry, { error: 'expected a list of schemes' }).min(1, { error: 'expected at least one scheme' });
}

function isNamed(input: unknown): input is { name?: unknown } {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}

function schemeEntrySchema(name: string, options: z.ZodObject) {
  const own = {
    name: z.literal(name).describe('Which scheme.'),
    label: label().optional().describe('Its name in the results; the default is the name of the scheme.'),
  };
  // What the options of a scheme passed in are, only the scheme knows: the type forgets all but our own keys.
  return options.safeExtend(own).strict() as z.ZodObject as z.ZodObject<typeof own, z.core.$strip>;
}

function bankSchema() {
  const kind = { error: 'expected default, a file of costs or a table of costs' };
  return z
    .strictObject({
      servers: positiveInteger(SERVERS_MAX).default(1).describe('How many jobs it can do at once.'),
      costs: z
        .union([z.literal('default'), text(PATH_LENGTH_MAX), costTableSchema()], kind)
        .prefault('default')
        .describe(COSTS),
    })
    .transform(({ servers, costs }): ScenarioBank => {
      if (typeof costs !== 'string') return { servers, costs: { ...DEFAULT_COSTS, ...costs } };
      return { servers, costs: DEFAULT_COSTS, ...(costs !== 'default' && { costsFile: { file: costs } }) };
    });
}

function networkSchema() {
  return z.strictObject({
    latencyMs: milliseconds().prefault(50).describe('Milliseconds that a message takes.'),
    jitterMs: milliseconds().prefault(0).describe('A uniform time below this is added to each message.'),
    loss: numberBetween(0, LOSS_MAX).default(0).describe('Probability that a transmission is lost.'),
    duplication: numberBetween(0, LOSS_MAX).default(0).describe('Probability that a transmission arrives twice.'),
  });
}

function economicsSchema() {
  const price = (max: number, assumed: number) => numberBetween(0, max).default(assumed);
  const { serverUsdPerHour, interestPerYear, macropaymentUsd } = DEFAULT_ECONOMICS;
  return z.strictObject({
    serverUsdPerHour: price(PRICE_MAX, serverUsdPerHour).describe("An hour of one of the bank's servers at work."),
    interestPerYear: price(INTEREST_MAX, interestPerYear).describe(
      'Interest on money that is paid before it is used, or owed after it is earned, such as 0.04.',
    ),
    macropaymentUsd: price(PRICE_MAX, macropaymentUsd).describe('What a macropayment costs the bank.'),
  });
}

function reportSchema() {
  const chart = { error: 'expected the name of a chart, of a-z, 0-9 and -' };
  const metric = { error: 'expected the name of a metric, such as mr1.overpay.probability' };
  return z.strictObject({
    charts: z
      .array(z.string(chart).regex(CHART, chart), { error: 'expected a list of names of charts' })
      .max(CHARTS_MAX, { error: `expected at most ${CHARTS_MAX} charts` })
      .optional()
      .describe('Charts by name, in order; by default what the schemes and mints declare.'),
    figures: z
      .array(z.string(metric).regex(METRIC, metric), { error: 'expected a list of names of metrics' })
      .min(1, { error: 'expected at least one metric' })
      .max(FIGURES_MAX, { error: `expected at most ${FIGURES_MAX} metrics` })
      .optional()
      .describe('Key figures: metrics by name, in order; by default some of each label, judged ones first.'),
    claims: z
      .boolean({ error: 'expected true or false' })
      .default(false)
      .describe("Whether the lecture's claims are listed, those judged on which this run bears."),
  });
}
