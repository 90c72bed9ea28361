/**
 * The broker's register of one period: what became of each coin, by its number.
 * It knows numbers only, so that it serves coins of real bytes and sampled ones alike, and keeps what became of those
 * that were sold or passed over, so that it serves mints of any size.
 * Source: RS96, section 3 (who bought a coin is recorded; a coin is redeemed once); the named outcomes are ours.
 * @module
 */
import { NOT_MINTED } from './coin-list.ts';
import { Store } from './store.ts';

/** The broker's answer to a vendor who asks for a coin's value. */
export type Redemption =
  | 'paid'
  /** Double-spent: the sale record names the buyer. */
  | 'already-redeemed'
  /** Forged or spliced. */
  | 'not-minted'
  | 'minted-not-sold'
  /** The owner swapped it before: his double spend. */
  | 'exchanged'
  /** No vendor who checks takes such a coin: decided by its bytes, before the register is asked. */
  | 'invalid'
  /** Its period is over, and the vendors' grace too. */
  | 'expired';

/** The broker's answer to a user who asks for another coin in the place of an unused one. */
export type Exchange =
  | 'exchanged'
  | 'already-redeemed'
  | 'already-exchanged'
  | 'not-minted'
  | 'minted-not-sold'
  /** The coin was sold to somebody else. */
  | 'not-the-buyer'
  /** The period is over for exchanges too: the coin has lapsed. */
  | 'expired';

/** What `sell` answers when every coin of the group is sold. */
export const SOLD_OUT = -1;
/** Who bought a coin that is not sold, who redeemed one that is not redeemed, who is accused when nobody is. */
export const NOBODY = -1;

const UNSOLD = 0;
const SOLD = 1;
const REDEEMED = 2;
const EXCHANGED = 3;
const LAPSED = 4;

/** A register has room for so many coins at first. */
const ROOM_MIN = 64;

export class Register {
  readonly coins: number;
  readonly #store: Store;
  /** By coin number, as far as coins have been sold: all beyond is unsold. */
  #states = new Uint8Array(ROOM_MIN);
  #buyers = new Int32Array(ROOM_MIN).fill(NOBODY);
  #redeemers = new Int32Array(ROOM_MIN).fill(NOBODY);
  /** How many coins are in each state. */
  readonly #counts = [0, 0, 0, 0, 0];

  /**
   * @param coins how many there are, numbered from 0: at least 0, at most 2^53.
   * @param groupOf the group of users who can spend a coin, by its number; one group for all unless given.
   * @throws RangeError when the number is out of range.
   */
  constructor(coins: number, groupOf: (coin: number) => number = () => 0) {
    if (!Number.isInteger(coins) || coins < 0 || coins > 2 ** 53) {
      throw new RangeError(`coins of a register: expected an integer from 0 to ${2 ** 53}, got ${coins}`);
    }
    this.coins = coins;
    this.#store = new Store(coins, groupOf);
    this.#counts[UNSOLD] = coins;
  }

  get unsold(): number {
    return this.#counts[UNSOLD];
  }

  /** Coins sold, neither redeemed nor exchanged nor lapsed: what the broker owes. */
  get outstanding(): number {
    return this.#counts[SOLD];
  }

  get redeemed(): number {
    return this.#counts[REDEEMED];
  }

  get exchanged(): number {
    return this.#counts[EXCHANGED];
  }

  get lapsed(): number {
    return this.#counts[LAPSED];
  }

  /** Coins that nobody ever bought, not even in a sale that failed. */
  get neverSold(): number {
    return this.#store.neverTaken;
  }

  /**
   * A coin that nobody ever bought.
   * @param place among all of these, from 0 to `neverSold` - 1.
   * @throws RangeError when the place is out of range.
   */
  unsoldAt(place: number): number {
    return this.#store.at(place);
  }

  /**
   * Sells the next unsold coin of a group: one that came back, else one passed over, else the next in order.
   * @param buyer the user's number, from 0 to 2^31 - 1.
   * @param group one of those that `groupOf` gives.
   * @returns the coin's number, or SOLD_OUT.
   */
  sell(buyer: number, group = 0): number {
    const coin = this.#store.take(group);
    if (coin === undefined) return SOLD_OUT;
    this.#makeRoomFor(coin);
    this.#move(coin, SOLD);
    this.#buyers[coin] = buyer;
    return coin;
  }

