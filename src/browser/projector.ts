/**
 * Shows a run: asks the worker for the frames that the player wants, one question at a time, draws each at most once for a
 * frame of the screen, and at the end asks for the result.
 * @module
 */
import type { Result } from '../experiment/result.ts';
import type { Answer, RunRequest } from './messages.ts';
import { Player } from './player.ts';
import { RunClient } from './run-client.ts';
import type { AnyScene, Picture } from './scene.ts';

/** With reduced motion the picture changes so often and stands still in between. */
const REDUCED_EVERY_SECONDS = 1;

interface Audience {
  /** Something else is to be seen, or playing has begun or ended. */
  changed(): void;
  /** The run stands still at a place to which it was told to go, or at its end. */
  rested(): void;
  finished(result: Result): void;
  failed(message: string): void;
}

interface Opening {
  readonly scene: AnyScene;
  readonly request: RunRequest;
  readonly plays: boolean;
  /** Position at which it stands to begin with. */
  readonly at: number;
}

export class Projector {
  readonly #host: HTMLElement;
  readonly #audience: Audience;
  readonly #client: RunClient;
  readonly #reducedMotion: boolean;
  #opening: Opening | undefined;
  #picture: Picture<unknown> | undefined;
  #player = new Player({ length: 0, seconds: 1 });
  #frame: unknown;
  #isDrawn = true;
  #hasRested = true;
  #hasFinished = false;
  #isTravelling = false;
  #position = 0;
  #speed = 1;
  #before = 0;
  #isTicking = false;

  constructor(host: HTMLElement, start: () => Worker, reducedMotion: boolean, audience: Audience) {
    this.#host = host;
    this.#audience = audience;
    this.#reducedMotion = reducedMotion;
    this.#client = new RunClient(start, (answer) => this.#take(answer));
    new ResizeObserver(() => this.redraw()).observe(host);
  }

  get position(): number {
    return this.#position;
  }

  get length(): number {
    return this.#player.length;
  }

  get frame(): unknown {
    return this.#frame;
  }

  get isPlaying(): boolean {
    return this.#player.isPlaying;
  }

  get isOpen(): boolean {
    return this.#frame !== undefined;
  }

  /** It is on its way to a place, and nothing is to be seen before. */
  get isTravelling(): boolean {
    return this.#isTravelling;
  }

  /** Where it is to be. */
  get goal(): number {
    return this.#player.position;
  }

  get speed(): number {
    return this.#speed;
  }

  set speed(speed: number) {
    this.#speed = speed;
    this.#player.speed = speed;
    this.#audience.changed();
  }

  open(opening: Opening): void {
    this.#opening = opening;
    this.#frame = undefined;
    this.#position = 0;
    this.#hasFinished = false;
    this.#isTravelling = false;
    this.#player.isPlaying = false;
    this.#client.open(opening.request);
    this.#audience.changed();
  }

  play(): void {
    if (!this.isOpen || this.#player.isAtEnd) return;
    this.#player.standAt(this.#position);
    this.#player.isPlaying = true;
    this.#begin();
  }

  /** Stands still here, whether it plays or is on its way. */
  pause(): void {
    if (!this.#player.isPlaying && !this.#isTravelling) return;
    this.#player.standAt(this.#position);
    this.#player.isPlaying = false;
    this.#begin();
  }

  /** Goes on to a place and stands still there; nowhere when it has been passed. */
  goTo(position: number): void {
    if (!this.isOpen) return;
    this.#player.isPlaying = false;
    this.#player.standAt(Math.max(this.#position, position));
    this.#begin();
  }

  /** The page's colours or sizes have changed. */
  redraw(): void {
    if (this.#picture === undefined || this.#frame === undefined) return;
    this.#picture.resize();
    if (!this.#isTravelling) this.#picture.show(this.#frame);
  }

  #take(answer: Answer): void {
    if (answer.kind === 'opened') this.#started(answer.length, answer.frame);
    else if (answer.kind === 'moved') this.#moved(answer.position, answer.frame);
    else if (answer.kind === 'finished') this.#audience.finished(answer.result);
    else this.#audience.failed(answer.message);
  }

  #started(length: number, frame: unknown): void {
    const { scene, plays, at } = this.#opening!;
    const everySeconds = this.#reducedMotion ? REDUCED_EVERY_SECONDS : 0;
    const pace = scene.pace && { pace: (share: number) => scene.pace!(share) };
    this.#player = new Player({ length, seconds: scene.seconds, everySeconds, ...pace });
    this.#player.speed = this.#speed;
    this.#host.replaceChildren();
    this.#picture = scene.draw({ host: this.#host, reducedMotion: this.#reducedMotion });
    this.#frame = frame;
    this.#isDrawn = false;
    this.#player.standAt(at);
    this.#player.isPlaying = plays && at === 0;
    this.#isTravelling = this.#player.position > 0;
    this.#begin();
  }

  /** @param frame undefined on the way */
  #moved(position: number, frame: unknown): void {
    this.#position = position;
    this.#isTravelling = frame === undefined;
    if (this.#isTravelling) {
      this.#audience.changed();
      return;
    }
    this.#frame = frame;
    this.#isDrawn = false;
    // A worker that cannot keep up slows the clock down.
    if (this.#player.isPlaying) this.#player.standAt(position);
    if (position === this.length) this.#player.isPlaying = false;
  }

  #begin(): void {
    this.#before = performance.now();
    this.#hasRested = false;
    this.#audience.changed();
    if (this.#isTicking) return;
    this.#isTicking = true;
    requestAnimationFrame(this.#tick);
  }

  readonly #tick = (now: number): void => {
    this.#draw();
    if (this.isOpen && !this.#client.isWaiting) this.#goOn(now);
    this.#isTicking = this.#client.isWaiting || this.#player.isPlaying || !(this.#isDrawn || this.#isTravelling);
    if (this.#isTicking) requestAnimationFrame(this.#tick);
  };

  #draw(): void {
    if (this.#isDrawn || this.#frame === undefined || this.#isTravelling) return;
    this.#isDrawn = true;
    this.#picture?.show(this.#frame);
    this.#audience.changed();
  }

  #goOn(now: number): void {
    this.#player.advance((now - this.#before) / 1000);
    this.#before = now;
    const { position, isPlaying } = this.#player;
    if (position > this.#position || this.#isTravelling) this.#client.move(position, !isPlaying);
    else if (!isPlaying) this.#rest();
  }

  #rest(): void {
    if (!this.#hasRested) this.#audience.rested();
    this.#hasRested = true;
    if (this.#position < this.length || this.#hasFinished) return;
    this.#hasFinished = true;
    this.#client.finish();
  }
}
