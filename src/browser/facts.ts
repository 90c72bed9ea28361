/**
 * What makes the picture checkable: the command that gives the same numbers, and after the end the digest and the key
 * metrics beside their theory.
 * @module
 */
import type { Result, ResultMetric } from '../experiment/result.ts';
import { keyFigures } from '../report/cards.ts';
import { quantity } from '../report/format.ts';
import { titleInWords, unitBeside } from '../report/names.ts';
import { isSeed, SEED_RULE } from './address.ts';
import { found, make, say } from './element.ts';
import type { AnyScene } from './scene.ts';

interface SeedCommands {
  /** A seed that is allowed. */
  seed(seed: string): void;
  anotherSeed(): void;
}

export class Facts {
  readonly #seed = found('seed', HTMLInputElement);
  readonly #command = found('command', HTMLElement);
  readonly #outcome = found('outcome', HTMLElement);

  constructor(commands: SeedCommands) {
    this.#seed.addEventListener('change', () => {
      const seed = this.#seed.value.trim();
      this.#seed.setCustomValidity(isSeed(seed) ? '' : `A seed is ${SEED_RULE}.`);
      if (this.#seed.reportValidity()) commands.seed(seed);
    });
    found('another', HTMLButtonElement).addEventListener('click', () => commands.anotherSeed());
  }

  show(seed: string, command: string): void {
    this.#seed.value = seed;
    this.#seed.setCustomValidity('');
    say(this.#command, command);
    this.#outcome.replaceChildren(
      make('p', { class: 'muted' }, 'Digest and figures stand here when the run has ended.'),
    );
  }

  end(result: Result, { metrics, metricsNote = '' }: AnyScene): void {
    const rows = chosen(result, metrics).map((metric) => row(result, metric));
    const head = make('tr', {}, ...['', 'this run', 'theory'].map((words) => make('th', { scope: 'col' }, words)));
    this.#outcome.replaceChildren(
      make('table', {}, make('thead', {}, head), make('tbody', {}, ...rows)),
      make('p', { class: 'muted', hidden: metricsNote === '' }, metricsNote),
      make('p', { class: 'digest' }, 'Digest ', make('code', { id: 'digest' }, result.digest)),
    );
  }
}

function chosen(result: Result, metrics: AnyScene['metrics']): readonly ResultMetric[] {
  if (metrics === undefined) return keyFigures(result);
  const names = typeof metrics === 'function' ? metrics(result) : metrics;
  return names.flatMap((name) => result.metrics.filter((metric) => metric.name === name));
}

function row(result: Result, metric: ResultMetric): HTMLElement {
  const { value, theory } = metric;
  const unit = unitBeside(metric);
  const bound = theory?.kind === 'bound' ? 'at most ' : '';
  return make(
    'tr',
    {},
    make('th', { scope: 'row' }, titleInWords(result, metric)),
    make('td', {}, quantity(unit, value)),
    make('td', {}, theory === undefined ? '' : `${bound}${quantity(unit, theory.value)}`),
  );
}
