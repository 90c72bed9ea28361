/**
 * The gangs of forgers of one market: what each has found and is expected to find, and whether all of it is spent.
 * @module
 */
import { poissonAt } from '../../../theory/poisson.ts';
import { DAY } from '../../../units.ts';
import type { Forger, Forgers } from './forgers.ts';
import { lastCallOf } from './forging-prospects.ts';
import { coinsPerPayment } from './measures.ts';
import { underWayMax } from './options.ts';
import type { Setting } from './setting.ts';

/** So many standard deviations from a limit, and the limit does not matter, or is all that matters. */
export const FAR_SD = 8;
/** A bias may be so small a part of the standard deviation that no number of replications in use shows it. */
const NEGLIGIBLE_BIAS = 1e-2;

export interface Gang<C> {
  readonly label: string;
  readonly members: readonly Forger<C>[];
}

export function gangsOf<C>(forgers: Forgers<C>): Gang<C>[] {
  const gangs = new Map<string, Forger<C>[]>();
  for (const forger of forgers.all) gangs.set(forger.effort.gang, [...(gangs.get(forger.effort.gang) ?? []), forger]);
  return [...gangs].map(([label, members]) => ({ label, members }));
}

export function foundBy<C>({ members }: Gang<C>): number {
  return sum(members, ({ runs }) => sum(runs, ({ found }) => found));
}

export function hashesOf<C>({ members }: Gang<C>): number {
  return sum(members, ({ runs }) => sum(runs, ({ hashes }) => hashes));
}

export function expectedOf<C>({ members }: Gang<C>): { mean: number; variance: number } {
  const laws = members.flatMap(({ runs }) => runs.map(({ expected }) => expected));
  return { mean: sum(laws, ({ mean }) => mean), variance: sum(laws, ({ sd }) => sd * sd) };
}

export function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}

/**
 * Whether what a gang hashes hangs on nobody's luck. What splicers find depends on what they see; a rational forger looks
 * again and again at what he has found and sold, unless he knows from the start how far he goes.
 */
export function plansAlone<C>({ members }: Gang<C>): boolean {
  return members.every(({ effort, runs }) => !effort.splices && runs.every(({ isForegone }) => isForegone));
}

// ---- whether they get rid of it all

/** Whether each member of a gang is sure to find less than he can get rid of. */
export function withinOutlets<C>({ members }: Gang<C>): boolean {
  return members.every(({ effort, runs }) => {
    const mean = sum(runs, ({ expected }) => expected.mean);
    return mean + FAR_SD * Math.sqrt(mean) + FAR_SD <= effort.outletCoins;
  });
}

export function outletOf<C>({ members }: Gang<C>): number {
  return sum(members, ({ effort }) => effort.outletCoins);
}

/**
 * Whether every coin that a gang presents buys goods, but for a bias that nobody sees: one coin a purchase, one period,
 * a purchase behind each member when what is left is spent at its price, and no vendor who has seen the bin.
 */
export function sellsAll<C>(setting: Setting<C>, forgers: Forgers<C>, gang: Gang<C>): boolean {
  const { market, options } = setting;
  const [{ effort }] = gang.members;
  const { arrivals } = market.demand;
  const plain = options.hiddenPredicates === undefined && options.recallAt === undefined;
  const served = options.settlement === 'coin' || options.suspendAfter === undefined;
  const inTime = market.faultless && market.delayMax <= underWayMax(options);
  const buys = !effort.fenced && !effort.splices && coinsPerPayment(market.demand, options) === 1;
  const onePeriod = gang.members.every(({ runs }) => runs.length === 1);
  if (!plain || !served || !inTime || !buys || !onePeriod || arrivals.kind !== 'poisson') return false;
  const { mean, variance } = expectedOf(gang);
  const purchases = (arrivals.perUserPerDay * lastCallOf(setting, 0)) / DAY;
  const others = coinsAbout(setting, forgers, arrivals.perUserPerDay);
  const unsold = mean * poissonAt(0, purchases) + (Math.min(mean, outletOf(gang)) * others) / 2 ** options.bits;
  return unsold <= NEGLIGIBLE_BIAS * Math.sqrt(variance);
}

/** Coins that a vendor may have seen, at most: twice those that people need, and what all forgers get rid of. */
function coinsAbout<C>({ market }: Setting<C>, forgers: Forgers<C>, perUserPerDay: number): number {
  const genuine = (2 * market.demand.users * perUserPerDay * market.duration) / DAY;
  return genuine + sum(gangsOf(forgers), (gang) => Math.min(expectedOf(gang).mean, outletOf(gang)));
}
