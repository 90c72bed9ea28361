/**
 * The shape of an explanation: one object followed step by step, as plain data. Every figure of a step comes out of the
 * protocol library, and beside it stands a command with which anybody computes it again without that library.
 * @module
 */
import { toHex } from '../../protocols/primitives/bytes.ts';
import { MICRODOLLARS_PER_USD, type Microdollars } from '../../units.ts';

/** Bytes that somebody keeps or sends. */
export interface ShownBytes {
  readonly label: string;
  /** How many bytes. */
  readonly length: number;
  readonly hex: string;
  /** The same in letters, where the bytes are a text. */
  readonly text?: string;
}

/** A number or a short word that a step computes. */
export interface Figure {
  readonly label: string;
  readonly value: string;
}

/** What somebody says to what he is shown. */
export interface Answer {
  readonly who: string;
  readonly asked: string;
  /** A rejection by the name that the protocol gives it, or a word such as `accepted`. */
  readonly says: string;
  readonly refused: boolean;
}

/** Lines for a shell, with all bytes in them, and what they print. */
export interface Check {
  readonly commands: string;
  /** Without the last end of line. */
  readonly prints: string;
}

export interface Step {
  readonly title: string;
  /** One to three plain sentences. */
  readonly sentences: readonly string[];
  readonly bytes: readonly ShownBytes[];
  readonly figures: readonly Figure[];
  readonly answers: readonly Answer[];
  readonly check: Check;
}

export interface Explanation {
  readonly object: string;
  readonly title: string;
  /** The paper that is followed. */
  readonly source: string;
  readonly seed: string;
  readonly steps: readonly Step[];
}

export function shown(label: string, bytes: Uint8Array): ShownBytes {
  return { label, length: bytes.length, hex: toHex(bytes) };
}

/** The letters of ASCII. */
export function textOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** Bytes of ASCII. */
export function shownText(label: string, bytes: Uint8Array): ShownBytes {
  return { ...shown(label, bytes), text: textOf(bytes) };
}

/**
 * A message cut into its fields: the name of its kind, which is as long as the other fields leave it, then those.
 * @param fields each by its label and its length in bytes.
 */
export function shownFields(message: Uint8Array, fields: readonly (readonly [string, number])[]): ShownBytes[] {
  let at = message.length - fields.reduce((sum, [, length]) => sum + length, 0);
  const kind = shownText('kind of message', message.slice(0, at));
  const others = fields.map(([label, length]) => {
    at += length;
    return shown(label, message.slice(at - length, at));
  });
  return [kind, ...others];
}

export function figure(label: string, value: string | number | bigint): Figure {
  return { label, value: String(value) };
}

export function accepts(who: string, asked: string, says = 'accepted'): Answer {
  return { who, asked, says, refused: false };
}

export function refuses(who: string, asked: string, says: string): Answer {
  return { who, asked, says, refused: true };
}

/** 1234567 as `1,234,567`. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A whole number of cents, as Python's `%.2f` writes it behind the sign. */
export function dollars(amount: Microdollars): string {
  return `${amount < 0 ? '−' : ''}$${(Math.abs(amount) / MICRODOLLARS_PER_USD).toFixed(2)}`;
}
