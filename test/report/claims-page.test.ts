/** The page of the claims, and the claims in a run's report. */
import { describe, expect, it } from 'vitest';
import type { ClaimsResult, JudgedClaim } from '../../src/experiment/claims-result.ts';
import { claimCards, claimsInWords } from '../../src/report/claims.ts';
import { renderClaims } from '../../src/report/claims-page.ts';
import { PROVENANCE } from './fixtures/result.ts';

const CLAIM: JudgedClaim = {
  id: 'one-in-five',
  number: 9,
  slide: 'Statistical <Schemes>',
  says: 'A bottle costs 6 cents & no more.',
  recorded: 'does not hold',
  verdict: 'does not hold',
  finding: 'It costs 6.25 cents.',
  theory: [{ name: 'mean', unit: 'USD', value: 0.0625, formula: 'c / (1 - q)', source: 'derived' }],
  measured: [{ name: 'independent.bottle_cost.mean_usd', unit: 'USD', value: 0.06249, halfWidth: 0.00002 }],
  experiments: ['machine'],
};
const OPEN: JudgedClaim = { ...CLAIM, id: 'open', verdict: null, finding: '', theory: [], measured: [] };
const EXPERIMENTS = [{ name: 'machine', setting: 'a machine', command: 'npx farthing run soft-drink-machine' }];

function result(claims: readonly JudgedClaim[], differing: readonly string[] = []): ClaimsResult {
  const rest = { seed: '7', confidence: 0.95, experiments: EXPERIMENTS, differing, digest: '0'.repeat(64) };
  return { format: 'farthing-claims/1', claims, ...rest };
}

describe('the finding of a page', () => {
  it('counts the claims by verdict and leaves out what no claim has', () => {
    const claims = [CLAIM, { ...CLAIM, verdict: 'holds' as const }, { ...CLAIM, verdict: 'holds' as const }];
    expect(claimsInWords(claims)).toBe('Of 3 claims 2 hold and 1 does not hold');
  });

  it('counts what was not measured apart: fails when a record is taken for a finding', () => {
    expect(claimsInWords([CLAIM, OPEN])).toBe('Of 1 claim 1 does not hold; 1 more is not measured here');
    expect(claimsInWords([OPEN])).toBe('None of 1 claims is measured here');
  });
});

describe('the page of the claims', () => {
  const page = renderClaims(result([CLAIM]), PROVENANCE);

  it('tells the verdict by a word beside its mark, with theory, interval and both commands', () => {
    expect(page).toContain('<span aria-hidden="true">✗</span> does not hold');
    expect(page).toContain('6.249 ± 0.002¢');
    expect(page).toContain('npx farthing claims --claim one-in-five');
    expect(page).toContain('npx farthing run soft-drink-machine --seed 7');
  });

  it('escapes what it is given, refers to nothing outside and runs no script', () => {
    expect(page).toContain('Statistical &lt;Schemes&gt;');
    expect(page).toContain('6 cents &amp; no more');
    expect(page).not.toMatch(/https?:|<script|<link|<img| style=/i);
  });

  it('says first what is not as recorded', () => {
    const differs = renderClaims(result([{ ...CLAIM, recorded: 'holds' }], ['one-in-five']), PROVENANCE);
    expect(differs).toContain('<strong>Not as recorded:</strong> <a href="#claim-one-in-five">one-in-five</a>');
    expect(differs).toContain('recorded: holds');
    expect(page).not.toContain('Not as recorded');
  });
});

describe('the claims in a report', () => {
  it('shows what the run judged on cards, and the others in a table that says so', () => {
    const { text } = claimCards({ claims: [CLAIM, OPEN], experiments: EXPERIMENTS });
    expect(text.match(/<article class="claim"/g)).toHaveLength(1);
    expect(text).toMatch(/Not measured in this run[\s\S]*✗ does not hold<\/td><td><code>--claim open/);
  });
});
