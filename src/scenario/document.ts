/**
 * YAML text into a tree with places, for text that nobody vouches for. YAML 1.2, one document, data only: what could
 * grow (aliases), run (tags) or surprise (directives, keys that are no text, keys given twice) is refused by name.
 * @module
 */

import type { CST, Document, Pair, ParsedNode } from 'yaml';
import { Composer, isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, Parser } from 'yaml';
import { found, shortened } from './position.ts';
import type { Entry, Place, Problem, ScalarNode, TreeNode, TreePath } from './tree.ts';

/** Of a scenario: characters of a text, and bytes of a file. */
export const TEXT_LENGTH_MAX = 1_048_576;
const DEPTH_MAX = 32;
/** Words, marks and spaces: bounds the time that any text can take, however it is made. */
const TOKENS_MAX = 50_000;
const MESSAGE_LENGTH_MAX = 160;
/** What a decoder puts in the place of bytes that are not UTF-8. */
const REPLACEMENT = 0xfffd;
/** Characters that no YAML text may hold (YAML 1.2.2, c-printable), and REPLACEMENT. */
const UNPRINTABLE = /(?![\t\n\r\u0085])[\p{Cc}\p{Cs}\uFFFD-\uFFFF]/u;

/** `tree` is missing when the text is no YAML; a text with a tree may have problems all the same. */
interface Reading {
  readonly tree?: TreeNode;
  readonly problems: readonly Problem[];
}

type Override = Place['override'];
type Locate = (offset: number) => Place;

/** Reads a file's text, or the value of an override. */
export function readTree(text: string, override?: Override): Reading {
  const lines = new LineCounter();
  const locate = (offset: number): Place => placeOf(lines, offset, override);
  if (text.length > TEXT_LENGTH_MAX) {
    lines.addNewLine(0);
    return refusal(locate(0), `expected at most ${TEXT_LENGTH_MAX} characters, got ${text.length}`);
  }
  const unprintable = text.search(UNPRINTABLE);
  if (unprintable >= 0) return notText(text, unprintable, override);
  const { tokens, refused } = scan(text, lines, locate);
  if (refused !== undefined) return { problems: [refused] };
  return compose(tokens, text.length, locate);
}

function placeOf(lines: LineCounter, offset: number, override: Override): Place {
  const { line, col } = lines.linePos(offset);
  return override === undefined ? { line, column: col } : { line, column: col, override };
}

function refusal(at: Place, message: string): Reading {
  return { problems: [{ at, path: [], message }] };
}

/** A file that is no text gets one line, at the first character that says so. */
function notText(text: string, offset: number, override: Override): Reading {
  const lines = text.slice(0, offset).split('\n');
  const at: Place = { line: lines.length, column: lines[lines.length - 1]!.length + 1, ...(override && { override }) };
  const code = text.codePointAt(offset)!;
  if (code === REPLACEMENT) return refusal(at, 'expected a text in UTF-8, got other bytes');
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return refusal(at, `expected a text, got the unprintable character ${name}`);
}

/** Token by token, so that a text nested too deeply is left before anything recursive sees it. */
function scan(text: string, lines: LineCounter, locate: Locate): { tokens: CST.Token[]; refused?: Problem } {
  const refuse = (offset: number, message: string) => ({ tokens, refused: { at: locate(offset), path: [], message } });
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  lines.addNewLine(0);
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (++count > TOKENS_MAX) return refuse(parser.offset, `expected at most ${TOKENS_MAX} YAML tokens`);
    tokens.push(...parser.next(lexeme));
    if (isTooDeep(parser)) return refuse(parser.offset, `expected at most ${DEPTH_MAX} levels of nesting`);
  }
  tokens.push(...parser.end());
  const directive = tokens.find((token) => token.type === 'directive');
  if (directive !== undefined) return refuse(directive.offset, 'YAML directives (%...) are not allowed');
  const second = tokens.filter((token) => token.type === 'document')[1];
  if (second !== undefined) return refuse(second.offset, 'expected one YAML document, got another one here');
  return { tokens };
}

