/**
 * The report of a run: one HTML text that holds everything it shows, asks for nothing, and admits by its content
 * security policy only its own style sheet and its own script.
 * @module
 */
import { stringify } from 'yaml';
import type { Result } from '../experiment/result.ts';
import { cards } from './cards.ts';
import type { DataTable, Machine } from './charts/chart.ts';
import { chartsOf, type NamedChart } from './charts/registry.ts';
import { claimCards, claimsInWords, experimentList } from './claims.ts';
import { hashSource } from './digest.ts';
import { html, type Markup, sentence, trusted } from './html.ts';
import { markdown } from './markdown.ts';
import { agreement, metricsTables } from './metrics.ts';
import { PRESENTATION_SCRIPT } from './presentation.ts';
import { refusals } from './refusals.ts';
import { renderSvg } from './render.ts';
import { styleSheet } from './style.ts';
import { PAGE, SLIDE } from './theme.ts';

/** Coins, chance and the bank: the first three charts of a report on the lecture. */
const PARTS_OF_THE_LECTURE = 3;

/** Where a result comes from, as plain text: the report itself asks no clock, no file and no environment. */
export interface Provenance extends Machine {
  /** farthing's version. */
  readonly version: string;
  readonly commit: string;
  /** The JavaScript engine's version. */
  readonly node: string;
  /** The command that makes the same result again. */
  readonly reproduce: string;
  /** The scenario's own text, before the command's options change it; absent where only the result is at hand. */
  readonly scenario?: string;
  readonly arguments: readonly string[];
  /** The files that were written beside the report. */
  readonly files: readonly string[];
}

/**
 * The report of a result as one self-contained HTML text; equal arguments give equal bytes.
 * @throws RangeError for an unknown name in `result.charts`.
 */
export async function renderReport(result: Result, provenance: Provenance): Promise<string> {
  const charts = chartsOf(result, provenance);
  const figures: Markup[] = [];
  for (const chart of charts) figures.push(await figure(chart));
  const [question, ...about] = markdown(result.scenario.about);
  const page = html`<!doctype html>
<html lang="en">
${head(result.scenario.title, charts.length > 0)}
<body>
<header>
<h1>${result.scenario.title}</h1>
${banner(result)}
<div class="question">${question ?? html``}</div>
<p class="answer">${sentence(answer(result, charts))}</p>
</header>
<main>
${section('figures', 'Key figures', cards(result), result.metrics.length > 0)}
${section('charts', 'Charts', html`${charts.length > 0 ? PRESENT : html``}${figures}`, charts.length > 0)}
${section('claims', "The lecture's claims", claimsSection(result), result.claims !== undefined)}
${section('metrics', 'All metrics beside theory', metricsTables(result), result.metrics.length > 0)}
${section('about', 'About the scenario', html`${about}`, about.length > 0)}
${section('scenario', 'The scenario as run', scenarioText(result, provenance), true)}
${section('reproduce', 'Reproduce', block('Command', provenance.reproduce), true)}
${section('provenance', 'Provenance', provenanceList(result, provenance), true)}
</main>
${charts.length > 0 ? html`${STAGE_BAR}<script>${trusted(PRESENTATION_SCRIPT)}</script>` : html``}
</body>
</html>
`;
  return page.text;
}

export function head(title: string, scripted: boolean): Markup {
  const style = styleSheet();
  const script = scripted ? ` script-src ${hashSource(PRESENTATION_SCRIPT)};` : '';
  const policy = `default-src 'none'; style-src ${hashSource(style)};${script} base-uri 'none'; form-action 'none'`;
  return html`<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${trusted(style)}</style>
</head>`;
}

/** Disagreement is the first thing that a reader learns. */
function banner({ disagreements }: Result): Markup {
  if (disagreements.length === 0) return html``;
  const names = disagreements.map((name, i) => html`${i === 0 ? '' : ', '}<code>${name}</code>`);
  const count = disagreements.length === 1 ? 'One metric has' : `${disagreements.length} metrics have`;
  return html`<p class="differ"><strong>Simulation and theory disagree.</strong> ${count} left the band of theory: ${names}. See <a href="#metrics">all metrics</a>.</p>`;
}

function answer(result: Result, charts: readonly NamedChart[]): string {
  // A lecture has several parts, each with a finding of its own.
  const told = result.claims === undefined ? 1 : PARTS_OF_THE_LECTURE;
  const findings = charts.slice(0, told).map(({ chart }) => `${chart.title}.`);
  return [...refusals(result), ...findings, agreement(result)].join(' ');
}

