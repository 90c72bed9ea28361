/**
 * What a report shows as the scenario can be saved and run again.
 * @module
 */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { combine } from '../../src/experiment/combine.ts';
import { inProcess } from '../../src/experiment/executors/in-process.ts';
import { renderReport } from '../../src/report/page.ts';
import { ADVERSARY_SCHEMAS } from '../../src/scenario/adversaries.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { chartsOf, SCHEME_SCHEMAS } from '../../src/scenario/schemes.ts';
import { PROVENANCE } from './fixtures/result.ts';

const OPTIONS = { quick: true, overrides: ['mints.k2.bits=8', 'mints.k3.bits=8', 'mints.k4.bits=8', 'seed=7'] };

async function resultOf(text: string) {
  const file = 'micromint-mint-curve.yaml';
  const parsed = parseScenario(text, file, OPTIONS, SCHEME_SCHEMAS, ADVERSARY_SCHEMAS);
  if ('errors' in parsed) throw new Error(JSON.stringify(parsed.errors));
  const replications = await inProcess.run(parsed.scenario, () => undefined);
  return combine(parsed.scenario, chartsOf(parsed.scenario), replications);
}

/** What the browser shows of an element's text. */
function shown(page: string, name: string): string {
  const inner = new RegExp(`<pre [^>]*aria-label="${name}">\n([^]*?)</pre>`).exec(page)?.[1] ?? '';
  const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
  return inner.replace(/&(lt|gt|quot|#39|amp);/g, (_, entity: string) => entities[entity]);
}

it('gives the same digest when the text that the page shows is saved and run with the same options', async () => {
  // Fails when the page shows the resolved model, alters the text, or cuts off its end.
  const text = readFileSync('scenarios/micromint-mint-curve.yaml', 'utf8');
  const first = await resultOf(text);
  const page = await renderReport({ ...first, charts: [] }, { ...PROVENANCE, scenario: text });
  const saved = shown(page, 'The scenario as given');
  expect(saved).toBe(text);
  expect((await resultOf(saved)).digest).toBe(first.digest);
});
