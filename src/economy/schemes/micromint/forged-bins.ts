/**
 * A forger's bins at fidelity sampled: how many of them hold how many balls. Bins are alike until a coin of theirs is
 * presented; from then on a bin has a name, since vendors have seen it.
 *
 * Within a stage of hidden predicates it is enough to count the bins that fill up, by the balls with which they began
 * it; what the others hold is drawn when a predicate is disclosed. A forger who meets none never asks.
 * @source theory/forging-staged.ts, whose chain this is
 * @module
 */
import type { Stream } from '../../../sim/random.ts';
import { binomialVariate, multinomialVariate } from '../../../sim/samplers.ts';
import { afterDisclosure, afterHashing, binOf } from '../../../theory/forging-staged.ts';
import { poissonAtLeast } from '../../../theory/poisson.ts';

/** Bins of one kind. */
interface Bag<B> {
  readonly size: number;
  /** So many of them, at random, become bins of another kind. */
  moveTo(other: B, count: number): void;
}

/** Bins of which nobody has seen a coin. */
class Unnamed implements Bag<Unnamed> {
  size: number;

  constructor(size: number) {
    this.size = size;
  }

  moveTo(other: Unnamed, count: number): void {
    this.size -= count;
    other.size += count;
  }
}

class Named implements Bag<Named> {
  readonly bins: number[] = [];
  readonly #draw: Stream;

  constructor(draw: Stream) {
    this.#draw = draw;
  }

  get size(): number {
    return this.bins.length;
  }

  moveTo(other: Named, count: number): void {
    for (let i = 0; i < count; i++) other.bins.push(this.takeOne());
  }

  takeOne(): number {
    const { bins } = this;
    const place = Math.floor(this.#draw.next() * bins.length);
    const bin = bins[place];
    bins[place] = bins[bins.length - 1];
    bins.pop();
    return bin;
  }
}

/** What the chain depends on. */
interface Shape {
  readonly way: number;
  /** b of hidden predicates; 0 without. */
  readonly predicateBits: number;
  /** g: one coin in 2^g can be spent by its finder. */
  readonly groupBits: number;
}

/** Bins of one sort, in the kinds that matter. */
class Population<B extends Bag<B>> {
  readonly #shape: Shape;
  readonly #fresh: () => B;
  readonly #uniform: () => number;
  /** Bins that have not filled up in this stage, by the balls with which they began it. */
  #open: readonly B[];
  /** Bins of k balls: their coin is for sale, or it is not: it has been presented, or is of another group. */
  stock: B;
  idle: B;

  constructor(shape: Shape, fresh: () => B, draw: Stream) {
    this.#shape = shape;
    this.#fresh = fresh;
    this.#uniform = () => draw.next();
    this.#open = this.#freshBags();
    this.stock = fresh();
    this.idle = fresh();
  }

  #freshBags(): B[] {
    return Array.from({ length: this.#shape.way }, this.#fresh);
  }

  /** Bins without a ball. */
  get empty(): B {
    return this.#open[0];
  }

  /**
   * Hashes on, from one load of this stage to another.
   * @returns how many bins fill up with a coin that can be used
   */
  hash(from: number, to: number): number {
    return this.#open.reduce((found, bag, balls) => found + this.#fill(bag, this.#shape.way - balls, from, to), 0);
  }

  #fill(bag: B, missing: number, from: number, to: number): number {
    if (bag.size === 0) return 0;
    const before = poissonAtLeast(missing, from);
    const gained = (poissonAtLeast(missing, to) - before) / (1 - before);
    if (!(gained > 0)) return 0;
    const { groupBits } = this.#shape;
    const filled = binomialVariate(bag.size, Math.min(1, gained), this.#uniform);
    const usable = groupBits === 0 ? filled : binomialVariate(filled, 2 ** -groupBits, this.#uniform);
    bag.moveTo(this.stock, usable);
    bag.moveTo(this.idle, filled - usable);
    return usable;
  }

  /** A predicate is disclosed after such a load of this stage: every ball may fail. */
  disclosed(load: number): void {
    const { way, predicateBits } = this.#shape;
    const [open, stock, idle] = [this.#freshBags(), this.#fresh(), this.#fresh()];
    this.#open.forEach((bag, balls) => {
      const unfilled = [...afterHashing(binOf(balls, way), load).slice(0, way), 0];
      this.#deal(bag, afterDisclosure(unfilled, predicateBits).slice(0, way), open);
    });
    const ofFull = afterDisclosure(binOf(way, way), predicateBits);
    this.#deal(this.stock, ofFull, [...open, stock]);
    this.#deal(this.idle, ofFull, [...open, idle]);
    [this.#open, this.stock, this.idle] = [open, stock, idle];
  }

  #deal(bag: B, chances: readonly number[], kinds: readonly B[]): void {
    if (bag.size === 0) return;
    multinomialVariate(bag.size, chances, this.#uniform).forEach((count, kind) => {
      bag.moveTo(kinds[kind], count);
    });
  }
}

export class ForgedBins {
  readonly #bins: number;
  readonly #draw: Stream;
  readonly #unnamed: Population<Unnamed>;
  readonly #named: Population<Named>;
  readonly #names = new Set<number>();
  /** Good balls a bin since the stage began. */
  #load = 0;

  constructor(bins: number, shape: Shape, draw: Stream) {
    this.#bins = bins;
    this.#draw = draw;
    this.#unnamed = new Population(shape, () => new Unnamed(0), draw);
    this.#named = new Population(shape, () => new Named(draw), draw);
    this.#unnamed.empty.size = bins;
  }

  /** @returns how many coins so many good balls a bin bring */
  hash(load: number): number {
    const from = this.#load;
    this.#load += load;
    return this.#unnamed.hash(from, this.#load) + this.#named.hash(from, this.#load);
  }

  disclosed(): void {
    this.#unnamed.disclosed(this.#load);
    this.#named.disclosed(this.#load);
    this.#load = 0;
  }

  get stock(): number {
    return this.#unnamed.stock.size + this.#named.stock.size;
  }

  /** Takes one coin of the stock, any of them. @returns its bin */
  takeOne(): number {
    const [unnamed, named] = [this.#unnamed.stock, this.#named.stock];
    const isNamed = named.size > 0 && this.#draw.next() * this.stock < named.size;
    const bin = isNamed ? named.takeOne() : this.#newName();
    if (!isNamed) unnamed.size--;
    this.#named.idle.bins.push(bin);
    return bin;
  }

  /** Bins without a name are all equally likely. */
  #newName(): number {
    for (;;) {
      const bin = Math.floor(this.#draw.next() * this.#bins);
      if (this.#names.has(bin)) continue;
      this.#names.add(bin);
      return bin;
    }
  }
}
