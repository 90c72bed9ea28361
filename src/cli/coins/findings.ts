/**
 * What is found while coins are verified: bad coins are named at once, the tally comes at the end.
 * @module
 */
import { printable } from '../../scenario/position.ts';
import { print } from '../output.ts';

/** More than so many bad coins, or so much damage, nobody reads. */
const TOLD_MAX = 1000;

export class Findings {
  readonly #file: string;
  /** Why coins were refused, and how many for each reason. */
  readonly #refused = new Map<string, number>();
  /** All that were refused. */
  #bad = 0;
  /** Coins that the file holds, whole ones or not. */
  coins = 0;
  /** Coins that were hashed. */
  hashed = 0;
  /** Coins that the file says it holds. */
  expected = 0;
  /** What is wrong with the file itself. */
  damage = 0;

  constructor(file: string) {
    this.#file = printable(file);
  }

  refuse(coin: number, reason: string, where = ''): void {
    this.#refused.set(reason, (this.#refused.get(reason) ?? 0) + 1);
    this.#bad++;
    if (this.#bad <= TOLD_MAX) this.#tell(`coin ${coin}${where}: ${reason}`);
  }

  complain(text: string): void {
    if (++this.damage <= TOLD_MAX) this.#tell(text);
  }

  /** Says what the tally shows by itself. */
  note(text: string): void {
    this.#tell(text);
  }

  /** Says how much was found that was not told. */
  end(): void {
    if (this.#bad > TOLD_MAX) this.#tell(`and ${this.#bad - TOLD_MAX} more bad coins`);
    if (this.damage > TOLD_MAX) this.#tell(`and damage in ${this.damage - TOLD_MAX} more places`);
  }

  #tell(text: string): void {
    process.stderr.write(`${this.#file}: ${text}\n`);
  }

  get refused(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#refused);
  }

  get valid(): number {
    return this.coins - this.#bad;
  }

  get isClean(): boolean {
    return this.damage === 0 && this.#refused.size === 0 && this.coins === this.expected;
  }
}

/** A coin as anybody can check it with another SHA-256: bytes, and numbers of more than 53 bits, in hex. */
export function printCoin(
  { key, z, parameters }: { key: Uint8Array; z: bigint; parameters: { bits: number; filter: number } },
  bin: number,
  balls: readonly Uint8Array[],
): void {
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
  const { bits, filter } = parameters;
  const coin = { key: hex(key), n: bits + filter, t: filter, z: z.toString(16), bin, xs: balls.map(hex) };
  print(`${JSON.stringify(coin)}\n`);
}
