/**
 * What is said beside and above the picture: the finding at every frame for the eye, and now and then for the ear.
 * @module
 */
import { found, say } from './element.ts';
import type { AnyScene } from './scene.ts';

export class Narration {
  readonly #finding = found('finding', HTMLElement);
  readonly #beat = found('beat', HTMLElement);
  readonly #picture = found('picture', HTMLElement);
  readonly #live = found('live', HTMLElement);
  #lastBeat = '';

  /** Before anything may be seen. */
  veil(words: string): void {
    this.#picture.classList.add('veiled');
    this.#picture.dataset.veil = words;
    this.#picture.setAttribute('aria-label', words);
    say(this.#finding, words);
    say(this.#beat, '');
  }

  /** @param share of the length that has been shown */
  show(scene: AnyScene, frame: unknown, share: number): void {
    this.#picture.classList.remove('veiled');
    say(this.#finding, scene.finding(frame));
    const beat = scene.beats.findLast(({ from }) => from <= share)?.says ?? '';
    say(this.#beat, beat);
    if (beat === this.#lastBeat) return;
    this.#lastBeat = beat;
    this.aloud(beat);
  }

  /** The picture stands still: its finding is read out, and the picture described. */
  rest(scene: AnyScene, frame: unknown): void {
    this.#picture.setAttribute('aria-label', `${scene.title}. ${scene.finding(frame)}`);
    this.aloud(scene.finding(frame));
  }

  aloud(words: string): void {
    say(this.#live, words);
  }
}
