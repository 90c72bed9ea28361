/**
 * Metrics beside theory: the key figures as cards and all of them as a table.
 * @module
 */
import type { Result, ResultMetric, Verdict } from '../experiment/result.ts';
import { type Style, styleOf, write, writeEstimate } from './format.ts';
import { html, type Markup, sentence } from './html.ts';

const KEY_FIGURES = 6;

/** The metrics that a reader should see first: what disagrees, what theory judges, what it states, the rest. */
function keyFigures(metrics: readonly ResultMetric[]): ResultMetric[] {
  return metrics.toSorted((a, b) => rank(a) - rank(b)).slice(0, KEY_FIGURES);
}

function rank({ theory }: ResultMetric): number {
  if (theory === undefined) return 3;
  if (theory.agrees === null) return 2;
  return theory.agrees ? 1 : 0;
}

/** The key figures as cards: value and half-width, theory, a tick or a cross with its word. */
export function cards(result: Result): Markup {
  const items = keyFigures(result.metrics).map((metric) => {
    const style = styleOf(metric.unit, metric.value, metric.halfWidth);
    return html`<li><span class="name">${nameInWords(metric)}</span>
<span class="value">${sentence(writeEstimate(style, metric.value, metric.halfWidth))}</span>
<span class="theory">${cardTheory(metric, style)}</span></li>
`;
  });
  return html`<ul class="cards">${items}</ul>`;
}

function cardTheory({ theory }: ResultMetric, style: Style): Markup {
  if (theory === undefined) return html`no closed form stated`;
  const noun = theory.kind === 'bound' ? 'bound' : 'theory';
  return html`${noun} ${sentence(writeTheory(theory, style))} ${verdictMark(theory)}`;
}

/** Theory is written as its metric is; in its own style where that would hide it. */
function writeTheory({ value }: Verdict, style: Style): string {
  const own = styleOf('', value / style.divisor, null);
  const hidden = style.decimals !== null && (own.decimals === null || own.decimals > style.decimals + 2);
  return write(hidden ? { ...style, decimals: own.decimals } : style, value);
}

function verdictMark({ agrees, kind, remark }: Verdict): Markup {
  if (agrees === null) return html`${remark ?? 'not judged'}`;
  if (agrees) return html`<span class="agrees">✓ ${kind === 'bound' ? 'holds' : 'agrees'}</span>`;
  return html`<span class="differs">✗ ${kind === 'bound' ? 'broken' : 'disagrees'}</span>`;
}

/** Units that the number itself shows, so that a name need not. */
const SPOKEN_BY_NUMBER: readonly string[] = ['usd', 'us', 'count', 'ratio', 'probability', 'share'];

/** `micromint.cost_per_coin.balls` as "micromint: cost per coin". */
function nameInWords({ name, unit }: Pick<ResultMetric, 'name' | 'unit'>): string {
  const [label, ...parts] = name.split('.');
  const words = parts
    .filter((part) => part !== unit)
    .map((part) =>
      (SPOKEN_BY_NUMBER.includes(unit) && part.endsWith(`_${unit}`)
        ? part.slice(0, -unit.length - 1)
        : part
      ).replaceAll('_', ' '),
    );
  return words.length === 0 ? label : `${label}: ${words.join(', ')}`;
}

/** All metrics beside theory. */
export function metricsTable(result: Result): Markup {
  const rows = result.metrics.map((metric) => metricRow(metric));
  return html`<div class="scroll wide" tabindex="0" role="region" aria-label="All metrics beside theory"><table>
<caption>Mean over ${result.replications} replications ± half-width at ${result.confidence} confidence, unless a row says otherwise; z: distance from theory in standard errors.</caption>
<thead><tr><th scope="col">metric</th><th scope="col">simulation</th><th scope="col">theory</th><th scope="col">z</th><th scope="col">verdict</th></tr></thead>
<tbody>
${rows}</tbody></table></div>`;
}

function metricRow(metric: ResultMetric): Markup {
  const { name, unit, value, halfWidth, theory, combine } = metric;
  const style = styleOf(unit, value, halfWidth);
  const simulation = sentence(writeEstimate(style, value, halfWidth));
  const note = combine === 'mean' ? html`` : html`<small>${combine === 'max' ? 'maximum' : 'sum'}</small>`;
  return html`<tr><th scope="row"><code>${name}</code></th><td class="number">${simulation}${note}</td>${theoryCells(theory, style)}</tr>
`;
}

function theoryCells(theory: Verdict | undefined, style: Style): Markup {
  if (theory === undefined) return html`<td></td><td></td><td></td>`;
  const source = html`<small>${sentence(theory.formula)}; ${theory.source}</small>`;
  const z = theory.z === null ? '' : `${theory.z < 0 ? '−' : ''}${Math.abs(theory.z).toFixed(2)}`;
  const remark = theory.agrees !== null && theory.remark !== undefined ? html`<small>${theory.remark}</small>` : html``;
  return html`<td>${sentence(writeTheory(theory, style))}${source}</td><td class="number">${z}</td><td>${verdictMark(theory)}${remark}</td>`;
}

/** What theory says of the run, in a sentence. */
export function agreement(result: Result): string {
  const stated = result.metrics.flatMap(({ theory }) => (theory === undefined ? [] : [theory]));
  const judged = stated.filter(({ agrees }) => agrees !== null).length;
  const agreeing = stated.filter(({ agrees }) => agrees === true).length;
  if (stated.length === 0) return 'No closed form is stated for this run.';
  if (judged === 0) return `None of the ${stated.length} figures beside a closed form could be judged.`;
  if (agreeing === judged)
    return `Simulation agrees with theory in ${judged === 1 ? 'the one judged figure' : `all ${judged} judged figures`}.`;
  return `Simulation agrees with theory in only ${agreeing} of ${judged} judged figures.`;
}
