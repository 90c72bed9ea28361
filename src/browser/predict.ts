/**
 * The question of a scene: its options, the learner's prediction, and what the run said to it.
 * @module
 */
import { found, make, say } from './element.ts';
import type { Option } from './scene.ts';

export class Predict {
  readonly #form = found('question', HTMLFormElement);
  readonly #asks = found('asks', HTMLElement);
  readonly #options = found('options', HTMLElement);
  readonly #submit = found('predict', HTMLButtonElement);
  readonly #reveal = found('reveal', HTMLElement);
  #shown: readonly Option[] = [];

  /** @param predicted is told that a prediction was made */
  constructor(predicted: () => void) {
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (this.choice !== undefined) predicted();
      else say(this.#reveal, 'Choose one of them first.');
    });
  }

  /** The option chosen so far. */
  get choice(): string | undefined {
    const chosen = new FormData(this.#form).get('option');
    return typeof chosen === 'string' ? chosen : undefined;
  }

  set isVisible(isVisible: boolean) {
    this.#form.hidden = !isVisible;
  }

  ask(asks: string, options: readonly Option[]): void {
    this.#shown = options;
    say(this.#asks, asks);
    this.#options.replaceChildren(
      ...options.map(({ id, label }) =>
        make('label', {}, make('input', { type: 'radio', name: 'option', value: id }), make('span', {}, label)),
      ),
    );
    this.#submit.hidden = false;
    say(this.#reveal, '');
  }

  /** The prediction stands: nothing can be changed any more. */
  close(): void {
    for (const input of this.#inputs()) if (!input.checked) input.disabled = true;
    this.#submit.hidden = true;
    say(this.#reveal, 'Now watch: the run itself answers at its end.');
  }

  /** What was right in this very run. */
  reveal(choice: string, { right, because }: { readonly right: string; readonly because: string }): void {
    const label = this.#shown.find(({ id }) => id === right)?.label ?? right;
    for (const input of this.#inputs()) input.parentElement?.classList.toggle('right', input.value === right);
    const isRight = choice === right;
    const verdict = isRight ? '✓ Right.' : `✗ No, the answer is “${label}”.`;
    this.#reveal.replaceChildren(make('strong', { class: isRight ? 'agrees' : 'differs' }, verdict), ` ${because}`);
  }

  #inputs(): NodeListOf<HTMLInputElement> {
    return this.#options.querySelectorAll('input');
  }
}
