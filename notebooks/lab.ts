/**
 * What cells call: a scenario's text into a result or a metric into a good enough estimate, in a worker; charts, figures
 * and hidden solutions in the look of the reports.
 * @module
 */
import type { Result, ResultMetric } from '../src/experiment/result.ts';
import type { Machine } from '../src/report/charts/chart.ts';
import { chartsOf } from '../src/report/charts/registry.ts';
import { styleOf, unitOf, writeEstimate } from '../src/report/format.ts';
import { html, type Markup, sentence, trusted } from '../src/report/html.ts';
import { titleInWords, unitBeside } from '../src/report/names.ts';
import { dataTable } from '../src/report/page.ts';
import { renderSvg } from '../src/report/render.ts';
import { PAGE } from '../src/report/theme.ts';
import { verdictMark, writeTheory } from '../src/report/verdict.ts';
import { samplingChart, type Yardstick } from './sampling-chart.ts';
import type { Estimate, Sampling } from './sequential.ts';
import type { Task, Word } from './worker.ts';
import Simulator from './worker.ts?worker&inline';

/** How a cell waits. */
export interface Waiting {
  /** Observable's promise that the cell is to be computed anew: the worker is ended then. */
  readonly invalidation?: Promise<unknown>;
  /** Where the progress is written. */
  readonly meter?: HTMLElement;
}

/** What may be changed in a run without a change of its text. */
export interface RunOptions extends Waiting {
  /** `path=value` each, as behind the command line's --set. */
  readonly set?: readonly string[];
}

/**
 * Runs a scenario: the result that the command line gives for the same text and options, under the name `notebook`.
 * @throws Error with what is wrong with the scenario
 */
export function run(text: string, { set = [], ...waiting }: RunOptions = {}): Promise<Result> {
  return ask<Result>({ kind: 'run', text, overrides: set }, waiting);
}

/** Samples a metric until its interval is as narrow as asked for; the estimates on the way, the last one at the end. */
export function sample(sampling: Sampling, waiting: Waiting = {}): Promise<Estimate[]> {
  return ask<Estimate[]>({ kind: 'sample', sampling }, waiting);
}

function ask<Answer>(task: Task, { invalidation, meter }: Waiting): Promise<Answer> {
  const simulator = new Simulator();
  invalidation?.then(() => simulator.terminate());
  return new Promise((resolve, reject) => {
    simulator.onerror = ({ message }) => reject(new Error(message));
    simulator.onmessage = ({ data }: MessageEvent<Word>) => {
      if ('progress' in data) {
        if (meter) meter.textContent = `computing: ${data.progress}`;
        return;
      }
      simulator.terminate();
      meter?.remove();
      if ('failure' in data) reject(new Error(data.failure));
      else resolve(data.answer as Answer);
    };
    simulator.postMessage(task);
  });
}

/** A line that says how far a computation is, and goes when it has ended. */
export function meter(): HTMLElement {
  return element('p', html`computing`, { class: 'working', role: 'status' });
}

/**
 * One chart of a result, as a report draws it, with its data as a table behind a toggle.
 * @throws RangeError where the result has nothing to draw for a chart of this name
 */
export async function chart(result: Result, name: string, machine: Machine = {}): Promise<HTMLElement> {
  const [found] = chartsOf({ ...result, charts: [name] }, machine);
  if (found === undefined) throw new RangeError(`there is nothing to draw for ${name}`);
  const { title, caption, alternative, tables, draw } = found.chart;
  return figure({ title, caption, alternative, svg: await renderSvg(draw(PAGE)), tables: tables.map(dataTable) });
}

/** The way of a sequential sampling to its end, beside the exact value and a published one. */
export async function path(estimates: readonly Estimate[], yardstick: Yardstick): Promise<HTMLElement> {
  const { title, caption, alternative, draw } = samplingChart(estimates, yardstick);
  return figure({ title, caption, alternative, svg: await renderSvg(draw(PAGE)), tables: [] });
}

interface Figure {
  readonly title: string;
  readonly caption: string;
  readonly alternative: string;
  readonly svg: string;
  readonly tables: readonly Markup[];
}

