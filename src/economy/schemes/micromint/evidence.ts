/**
 * Evidence: what a coin is to those who handle it. At fidelity real it is the list of its balls, hashed by vendor and
 * broker, and found by the broker on his exact list; at sampled it is the coin's number in the mint, whose bin is its
 * own. The coins come from a mint that throws real balls, or from a file, at both: so both have the same coins.
 * @module
 */

import { Register } from '../../../protocols/micromint/broker.ts';
import type { Coin } from '../../../protocols/micromint/coin.ts';
import { CoinList, NOT_MINTED } from '../../../protocols/micromint/coin-list.ts';
import { type Settlement, settle } from '../../../protocols/micromint/settlement.ts';
import { type Acceptance, accept } from '../../../protocols/micromint/vendor.ts';
import type { MicroMintOptions } from './options.ts';
import { coinCountOf, coinsOf } from './stock.ts';

/** One period's coins, as broker and vendors handle them. */
export interface Issue<C> {
  readonly coins: number;
  /** Undefined when they come from a file, which does not say. */
  readonly goodBalls: number | undefined;
  /** What became of each coin, by its number. */
  readonly register: Register;
  /** The broker takes a coin from his store. */
  coinAt(number: number): C;
  /** The vendor's decision, off-line. */
  accept(coin: C, periodOfCoin: number, seen: (bin: number) => boolean): Acceptance;
  /** The broker decides a vendor's claim, and redeems the coin when it is paid. */
  settle(coin: C, vendor: number, graceOver: boolean): Settlement;
  /** The broker looks a coin up on his exact list: its number, or NOT_MINTED. */
  find(coin: C): number;
}

export interface Evidence<C> {
  /** The column of a message in which coins travel: bytes that anyone may read, or the simulator's own knowledge. */
  readonly column: 'coins' | 'truth';
  issue(period: number): Issue<C>;
}

export function realEvidence(seed: string, options: MicroMintOptions): Evidence<Coin> {
  return {
    column: 'coins',
    issue(index) {
      const { coins, goodBalls } = coinsOf(seed, index, options);
      const { period } = coins;
      const list = new CoinList(coins);
      const book = { period, list, register: new Register(coins.coins) };
      return {
        coins: coins.coins,
        goodBalls,
        register: book.register,
        coinAt: (number) => coins.coinAt(number),
        accept: (coin, periodOfCoin, seen) => accept(coin, periodOfCoin, period, seen),
        settle: (coin, vendor, graceOver) =>
          settle(coin, index, { period: index + (graceOver ? 1 : 0), graceOver }, () => book, vendor),
        find: (coin) => list.find(coin),
      };
    },
  };
}

export function sampledEvidence(seed: string, options: MicroMintOptions): Evidence<number> {
  return {
    column: 'truth',
    issue(index) {
      const { coins, goodBalls } = coinCountOf(seed, index, options);
      const register = new Register(coins);
      return {
        coins,
        goodBalls,
        register,
        coinAt: (number) => number,
        accept: (coin, periodOfCoin, seen) => acceptNumber(coin, periodOfCoin === index, seen),
        settle: (coin, vendor, graceOver) =>
          graceOver ? { outcome: 'expired', coin: NOT_MINTED } : { outcome: register.redeem(coin, vendor), coin },
        find: (coin) => coin,
      };
    },
  };
}

function acceptNumber(coin: number, ofThisPeriod: boolean, seen: (bin: number) => boolean): Acceptance {
  if (!ofThisPeriod) return { accepted: false, reason: 'wrong-period' };
  return seen(coin) ? { accepted: false, reason: 'seen-before' } : { accepted: true, bin: coin };
}
