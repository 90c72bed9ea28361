/**
 * The page of the lecture's claims: the finding as its title, a card for each claim, the experiments with their commands.
 * @module
 */
import type { ClaimsResult } from '../experiment/claims-result.ts';
import { claimCards, claimsInWords, experimentList } from './claims.ts';
import { confidenceWords } from './format.ts';
import { html, type Markup } from './html.ts';
import { block, head, type Provenance, section } from './page.ts';

/**
 * The page as one self-contained HTML text; equal arguments give equal bytes.
 * @param speeds what the clock of this machine said, where a claim is about it
 */
export function renderClaims(result: ClaimsResult, provenance: Provenance, speeds?: string): string {
  const { claims, experiments, confidence, seed } = result;
  const page = html`<!doctype html>
<html lang="en">
${head("The lecture's claims", false)}
<body>
<header>
<h1>${claimsInWords(claims)}</h1>
${banner(result)}
<div class="question"><p>What does the lecture on micropayments say, and what comes out when it is run?</p></div>
<p>Each claim is in our words; its verdict is computed from what was simulated. Intervals are those of ${confidenceWords(confidence)}; a verdict rests on wider ones, which miss the truth once in a thousand million. An experiment under a command takes the seed ${seed}.</p>
<ul class="verdicts"><li><span class="agrees">✓ holds</span></li><li><span class="partly">∝ holds with a constant</span>: the law is right up to a factor that the lecture leaves out</li><li><span class="partly">◐ holds only if</span>: under a condition that it does not state</li><li><span class="differs">✗ does not hold</span></li></ul>
</header>
<main>
${section('claims', 'The claims, slide by slide', claimCards(result), true)}
${section('experiments', 'The experiments', experimentList(seeded(result)), experiments.length > 0)}
${section('reproduce', 'Reproduce', block('Command', provenance.reproduce), true)}
${section('provenance', 'Provenance', provenanceList(result, provenance, speeds), true)}
</main>
</body>
</html>
`;
  return page.text;
}

/** A verdict that is not the recorded one is the first thing that a reader learns. */
function banner({ differing }: ClaimsResult): Markup {
  if (differing.length === 0) return html``;
  const names = differing.map((id, i) => html`${i === 0 ? '' : ', '}<a href="#claim-${id}">${id}</a>`);
  return html`<p class="differ"><strong>Not as recorded:</strong> ${names}.</p>`;
}

/** An experiment is told apart from others by its seed too. */
function seeded({ experiments, seed }: ClaimsResult) {
  return experiments.map(({ command, ...rest }) => ({ ...rest, command: `${command} --seed ${seed}` }));
}

function provenanceList({ seed, digest }: ClaimsResult, provenance: Provenance, speeds?: string): Markup {
  const entries: readonly (readonly [string, string])[] = [
    ['farthing', `${provenance.version}, commit ${provenance.commit}`],
    ['Node', provenance.node],
    ['seed', seed],
    ['files', provenance.files.join(', ')],
    ['digest', digest],
    ...(speeds === undefined ? [] : [['speeds of this machine, not in the digest', speeds] as const]),
  ];
  return html`<dl>${entries.map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`)}</dl>`;
}
