/**
 * Evidence at fidelity sampled: the broker's coins are their numbers, and the bin of each is its number; a forged coin
 * is its bin. Who forges throws away what he could not pass on (search.ts), so forged coins need no further marks.
 * @module
 */
import { Register } from '../../../protocols/micromint/broker.ts';
import { NOT_MINTED } from '../../../protocols/micromint/coin-list.ts';
import { type Acceptance, type Evidence, groupOfUser, type Issue, type Presented } from './evidence.ts';
import type { MicroMintOptions } from './options.ts';
import { binOf, type SampledCoin, sampledSearch } from './sampled-search.ts';
import { coinCountOf } from './stock.ts';

export function sampledEvidence(seed: string, options: MicroMintOptions): Evidence<SampledCoin> {
  return { column: 'truth', issue: (index) => sampledIssue(seed, index, options) };
}

function sampledIssue(seed: string, index: number, options: MicroMintOptions): Issue<SampledCoin> {
  const { coins, hashes, goodBalls } = coinCountOf(seed, index, options);
  const { groupBits } = options;
  const grouped = groupBits === 0 ? undefined : (number: number) => groupOfNumber(number, groupBits);
  const register = new Register(coins, grouped);
  const find = (coin: SampledCoin): number => (typeof coin === 'number' ? coin : NOT_MINTED);
  const findBin = (coin: SampledCoin): number => (binOf(coin) < coins ? binOf(coin) : NOT_MINTED);
  const taken = options.settlement === 'coin' ? find : findBin;
  return {
    coins,
    hashes,
    goodBalls,
    register,
    sell: (buyer) => register.sell(buyer, grouped && groupOfUser(buyer, groupBits)),
    coinAt: (number) => number,
    accept: (coin, presented) => acceptNumber(coin, index, presented, groupBits),
    settle(coin, vendor, graceOver) {
      if (graceOver) return { outcome: 'expired', coin: NOT_MINTED };
      const number = taken(coin);
      return { outcome: register.redeem(number, vendor), coin: number };
    },
    find,
    search: (plan) => sampledSearch(`${seed}/${index}`, options, plan),
  };
}

/** Of a coin of real bytes it is a hash: here any function that mixes well. */
function groupOfNumber(number: number, groupBits: number): number {
  return Math.imul(number + 1, 0x9e3779b1) >>> (32 - groupBits);
}

function acceptNumber(coin: SampledCoin, index: number, presented: Presented, groupBits: number): Acceptance {
  if (presented.period !== index) return { accepted: false, reason: 'wrong-period' };
  const bin = binOf(coin);
  if (presented.seen(bin)) return { accepted: false, reason: 'seen-before' };
  const ownGroup = typeof coin !== 'number' || groupBits === 0 || groupOfNumber(coin, groupBits) === presented.group;
  return ownGroup ? { accepted: true, bin } : { accepted: false, reason: 'wrong-group' };
}
