/**
 * The living page: which scene and stage the address asks for, and what the controls, the question, the sliders and the
 * seed do to the run that is shown.
 * @module
 */
import type { Result } from '../experiment/result.ts';
import { grouped } from '../report/format.ts';
import { type Address, anotherSeed, overridesOf, readAddress, writeAddress } from './address.ts';
import { beatAt } from './beats.ts';
import { commandOf } from './command.ts';
import { Controls } from './controls.ts';
import { found, say } from './element.ts';
import { Facts } from './facts.ts';
import { type Key, keyList, listenToKeys } from './keyboard.ts';
import { Narration } from './narration.ts';
import { sceneAddress, showLinks } from './navigation.ts';
import { nextSpeed } from './player.ts';
import { Predict } from './predict.ts';
import { Projector } from './projector.ts';
import { Sandbox } from './sandbox.ts';
import type { AnyScene } from './scene.ts';
import { SCENES } from './scenes.ts';

export class LecturePage {
  readonly #notice = found('notice', HTMLElement);
  readonly #present = found('present', HTMLButtonElement);
  readonly #help = found('help', HTMLDialogElement);
  readonly #reducedMotion = matchMedia('(prefers-reduced-motion: reduce)').matches;
  readonly #narration = new Narration();
  readonly #projector: Projector;
  readonly #controls: Controls;
  readonly #predict: Predict;
  readonly #sandbox: Sandbox;
  readonly #facts: Facts;
  #address: Address = readAddress('', SCENES).address;
  /** What was predicted of this run; undefined before, and where nothing is asked. */
  #prediction: string | undefined;

