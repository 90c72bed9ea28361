/**
 * What a run with forgers measures: what each gang found beside the exact law, what became of it, and above which hash
 * rate forging pays.
 * @module
 */
import exp from '@stdlib/math-base-special-exp';
import ln from '@stdlib/math-base-special-ln';
import type { Curve, Metric, Oracle } from '../../../sim/metric.ts';
import { type Balance, breakEvenRate, rateBetween, variantsOfHeardCoins } from '../../../theory/forging.ts';
import type { Spread } from '../../../theory/micromint.ts';
import { DAY, MICRODOLLARS_PER_USD, SECOND } from '../../../units.ts';
import type { Effort } from '../../capabilities.ts';
import type { Forger, Forgers } from './forgers.ts';
import { lastCallOf, worthOf } from './forging-run.ts';
import { coinsPerPayment } from './measures.ts';
import { underWayMax } from './options.ts';
import type { Setting } from './setting.ts';

const SOURCE = 'hashes as a Poisson process: bins fill up independently; derived, after RS96';
const FORMULA = '2^-g sum over stretches of B P(Poisson(x) >= k)';
/** Nearer to none or to all a count is not near enough to normal for its mean to be judged by its sd. */
const NORMAL_FROM = 30;
/** So many standard deviations from a limit, and the limit does not matter, or is all that matters. */
export const FAR_SD = 8;
/** A bias may be so small a part of the standard deviation that no number of replications in use shows it. */
const NEGLIGIBLE_BIAS = 1e-2;

/** What the broker has counted of forged coins. */
export interface Settled {
  readonly forgedPaid: number;
  readonly forgedCaught: number;
  /** The first coin that he refused since nobody minted it. */
  readonly firstReportAt: number | undefined;
}

export interface Gang<C> {
  readonly label: string;
  readonly members: readonly Forger<C>[];
}

/** Coins found so far by each gang, read at regular instants. */
export class ForgeryRecord<C> {
  readonly #setting: Setting<C>;
  readonly #forgers: Forgers<C>;
  readonly #times: number[] = [];
  readonly #found = new Map<string, { values: number[]; expected: number[] }>();

  constructor(setting: Setting<C>, forgers: Forgers<C>) {
    this.#setting = setting;
    this.#forgers = forgers;
  }

