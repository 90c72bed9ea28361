/**
 * Writes a coin file as the coins come, a block at a time, in constant memory.
 * @module
 */
import { BYTES_PER_BALL } from './ball.ts';
import {
  BIN_BYTES,
  BLOCK_HEAD_BYTES,
  blockBytes,
  COINS_PER_BLOCK,
  DELTA_BYTES_MAX,
  encodeHeader,
  HEADER_BYTES,
} from './coin-file.ts';
import { crc32 } from './crc32.ts';
import type { PartitionCoins } from './minter.ts';
import type { Period } from './period.ts';

export class CoinFileWriter {
  readonly #period: Period;
  readonly #append: (bytes: Uint8Array) => void;
  readonly #coinBytes: number;
  readonly #bins = new Float64Array(COINS_PER_BLOCK);
  readonly #balls: Uint8Array;
  readonly #block: Uint8Array;
  #pending = 0;
  #coins = 0;
  #lastBin = -1;

  /** @param append takes the next bytes of the file, and keeps none of them: they are overwritten. */
  constructor(period: Period, append: (bytes: Uint8Array) => void) {
    const { way } = period.parameters;
    this.#period = period;
    this.#append = append;
    this.#coinBytes = way * BYTES_PER_BALL;
    this.#balls = new Uint8Array(COINS_PER_BLOCK * this.#coinBytes);
    this.#block = new Uint8Array(blockBytes(COINS_PER_BLOCK, DELTA_BYTES_MAX, way));
    // Until the file is complete it has no header, so that a piece of one is not taken for a file.
    append(new Uint8Array(HEADER_BYTES));
  }

  /**
   * @param coins in the order of their bins, behind those added before.
   * @throws RangeError when they are not.
   */
  add({ bins, balls }: Pick<PartitionCoins, 'bins' | 'balls'>): void {
    for (let from = 0; from < bins.length; ) {
      const to = Math.min(bins.length, from + COINS_PER_BLOCK - this.#pending);
      this.#bins.set(bins.subarray(from, to), this.#pending);
      this.#balls.set(balls.subarray(from * this.#coinBytes, to * this.#coinBytes), this.#pending * this.#coinBytes);
      this.#pending += to - from;
      from = to;
      if (this.#pending === COINS_PER_BLOCK) this.#flush();
    }
  }

  /**
   * Writes what is left.
   * @param digest SHA-256 of all coins' bytes.
   * @returns the header, to be put in the place of the zeros that the file begins with.
   */
  end(digest: Uint8Array): Uint8Array {
    if (this.#pending > 0) this.#flush();
    return encodeHeader({ period: this.#period, coins: this.#coins, coinsPerBlock: COINS_PER_BLOCK, digest });
  }

  #flush(): void {
    const count = this.#pending;
    const block = this.#block;
    const width = this.#deltaBytes();
    block[0] = width;
    writeBigEndian(block, 1, BIN_BYTES, this.#bins[0]);
    let offset = BLOCK_HEAD_BYTES;
    for (let i = 0; i < count; i++) {
      writeBigEndian(block, offset, width, i === 0 ? 0 : this.#bins[i] - this.#bins[i - 1]);
      offset += width;
    }
    block.set(this.#balls.subarray(0, count * this.#coinBytes), offset);
    offset += count * this.#coinBytes;
    writeBigEndian(block, offset, 4, crc32(block, 0, offset));
    this.#append(block.subarray(0, offset + 4));
    this.#coins += count;
    this.#pending = 0;
    this.#lastBin = this.#bins[count - 1];
  }

  /** The bytes of the block's largest delta. */
  #deltaBytes(): number {
    let last = this.#lastBin;
    let most = 1;
    for (let i = 0; i < this.#pending; i++) {
      const delta = this.#bins[i] - last;
      if (!(delta > 0)) throw new RangeError(`coin in bin ${this.#bins[i]} behind one in bin ${last}`);
      if (i > 0 && delta > most) most = delta;
      last = this.#bins[i];
    }
    let bytes = 1;
    while (2 ** (8 * bytes) <= most) bytes++;
    return bytes;
  }
}

function writeBigEndian(bytes: Uint8Array, offset: number, length: number, value: number): void {
  let rest = value;
  for (let i = length - 1; i >= 0; i--) {
    bytes[offset + i] = rest & 0xff;
    rest = Math.floor(rest / 256);
  }
}
