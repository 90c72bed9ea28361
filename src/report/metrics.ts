/**
 * All metrics beside theory: a table with the parties of the market one after the other, and behind a toggle one table
 * for the checkpoints of each mint, which come by the dozen.
 * @module
 */
import type { Result, ResultMetric, Verdict } from '../experiment/result.ts';
import { confidenceWords, type Style, styleOf, write, writeEstimate } from './format.ts';
import { html, type Markup, sentence } from './html.ts';
import { checkpointOf, labelOf, nameInWords, unitBeside } from './names.ts';
import { verdictMark, writeTheory } from './verdict.ts';

const STANDARD_ERRORS: Style = { prefix: '', suffix: '', divisor: 1, decimals: 2 };

/** All metrics beside theory. */
export function metricsTables(result: Result): Markup {
  const single = result.metrics.filter(({ name }) => checkpointOf(name) === null);
  const checkpoints = result.metrics.filter(({ name }) => checkpointOf(name) !== null);
  const parties = [...groupByLabel(single)].map(([label, metrics]) => partyRows(label, metrics));
  const market = parties.length === 0 ? html`` : table('All metrics beside theory', html`${explain(result)}`, parties);
  const mints = [...groupByLabel(checkpoints)].map(([label, metrics]) => mintDetails(result, label, metrics));
  return html`${market}${mints}`;
}

function groupByLabel(metrics: readonly ResultMetric[]): Map<string, ResultMetric[]> {
  const groups = new Map<string, ResultMetric[]>();
  for (const metric of metrics) {
    const label = labelOf(metric.name);
    const group = groups.get(label);
    if (group === undefined) groups.set(label, [metric]);
    else group.push(metric);
  }
  return groups;
}

function explain({ replications, confidence }: Result): string {
  const mean =
    replications === 1
      ? 'One replication.'
      : `Mean over ${replications} replications ± half of the ${confidenceWords(confidence)} interval, unless a row says otherwise.`;
  return `${mean} z: distance from theory in standard errors.`;
}

function table(name: string, caption: Markup, bodies: readonly Markup[]): Markup {
  return html`<div class="scroll wide" tabindex="0" role="region" aria-label="${name}"><table class="metrics">
<caption>${caption}</caption>
<thead><tr><th scope="col">metric</th><th scope="col" colspan="2">simulation</th><th scope="col">unit</th><th scope="col" class="number">theory</th><th scope="col" class="number">z</th><th scope="col">verdict</th></tr></thead>
${bodies}</table></div>
`;
}

function partyRows(label: string, metrics: readonly ResultMetric[]): Markup {
  const rows = metrics.map((metric) => metricRows(metric));
  return html`<tbody>
<tr class="party"><th scope="rowgroup" colspan="7">${label}</th></tr>
${rows}</tbody>
`;
}

/** The figures, and in a second line theory in letters; a metric without theory has its own name in theory's place. */
function metricRows(metric: ResultMetric): Markup {
  return metric.theory === undefined
    ? figures(metric)
    : html`${figures(metric, html` class="noted"`)}${note(metric.name, metric.theory)}`;
}

function figures(metric: ResultMetric, attribute = html``): Markup {
  const { value, halfWidth, theory, combine } = metric;
  const style = styleOf(unitBeside(metric), value, halfWidth);
  const bare = { ...style, suffix: '' };
  const [estimate, half] = writeEstimate(bare, value, halfWidth).split(' ± ');
  const spread = half === undefined ? combineWords(combine) : `± ${half}`;
  return html`<tr${attribute}><th scope="row">${nameInWords(metric)}</th><td class="number">${sentence(estimate)}</td><td class="spread">${sentence(spread)}</td><td>${style.suffix.trim()}</td>${theory === undefined ? nameCell(metric.name) : theoryCells(theory, bare)}</tr>
`;
}

function combineWords(combine: ResultMetric['combine']): string {
  if (combine === 'mean') return '';
  return combine === 'max' ? 'maximum' : 'sum';
}

function nameCell(name: string): Markup {
  const parts = name.split(/(?<=[._])/).map((part, i) => (i === 0 ? html`${part}` : html`<wbr>${part}`));
  return html`<td class="own-name" colspan="3"><code>${parts}</code></td>`;
}

function theoryCells(theory: Verdict, style: Style): Markup {
  const z = theory.z === null ? '' : write(STANDARD_ERRORS, theory.z);
  return html`<td class="number">${sentence(writeTheory(theory, style))}</td><td class="number">${z}</td><td class="verdict">${verdictMark(theory)}</td>`;
}

