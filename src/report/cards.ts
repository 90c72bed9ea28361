/**
 * The key figures of a run as cards: the few metrics that a reader should see first.
 * @module
 */
import type { Result, ResultMetric } from '../experiment/result.ts';
import { namedFigures } from './charts/lookup.ts';
import { type Style, styleOf, writeEstimate } from './format.ts';
import { html, type Markup, sentence } from './html.ts';
import { checkpointOf, labelOf, titleInWords, unitBeside } from './names.ts';
import { verdictMark, writeTheory } from './verdict.ts';

const MOST = 6;
/** With fewer cards than this, further checkpoints of one mint are welcome. */
const FEWEST = 3;
/** Figures about one party that is no label of the scenario, such as the demand. */
const MOST_OUTSIDE = 2;

/** Those that the scenario names, in its order, behind what disagrees; else the report's own choice. */
export function keyFigures(result: Result): ResultMetric[] {
  const named = namedFigures(result);
  if (named.length === 0) return chosenFigures(result);
  const disagreeing = result.metrics.filter((metric) => metric.theory?.agrees === false && !named.includes(metric));
  return [...disagreeing.slice(0, MOST), ...named];
}

/**
 * At most six metrics, chosen in this order: what disagrees, what theory judges, what it states, the rest, and last what
 * was given; every label in turn. What disagrees is shown first, the others in the result's order. Not twice the same
 * number, at most two about the demand, at most one checkpoint of each mint.
 */
function chosenFigures(result: Result): ResultMetric[] {
  const chosen: ResultMetric[] = [];
  const deferred: ResultMetric[] = [];
  for (const metric of byImportance(result.metrics)) {
    if (chosen.length === MOST) break;
    if (chosen.some((other) => repeats(metric, other))) continue;
    if (isCrowded(result, metric, chosen)) deferred.push(metric);
    else chosen.push(metric);
  }
  chosen.push(...deferred.slice(0, Math.max(0, FEWEST - chosen.length)));
  const inOrder = result.metrics.filter((metric) => chosen.includes(metric));
  return inOrder.toSorted((a, b) => Number(a.theory?.agrees !== false) - Number(b.theory?.agrees !== false));
}

function byImportance(metrics: readonly ResultMetric[]): ResultMetric[] {
  const turns = new Map<string, number>();
  const ranked = metrics.map((metric) => {
    const key = `${rank(metric)} ${labelOf(metric.name)}`;
    const turn = turns.get(key) ?? 0;
    turns.set(key, turn + 1);
    return { metric, rank: rank(metric), turn };
  });
  return ranked.toSorted((a, b) => a.rank - b.rank || a.turn - b.turn).map(({ metric }) => metric);
}

/** What a run with forgers is about: said on a card even where no closed form stands beside it. */
const TELLING = /\.break_even\.hash_rate$/;
/** What the scenario gave, or counts of it: no finding. */
const GIVEN = /\.(hash_rate|members_count)$/;
/** Parts of a sum that has a card of its own: they come by the dozen. */
const PARTS = /\.cost\.(users|vendors|bank)\./;

/** Checkpoints come after what theory says of the market. */
function rank({ name, theory }: ResultMetric): number {
  if (TELLING.test(name)) return theory?.agrees === false ? 0 : 1;
  if (GIVEN.test(name) || PARTS.test(name)) return 5;
  if (theory === undefined) return 4;
  if (theory.agrees === false) return 0;
  if (theory.agrees === null) return 3;
  return checkpointOf(name) === null ? 1 : 2;
}

/** The same number under another name, such as payments served when all purchases are. */
function repeats(a: ResultMetric, b: ResultMetric): boolean {
  return a.value === b.value && a.halfWidth === b.halfWidth && checkpointOf(a.name) === null;
}

function isCrowded(result: Result, metric: ResultMetric, chosen: readonly ResultMetric[]): boolean {
  if (metric.theory?.agrees === false) return false;
  const label = labelOf(metric.name);
  const ofLabel = chosen.filter(({ name }) => labelOf(name) === label);
  if (checkpointOf(metric.name) !== null) return ofLabel.some(({ name }) => checkpointOf(name) !== null);
  return !result.labels.some((known) => known.label === label) && ofLabel.length >= MOST_OUTSIDE;
}

/** The key figures: value and half-width, theory, a tick or a cross with its word. */
export function cards(result: Result): Markup {
  const items = keyFigures(result).map((metric) => {
    const style = styleOf(unitBeside(metric), metric.value, metric.halfWidth);
    return html`<li><span class="name">${titleInWords(result, metric)}</span>
<span class="value">${cardValue(metric, style)}</span>
<span class="theory">${cardTheory(metric, style)}</span></li>
`;
  });
  return html`<ul class="cards">${items}</ul>`;
}

function cardValue({ value, halfWidth }: ResultMetric, style: Style): Markup {
  if (!style.suffix.startsWith(' ')) return sentence(writeEstimate(style, value, halfWidth));
  return html`${sentence(writeEstimate({ ...style, suffix: '' }, value, halfWidth))}<small>${style.suffix}</small>`;
}

function cardTheory({ theory }: ResultMetric, style: Style): Markup {
  if (theory === undefined) return html`no closed form stated`;
  const noun = theory.kind === 'bound' ? 'bound' : 'theory';
  const judged =
    theory.agrees === null && theory.remark !== undefined
      ? html`; ${verdictMark(theory)}: ${theory.remark}`
      : html` ${verdictMark(theory)}`;
  return html`${noun} ${sentence(writeTheory(theory, style))}${judged}`;
}