function figure({ title, caption, alternative, svg, tables }: Figure): HTMLElement {
  const data = tables.length === 0 ? html`` : html`<details><summary>Data of this chart</summary>${tables}</details>`;
  return element(
    'figure',
    html`<figcaption><h3>${sentence(title)}</h3><p>${sentence(caption)}</p></figcaption>
<div class="drawing page" role="img" aria-label="${alternative}">${trusted(svg)}</div>${data}`,
    { class: 'chart' },
  );
}

/**
 * Metrics of a result as cards: value with its interval, theory, verdict.
 * @throws RangeError for a metric that the result does not have
 */
export function figures(result: Result, names: readonly string[]): HTMLElement {
  const cards = names.map((name) => card(result, metric(result, name)));
  return element('ul', html`${cards}`, { class: 'cards' });
}

/** @throws RangeError for a metric that the result does not have */
export function metric(result: Result, name: string): ResultMetric {
  const found = result.metrics.find((one) => one.name === name);
  if (found === undefined) throw new RangeError(`the result has no ${name}`);
  return found;
}

/** What was the same in every replication has no interval to speak of. */
function spreadOf({ halfWidth }: ResultMetric): number | null {
  return halfWidth === 0 ? null : halfWidth;
}

function card(result: Result, one: ResultMetric): Markup {
  const halfWidth = spreadOf(one);
  const style = styleOf(unitBeside(one), one.value, halfWidth);
  const { theory } = one;
  const beside =
    theory === undefined ? html`` : html`theory ${sentence(writeTheory(theory, style))} ${verdictMark(theory)}`;
  return html`<li data-figure="${one.name}" data-value="${String(one.value)}"><span class="name">${titleInWords(result, one)}</span>
<span class="value">${sentence(writeEstimate(style, one.value, halfWidth))}</span>
<span class="theory">${beside}</span></li>`;
}

/** A metric in a sentence: its value with the interval. */
export function said(result: Result, name: string): HTMLElement {
  return saidEach(result, name, 1);
}

/**
 * A sum over so many parties in a sentence, for each one of them: the value with the interval.
 * @param as the name under which it is found in the page; by default the metric's
 */
export function saidEach(result: Result, name: string, parties: number, as: string = name): HTMLElement {
  const one = metric(result, name);
  const { confidence, replications } = one;
  const value = one.value / parties;
  const halfWidth = one.halfWidth === null ? null : one.halfWidth / parties;
  const shown = halfWidth === 0 ? null : halfWidth;
  const words = writeEstimate(styleOf(unitOf(one), value, shown), value, shown);
  return saidValue(as, value, words, { halfWidth, confidence, replications });
}

/** How well a number is known. */
type Spread = Pick<ResultMetric, 'halfWidth' | 'confidence' | 'replications'>;

/**
 * A number in a sentence.
 * @param name under which it is found in the page
 * @param words the number as it is written
 * @param spread where it is an estimate beside which the page states its theory
 */
export function saidValue(name: string, value: number, words: string, spread?: Spread): HTMLElement {
  const known =
    typeof spread?.halfWidth === 'number'
      ? {
          'data-half-width': String(spread.halfWidth),
          'data-confidence': String(spread.confidence),
          'data-replications': String(spread.replications),
        }
      : {};
  return element('output', sentence(words), { 'data-figure': name, 'data-value': String(value), ...known });
}

/**
 * What theory says of a number that the page states under the same name with its spread; the tests compare the two.
 * @param words the number as it is written
 */
export function theory(name: string, value: number, words: string): HTMLElement {
  return element('output', sentence(words), { 'data-theory': name, 'data-value': String(value) });
}

/**
 * An exercise's solution behind a toggle, computed when it is opened for the first time.
 * @param solve its text, with what the simulator says
 */
export function solution(solve: () => Promise<Node>): HTMLElement {
  const details = element('details', html`<summary>Solution</summary>`, { class: 'exercise' }) as HTMLDetailsElement;
  details.addEventListener('toggle', () => void reveal(details, solve), { once: true });
  return details;
}

async function reveal(details: HTMLElement, solve: () => Promise<Node>): Promise<void> {
  const working = meter();
  details.append(working);
  details.ariaBusy = 'true';
  try {
    working.replaceWith(await solve());
  } catch (error) {
    console.error(error);
    working.className = 'differ';
    working.textContent = String(error);
  }
  details.ariaBusy = 'false';
}

function element(name: string, content: Markup, attributes: Readonly<Record<string, string>>): HTMLElement {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.innerHTML = content.text;
  return made;
}