/** The metric's own name, by which it is found in the result, and what theory says in letters. */
function note(name: string, theory: Verdict): Markup {
  return html`<tr class="note"><td colspan="7"><code>${name}</code> · ${theoryWords(theory)}${remark(theory)}</td></tr>
`;
}

function theoryWords({ formula, source }: Verdict): Markup {
  return html`${sentence(formula)}; ${sentence(source)}`;
}

function remark({ remark: words }: Verdict): Markup {
  return words === undefined ? html`` : html` · <strong>${words}</strong>`;
}

/** One mint's checkpoints: closed while all is well. */
function mintDetails(result: Result, label: string, metrics: readonly ResultMetric[]): Markup {
  const stated = metrics.flatMap(({ theory }) => (theory === undefined ? [] : [theory]));
  const forms = new Set(stated.map((theory) => theoryWords(theory).text));
  const common = forms.size === 1 && stated.length === metrics.length;
  const rows = metrics.map((metric) => (common ? checkpointRows(metric) : metricRows(metric)));
  const names = html`<code>${label}.coins_…</code>`;
  const caption = html`${names}${common ? html` · ${theoryWords(stated[0])}` : html``}. ${explain(result)}${unjudged(stated)}`;
  const summary = `${label}: ${tally(metrics.length, stated)}`;
  const open = stated.some(({ agrees }) => agrees === false) ? html` open` : html``;
  return html`<details class="mint"${open}><summary>${summary}</summary>
${table(`${label}: what the coins cost`, caption, [html`<tbody>\n${rows}</tbody>\n`])}</details>
`;
}

/** A checkpoint whose theory the caption states: only what was missed is said beside it. */
function checkpointRows(metric: ResultMetric): Markup {
  const { name, theory } = metric;
  return theory?.agrees === false
    ? html`${figures(metric, html` class="noted"`)}${note(name, theory)}`
    : figures(metric);
}

/** Why some were not judged, each reason once. */
function unjudged(stated: readonly Verdict[]): string {
  const reasons = reasonsOf(stated);
  return reasons.length === 0 ? '' : ` Not judged: ${reasons.join('; ')}.`;
}

function reasonsOf(stated: readonly Verdict[]): string[] {
  return [...new Set(stated.flatMap(({ agrees, remark: words }) => (agrees === null && words ? [words] : [])))];
}

function tally(count: number, stated: readonly Verdict[]): string {
  const figuresCounted = `${count} ${count === 1 ? 'figure' : 'figures'} on the way to its last coin`;
  const differing = stated.filter(({ agrees }) => agrees === false).length;
  const agreeing = stated.filter(({ agrees }) => agrees === true).length;
  if (differing > 0) return `${figuresCounted}, ${differing} ${differing === 1 ? 'disagrees' : 'disagree'} with theory`;
  if (agreeing === count) return `${figuresCounted}, ${count === 1 ? 'it agrees' : 'all agree'} with theory`;
  return agreeing === 0
    ? `${figuresCounted}, not judged`
    : `${figuresCounted}, ${agreeing} ${agreeing === 1 ? 'agrees' : 'agree'} with theory, ${count - agreeing} not judged`;
}

/** What theory says of the run, in a sentence. */
export function agreement(result: Result): string {
  const stated = result.metrics.flatMap(({ theory }) => (theory === undefined ? [] : [theory]));
  const judged = stated.filter(({ agrees }) => agrees !== null).length;
  const agreeing = stated.filter(({ agrees }) => agrees === true).length;
  if (stated.length === 0) return 'No closed form is stated for this run.';
  if (judged === 0) return `None of the ${stated.length} figures beside a closed form could be judged${why(stated)}.`;
  const others = stated.length === judged ? '' : `; ${stated.length - judged} more not judged${why(stated)}`;
  const figuresJudged = judged === 1 ? 'the one judged figure' : `all ${judged} judged figures`;
  return agreeing === judged
    ? `Simulation agrees with theory in ${figuresJudged}${others}.`
    : `Simulation agrees with theory in only ${agreeing} of ${judged} judged figures${others}.`;
}

function why(stated: readonly Verdict[]): string {
  const reasons = reasonsOf(stated);
  return reasons.length === 0 ? '' : ` (${reasons.join('; ')})`;
}
