/**
 * The page's keys. A key that the focused element needs itself is left to it.
 * @module
 */
import { make } from './element.ts';

/** What a key does, and what the help says of it. */
export interface Key {
  /** As `KeyboardEvent.key` has them. */
  readonly keys: readonly string[];
  readonly shown: string;
  readonly does: string;
  /** @param key the one of `keys` that was pressed */
  act(key: string): void;
}

const TEXT = 'input[type=text], textarea';
/** Elements that take a key for themselves. */
const OWN: Readonly<Record<string, string>> = {
  ' ': 'button, input, select, summary, textarea, dialog',
  ArrowRight: 'input, select, textarea',
  End: 'input, select, textarea',
};

export function listenToKeys(keys: readonly Key[]): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    const taken = event.target instanceof Element && event.target.closest(OWN[event.key] ?? TEXT) !== null;
    const key = keys.find((each) => each.keys.includes(event.key));
    if (key === undefined || taken) return;
    event.preventDefault();
    key.act(event.key);
  });
}

/** The list of keys for the help. */
export function keyList(keys: readonly Key[]): Node[] {
  return keys.flatMap(({ shown, does }) => [make('dt', {}, make('kbd', {}, shown)), make('dd', {}, does)]);
}
