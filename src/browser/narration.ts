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

  /** A run is being opened: what was said belongs to the one before. */
  opening({ title }: AnyScene): void {
    this.#silence();
    this.#label(`${title}: the run is being opened.`);
    say(this.#finding, '');
    if (this.#picture.childElementCount === 0 || this.#isCovered) this.#cover('The run is being opened.');
  }

  /** A run is on its way to a place, of which nothing is to be seen before. @param share of the way */
  travelling({ title }: AnyScene, place: string, share: number): void {
    const words = `The run is on its way to ${place}`;
    this.#lastBeat = '';
    say(this.#beat, '');
    this.#cover(`${words}: ${Math.floor(100 * share)} %`);
    this.#label(`${title}. ${words}.`);
    say(this.#finding, `${words}.`);
    this.aloud(`${words}.`);
  }

  /** Before anything may be seen. */
  veil({ title }: AnyScene, words: string): void {
    this.#silence();
    this.#cover(words);
    this.#label(`${title}. ${words}`);
    say(this.#finding, words);
  }

  /** What is to be seen now: described where it stands still, and only named while it moves on. */
  show(
    scene: AnyScene,
    frame: unknown,
    { beat, isPlaying }: { readonly beat: string; readonly isPlaying: boolean },
  ): void {
    const finding = scene.finding(frame);
    this.#picture.classList.remove('veiled');
    this.#label(
      isPlaying ? `${scene.title}, while it plays; what it shows is said above.` : `${scene.title}. ${finding}`,
    );
    say(this.#finding, finding);
    say(this.#beat, beat);
    if (beat === this.#lastBeat) return;
    this.#lastBeat = beat;
    this.aloud(beat);
  }

  aloud(words: string): void {
    say(this.#live, words);
  }

  get #isCovered(): boolean {
    return this.#picture.classList.contains('veiled');
  }

  /** Words in place of the picture. */
  #cover(words: string): void {
    this.#picture.classList.add('veiled');
    this.#picture.dataset.veil = words;
  }

  #silence(): void {
    this.#lastBeat = '';
    say(this.#beat, '');
    this.aloud('');
  }

  #label(words: string): void {
    if (this.#picture.getAttribute('aria-label') !== words) this.#picture.setAttribute('aria-label', words);
  }
}
