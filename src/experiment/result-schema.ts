/**
 * The shape of result.json, checked before it is written and after it is read.
 * @module
 */
import { z } from 'zod';
import { CLAIM_VERDICTS, type ClaimsResult } from './claims-result.ts';
import type { Result } from './result.ts';

/** JSON has no NaN and no infinity, so every figure of a result is finite. */
const figure = z.number();
const figures = z.array(figure);
const hex64 = z.string().regex(/^[0-9a-f]{64}$/);

const verdict = z.strictObject({
  value: figure,
  formula: z.string(),
  source: z.string(),
  kind: z.enum(['mean', 'exact', 'bound']),
  z: figure.nullable(),
  agrees: z.boolean().nullable(),
  remark: z.string().exactOptional(),
});

const metric = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*(\.[a-z0-9_-]+)+$/),
  unit: z.string(),
  value: figure,
  halfWidth: figure.nullable(),
  confidence: figure,
  replications: z.int().positive(),
  combine: z.enum(['mean', 'max', 'sum', 'root-mean-square', 'harmonic-mean']),
  theory: verdict.exactOptional(),
});

const curve = z.strictObject({
  name: z.string(),
  quantity: z.string(),
  unit: z.string(),
  x: z.strictObject({ quantity: z.string(), unit: z.string(), values: figures }),
  values: figures,
  halfWidths: z.array(figure.nullable()),
  theory: z.strictObject({ values: figures, formula: z.string(), source: z.string() }).exactOptional(),
});

const projection = z.strictObject({
  label: z.string(),
  figures: z.array(
    z.strictObject({ name: z.string(), unit: z.string(), value: figure, formula: z.string(), source: z.string() }),
  ),
  curve: z.strictObject({ coins: figures, hashes: figures }),
});

const claim = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  number: z.int().positive().nullable(),
  slide: z.string(),
  says: z.string(),
  recorded: z.enum(CLAIM_VERDICTS),
  verdict: z.enum(CLAIM_VERDICTS).nullable(),
  finding: z.string(),
  theory: z.array(
    z.strictObject({ name: z.string(), unit: z.string(), value: figure, formula: z.string(), source: z.string() }),
  ),
  measured: z.array(
    z.strictObject({ name: z.string(), unit: z.string(), value: figure, halfWidth: figure.nullable() }),
  ),
  experiments: z.array(z.string()),
});

const claimsOfRun = {
  claims: z.array(claim),
  experiments: z.array(z.strictObject({ name: z.string(), setting: z.string(), command: z.string() })),
};

/** The shape of claims.json. */
export const claimsResultSchema: z.ZodType<ClaimsResult> = z.strictObject({
  format: z.literal('farthing-claims/1'),
  seed: z.string(),
  confidence: figure,
  ...claimsOfRun,
  differing: z.array(z.string()),
  digest: hex64,
});

export const resultSchema: z.ZodType<Result> = z.strictObject({
  format: z.literal('farthing-result/1'),
  scenario: z.strictObject({ name: z.string(), title: z.string(), about: z.string(), resolved: z.unknown() }),
  labels: z.array(z.strictObject({ label: z.string(), scheme: z.string(), bankNeeded: z.string().exactOptional() })),
  seed: z.string(),
  fidelity: z.string(),
  replications: z.int().positive(),
  confidence: figure,
  metrics: z.array(metric),
  curves: z.array(curve),
  projections: z.array(projection).exactOptional(),
  claims: z.strictObject(claimsOfRun).exactOptional(),
  charts: z.array(z.string()),
  traces: hex64,
  disagreements: z.array(z.string()),
  digest: hex64,
});
