/**
 * farthing schema: the JSON Schema of scenario files, for editors.
 * @module
 */
import { ADVERSARY_SCHEMAS } from '../../scenario/adversaries.ts';
import { jsonSchema } from '../../scenario/json-schema.ts';
import { SCHEME_SCHEMAS } from '../../scenario/schemes.ts';
import { EXIT } from '../failure.ts';
import { print } from '../output.ts';

export function schema(): number {
  print(`${JSON.stringify(jsonSchema(SCHEME_SCHEMAS, ADVERSARY_SCHEMAS), null, 2)}\n`);
  return EXIT.done;
}