function isTooDeep(parser: Parser): boolean {
  if (parser.stack.length <= DEPTH_MAX) return false;
  const open = parser.stack.filter(({ type }) => /^(block-map|block-seq|flow-collection)$/.test(type));
  return open.length > DEPTH_MAX;
}

function compose(tokens: readonly CST.Token[], length: number, locate: Locate): Reading {
  // Keys given twice are found below, in linear time and with the place of the first.
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, version: '1.2', schema: 'core' });
  const [document] = composer.compose(tokens, true, length) as Iterable<Document.Parsed>;
  const errors = document?.errors ?? [];
  if (errors.length > 0) {
    const message = (text: string) => shortened(`YAML: ${text}`, MESSAGE_LENGTH_MAX);
    return {
      problems: errors.map((error) => ({ at: locate(error.pos[0]), path: [], message: message(error.message) })),
    };
  }
  const reader = new TreeReader(locate);
  return { tree: reader.node(document?.contents ?? null, []), problems: reader.problems };
}

/** Turns the nodes of the YAML library into ours, and notes what we do not take. */
class TreeReader {
  readonly problems: Problem[] = [];
  readonly #locate: Locate;
  #hasReferences = false;

  constructor(locate: Locate) {
    this.#locate = locate;
  }

  node(parsed: ParsedNode | null, path: TreePath): TreeNode {
    const at = this.#locate(parsed?.range[0] ?? 0);
    if (parsed !== null) this.#refuseExtras(parsed, at, path);
    if (isSeq(parsed)) {
      const items = parsed.items.map((item, index) => this.node(item as ParsedNode, [...path, index]));
      return { kind: 'list', at, items };
    }
    if (isMap(parsed)) return { kind: 'mapping', at, entries: this.#entries(parsed.items as Pair[], path) };
    return this.#printable(scalar(parsed, at), path);
  }

  /** Titles and the like go to a terminal, so an escape in quotes (\e) brings in nothing that a file may not hold. */
  #printable(node: ScalarNode, path: TreePath): ScalarNode {
    const isPrintable = typeof node.value !== 'string' || !UNPRINTABLE.test(node.value);
    if (!isPrintable) this.#problem(node.at, path, `expected printable characters, got ${found(node)}`);
    return node;
  }

  #entries(pairs: readonly Pair[], path: TreePath): Map<string, Entry> {
    const entries = new Map<string, Entry>();
    for (const pair of pairs) {
      const parsedKey = pair.key as ParsedNode | null;
      const keyAt = this.#locate(parsedKey?.range[0] ?? 0);
      if (!isScalar(parsedKey) || typeof parsedKey.value !== 'string') {
        this.#problem(keyAt, path, 'expected keys that are texts (quote a number to make it one)');
        continue;
      }
      const key = parsedKey.value;
      this.#refuseExtras(parsedKey, keyAt, [...path, key]);
      const value = this.node(pair.value as ParsedNode | null, [...path, key]);
      const first = entries.get(key);
      if (first === undefined)
        entries.set(key, { keyAt, value: pair.value === null ? { ...value, at: keyAt } : value });
      else this.#problem(keyAt, [...path, key], `key given twice, first on line ${first.keyAt.line}`);
    }
    return entries;
  }

  #refuseExtras(parsed: ParsedNode, at: Place, path: TreePath): void {
    if (isAlias(parsed) || parsed.anchor !== undefined) this.#refuseReference(at, path);
    if (parsed.tag !== undefined) this.#problem(at, path, `tags are not allowed, got ${shortened(parsed.tag)}`);
  }

  /** Only the first: an alias bomb deserves one line. */
  #refuseReference(at: Place, path: TreePath): void {
    const message = 'anchors (&) and aliases (*) are not allowed: write the value out';
    if (!this.#hasReferences) this.#problem(at, path, message);
    this.#hasReferences = true;
  }

  #problem(at: Place, path: TreePath, message: string): void {
    this.problems.push({ at, path, message });
  }
}

function scalar(parsed: ParsedNode | null, at: Place): ScalarNode {
  if (!isScalar(parsed)) return { kind: 'scalar', at, value: null, source: '' };
  const value = parsed.value as ScalarNode['value'];
  return { kind: 'scalar', at, value, source: parsed.source ?? String(value) };
}