  /**
   * Undoes a sale whose coin never reached its buyer.
   * @throws Error when the coin is not sold and outstanding: such a coin did reach somebody.
   */
  takeBack(coin: number): void {
    if (this.#stateOf(coin) !== SOLD) throw new Error(`coin ${coin} is not outstanding and cannot be taken back`);
    this.#move(coin, UNSOLD);
    this.#buyers[coin] = NOBODY;
    this.#store.putBack(coin);
  }

  /**
   * Decides a vendor's claim, and redeems the coin when it is `paid`.
   * @param coin its number, or NOT_MINTED.
   * @throws RangeError when there is no such number.
   */
  redeem(coin: number, vendor: number): Redemption {
    if (coin === NOT_MINTED) return 'not-minted';
    const state = this.#stateOf(coin);
    if (state === UNSOLD) return 'minted-not-sold';
    if (state === REDEEMED) return 'already-redeemed';
    if (state === EXCHANGED) return 'exchanged';
    if (state === LAPSED) return 'expired';
    this.#move(coin, REDEEMED);
    this.#redeemers[coin] = vendor;
    return 'paid';
  }

  /**
   * Decides a user's wish to swap an unused coin, and takes the coin in when it is `exchanged`.
   * @param coin its number, or NOT_MINTED.
   * @throws RangeError when there is no such number.
   */
  exchange(coin: number, user: number): Exchange {
    if (coin === NOT_MINTED) return 'not-minted';
    const state = this.#stateOf(coin);
    if (state === UNSOLD) return 'minted-not-sold';
    if (this.#buyers[coin] !== user) return 'not-the-buyer';
    if (state === REDEEMED) return 'already-redeemed';
    if (state === EXCHANGED) return 'already-exchanged';
    if (state === LAPSED) return 'expired';
    this.#move(coin, EXCHANGED);
    return 'exchanged';
  }

  /**
   * The period is over: whatever is outstanding is worth nothing from now on.
   * @param told hears the buyer of each coin that lapses.
   * @returns how many coins lapsed.
   */
  lapse(told: (buyer: number) => void = () => {}): number {
    const before = this.lapsed;
    for (let coin = 0; coin < this.#states.length; coin++) {
      if (this.#states[coin] !== SOLD) continue;
      this.#move(coin, LAPSED);
      told(this.#buyers[coin]);
    }
    return this.lapsed - before;
  }

  /** To whom the coin was sold, or NOBODY. @throws RangeError when there is no such number. */
  buyerOf(coin: number): number {
    return this.#stateOf(coin) === UNSOLD ? NOBODY : this.#buyers[coin];
  }

  /**
   * Whom the sale record names for a redemption that was refused: the buyer of a coin spent twice (redeemed by
   * another vendor, or exchanged), else NOBODY. A vendor who sends its own coin again accuses nobody, and neither does
   * a coin that was not minted, whatever bin it fills.
   */
  accused(redemption: Redemption, coin: number, vendor: number): number {
    if (redemption === 'exchanged') return this.buyerOf(coin);
    if (redemption !== 'already-redeemed') return NOBODY;
    return this.#redeemers[coin] === vendor ? NOBODY : this.buyerOf(coin);
  }

  #stateOf(coin: number): number {
    if (!Number.isInteger(coin) || coin < 0 || coin >= this.coins) {
      throw new RangeError(`coin number: expected an integer from 0 to ${this.coins - 1}, got ${coin}`);
    }
    return this.#states[coin] ?? UNSOLD;
  }

  #makeRoomFor(coin: number): void {
    const room = this.#states.length;
    if (coin < room) return;
    const larger = Math.max(2 * room, coin + 1);
    this.#states = copyInto(new Uint8Array(larger), this.#states);
    this.#buyers = copyInto(new Int32Array(larger).fill(NOBODY), this.#buyers);
    this.#redeemers = copyInto(new Int32Array(larger).fill(NOBODY), this.#redeemers);
  }

  #move(coin: number, state: number): void {
    this.#counts[this.#states[coin]]--;
    this.#counts[state]++;
    this.#states[coin] = state;
  }
}

function copyInto<Numbers extends Uint8Array | Int32Array>(target: Numbers, source: Numbers): Numbers {
  target.set(source);
  return target;
}
