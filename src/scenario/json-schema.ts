/**
 * The JSON Schema of scenario files, so that an editor completes and explains them.
 * @module
 */
import { z } from 'zod';
import { type SchemeSchemas, scenarioSchema } from './schema.ts';

/**
 * JSON Schema (draft 2020-12) of what a file may hold before defaults and units. It allows a little more than the
 * parser: what concerns several keys at once is left to the parser.
 * @param schemes as for the parser
 */
export function jsonSchema(schemes: SchemeSchemas): object {
  const { $schema, ...rest } = z.toJSONSchema(scenarioSchema(schemes), { io: 'input' });
  return { $schema, title: 'farthing scenario', ...rest };
}
