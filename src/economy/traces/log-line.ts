/**
 * A line of the Common Log Format (host, logname, user, [time], "request", status, bytes) or of the Combined one, which
 * adds "referer" and "agent"; what stands behind that is passed over.
 *
 * Quotes and backslashes within quotes stand behind a backslash, as Apache writes them. The servers of 1995 did not:
 * the quote that ends a request is the first one with a status and a number of bytes behind it.
 * @module
 */
import type { Malformed } from './malformed.ts';

/** The fields of a line, in this order. */
export const LOG_COLUMNS = [
  'host',
  'logname',
  'authuser',
  'time',
  'method',
  'url',
  'protocol',
  'status',
  'bytes',
  'referer',
  'agent',
];

/** A line as nearly all are: a user without spaces, a request without spaces, quotes and escapes; one step reads it all. */
const USUAL =
  /^([^ ]+) ([^ [\]]+) ([^ [\]]+) \[([^\]]+)\] "([^\s"\\]+) ([^\s"\\]+) (HTTP\/\d+(?:\.\d+)?)" (\d{3}|-) (\d+|-)(?: "([^"\\]*)" "([^"\\]*)")?$/;
/** What stands behind a request, strictly, and in any line that has as many fields. */
const RESULT = /" (\d{3}|-) (\d+|-)(?= |$)/y;
const TWO_FIELDS = /" (\S+) (\S+)(?= |$)/y;
const ADDITION = / "([^"\\]*(?:\\.[^"\\]*)*)" "([^"\\]*(?:\\.[^"\\]*)*)"/y;
const NO_ADDITION: readonly [string, string] = ['', ''];
/** Some browsers of 1995 wrote `HTTP/V1.0`. */
const PROTOCOL = / (HTTP\/V?\d+(?:\.\d+)?) *$/i;
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|(.))/g;
const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', v: '\v', f: '\f' };

/** The fields of a line; a field that a line of the Common Log Format lacks is empty. */
export function splitLogLine(text: string): readonly string[] | Malformed {
  const usual = USUAL.exec(text);
  if (usual === null) return splitUnusualLine(text);
  const [, host, logname, authuser, time, method, url, protocol, status, bytes, referer = '', agent = ''] = usual;
  return [host, logname, authuser, time, method, url, protocol, status, bytes, referer, agent];
}

/** As `splitLogLine`, for any line, a quote at a time. */
export function splitUnusualLine(text: string): readonly string[] | Malformed {
  const bracket = text.indexOf(' [');
  const request = text.indexOf('] "', bracket);
  if (bracket < 0 || request < 0) return 'too-few-fields';
  const hostEnd = text.indexOf(' ');
  const nameEnd = text.indexOf(' ', hostEnd + 1);
  // A user may have spaces in his name.
  if (hostEnd === 0 || nameEnd < 0 || nameEnd >= bracket) return 'too-few-fields';
  const result = resultOf(text, request + 3);
  if (typeof result === 'string') return result;
  const asked = splitRequest(withoutEscapes(text.slice(request + 3, result.index)));
  if (asked === undefined) return 'bad-request';
  const added = splitAddition(text, result.index + result[0].length);
  if (added === undefined) return 'unclosed-quote';
  return [
    text.slice(0, hostEnd),
    text.slice(hostEnd + 1, nameEnd),
    text.slice(nameEnd + 1, bracket),
    text.slice(bracket + 2, request),
    asked[0],
    asked[1],
    asked[2],
    result[1],
    result[2],
    added[0],
    added[1],
  ];
}

/** The quote that ends the request, and status and bytes behind it. */
function resultOf(text: string, start: number): RegExpExecArray | 'unclosed-quote' | 'too-few-fields' {
  let first = -1;
  for (let at = text.indexOf('"', start); at >= 0; at = text.indexOf('"', at + 1)) {
    if (isEscaped(text, at, start)) continue;
    const result = matchAt(RESULT, text, at);
    if (result !== null) return result;
    if (first < 0) first = at;
  }
  return first < 0 ? 'unclosed-quote' : (matchAt(TWO_FIELDS, text, first) ?? 'too-few-fields');
}

/** Whether an odd number of backslashes stands before. */
function isEscaped(text: string, at: number, start: number): boolean {
  let backslash = at;
  while (backslash > start && text[backslash - 1] === '\\') backslash--;
  return (at - backslash) % 2 === 1;
}

/** Method, URL and protocol, which requests of HTTP/0.9 lack; a URL may hold spaces. */
function splitRequest(request: string): [string, string, string] | undefined {
  const space = request.indexOf(' ');
  if (space < 1) return undefined;
  const protocol = PROTOCOL.exec(request);
  const end = protocol === null ? request.length : Math.max(space, protocol.index);
  const url = request.slice(space + 1, end).trim();
  return url === '' ? undefined : [request.slice(0, space), url, protocol?.[1] ?? ''];
}

/** Referer and agent from here on, or two empty fields when nothing is there. */
function splitAddition(text: string, start: number): readonly [string, string] | undefined {
  if (text[start + 1] !== '"') return NO_ADDITION;
  const added = matchAt(ADDITION, text, start);
  return added === null ? undefined : [withoutEscapes(added[1]), withoutEscapes(added[2])];
}

function withoutEscapes(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(ESCAPE, (_, hex: string | undefined, letter: string) => {
    return hex === undefined ? (ESCAPED[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16));
  });
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