  constructor(startWorker: () => Worker) {
    this.#projector = new Projector(found('picture', HTMLElement), startWorker, this.#reducedMotion, {
      changed: () => this.#show(),
      rested: () => this.#rest(),
      finished: (result) => this.#finish(result),
      failed: (message) => this.#complain([`The run cannot be shown. ${message}`]),
    });
    this.#controls = new Controls({
      playOrPause: () => this.#playOrPause(),
      step: () => this.#step(),
      toEnd: () => this.#goTo(this.#projector.length),
      reset: () => this.#reset(),
      speed: (speed) => this.#setSpeed(speed),
    });
    this.#predict = new Predict(() => this.#predicted());
    this.#sandbox = new Sandbox((values) => this.#change({ values }));
    this.#facts = new Facts({
      seed: (seed) => this.#change({ seed }),
      anotherSeed: () => this.#change({ seed: anotherSeed(this.#address.seed) }),
    });
    this.#listen();
  }

  /** Shows what an address asks for. @param hash with its # */
  go(hash: string): void {
    const { address, complaints } = readAddress(hash, SCENES);
    this.#begin(address);
    this.#complain(complaints);
  }

  get #scene(): AnyScene {
    return SCENES.find(({ id }) => id === this.#address.scene)!;
  }

  /** A prediction is awaited: nothing of the run may be seen before. */
  get #isVeiled(): boolean {
    return this.#address.stage === 'choose' && this.#prediction === undefined;
  }

  #listen(): void {
    const keys = this.#keys();
    found('key-list', HTMLElement).append(...keyList(keys));
    listenToKeys(keys);
    // The event's own address: a run that comes to rest just now writes over the page's.
    window.addEventListener('hashchange', ({ newURL }) => this.go(new URL(newURL).hash));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#projector.redraw());
    this.#present.addEventListener('click', () => this.#togglePresenting());
    found('keys', HTMLButtonElement).addEventListener('click', () => this.#help.showModal());
  }

  #keys(): Key[] {
    const numbers = SCENES.map((_, index) => String(index + 1));
    const goToScene = (key: string): void => {
      location.hash = sceneAddress(SCENES[Number(key) - 1], this.#address.seed);
    };
    const faster = (by: 1 | -1): void => this.#setSpeed(nextSpeed(this.#projector.speed, by));
    return [
      { keys: [' '], shown: 'space', does: 'play or pause', act: () => this.#playOrPause() },
      { keys: ['ArrowRight'], shown: '→', does: 'one step', act: () => this.#step() },
      { keys: ['End'], shown: 'End', does: 'to the end', act: () => this.#goTo(this.#projector.length) },
      { keys: ['r'], shown: 'r', does: 'reset: back to the beginning', act: () => this.#reset() },
      { keys: ['+', '='], shown: '+', does: 'faster', act: () => faster(1) },
      { keys: ['-'], shown: '−', does: 'slower', act: () => faster(-1) },
      { keys: numbers, shown: `1 to ${numbers.length}`, does: 'a scene', act: goToScene },
      { keys: ['p'], shown: 'p', does: 'big type, for the last row', act: () => this.#togglePresenting() },
      { keys: ['?'], shown: '?', does: 'these keys', act: () => this.#help.showModal() },
    ];
  }

  #begin(address: Address): void {
    this.#address = address;
    this.#prediction = undefined;
    const scene = this.#scene;
    const { stage, values } = address;
    document.title = `${scene.title}: micropayments, live`;
    document.body.dataset.stage = stage;
    say(found('title', HTMLElement), scene.title);
    say(found('about', HTMLElement), scene.about);
    this.#predict.isVisible = stage === 'choose';
    this.#predict.ask(scene.question.asks(values), scene.question.optionsAt?.(values) ?? scene.question.options);
    this.#sandbox.isVisible = stage === 'sandbox';
    this.#sandbox.show(scene.parameters, values);
    this.#open(!this.#reducedMotion && address.at === undefined);
  }

  /** Another seed or other values in the same scene and stage. */
  #change(change: Partial<Pick<Address, 'seed' | 'values'>>): void {
    const { at: _, ...rest } = this.#address;
    this.#address = { ...rest, ...change };
    this.#complain([]);
    if (this.#address.stage === 'choose') this.#begin(this.#address);
    else this.#open(!this.#reducedMotion);
  }

  #open(plays: boolean): void {
    const { values, seed, at = 0 } = this.#address;
    const scene = this.#scene;
    const request = { scene: scene.id, seed, overrides: overridesOf(scene, values) };
    this.#facts.show(seed, commandOf(scene.file, request));
    showLinks(SCENES, this.#address);
    this.#projector.open({ scene, request, plays: plays && !this.#isVeiled, at: this.#isVeiled ? 0 : at });
    this.#writeAddress();
  }

  /** The address always is a link to what is to be seen. */
  #writeAddress(): void {
    history.replaceState(null, '', writeAddress(this.#address));
  }

  #standAt(position: number): void {
    const { at: _, ...rest } = this.#address;
    this.#address = position === 0 ? rest : { ...rest, at: position };
    this.#writeAddress();
  }

  #playOrPause(): void {
    if (this.#isVeiled) return;
    if (this.#projector.isPlaying || this.#projector.isTravelling) this.#projector.pause();
    else this.#projector.play();
  }

  #step(): void {
    const { step } = this.#scene;
    this.#goTo((Math.floor(this.#projector.position / step) + 1) * step);
  }

  #goTo(position: number): void {
    if (!this.#isVeiled) this.#projector.goTo(position);
  }

  #reset(): void {
    if (this.#isVeiled) return;
    this.#standAt(0);
    this.#open(false);
  }

  #setSpeed(speed: number): void {
    this.#projector.speed = speed;
  }

  #predicted(): void {
    this.#prediction = this.#predict.choice;
    this.#predict.close();
    this.#projector.play();
    found('play', HTMLButtonElement).focus();
  }

  #show(): void {
    const { frame, isPlaying, isOpen, isTravelling, position, goal } = this.#projector;
    const scene = this.#scene;
    if (this.#isVeiled) this.#narration.veil(scene, 'First predict, then see.');
    else if (isTravelling)
      this.#narration.travelling(
        scene,
        `${grouped(goal, 0)} ${scene.positionUnit}`,
        position < goal ? position / goal : 1,
      );
    else if (isOpen)
      this.#narration.show(scene, frame, { beat: beatAt(scene, this.#address, this.#projector), isPlaying });
    else this.#narration.opening(scene);
    this.#controls.show(this.#projector, scene.positionUnit, !this.#isVeiled);
    document.body.dataset.state = stateOf(this.#projector);
  }

  #rest(): void {
    const { frame, position } = this.#projector;
    if (this.#isVeiled) return;
    this.#narration.aloud(this.#scene.finding(frame));
    this.#standAt(position);
  }

  #finish(result: Result): void {
    const scene = this.#scene;
    this.#facts.end(result, scene);
    if (this.#prediction !== undefined)
      this.#predict.reveal(this.#prediction, scene.question.answer(this.#projector.frame, result));
    document.body.dataset.state = 'finished';
  }

  #complain(complaints: readonly string[]): void {
    this.#notice.hidden = complaints.length === 0;
    say(this.#notice, complaints.join(' '));
  }

  #togglePresenting(): void {
    const isPresenting = document.documentElement.classList.toggle('presenting');
    this.#present.setAttribute('aria-pressed', String(isPresenting));
    this.#projector.redraw();
  }
}

/** What the page is doing, as its body says. */
function stateOf({ isPlaying, isTravelling, isOpen }: Projector): string {
  if (isTravelling) return 'travelling';
  if (isPlaying) return 'playing';
  return isOpen ? 'open' : 'opening';
}
