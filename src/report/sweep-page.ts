/**
 * The report of a sweep: one HTML text like that of a run, with a chart for each metric shown and a table of the arms.
 * @module
 */
import type { SweepArm, SweepResult } from '../experiment/comparison-result.ts';
import type { DataTable } from './charts/chart.ts';
import { costByPrice } from './charts/cost-by-price.ts';
import type { NamedChart } from './charts/registry.ts';
import { sweepChart } from './charts/sweep.ts';
import { PAIRINGS } from './differences.ts';
import { alike, confidenceWords, grouped, listed } from './format.ts';
import { html, type Markup, sentence, trusted } from './html.ts';
import { markdown } from './markdown.ts';
import { block, dataTable, figure, head, PRESENT, type Provenance, STAGE_BAR, section } from './page.ts';
import { PRESENTATION_SCRIPT } from './presentation.ts';
import { refusalsOf } from './refusals.ts';

/** The report as one self-contained HTML text; equal arguments give equal bytes. */
export async function renderSweepReport(sweep: SweepResult, provenance: Provenance): Promise<string> {
  const charts = chartsOf(sweep);
  const figures: Markup[] = [];
  for (const chart of charts) figures.push(await figure(chart));
  const title = `${sweep.scenario.title}: ${listed(sweep.factors.map(({ path }) => path))} varied`;
  const about = markdown(sweep.scenario.about);
  const page = html`<!doctype html>
<html lang="en">
${head(title, charts.length > 0)}
<body>
<header>
<h1>${title}</h1>
${banner(sweep)}
<div class="question"><p>${question(sweep)}</p></div>
<p class="answer">${sentence([...charts.map(({ chart }) => `${chart.title}.`).slice(0, 1), ...refusalWords(sweep).slice(0, 1), agreement(sweep)].join(' '))}</p>
</header>
<main>
${section('charts', 'Charts', html`<p>${sentence(choice(sweep))}</p>${charts.length > 0 ? PRESENT : html``}${figures}`, true)}
${section('arms', 'All arms', html`<p>${sentence([pairings(sweep), ...refusalWords(sweep).slice(1)].join(' '))}</p>${dataTable(armsTable(sweep))}`, true)}
${section('about', 'About the scenario', html`${about}`, about.length > 0)}
${section('scenario', 'The scenario as given', scenarioText(provenance), provenance.scenario !== undefined)}
${section('reproduce', 'Reproduce', block('Command', provenance.reproduce), true)}
${section('provenance', 'Provenance', provenanceList(sweep, provenance), true)}
</main>
${charts.length > 0 ? html`${STAGE_BAR}<script>${trusted(PRESENTATION_SCRIPT)}</script>` : html``}
</body>
</html>
`;
  return page.text;
}

/** What a sweep of the price says of all schemes together, and a chart for each metric shown. */
function chartsOf(sweep: SweepResult): NamedChart[] {
  const named = [
    { name: 'cost-by-price', chart: costByPrice(sweep) },
    ...sweep.shown.map((metric, i) => ({ name: `sweep-${i + 1}`, chart: sweepChart(sweep, metric) })),
  ];
  return named.flatMap(({ name, chart }) => (chart === null ? [] : [{ name, chart }]));
}

function question({ factors, scenario }: SweepResult): string {
  const varied = factors.map(({ path, values }) => `${path} takes the values ${listed(values.map(String))}`);
  return `What changes in ${scenario.name} when ${listed(varied)}?`;
}

/** Disagreement is the first thing that a reader learns. */
function banner(sweep: SweepResult): Markup {
  const apart = sweep.arms.filter(({ disagreements }) => disagreements.length > 0);
  if (apart.length === 0) return html``;
  const arms = apart.map((arm) => `${point(sweep, arm)} (${arm.disagreements.join(', ')})`);
  return html`<p class="differ"><strong>Simulation and theory disagree</strong> at ${arms.join('; ')}.</p>`;
}

function point({ factors }: SweepResult, { values }: SweepArm): string {
  return factors.map(({ path }, i) => `${path} = ${values[i]}`).join(', ');
}

/**
 * Which arms leave purchases out, in sentences: first that some do and how many, then each with its schemes. Costs and
 * loads for each payment are those of the payments that are left.
 */
