/**
 * The player's buttons, and how far it has come.
 * @module
 */
import { grouped } from '../report/format.ts';
import { found, make, say } from './element.ts';
import { SPEEDS } from './player.ts';
import type { Projector } from './projector.ts';

/** What the buttons and the keys do. */
export interface Commands {
  playOrPause(): void;
  step(): void;
  toEnd(): void;
  reset(): void;
  speed(speed: number): void;
}

export class Controls {
  readonly #play = found('play', HTMLButtonElement);
  readonly #step = found('step', HTMLButtonElement);
  readonly #end = found('end', HTMLButtonElement);
  readonly #reset = found('reset', HTMLButtonElement);
  readonly #speed = found('speed', HTMLSelectElement);
  readonly #progress = found('progress', HTMLProgressElement);
  readonly #position = found('position', HTMLSpanElement);

  constructor(commands: Commands) {
    this.#speed.append(...SPEEDS.map((speed) => make('option', { value: speed }, `${speed}×`)));
    this.#play.addEventListener('click', () => commands.playOrPause());
    this.#step.addEventListener('click', () => commands.step());
    this.#end.addEventListener('click', () => commands.toEnd());
    this.#reset.addEventListener('click', () => commands.reset());
    this.#speed.addEventListener('change', () => commands.speed(Number(this.#speed.value)));
  }

  /**
   * @param unit of positions
   * @param isAllowed false as long as a prediction is awaited
   */
  show(
    { position, length, isOpen, isPlaying, isTravelling, speed }: Projector,
    unit: string,
    isAllowed: boolean,
  ): void {
    const isDone = isOpen && position === length;
    say(this.#play, isPlaying || isTravelling ? 'Pause' : 'Play');
    for (const button of [this.#play, this.#step, this.#end]) disable(button, !isAllowed || !isOpen || isDone);
    disable(this.#reset, !isAllowed);
    this.#speed.value = String(speed);
    this.#progress.value = length === 0 ? 0 : position / length;
    say(this.#position, isOpen ? `${grouped(position, 0)} of ${grouped(length, 0)} ${unit}` : 'opening the run');
  }
}

/** A button that loses its sense keeps its place in the order of the keyboard. */
function disable(button: HTMLButtonElement, isDisabled: boolean): void {
  if (isDisabled) button.setAttribute('aria-disabled', 'true');
  else button.removeAttribute('aria-disabled');
}
