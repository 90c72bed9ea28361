/** The exported JSON Schema: what editors see. */
import { describe, expect, it } from 'vitest';
import { jsonSchema } from '../../src/scenario/json-schema.ts';
import { ADVERSARIES, SCHEMES } from './fixtures/parsing.ts';

interface Part {
  readonly properties?: Record<string, Part>;
  readonly description?: string;
  readonly [keyword: string]: unknown;
}

/** Every key anywhere in the schema with its part. */
function keysIn(part: unknown, path = ''): [string, Part][] {
  if (typeof part !== 'object' || part === null) return [];
  const own = Object.entries((part as Part).properties ?? {}).map(([key, value]): [string, Part] => [
    `${path}/${key}`,
    value,
  ]);
  const below = Object.entries(part).flatMap(([key, value]) => keysIn(value, `${path}/${key}`));
  return [...own, ...below];
}

describe('the JSON Schema of scenario files', () => {
  const schema = jsonSchema(SCHEMES, ADVERSARIES) as Part;

  it('is a draft 2020-12 schema that knows every key of every scheme', () => {
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    const keys = keysIn(schema).map(([path]) => path.split('/').pop());
    for (const key of ['title', 'users', 'zipf', 'upToShare', 'commission', 'rate', 'hash', 'against', 'patience'])
      expect(keys).toContain(key);
  });

  it('describes every key', () => {
    const silent = keysIn(schema).filter(([, part]) => part.description === undefined);
    expect(silent.map(([path]) => path)).toEqual([]);
  });

  it('asks only for what has no default, and takes no unknown key', () => {
    expect(schema.required).toEqual(['title']);
    expect(schema.additionalProperties).toBe(false);
    expect(schema.properties?.duration).toMatchObject({ type: 'string', default: '30d' });
  });
});
