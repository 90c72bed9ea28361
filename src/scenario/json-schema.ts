/**
 * The JSON Schema of scenario files, so that an editor completes and explains them.
 * @module
 */
import { z } from 'zod';
import type { AdversarySchemas } from './adversary-schema.ts';
import { type SchemeSchemas, scenarioSchema } from './schema.ts';

/**
 * JSON Schema (draft 2020-12) of what a file may hold before defaults and units. It allows a little more than the
 * parser: what concerns several keys at once is left to the parser.
 * @param schemes, adversaries as for the parser
 */
export function jsonSchema(schemes: SchemeSchemas, adversaries: AdversarySchemas): object {
  const { $schema, ...rest } = z.toJSONSchema(scenarioSchema(schemes, adversaries), { io: 'input' });
  return { $schema, title: 'farthing scenario', ...rest };
}
