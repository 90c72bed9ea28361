/**
 * The lecture's claims as a page shows them: what it says, what theory gives, what was measured, and the verdict, told
 * apart by words and by the shape of a mark.
 * @module
 */
import type {
  ClaimExperiment,
  ClaimFigure,
  ClaimsOfRun,
  ClaimVerdict,
  JudgedClaim,
} from '../experiment/claims-result.ts';
import { CLAIM_VERDICTS } from '../experiment/claims-result.ts';
import { listed, quantity, styleOf, unitOf, writeEstimate } from './format.ts';
import { html, type Markup, sentence } from './html.ts';

const MARKS: Readonly<Record<ClaimVerdict, string>> = {
  holds: '✓',
  'holds with a constant': '∝',
  'holds only if': '◐',
  'does not hold': '✗',
};

/** How many, as a sentence goes on. */
const COUNTED: Readonly<Record<ClaimVerdict, readonly [one: string, many: string]>> = {
  holds: ['holds', 'hold'],
  'holds with a constant': ['holds with a constant', 'hold with a constant'],
  'holds only if': ['holds only under a condition', 'hold only under a condition'],
  'does not hold': ['does not hold', 'do not hold'],
};

/** "Of 46 claims 30 hold, 4 hold with a constant, ..." */
export function claimsInWords(claims: readonly JudgedClaim[]): string {
  const judged = claims.filter(({ verdict }) => verdict !== null);
  const parts = CLAIM_VERDICTS.flatMap((verdict) => {
    const count = judged.filter((claim) => claim.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${COUNTED[verdict][count === 1 ? 0 : 1]}`];
  });
  if (judged.length === 0) return `None of ${claims.length} claims is measured here`;
  const noun = judged.length === 1 ? 'claim' : 'claims';
  const open = claims.length - judged.length;
  const others = open === 0 ? '' : `; ${open} more ${open === 1 ? 'is' : 'are'} not measured here`;
  return `Of ${judged.length} ${noun} ${listed(parts)}${others}`;
}

/** A card for each claim that was judged, under the titles of the lecture's slides; the others in a table. */
export function claimCards({ claims: all, experiments }: ClaimsOfRun): Markup {
  const claims = all.filter(({ verdict }) => verdict !== null);
  const slides = [...new Set(claims.map(({ slide }) => slide))];
  const sections = slides.map((slide) => {
    const cards = claims.filter((claim) => claim.slide === slide).map((claim) => card(claim, experiments));
    return html`<h3>${slide}</h3>
${cards}`;
  });
  return html`${sections}${openClaims(all.filter(({ verdict }) => verdict === null))}`;
}

function openClaims(claims: readonly JudgedClaim[]): Markup {
  if (claims.length === 0) return html``;
  const rows = claims.map(
    ({ id, says, recorded }) =>
      html`<tr><th scope="row">${sentence(says)}</th><td>${MARKS[recorded]} ${recorded}</td><td><code>--claim ${id}</code></td></tr>
`,
  );
  return html`<h3><span aria-hidden="true">○</span> Not measured in this run</h3>
<p>What <code>npx farthing claims</code> found before, with the option that measures one of them alone.</p>
<div class="scroll wide" tabindex="0" role="region" aria-label="Claims not measured in this run"><table>
<thead><tr><th scope="col">the lecture says</th><th scope="col">on record</th><th scope="col">measured by</th></tr></thead>
<tbody>
${rows}</tbody></table></div>
`;
}

function card(claim: JudgedClaim, experiments: readonly ClaimExperiment[]): Markup {
  const { id, number, says, verdict, recorded, finding } = claim;
  const place = number === null ? html`` : html` · claim ${number}`;
  const differs = verdict === recorded ? html`` : html` <strong class="differs">recorded: ${recorded}</strong>`;
  return html`<article class="claim" id="claim-${id}">
<p class="says"><q>${sentence(says)}</q></p>
<p class="verdict">${mark(verdict!)}${differs}</p>
<p>${sentence(finding)}</p>
${figures(claim)}
<p class="behind"><code>${id}</code>${place} · ${behind(claim, experiments)}</p>
</article>
`;
}

function mark(verdict: ClaimVerdict): Markup {
  const kind = { holds: 'agrees', 'does not hold': 'differs' }[verdict as string] ?? 'partly';
  return html`<span class="${kind}"><span aria-hidden="true">${MARKS[verdict]}</span> ${verdict}</span>`;
}

function figures({ theory, measured }: JudgedClaim): Markup {
  if (theory.length + measured.length === 0) return html``;
  const laws = theory.map(
    (law) =>
      html`<li><code>${law.name}</code>: ${sentence(quantity(unitOf(law), law.value))} <span class="law">${sentence(law.formula)} (${law.source})</span></li>`,
  );
  const estimates = measured.map((figure) => html`<li><code>${figure.name}</code>: ${sentence(estimate(figure))}</li>`);
  return html`<details><summary>Theory and measurement</summary><dl>
${laws.length === 0 ? html`` : html`<dt>theory</dt><dd><ul>${laws}</ul></dd>`}
<dt>measured</dt><dd><ul>${estimates}</ul></dd></dl></details>`;
}

function estimate(figure: ClaimFigure): string {
  const style = styleOf(unitOf(figure), figure.value, figure.halfWidth);
  return writeEstimate(style, figure.value, figure.halfWidth);
}

/** What was run, and what a reader types to see for himself. */
function behind({ id, experiments }: JudgedClaim, all: readonly ClaimExperiment[]): Markup {
  const settings = experiments.map((name) => all.find((one) => one.name === name)?.setting ?? name);
  return html`${sentence(settings.join('; '))} · <code>npx farthing claims --claim ${id}</code>`;
}

/** Every experiment with the command that runs it. */
export function experimentList(experiments: readonly ClaimExperiment[]): Markup {
  const rows = experiments.map(
    ({ name, setting, command }) => html`<dt>${name}</dt><dd>${sentence(setting)}<pre>${command}</pre></dd>`,
  );
  return html`<dl class="experiments">${rows}</dl>`;
}
