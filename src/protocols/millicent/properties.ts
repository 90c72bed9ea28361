/**
 * Props: what the issuer certifies of a customer, `co=us/st=ca`, on which a vendor's price may depend.
 * Source: G95 and the lecture's slide; names in ascending order are ours, so that there is one writing.
 * @module
 */
import { KnownWords } from './known-words.ts';
import { alphabet, TextReader } from './text-reader.ts';

/** From names to values; in ascending order of the names when read from scrip. */
export type Properties = ReadonlyMap<string, string>;

export const NO_PROPERTIES: Properties = new Map();

/** How many a piece of scrip bears. */
export const PROPERTIES_MAX = 16;
const NAME_LENGTH_MAX = 32;
const VALUE_LENGTH_MAX = 64;
/** Of words: see `isWord`. */
export const LETTERS = alphabet('abcdefghijklmnopqrstuvwxyz0123456789.-');
const EQUALS = 0x3d;
const SLASH = 0x2f;
const CLOSING_BRACE = 0x7d;
/** Of all properties together. */
const TEXT = alphabet('abcdefghijklmnopqrstuvwxyz0123456789.-=/');
const TEXT_LENGTH_MAX = PROPERTIES_MAX * (NAME_LENGTH_MAX + VALUE_LENGTH_MAX + 2) - 1;

/** Customers are of few kinds, and to look a kind up is less than to take it apart. */
const known = new KnownWords<Properties>(CLOSING_BRACE);

/** The properties in ascending order of their names; the empty text when there are none. */
export function propertiesText(properties: Properties): string {
  if (properties.size === 0) return '';
  const names = [...properties.keys()].sort();
  return names.map((name) => `${name}=${properties.get(name)}`).join('/');
}

/** Reads up to a closing brace. Flaws: `malformed`, also when names are not ascending, or more than 16. */
export function readProperties(reader: TextReader): Properties {
  const found = reader.known(known);
  if (found !== undefined) return found;
  if (reader.peek() === CLOSING_BRACE) return NO_PROPERTIES;
  const start = reader.at;
  reader.run(TEXT, TEXT_LENGTH_MAX);
  const properties = propertiesOf(reader.bytes.slice(start, reader.at));
  if (properties === undefined) reader.fail('malformed');
  return properties ?? NO_PROPERTIES;
}

/** What the text says, kept for the next time; undefined when it is no such text. */
function propertiesOf(text: Uint8Array): Properties | undefined {
  const reader = new TextReader(text);
  const properties = readEach(reader);
  if (reader.flaw !== undefined) return undefined;
  known.keep(text, properties);
  return properties;
}

function readEach(reader: TextReader): Properties {
  const properties = new Map<string, string>();
  let before = '';
  do {
    const name = reader.word(LETTERS, NAME_LENGTH_MAX);
    if (!reader.accept(EQUALS) || name <= before) reader.fail('malformed');
    properties.set(name, reader.word(LETTERS, VALUE_LENGTH_MAX));
    before = name;
  } while (reader.accept(SLASH));
  if (properties.size > PROPERTIES_MAX) reader.fail('malformed');
  return properties;
}

/** Whether scrip can bear a property of this name. */
export function isPropertyName(name: string): boolean {
  return isWord(name, NAME_LENGTH_MAX);
}

/** Whether scrip can bear them. */
export function areProperties(properties: Properties): boolean {
  if (properties.size > PROPERTIES_MAX) return false;
  for (const [name, value] of properties) {
    if (!isPropertyName(name) || !isWord(value, VALUE_LENGTH_MAX)) return false;
  }
  return true;
}

/** The same with one property more, or with another value for it. */
export function withProperty(properties: Properties, name: string, value: string): Properties {
  return new Map(properties).set(name, value);
}

/** A word of small letters, digits, points and hyphens, of at most so many characters. */
export function isWord(text: string, lengthMax: number): boolean {
  return text.length <= lengthMax && /^[a-z0-9.-]+$/.test(text);
}
