/**
 * The sliders of the sandbox: one for each of the scene's parameters.
 * @module
 */
import { grouped } from '../report/format.ts';
import { found, make } from './element.ts';
import type { Parameter } from './scene.ts';

/** A slider that is being dragged opens no run before it has stood still for so long. */
const SETTLED_MS = 150;

export class Sandbox {
  readonly #form = found('sandbox', HTMLFormElement);
  readonly #sliders = found('sliders', HTMLElement);
  readonly #changed: (values: Readonly<Record<string, number>>) => void;
  #values: Record<string, number> = {};
  #timer = 0;

  /** @param changed is told all values when one of them has been changed */
  constructor(changed: (values: Readonly<Record<string, number>>) => void) {
    this.#changed = changed;
    this.#form.addEventListener('submit', (event) => event.preventDefault());
  }

  set isVisible(isVisible: boolean) {
    this.#form.hidden = !isVisible;
  }

  show(parameters: readonly Parameter[], values: Readonly<Record<string, number>>): void {
    window.clearTimeout(this.#timer);
    this.#values = { ...values };
    this.#sliders.replaceChildren(...parameters.map((each) => this.#slider(each)));
  }

  #slider({ key, label, unit, values }: Parameter): HTMLElement {
    const output = make('output');
    const input = make('input', { type: 'range', name: key, min: 0, max: values.length - 1, step: 1 });
    input.value = String(values.indexOf(this.#values[key]));
    const write = (): void => {
      const words = `${plainNumber(this.#values[key])}${unit}`;
      output.value = words;
      input.setAttribute('aria-valuetext', words);
    };
    input.addEventListener('input', () => {
      this.#values = { ...this.#values, [key]: values[Number(input.value)] };
      write();
      window.clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => this.#changed(this.#values), SETTLED_MS);
    });
    write();
    return make('label', {}, make('span', { class: 'name' }, label), output, input);
  }
}

/** With its thousands separated, and no more decimals than it has. */
function plainNumber(value: number): string {
  return grouped(value, (String(value).split('.')[1] ?? '').length);
}
