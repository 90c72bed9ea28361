/**
 * Decimal numbers taken at their word: 0.1 is a tenth, not the double nearest to a tenth.
 * @module
 */

const DECIMAL = /^([0-9]+)(?:\.([0-9]*))?(?:e([+-]?[0-9]{1,4}))?$/i;
/** Longer numerals cannot be doubles as written, whatever their digits. */
const NUMERAL_LENGTH_MAX = 40;

interface Parts {
  readonly digits: string;
  /** Power of ten that the digits, read as an integer, are multiplied by. */
  readonly exponent: number;
}

function partsOf(text: string): Parts | undefined {
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const fraction = match[2] ?? '';
  return { digits: match[1] + fraction, exponent: Number(match[3] ?? 0) - fraction.length };
}

/**
 * A nonnegative decimal times an integer factor: `usd` by 10^6 gives micro-dollars.
 * @returns the product when it is whole, and always the whole numbers around it.
 */
export function scaled(text: string, factor: number): { exact: bigint | undefined; below: bigint; above: bigint } {
  const parts = partsOf(text);
  if (parts === undefined) throw new Error(`not a decimal number: ${text}`);
  const numerator = BigInt(parts.digits) * BigInt(factor) * 10n ** BigInt(Math.max(0, parts.exponent));
  const denominator = 10n ** BigInt(Math.max(0, -parts.exponent));
  const below = numerator / denominator;
  const whole = below * denominator === numerator;
  return { exact: whole ? below : undefined, below, above: whole ? below : below + 1n };
}

/** A whole number of 10^-decimals as a decimal: 12345n with 6 decimals is `0.012345`. */
export function decimalText(units: bigint, decimals: number): string {
  const digits = units.toString().padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  const fraction = digits.slice(point).replace(/0{1,20}$/, '');
  return fraction === '' ? digits.slice(0, point) : `${digits.slice(0, point)}.${fraction}`;
}

/**
 * Whether a double says what its numeral says. A double prints as the shortest decimal that gives it back, so every
 * numeral of at most 15 significant digits passes, and what passes may be read exactly from the double.
 */
export function saysTheSame(numeral: string, value: number): boolean {
  if (!Number.isFinite(value)) return true;
  if (numeral.length > NUMERAL_LENGTH_MAX) return false;
  const written = partsOf(numeral.replace(/^[+-]/, '').replace(/^\./, '0.'));
  if (written === undefined) return /^0[xo]/.test(numeral) && Number.isSafeInteger(value);
  return canonical(written) === canonical(partsOf(String(Math.abs(value)))!);
}

function canonical({ digits, exponent }: Parts): string {
  const leading = digits.replace(/^0+/, '');
  if (leading === '') return '0';
  const trimmed = leading.replace(/0+$/, '');
  return `${trimmed}e${exponent + leading.length - trimmed.length}`;
}
