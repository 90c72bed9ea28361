/**
 * A server's log as the demand of a scenario file: where it lies, and which of its lines are whose purchases at what
 * price.
 * @module
 */
import { z } from 'zod';
import type { TraceDemand } from '../economy/demand/trace-demand.ts';
import type { TraceFormat } from '../economy/traces/reader.ts';
import { exactlyOneOf, integerBetween, positiveInteger, positiveNumber, text } from './fields.ts';
import { AMOUNT_KEYS, amount } from './price-schema.ts';

const PATH_LENGTH_MAX = 4096;
const NAME_LENGTH_MAX = 200;
const LIST_MAX = 100;
const SCALE_MAX = 1_000_000;
const METHOD = /^[A-Za-z]{1,32}$/;

const FILE =
  'The log, perhaps packed by gzip. Its path is relative to the scenario file; that of --set to the folder in which ' +
  'the command runs.';
const PRICES = 'A file with a pattern of paths and a price in dollars in each line; the first that matches decides.';

export function traceSchema() {
  return z
    .strictObject({
      file: text(PATH_LENGTH_MAX).describe(FILE),
      format: z
        .enum(['tsv', 'csv', 'clf'])
        .optional()
        .describe(
          'clf is the Common or the Combined Log Format; tables name their columns in the first line. By default what ' +
            'the file is called, clf unless it ends in .tsv or .csv.',
        ),
      user: text(NAME_LENGTH_MAX).default('host').describe('The column that says who buys: host or authuser in a log.'),
      vendor: vendorSchema().default('first-folder').describe('Who sells.'),
      columns: columnsSchema().prefault({}).describe('Columns of a table that are called otherwise than here.'),
      methods: z
        .array(z.string().regex(METHOD, { error: 'expected a method, such as GET' }))
        .min(1, { error: 'expected at least one method' })
        .max(LIST_MAX, { error: `expected at most ${LIST_MAX} methods` })
        .default(['GET'])
        .describe('Requests by these methods are purchases.'),
      statuses: z
        .array(integerBetween(100, 999))
        .min(1, { error: 'expected at least one status' })
        .max(LIST_MAX, { error: `expected at most ${LIST_MAX} statuses` })
        .default([200])
        .describe('Requests that were answered so are purchases.'),
      prices: text(PATH_LENGTH_MAX).optional().describe(`${PRICES} A path like that of the log.`),
      price: defaultPriceSchema().describe('What a path costs that no pattern matches.'),
      scale: positiveNumber(SCALE_MAX).default(1).describe('The log is played so many times as fast.'),
      limit: positiveInteger(Number.MAX_SAFE_INTEGER).optional().describe('Only so many purchases, the first ones.'),
      strict: z
        .boolean({ error: 'expected true or false' })
        .default(false)
        .describe('Whether a malformed line is an error; otherwise they are counted and the first few named.'),
    })
    .transform(({ format, price, prices, limit, ...rest }): TraceDemand => {
      return {
        ...rest,
        format: format ?? formatOf(rest.file),
        otherwise: price,
        ...(prices !== undefined && { prices }),
        ...(limit !== undefined && { limit }),
      };
    });
}

function vendorSchema() {
  const kind = 'expected first-folder, url-host, server or { column: name }';
  const column = z.strictObject({ column: text(NAME_LENGTH_MAX).describe('The column that says who sells.') });
  return z.union([z.enum(['first-folder', 'url-host', 'server'], { error: kind }), column], { error: kind });
}

function columnsSchema() {
  const name = (what: string) => text(NAME_LENGTH_MAX).exactOptional().describe(`The column ${what}.`);
  return z.strictObject({
    time: name('of when it was, in seconds since 1970, as a log writes it, or after RFC 3339'),
    method: name('of methods; without one all are GET'),
    url: name('of URLs'),
    status: name('of statuses; without one all are 200'),
    bytes: name('of lengths; without one all are 0'),
  });
}

/** A default of nothing would leave a log without purchases unless there are prices; so it must be said. */
function defaultPriceSchema() {
  return z
    .strictObject({ ...amount(), free: z.literal(true).optional().describe('Nothing at all.') })
    .superRefine(exactlyOneOf([...AMOUNT_KEYS, 'free']))
    .meta({ oneOf: [...AMOUNT_KEYS, 'free'].map((key) => ({ required: [key] })) })
    .transform(({ usd, microdollars, free }) => (free === true ? 0 : (usd ?? microdollars)!));
}

function formatOf(file: string): TraceFormat {
  const name = file.replace(/\.gz$/i, '');
  if (/\.tsv$/i.test(name)) return 'tsv';
  return /\.csv$/i.test(name) ? 'csv' : 'clf';
}
