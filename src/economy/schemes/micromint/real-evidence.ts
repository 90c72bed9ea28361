/**
 * Evidence at fidelity real: coins are their bytes, and everybody hashes.
 * @module
 */
import { Register } from '../../../protocols/micromint/broker.ts';
import type { Coin } from '../../../protocols/micromint/coin.ts';
import { CoinList, NOT_MINTED } from '../../../protocols/micromint/coin-list.ts';
import { passes } from '../../../protocols/micromint/hidden-predicate.ts';
import { settle } from '../../../protocols/micromint/settlement.ts';
import { groupOf } from '../../../protocols/micromint/user-group.ts';
import { accept, examine } from '../../../protocols/micromint/vendor.ts';
import { type Acceptance, type Evidence, groupOfUser, type Issue, type Presented } from './evidence.ts';
import type { MicroMintOptions } from './options.ts';
import { type Published, realSearch } from './real-search.ts';
import { coinsOf, predicatesOf } from './stock.ts';

export function realEvidence(seed: string, options: MicroMintOptions): Evidence<Coin> {
  return { column: 'coins', issue: (index) => realIssue(seed, index, options) };
}

function realIssue(seed: string, index: number, options: MicroMintOptions): Issue<Coin> {
  const { coins, hashes, goodBalls } = coinsOf(seed, index, options);
  const { period } = coins;
  const { groupBits } = options;
  const published: Published = { period, predicates: predicatesOf(seed, index, options) };
  const list = new CoinList(coins);
  const grouped = groupBits === 0 ? undefined : (number: number) => groupOf(coins.coinAt(number), period, groupBits);
  const register = new Register(coins.coins, grouped);
  const book = { period, list: options.settlement === 'coin' ? list : byBin(list, published), register };
  return {
    coins: coins.coins,
    hashes,
    goodBalls,
    register,
    sell: (buyer) => register.sell(buyer, grouped && groupOfUser(buyer, groupBits)),
    coinAt: (number) => coins.coinAt(number),
    accept: (coin, presented) => acceptBytes(coin, presented, published, groupBits),
    settle: (coin, vendor, graceOver) =>
      settle(coin, index, { period: index + (graceOver ? 1 : 0), graceOver }, () => book, vendor),
    find: (coin) => list.find(coin),
    search: (plan) => realSearch(seed, published, options, plan),
  };
}

/** Whatever lies in the bin of a coin is taken for it. */
function byBin(list: CoinList, { period }: Published): Pick<CoinList, 'find'> {
  return {
    find(coin) {
      const bin = examine(coin, period);
      return typeof bin === 'string' ? NOT_MINTED : list.findBin(bin);
    },
  };
}

function acceptBytes(coin: Coin, presented: Presented, published: Published, groupBits: number): Acceptance {
  const { period, predicates } = published;
  const acceptance = accept(coin, presented.period, period, presented.seen);
  if (!acceptance.accepted) return acceptance;
  if (predicates !== undefined && !passes(coin, predicates, presented.stages))
    return { accepted: false, reason: 'hidden-predicate' };
  if (groupBits > 0 && groupOf(coin, period, groupBits) !== presented.group)
    return { accepted: false, reason: 'wrong-group' };
  return acceptance;
}
