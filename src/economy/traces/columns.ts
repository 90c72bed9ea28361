/**
 * Which columns of a trace say what, and the request that a record's fields make.
 * @module
 */
import type { Microseconds } from '../../units.ts';
import { digitsOf } from './digits.ts';
import { InstantReader } from './instant.ts';
import { type Malformed, TraceError } from './malformed.ts';
import { detached, Pseudonyms } from './pseudonyms.ts';
import type { TraceEvent } from './trace-event.ts';

/** The columns of a table; a table without a method, a status or bytes holds GETs with status 200 of 0 bytes. */
export interface TraceColumns {
  readonly time: string;
  readonly method: string;
  readonly url: string;
  readonly status: string;
  readonly bytes: string;
}

/**
 * Who sells a request: the first folder of its path (`/shuttle/`, or `/` for a file that is in none), the host of its
 * URL (logs of proxies have whole URLs), the server itself, one for all, or what a column says.
 */
export type VendorRule = 'first-folder' | 'url-host' | 'server' | { readonly column: string };

export interface PartyRules {
  /** Of columns whose names differ from `time`, `method`, `url`, `status` (or `response`) and `bytes`. */
  readonly columns?: Partial<TraceColumns>;
  /** The column that names the user: `host` and `authuser` are those of a log. */
  readonly user: string;
  readonly vendor: VendorRule;
  /** What pseudonyms are made with. */
  readonly salt: string;
}

/** Vendors whose names are kept in memory of their own. */
const VENDORS_REMEMBERED_MAX = 16_384;
/** The first of them that there is. */
const STATUS_COLUMNS = ['status', 'response'];
const METHOD = /^[A-Za-z]{1,32}$/;
const STATUS_LENGTH = 3;
/** Methods that need not be looked at letter by letter. */
const USUAL_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST']);
const WHOLE_URL = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/?#]*)/;

/** Where in a record the fields are; -1 for those that it lacks. */
interface Places extends Readonly<Record<keyof TraceColumns, number>> {
  readonly user: number;
  readonly vendor: number;
}

/** Turns records of one header into requests. */
export class RequestRecords {
  readonly #rules: PartyRules;
  readonly #places: Places;
  readonly #width: number;
  readonly #pseudonyms: Pseudonyms;
  readonly #vendors = new Map<string, string>();
  /** Lines of one second stand together: a time is read once. */
  #timeText = '';
  #time: Microseconds | undefined;
  readonly #instants = new InstantReader();

  /**
   * @param header the names of the columns, which stand in this line.
   * @throws TraceError when one that is needed is missing.
   */
  constructor(rules: PartyRules, header: readonly string[], line: number) {
    this.#rules = rules;
    this.#places = placesOf(rules, header, line);
    this.#width = header.length;
    this.#pseudonyms = new Pseudonyms(rules.salt);
  }

  /** The request of a record, its user under a pseudonym. */
  eventOf(fields: readonly string[], line: number): TraceEvent | Malformed {
    if (fields.length > this.#width) return 'too-many-fields';
    const places = this.#places;
    const [timeText, url, name] = [fields[places.time], fields[places.url], fields[places.user]];
    if (timeText === undefined || url === undefined || name === undefined) return 'too-few-fields';
    const time = this.#instantOf(timeText);
    if (time === undefined) return 'bad-time';
    const method = places.method < 0 ? 'GET' : (fields[places.method] ?? '');
    if (!isMethod(method) || url === '') return 'bad-request';
    const status = statusOf(places.status < 0 ? '200' : fields[places.status]);
    if (status === undefined) return 'bad-status';
    const bytes = bytesOf(fields[places.bytes]);
    if (bytes === undefined) return 'bad-bytes';
    if (isNobody(name)) return 'no-user';
    const path = pathOf(url);
    const vendor = this.#vendorOf(url, path, fields[places.vendor]);
    if (isNobody(vendor)) return 'no-vendor';
    return { line, time, user: this.#pseudonyms.of(name), vendor, path, method, status, bytes };
  }

  #instantOf(text: string): Microseconds | undefined {
    if (text !== this.#timeText) {
      this.#timeText = text;
      this.#time = this.#instants.read(text);
    }
    return this.#time;
  }

  #vendorOf(url: string, path: string, column = ''): string {
    const { vendor: rule } = this.#rules;
    if (rule === 'server') return rule;
    if (rule === 'first-folder') return this.#remembered(firstFolder(path));
    return this.#remembered(rule === 'url-host' ? (WHOLE_URL.exec(url)?.[1] ?? '').toLowerCase() : column);
  }

  /** The same name in memory of its own, since vendors are kept for long. */
  #remembered(vendor: string): string {
    const known = this.#vendors.get(vendor);
    if (known !== undefined) return known;
    const own = detached(vendor);
    if (this.#vendors.size < VENDORS_REMEMBERED_MAX) this.#vendors.set(own, own);
    return own;
  }
}

function placesOf({ columns = {}, user, vendor }: PartyRules, header: readonly string[], line: number): Places {
  const needed = (name: string): number => {
    const place = header.indexOf(name);
    if (place < 0) throw new TraceError(line, `the header has no column ${name}`);
    return place;
  };
  const perhaps = (name: string | undefined, usual: readonly string[]): number => {
    const found = usual.map((each) => header.indexOf(each)).find((place) => place >= 0);
    return name === undefined ? (found ?? -1) : needed(name);
  };
  return {
    time: needed(columns.time ?? 'time'),
    url: needed(columns.url ?? 'url'),
    method: perhaps(columns.method, ['method']),
    status: perhaps(columns.status, STATUS_COLUMNS),
    bytes: perhaps(columns.bytes, ['bytes']),
    user: needed(user),
    vendor: typeof vendor === 'object' ? needed(vendor.column) : -1,
  };
}

function isNobody(name: string): boolean {
  return name === '' || name === '-';
}

function isMethod(text: string): boolean {
  return USUAL_METHODS.has(text) || METHOD.test(text);
}

function statusOf(text = ''): number | undefined {
  return text.length === STATUS_LENGTH ? digitsOf(text) : undefined;
}

/** A dash, an empty field and one that is not there stand for 0. */
function bytesOf(text: string | undefined): number | undefined {
  if (text === undefined || text === '-' || text === '') return 0;
  return digitsOf(text);
}

function pathOf(url: string): string {
  const start = url.startsWith('/') ? 0 : (WHOLE_URL.exec(url)?.[0].length ?? 0);
  const path = before('?', before('#', start === 0 ? url : url.slice(start)));
  return path.startsWith('/') ? path : `/${path}`;
}

function before(mark: string, text: string): string {
  const at = text.indexOf(mark);
  return at < 0 ? text : text.slice(0, at);
}

function firstFolder(path: string): string {
  return path.slice(0, path.indexOf('/', 1) + 1) || '/';
}
