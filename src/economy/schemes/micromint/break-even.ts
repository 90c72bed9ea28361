/**
 * Above which hash rate forging pays: read between two gangs, neighbours in their rates, of whom one loses and the
 * other gains, beside the closed form where what comes of it is near enough to what is expected.
 * @module
 */
import type { Metric, Oracle } from '../../../sim/metric.ts';
import { type Balance, breakEvenRate, isCrossedAt, type Prospect, rateBetween } from '../../../theory/forging.ts';
import { MICRODOLLARS_PER_USD } from '../../../units.ts';
import type { Effort } from '../../capabilities.ts';
import type { Forgers } from './forgers.ts';
import { expectedOf, FAR_SD, type Gang, gangsOf, hashesOf, sellsAll, withinOutlets } from './forging-gangs.ts';
import { worthOf } from './forging-prospects.ts';
import type { Setting } from './setting.ts';

/** Between the two gangs of one member each, neighbours in their rates, of whom one loses and the other gains. */
export function breakEven<C>(setting: Setting<C>, forgers: Forgers<C>, steady: boolean): Metric[] {
  const alone = gangsOf(forgers)
    .filter(({ members }) => members.length === 1 && !members[0].effort.rational && !members[0].effort.fenced)
    .sort((a, b) => a.members[0].effort.hashesPerSecond - b.members[0].effort.hashesPerSecond);
  const balances = alone.map((gang) => balanceOf(setting, gang));
  const above = balances.findIndex(({ revenue, cost }) => revenue >= cost);
  if (above < 1) return [];
  const theory = steady ? breakEvenOracle(setting, forgers, alone) : undefined;
  return [
    {
      name: `${setting.market.label}.break_even.hash_rate`,
      unit: 'hashes/s',
      value: rateBetween(balances[above - 1], balances[above]),
      combine: 'mean',
      ...(theory && { theory }),
    },
  ];
}

function balanceOf<C>({ market }: Setting<C>, gang: Gang<C>): Balance {
  const [{ user, effort }] = gang.members;
  return {
    rate: effort.hashesPerSecond,
    revenue: market.ledger.net(market.userParty(user)) / MICRODOLLARS_PER_USD,
    cost: hashesOf(gang) * effort.usdPerHash,
  };
}

/** Known where what comes of it is near enough to what is expected. */
function breakEvenOracle<C>(setting: Setting<C>, forgers: Forgers<C>, alone: readonly Gang<C>[]): Oracle | undefined {
  const { options } = setting;
  const expected = alone.map((gang) => expectedBalance(setting, gang));
  const above = expected.findIndex(({ revenue, cost }) => revenue >= cost);
  if (above < 1) return undefined;
  const [{ effort, runs }] = alone[above].members;
  const worth = worthOf(setting, effort, 0) * 2 ** -options.groupBits;
  const value = breakEvenRate(options, worth, effort.usdPerHash, runs[0].hashes / effort.hashesPerSecond);
  if (value === undefined || !isCrossedAt(value, expected[above - 1], expected[above])) return undefined;
  const mayBeNeighbours = alone.slice(0, above + 1).filter((_, i) => i >= above - 1 || !surelyLoses(expected[i]));
  if (!mayBeNeighbours.every((gang) => isRegular(setting, forgers, gang, effort))) return undefined;
  return {
    value,
    formula: 'least f with worth B P(Poisson(x) >= k) = cost f T, x = f T 2^-n',
    source: 'all that is found is spent; derived, after RS96',
    kind: 'mean',
  };
}

/** The mean of a logarithm is too low by half the relative variance: of so many coins by 5 % of its own deviation. */
const COINS_MIN = 100;

/** What a gang of one is expected to bring home. */
interface Expected extends Prospect {
  readonly worth: number;
}

function expectedBalance<C>({ options }: Setting<C>, gang: Gang<C>): Expected {
  const [{ effort }] = gang.members;
  const worth = options.coinValue / MICRODOLLARS_PER_USD;
  const coins = expectedOf(gang).mean;
  return {
    rate: effort.hashesPerSecond,
    revenue: coins * worth,
    cost: hashesOf(gang) * effort.usdPerHash,
    coins,
    worth,
  };
}

/** Whether he finds many coins and sells them all, with this effort but for its rate. */
function isRegular<C>(setting: Setting<C>, forgers: Forgers<C>, gang: Gang<C>, like: Effort): boolean {
  const [{ effort }] = gang.members;
  const alike = effort.usdPerHash === like.usdPerHash && effort.delay === like.delay;
  return alike && expectedOf(gang).mean >= COINS_MIN && withinOutlets(gang) && sellsAll(setting, forgers, gang);
}

function surelyLoses({ coins, worth, cost }: Expected): boolean {
  return (coins + FAR_SD * Math.sqrt(coins) + FAR_SD) * worth < cost;
}