  observe(): void {
    if (this.#forgers.all.length === 0) return;
    this.#forgers.advance();
    this.#times.push(this.#setting.market.simulation.now);
    for (const gang of gangsOf(this.#forgers)) {
      const series = this.#found.get(gang.label) ?? { values: [], expected: [] };
      this.#found.set(gang.label, series);
      series.values.push(foundBy(gang));
      series.expected.push(expectedOf(gang).mean);
    }
  }

  /** @param steady whether the lengths of the periods were known in advance: nothing was recalled */
  curves(steady: boolean): Curve[] {
    const { label } = this.#setting.market;
    return gangsOf(this.#forgers).flatMap((gang) => {
      const series = this.#found.get(gang.label);
      if (series === undefined) return [];
      const theory = steady &&
        plansAlone(this.#setting, gang) && { values: series.expected, formula: FORMULA, source: SOURCE };
      return [
        {
          name: `${label}.${gang.label}.coins_found`,
          quantity: 'forged coins',
          unit: 'coins',
          x: { quantity: 'time', unit: 'us', values: this.#times },
          values: series.values,
          ...(theory && { theory }),
        },
      ];
    });
  }
}

/** What laws of forgers depend on beside themselves. */
export interface Circumstances {
  /** Nothing was recalled. */
  readonly steady: boolean;
  /** Users who pay with coins of their own, each coin once; undefined when there are others who cheat. */
  readonly payers: number | undefined;
}

export function forgeryMeasures<C>(
  setting: Setting<C>,
  forgers: Forgers<C>,
  settled: Settled,
  circumstances: Circumstances,
): Metric[] {
  if (forgers.all.length === 0) return [];
  forgers.advance();
  const { label } = setting.market;
  const gangs = gangsOf(forgers);
  const { presented } = forgers;
  const metric = (name: string, unit: string, value: number): Metric => ({
    name: `${label}.${name}`,
    unit,
    value,
    combine: 'mean',
  });
  const count = (name: string, value: number): Metric => metric(`forgery.coins_${name}_count`, 'coins', value);
  const hashes = gangs.reduce((sum, gang) => sum + hashesOf(gang), 0);
  const detected = presented.firstAt !== undefined && settled.firstReportAt !== undefined;
  return [
    count(
      'found',
      gangs.reduce((sum, gang) => sum + foundBy(gang), 0),
    ),
    count('presented', presented.coins),
    count('accepted', presented.accepted),
    count('refused', presented.refused),
    count('paid', settled.forgedPaid),
    count('caught', settled.forgedCaught),
    metric('forgery.hashes_count', 'hashes', hashes),
    ...(detected ? [metric('forgery.detection_time_us', 'us', settled.firstReportAt! - presented.firstAt!)] : []),
    ...gangs.flatMap((gang) => gangMeasures(setting, gang, circumstances)),
    ...breakEven(setting, forgers, circumstances.steady),
  ];
}

function gangMeasures<C>(setting: Setting<C>, gang: Gang<C>, { steady, payers }: Circumstances): Metric[] {
  const name = `${setting.market.label}.${gang.label}`;
  const theory = steady ? foundLaw(setting, gang, payers) : undefined;
  return [
    {
      name: `${name}.coins_found_count`,
      unit: 'coins',
      value: foundBy(gang),
      combine: 'mean',
      ...(theory && { theory }),
    },
    { name: `${name}.hashes_count`, unit: 'hashes', value: hashesOf(gang), combine: 'mean' },
  ];
}

function foundLaw<C>(setting: Setting<C>, gang: Gang<C>, payers: number | undefined): Oracle | undefined {
  if (plansAlone(setting, gang)) return foundOracle(expectedOf(gang), 2 ** setting.options.bits);
  const spliced = payers === undefined ? undefined : expectedSplices(setting, gang, payers);
  return spliced && { ...spliceOracle(spliced), source: 'coins overheard as a Poisson process; derived, after RS96' };
}

/**
 * Of one splicer who hashes to the end, whatever it brings, among people who buy for a coin each time: each overheard
 * coin is one of a Poisson process, thinned by whether its bin is hit later on.
 */
function expectedSplices<C>({ market, options }: Setting<C>, { members }: Gang<C>, payers: number): Spread | undefined {
  const [{ effort, runs, overhears }] = members;
  const { arrivals, price } = market.demand;
  const oneCoinEach = price.kind === 'constant' && price.price === options.coinValue;
  const hearsAllAlong = options.keyKnownAhead === 0 && effort.delay === 0;
  // A framed buyer who is suspended buys no more.
  const plain = options.hiddenPredicates === undefined && options.suspendAfter === undefined && !effort.rational;
  if (
    arrivals.kind !== 'poisson' ||
    !oneCoinEach ||
    !plain ||
    !hearsAllAlong ||
    members.length !== 1 ||
    runs.length !== 1
  )
    return undefined;
  const days = runs[0].hashes / effort.hashesPerSecond / (DAY / SECOND);
  const heard = overhears * payers * arrivals.perUserPerDay * days;
  const { mean } = variantsOfHeardCoins(options, heard, runs[0].hashes);
  const inGroup = mean * 2 ** -options.groupBits;
  return { mean: inGroup, sd: Math.sqrt(inGroup) };
}

function spliceOracle({ mean, sd }: Spread): Omit<Oracle, 'source'> {
  const judged = mean >= NORMAL_FROM ? { law: { name: 'normal' as const, sd } } : { sparse: true };
  return { value: mean, formula: '2^-g heard (1 - (1 - e^-x) / x)', kind: 'mean', ...judged };
}

function foundOracle({ mean, variance }: { mean: number; variance: number }, bins: number): Oracle {
  const normal = mean >= NORMAL_FROM && bins - mean >= NORMAL_FROM;
  const judged = normal ? { law: { name: 'normal' as const, sd: Math.sqrt(variance) } } : { sparse: true };
  return { value: mean, formula: FORMULA, source: SOURCE, kind: 'mean', ...judged };
}

/**
 * What splicers find depends on what they see, and what is worth a hash where bins are paid for on how many coins the
 * broker has, which differs between replications: who hashes by neither has a law of his own.
 */
function plansAlone<C>({ options }: Setting<C>, { members }: Gang<C>): boolean {
  const byBin = options.settlement === 'bin';
  return members.every(({ effort: { splices, rational, fenced } }) => !splices && !(byBin && rational && fenced));
}

export function gangsOf<C>(forgers: Forgers<C>): Gang<C>[] {
  const gangs = new Map<string, Forger<C>[]>();
  for (const forger of forgers.all) gangs.set(forger.effort.gang, [...(gangs.get(forger.effort.gang) ?? []), forger]);
  return [...gangs].map(([label, members]) => ({ label, members }));
}

function foundBy<C>({ members }: Gang<C>): number {
  return sum(members, ({ runs }) => sum(runs, ({ found }) => found));
}

export function hashesOf<C>({ members }: Gang<C>): number {
  return sum(members, ({ runs }) => sum(runs, ({ hashes }) => hashes));
}

export function expectedOf<C>({ members }: Gang<C>): { mean: number; variance: number } {
  const laws = members.flatMap(({ runs }) => runs.map(({ expected }) => expected));
  return { mean: sum(laws, ({ mean }) => mean), variance: sum(laws, ({ variance }) => variance) };
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
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
  const unsold = mean * exp(-purchases) + (Math.min(mean, outletOf(gang)) * others) / 2 ** options.bits;
  return unsold <= NEGLIGIBLE_BIAS * Math.sqrt(variance);
}

/** Coins that a vendor may have seen, at most: twice those that people need, and what all forgers get rid of. */
function coinsAbout<C>({ market }: Setting<C>, forgers: Forgers<C>, perUserPerDay: number): number {
  const genuine = (2 * market.demand.users * perUserPerDay * market.duration) / DAY;
  return genuine + sum(gangsOf(forgers), (gang) => Math.min(expectedOf(gang).mean, outletOf(gang)));
}

// ---- above which hash rate it pays

/** Between the two gangs of one member each, neighbours in their rates, of whom one loses and the other gains. */
function breakEven<C>(setting: Setting<C>, forgers: Forgers<C>, steady: boolean): Metric[] {
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
  const { options, issues } = setting;
  const expected = alone.map((gang) => expectedBalance(setting, gang));
  const above = expected.findIndex(({ revenue, cost }) => revenue >= cost);
  if (above < 1) return undefined;
  const [{ effort, runs }] = alone[above].members;
  const worth = worthOf(effort, options, issues.of(0).coins) * 2 ** -options.groupBits;
  const value = breakEvenRate(options, worth, effort.usdPerHash, runs[0].hashes / effort.hashesPerSecond);
  if (value === undefined || !meetsAt(value, expected[above - 1], expected[above])) return undefined;
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
const LITTLE_BIAS = 0.05;

/** What a gang of one is expected to bring home. */
interface Expected extends Balance {
  readonly coins: number;
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

/** Whether neighbours who find what they expect meet at this rate, but for little of their deviation. */
function meetsAt(value: number, below: Expected, above: Expected): boolean {
  const width = ln(above.rate / below.rate);
  const place = ln(value / below.rate) / width;
  const steepness = ln(above.revenue / below.revenue) / width;
  const deviation = Math.sqrt((1 - place) ** 2 / below.coins + place ** 2 / above.coins) / (steepness - 1);
  return Math.abs(ln(rateBetween(below, above) / value)) <= LITTLE_BIAS * deviation;
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
