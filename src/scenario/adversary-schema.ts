/**
 * The adversaries of a scenario file: who cheats, how many of them, against which schemes. The concrete kinds are passed
 * in; nothing here names one.
 * @module
 */
import { z } from 'zod';
import type { Role } from '../economy/adversary.ts';
import { TRIES_MAX } from '../economy/schemes/mr/evidence.ts';
import { exactlyOneOf, label, positiveInteger, positiveNumber, unknownWord } from './fields.ts';
import type { AdversaryEntry } from './model.ts';

/** The options of each adversary by its kind, with their defaults, and who its members are. */
export type AdversarySchemas = ReadonlyMap<string, { readonly schema: z.ZodObject; readonly role: Role }>;

const MEMBERS_MAX = 10_000_000;
const TARGETS_MAX = 1000;
const SIZE_KEYS = ['share', 'count'];

/** Several gangs, each of one kind. */
export function adversariesSchema(adversaries: AdversarySchemas) {
  const known = [...adversaries.keys()];
  const entries = [...adversaries].map(([kind, { schema, role }]) => entrySchema(kind, schema, role));
  const entry = z
    .discriminatedUnion('kind', entries as [(typeof entries)[0]], {
      error: ({ input }) =>
        isMapping(input) ? unknownWord(known, input.kind) : 'expected an adversary, such as { kind: ..., count: 1 }',
    })
    .transform(
      ({ kind, label, share, count, against, ...options }): AdversaryEntry => ({
        kind,
        label: label ?? kind,
        ...(share !== undefined && { share }),
        ...(count !== undefined && { count }),
        ...(against && { against }),
        options,
      }),
    );
  return z
    .array(entry, { error: 'expected a list of adversaries' })
    .min(1, { error: 'expected at least one adversary' });
}

function isMapping(input: unknown): input is { kind?: unknown } {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}

function entrySchema(kind: string, options: z.ZodObject, role: Role) {
  const own = {
    kind: z
      .literal(kind)
      .describe(`Which adversary. Who tries for a payable cheque gives up after ${TRIES_MAX} tries.`),
    label: label().optional().describe('Its name in the results; the default is the kind.'),
    against: againstSchema().optional(),
  };
  const size = {
    share: positiveNumber(1)
      .optional()
      .describe(`Share of all ${population(role)}, at least one of them.`),
    count: positiveInteger(MEMBERS_MAX)
      .optional()
      .describe(`How many ${population(role)}.`),
  };
  const whole = role === 'bank' ? options.safeExtend(own).strict() : sized(options.safeExtend({ ...own, ...size }));
  // What the options of an adversary passed in are, only the adversary knows: the type forgets all but our own keys.
  return whole as z.ZodObject as z.ZodObject<typeof own & typeof size, z.core.$strip>;
}

/** There is one bank; of the others the file says how many, in one way or the other. */
function sized(entry: z.ZodObject): z.ZodObject {
  return entry
    .strict()
    .superRefine(exactlyOneOf(SIZE_KEYS))
    .meta({ oneOf: SIZE_KEYS.map((key) => ({ required: [key] })) });
}

/** Whom the members of a role are taken from. */
export function population(role: Role): 'users' | 'vendors' {
  return role === 'vendor' ? 'vendors' : 'users';
}

function againstSchema() {
  const kind = { error: 'expected a list of labels of schemes' };
  return z
    .array(z.string({ error: 'expected the label of a scheme' }), kind)
    .min(1, { error: 'expected at least one label' })
    .max(TARGETS_MAX, { error: `expected at most ${TARGETS_MAX} labels` })
    .describe('Labels of schemes; by default every scheme that offers what this adversary exploits.');
}
