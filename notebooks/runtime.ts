/**
 * What a notebook's cells run in: Observable's runtime with a library of packages that are installed here, so that no
 * cell asks a network for anything. The page says of itself how it goes: `aria-busy` while a cell computes, and the
 * number of cells that failed.
 * @module
 */
import * as Inputs from '@observablehq/inputs';
import { library, NotebookRuntime, observe } from '@observablehq/notebook-kit/runtime';
import * as htl from 'htl';
import { styleSheet } from '../src/report/style.ts';
import '@observablehq/inputs/dist/index.css';
import './notebook.css';

type State = Parameters<typeof observe>[0];
type Definition = Parameters<typeof observe>[1];

const { Generators, width } = library;
const offline = { Generators, width, Inputs: () => Inputs, htl: () => htl, html: () => htl.html, svg: () => htl.svg };
const notebook = new NotebookRuntime(offline);

const main = document.querySelector('main')!;
const computing = new Set<State>();
const failed = new Set<State>();

const sheet = document.createElement('style');
sheet.textContent = styleSheet();
document.head.prepend(sheet);

/** Defines a cell: what Notebook Kit calls for each one of a page. */
export function define(...[state, definition]: Parameters<NotebookRuntime['define']>): void {
  notebook.define(state, definition, watched);
}

function watched(state: State, definition: Definition): ReturnType<typeof observe> {
  const shown = observe(state, definition);
  const { pending, fulfilled, rejected } = shown;
  return Object.assign(shown, {
    pending() {
      computing.add(state);
      failed.delete(state);
      tell();
      pending.call(shown);
    },
    fulfilled(value: unknown) {
      fulfilled.call(shown, value);
      computing.delete(state);
      tell();
    },
    rejected(error: unknown) {
      rejected.call(shown, error);
      computing.delete(state);
      failed.add(state);
      tell();
    },
  });
}

function tell(): void {
  main.ariaBusy = String(computing.size > 0);
  main.dataset.failed = String(failed.size);
}
