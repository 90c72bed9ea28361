/**
 * Numbers of bytes, as people write and read them.
 * @module
 */
import { InvalidArgumentError } from 'commander';

const KIB = 1024;
const UNITS = ['', 'K', 'M', 'G', 'T'];

/** 512M, 6G, 6GiB, 1.5T: powers of 1024; without a letter, bytes. */
export function byteCount(text: string): number {
  const [, number, unit] = /^(\d{1,15}(?:\.\d+)?) ?([KMGT]?)(?:i?B)?$/i.exec(text) ?? [];
  const bytes = number === undefined ? 0 : Math.floor(Number(number) * KIB ** UNITS.indexOf(unit.toUpperCase()));
  if (bytes >= 1) return bytes;
  throw new InvalidArgumentError(`expected a size such as 512M or 6G, got ${text}`);
}

/** As text, in the largest unit of which there is one: 5.6 GiB. */
export function byteSize(bytes: number): string {
  let [size, unit] = [bytes, 0];
  for (; size >= KIB && unit < UNITS.length - 1; unit++) size /= KIB;
  return unit === 0 ? `${bytes} bytes` : `${size.toFixed(1)} ${UNITS[unit]}iB`;
}