function claimsSection({ claims }: Result): Markup {
  if (claims === undefined) return html``;
  const open = claims.claims.filter(({ verdict }) => verdict === null).flatMap(({ experiments }) => experiments);
  const others = claims.experiments.filter(({ name }) => open.includes(name));
  return html`<p>${claimsInWords(claims.claims)}. <code>npx farthing claims</code> measures them all.</p>
${claimCards(claims)}
<h3>Experiments behind the claims that this run does not measure</h3>
${experimentList(others)}`;
}

export function section(id: string, heading: string, content: Markup, present: boolean): Markup {
  return present
    ? html`<section id="${id}">
<h2>${heading}</h2>
${content}
</section>`
    : html``;
}

export const PRESENT = html`<p><button type="button" id="present">Present the charts (key p)</button></p>
`;

export const STAGE_BAR = html`<div id="stage-bar"><span class="place"></span>
<button type="button" id="stage-back">← back</button>
<button type="button" id="stage-on">on →</button>
<button type="button" id="stage-leave">leave (Esc)</button></div>
`;

export async function figure({ name, chart }: NamedChart): Promise<Markup> {
  const page = trusted(await renderSvg(chart.draw(PAGE)));
  const slide = trusted(await renderSvg(chart.draw(SLIDE)));
  return html`<figure class="chart" id="chart-${name}" tabindex="-1">
<figcaption><h3>${sentence(chart.title)}</h3><p>${sentence(chart.caption)}</p><p class="brief">${sentence(chart.brief)}</p></figcaption>
<div class="drawing page" role="img" aria-label="${chart.alternative}">${page}</div>
<div class="drawing slide" role="img" aria-label="${chart.alternative}">${slide}</div>
${chart.tablesShown ? html`${chart.tables.map(dataTable)}` : behindToggle(chart.tables)}
</figure>
`;
}

function behindToggle(tables: readonly DataTable[]): Markup {
  return html`<details><summary>Data of this chart</summary>${tables.map(dataTable)}</details>`;
}

export function dataTable({ caption, head: columns, rows }: DataTable): Markup {
  const body = rows.map(
    ([
      first,
      ...rest
    ]) => html`<tr><th scope="row">${sentence(first)}</th>${rest.map((cell) => html`<td>${sentence(cell)}</td>`)}</tr>
`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>
${body}</tbody></table></div>`;
}

/** What can be saved and run again, as it was given; behind a toggle, what the program made of it. */
function scenarioText({ scenario, digest }: Result, { scenario: text }: Provenance): Markup {
  const resolved = block(
    'The scenario as resolved',
    stringify(scenario.resolved, { aliasDuplicateObjects: false }).trimEnd(),
  );
  const resolution = html`every default filled in, the command's options applied, amounts in microdollars and times in microseconds. It is no scenario file.`;
  if (text === undefined) return html`<p>As the program resolved it: ${resolution}</p>${resolved}`;
  return html`<p>The file as it was given. Saved as <code>${scenario.name}.yaml</code> and run with the options of the command below it gives the digest <code>${digest.slice(0, 8)}…</code> again.</p>
${block('The scenario as given', text)}
<details><summary>As resolved</summary><p>What the program made of it: ${resolution}</p>${resolved}</details>`;
}

/** The parser of a page drops a line end behind the tag, so that a text that begins with one stays whole. */
export function block(name: string, text: string): Markup {
  return html`<pre tabindex="0" role="region" aria-label="${name}">
${text}</pre>`;
}

/** Mints have no fidelity: all their hashes are real. */
function isMintsOnly({ labels }: Result): boolean {
  return labels.every(({ scheme }) => scheme === 'mint');
}

function provenanceList(result: Result, provenance: Provenance): Markup {
  const entries: readonly (readonly [string, string])[] = [
    ['farthing', `${provenance.version}, commit ${provenance.commit}`],
    ['Node', provenance.node],
    ['arguments', provenance.arguments.join(' ')],
    ['scenario', result.scenario.name],
    ['seed', result.seed],
    ['fidelity', isMintsOnly(result) ? '' : result.fidelity],
    ['replications', String(result.replications)],
    ['files', provenance.files.join(', ')],
    ['digest', result.digest],
  ];
  const shown = entries.filter(([, value]) => value !== '');
  return html`<dl>${shown.map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`)}</dl>`;
}
