/**
 * CRC-32 as in Ethernet, zip and PNG: it sees every change within 32 bits in a row, and any other with 1 - 2^-32.
 * Source: ISO/IEC 3309 (reflected polynomial 0xedb88320); eight bytes at a time after Kounavis and Berry (2005).
 * @module
 */

const POLYNOMIAL = 0xedb88320;
const SLICES = 8;

/** Table s, at [256 s + b]: what byte b does when s bytes follow it. */
const TABLES = new Int32Array(256 * SLICES);
for (let byte = 0; byte < 256; byte++) {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (POLYNOMIAL & -(crc & 1));
  TABLES[byte] = crc;
}
for (let i = 256; i < TABLES.length; i++) {
  const before = TABLES[i - 256];
  TABLES[i] = (before >>> 8) ^ TABLES[before & 0xff];
}

/** The checksum of bytes start .. end-1, an unsigned word. */
export function crc32(bytes: Uint8Array, start = 0, end = bytes.length): number {
  const t = TABLES;
  let crc = -1;
  let i = start;
  for (; i + SLICES <= end; i += SLICES) {
    crc =
      t[1792 + ((crc ^ bytes[i]) & 0xff)] ^
      t[1536 + (((crc >>> 8) ^ bytes[i + 1]) & 0xff)] ^
      t[1280 + (((crc >>> 16) ^ bytes[i + 2]) & 0xff)] ^
      t[1024 + ((crc >>> 24) ^ bytes[i + 3])] ^
      t[768 + bytes[i + 4]] ^
      t[512 + bytes[i + 5]] ^
      t[256 + bytes[i + 6]] ^
      t[bytes[i + 7]];
  }
  for (; i < end; i++) crc = (crc >>> 8) ^ t[(crc ^ bytes[i]) & 0xff];
  return ~crc >>> 0;
}
