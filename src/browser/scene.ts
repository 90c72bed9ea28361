/**
 * What a scene of the living page is: a scenario of the gallery, what its sliders change in it, how it is watched in the
 * worker, and how it is drawn in the page. One file of scenes/ exports one Scene; both the page and its worker load it,
 * so nothing of it may touch the document before `draw` is called.
 * @module
 */
import type { Result } from '../experiment/result.ts';
import type { Scenario } from '../scenario/model.ts';
import type { OpenReplication } from '../scenario/replicate.ts';

/** A slider of the sandbox. */
export interface Parameter {
  /** In the page's address, such as `users`. */
  readonly key: string;
  readonly label: string;
  /** After the value, such as ` payments`; empty where the label says all. */
  readonly unit: string;
  /** The slider's positions, ascending. */
  readonly values: readonly number[];
  readonly initial: number;
  /** What the value changes in the scenario: arguments of the command line's --set. */
  overrides(value: number): readonly string[];
}

/** Of the parameters, by their keys. */
export type Values = Readonly<Record<string, number>>;

/** What is said while the scene is watched with the values with which it begins, from a share of its length on. */
export interface Beat<Frame> {
  /** From 0 to below 1, ascending. */
  readonly from: number;
  readonly says: string;
  /** Whether it is true of what is to be seen. Absent: of every run with these values, whatever its seed. */
  holds?(frame: Frame): boolean;
}

export interface Option {
  readonly id: string;
  readonly label: string;
}

/** What is asked before the run is shown; the answer is read from the run, never known beforehand. */
export interface Question<Frame> {
  /**
   * What is asked about: each changes some of the values with which the scene begins, because that run has just been
   * watched. The second is for those who have seen the first.
   */
  readonly about: readonly [Values, Values];
  /** True whatever the sliders say. */
  asks(values: Values): string;
  readonly options: readonly Option[];
  /** The options where they hang on the sliders: by parameter, its value. Absent: `options` always. */
  optionsAt?(values: Values): readonly Option[];
  /** Which option was right at the end of this very run, and why, with its figures. */
  answer(last: Frame, result: Result): { readonly right: string; readonly because: string };
}

/** A run that is being watched, in the worker. Positions are whole numbers from 0 to `length`, in the scene's own unit. */
export interface Watched<Frame> {
  readonly length: number;
  /**
   * Goes on without a look.
   * @param position never less than at any call before
   */
  advance(position: number): void;
  /**
   * Goes on, and says what is to be seen at a position: plain data, which is copied into the page.
   * @param position never less than at any call before
   */
  frame(position: number): Frame;
}

/** Where a scene draws, and what it must respect. */
export interface Stage {
  /**
   * Empty; the scene fills it and it alone. Its size may change: `Picture.resize` tells. Its computed font size is that of
   * a drawing's letters (larger when the page presents), and it has the colours of report/theme.ts as custom properties.
   */
  readonly host: HTMLElement;
  readonly reducedMotion: boolean;
}

export interface Picture<Frame> {
  /** Draws what is to be seen; called at most once for each frame of the screen. */
  show(frame: Frame): void;
  /** The host's size or the page's colours have changed. */
  resize(): void;
}

export interface Scene<Frame> {
  /** In the page's address, such as `balls`. */
  readonly id: string;
  readonly title: string;
  /** A sentence or two: what one sees and why it matters. True whatever the sliders say. */
  readonly about: string;
  /** The scenario's file in scenarios/, such as `lecture-balls.yaml`, and its text. */
  readonly file: string;
  readonly text: string;
  readonly parameters: readonly Parameter[];
  readonly beats: readonly Beat<Frame>[];
  readonly question: Question<Frame>;
  /** Of a position: `balls`, `payments`, `simulated minutes`. */
  readonly positionUnit: string;
  /** Positions that the button for a single step goes on. */
  readonly step: number;
  /** How long it plays at ordinary speed from its beginning to its end. */
  readonly seconds: number;
  /** Which share of the length has been played at a share of that time; ascending from 0 to 1. Absent: the same share. */
  pace?(shareOfTime: number): number;
  /** Names of the metrics that stand beside the picture at the end; absent: the report's key figures. */
  readonly metrics?: readonly string[] | ((result: Result) => readonly string[]);
  /** What they count that the picture does not. */
  readonly metricsNote?: string;
  /** Opens the run in the worker. The replication is advanced by the scene; the worker finishes it. */
  open(scenario: Scenario, replication: OpenReplication): Watched<Frame>;
  /** Begins to draw in the page. */
  draw(stage: Stage): Picture<Frame>;
  /** The finding at this frame in a sentence, for the headline and for those who do not see the drawing. */
  finding(frame: Frame): string;
}

/** Keeps the frame's type inside a scene's file: the shell passes frames on without looking into them. */
export type AnyScene = Scene<unknown>;
