/**
 * Names under which the users of a trace go on, so that no output can hold a host's or a person's name.
 *
 * Whoever knows the salt can try names out and see whether one of them was there: a pseudonym hides a name from those
 * who read a result, not from those who search for one.
 * @module
 */
import { toHex } from '../../protocols/primitives/bytes.ts';
import { deriveKey } from '../../protocols/primitives/hash.ts';

const PSEUDONYM_BYTES = 16;
/** Of each of two generations: enough for who comes back within the hour; beyond it names are hashed anew. */
const REMEMBERED_MAX = 65_536;

export class Pseudonyms {
  readonly #salt: string;
  /** Who came since the last change of generations, and who came before. */
  #young = new Map<string, string>();
  #old: ReadonlyMap<string, string> = new Map();

  /** @param salt - of the scenario's seed: one salt gives one name one pseudonym */
  constructor(salt: string) {
    this.#salt = salt;
  }

  /** 32 hexadecimal digits of SHA-256 of salt and name. */
  of(name: string): string {
    const known = this.#young.get(name);
    if (known !== undefined) return known;
    const pseudonym = this.#old.get(name) ?? toHex(deriveKey(this.#salt, `trace/user/${name}`, PSEUDONYM_BYTES));
    // Whole generations go: to take single names out would leave holes, through which each search for the next one leads.
    if (this.#young.size === REMEMBERED_MAX) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(detached(name), pseudonym);
    return pseudonym;
  }
}

/** The text in memory of its own: engines keep a whole chunk for the sake of a piece of it. */
export function detached(text: string): string {
  return Array.from(text).join('');
}