export function refusalWords(sweep: SweepResult): string[] {
  const refusing = sweep.arms.flatMap((arm) => {
    const words = refusalsOf({ labels: sweep.labels, metrics: arm.metrics });
    return words.length === 0 ? [] : [`At ${point(sweep, arm)} ${words.join(' ')}`];
  });
  if (refusing.length === 0) return [];
  const counted =
    refusing.length === sweep.arms.length ? 'all arms' : `${refusing.length} of ${sweep.arms.length} arms`;
  return [
    `In ${counted} schemes refuse purchases, so what is given for each payment is of fewer payments.`,
    ...refusing,
  ];
}

function judgedIn({ metrics }: SweepArm): { readonly judged: number; readonly agreeing: number } {
  const verdicts = metrics.flatMap(({ theory }) => (theory === undefined || theory.agrees === null ? [] : [theory]));
  return { judged: verdicts.length, agreeing: verdicts.filter(({ agrees }) => agrees).length };
}

/** What theory says of all arms, in a sentence. */
export function agreement({ arms }: SweepResult): string {
  const counts = arms.map(judgedIn);
  const judged = counts.reduce((sum, count) => sum + count.judged, 0);
  const agreeing = counts.reduce((sum, count) => sum + count.agreeing, 0);
  if (judged === 0) return 'No figure could be judged beside a closed form.';
  const all = `${grouped(judged, 0)} judged ${judged === 1 ? 'figure' : 'figures'} of ${arms.length} arms`;
  return agreeing === judged
    ? `Simulation agrees with theory in all ${all}.`
    : `Simulation agrees with theory in only ${grouped(agreeing, 0)} of ${all}.`;
}

/** Why these metrics are shown. */
function choice({ shownBecause, arms, confidence }: SweepResult): string {
  const where = 'sweep.json has all metrics of all arms.';
  const among = `${grouped(Math.max(...arms.map(({ metrics }) => metrics.length)), 0)} metrics`;
  const words = {
    asked: 'The metrics that were asked for.',
    differ: `Of ${among}, those that differ most between the first arm and another, by more than chance alone explains (${confidenceWords(confidence)} for all together).`,
    'may-differ': `None of ${among} differs from the first arm by more than chance may do (${confidenceWords(confidence)} for all together). These differ most.`,
  };
  return `${words[shownBecause]} ${where}`;
}

/** What the arms share with the first one. */
function pairings(sweep: SweepResult): string {
  const [, ...others] = sweep.arms;
  const said = alike(others.map(({ pairing }, i) => ({ label: String(i), words: PAIRINGS[pairing] })));
  const counted = said.map(({ labels, words }) => `${labels.length} of ${others.length} (${words})`);
  return said.length === 1
    ? `All arms against the first: ${said[0]!.words}.`
    : `Against the first arm: ${listed(counted)}.`;
}

function armsTable(sweep: SweepResult): DataTable {
  const rows = sweep.arms.map((arm) => {
    const { judged, agreeing } = judgedIn(arm);
    return [
      ...arm.values.map(String),
      grouped(arm.replications, 0),
      `${agreeing} of ${judged}`,
      `${arm.digest.slice(0, 8)}…`,
    ];
  });
  const head = [
    ...sweep.factors.map(({ path }) => path),
    'replications',
    'agrees with theory',
    'digest of its own run',
  ];
  return { caption: 'The arms in their order', head, rows };
}

function scenarioText({ scenario }: Provenance): Markup {
  return block('The scenario as given', scenario ?? '');
}

function provenanceList(sweep: SweepResult, provenance: Provenance): Markup {
  const entries: readonly (readonly [string, string])[] = [
    ['farthing', `${provenance.version}, commit ${provenance.commit}`],
    ['Node', provenance.node],
    ['arguments', provenance.arguments.join(' ')],
    ['seed', [...new Set(sweep.arms.map(({ seed }) => seed))].join(', ')],
    ['fidelity', [...new Set(sweep.arms.map(({ fidelity }) => fidelity))].join(', ')],
    ['files', provenance.files.join(', ')],
    ['digest', sweep.digest],
  ];
  return html`<dl>${entries.map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`)}</dl>`;
}
