/**
 * The broker's store of one period: the coins that nobody has, by the group of users who can spend them.
 * Coins are sold in their order; one that its buyer could not spend is passed over and waits for a buyer of its group.
 * Only those are kept in memory, so that the store costs the same for a thousand coins and for 2^53.
 * Source: RS96, section 3 (user-specific coins); the order of sale is ours.
 * @module
 */

/** A queue of coins from which any may be read. */
class Queue {
  readonly #coins: number[] = [];
  #first = 0;

  get length(): number {
    return this.#coins.length - this.#first;
  }

  at(i: number): number {
    return this.#coins[this.#first + i];
  }

  push(coin: number): void {
    this.#coins.push(coin);
  }

  /** The oldest; undefined when there is none. */
  shift(): number | undefined {
    if (this.length === 0) return undefined;
    const coin = this.#coins[this.#first++];
    if (2 * this.#first > this.#coins.length) {
      this.#coins.splice(0, this.#first);
      this.#first = 0;
    }
    return coin;
  }
}

/** What waits for a buyer of one group. */
interface Shelf {
  /** Coins that came back from a sale that failed: sold again first, the oldest return first. */
  readonly returned: Queue;
  readonly passedOver: Queue;
}

export class Store {
  readonly #coins: number;
  readonly #groupOf: (coin: number) => number;
  readonly #shelves = new Map<number, Shelf>();
  #passedOver = 0;
  #next = 0;

  /** @param coins how many there are, numbered from 0. */
  constructor(coins: number, groupOf: (coin: number) => number) {
    this.#coins = coins;
    this.#groupOf = groupOf;
  }

  /** Takes out the next coin of a group; undefined when there is none. */
  take(group: number): number | undefined {
    const shelf = this.#shelfOf(group);
    return shelf.returned.shift() ?? this.#takePassedOver(shelf) ?? this.#search(group);
  }

  /** Puts a coin back that was taken out. */
  putBack(coin: number): void {
    this.#shelfOf(this.#groupOf(coin)).returned.push(coin);
  }

  /** Coins that were never taken out. */
  get neverTaken(): number {
    return this.#passedOver + this.#coins - this.#next;
  }

  /**
   * One of the coins that were never taken out.
   * @param place from 0 to `neverTaken` - 1.
   * @throws RangeError when it is out of range.
   */
  at(place: number): number {
    if (!Number.isInteger(place) || place < 0 || place >= this.neverTaken) {
      throw new RangeError(`place: expected an integer from 0 to ${this.neverTaken - 1}, got ${place}`);
    }
    let left = place;
    for (const { passedOver } of this.#shelves.values()) {
      if (left < passedOver.length) return passedOver.at(left);
      left -= passedOver.length;
    }
    return this.#next + left;
  }

  #takePassedOver({ passedOver }: Shelf): number | undefined {
    const coin = passedOver.shift();
    if (coin !== undefined) this.#passedOver--;
    return coin;
  }

  /** Goes on through the coins in their order; those of other groups are passed over. */
  #search(group: number): number | undefined {
    while (this.#next < this.#coins) {
      const coin = this.#next++;
      const other = this.#groupOf(coin);
      if (other === group) return coin;
      this.#shelfOf(other).passedOver.push(coin);
      this.#passedOver++;
    }
    return undefined;
  }

  #shelfOf(group: number): Shelf {
    let shelf = this.#shelves.get(group);
    if (shelf === undefined) {
      shelf = { returned: new Queue(), passedOver: new Queue() };
      this.#shelves.set(group, shelf);
    }
    return shelf;
  }
}
