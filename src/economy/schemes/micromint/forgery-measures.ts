/**
 * What a run with forgers measures: what each gang found beside the exact law, what became of it, and above which hash
 * rate forging pays.
 * @module
 */

import type { Curve, Metric, Oracle } from '../../../sim/metric.ts';
import { forgedCoins, variantsOfHeardCoins } from '../../../theory/forging.ts';
import { predicateSurvival, type Spread } from '../../../theory/micromint.ts';
import { DAY, SECOND } from '../../../units.ts';
import { metricOf } from '../../metric-of.ts';
import { breakEven } from './break-even.ts';
import { reportedShare } from './forged-reports.ts';
import type { Forgers } from './forgers.ts';
import { expectedOf, foundBy, type Gang, gangsOf, hashesOf, plansAlone, sum } from './forging-gangs.ts';
import { neverSoldOut } from './measures.ts';
import type { MicroMintOptions } from './options.ts';
import type { Setting } from './setting.ts';

const SOURCE = 'hashes as a Poisson process: bins fill up independently; derived, after RS96';
const FORMULA = '2^-g sum over periods of B P(Poisson(x) >= k)';
const STAGED_FORMULA = '2^-g sum over stages of B sum_i P(a bin kept i balls) P(Poisson(x) >= k - i)';
/** Nearer to none or to all a count is not near enough to normal for its mean to be judged by its sd. */
const NORMAL_FROM = 30;
/** What the broker has counted of forged coins. */
export interface Settled {
  readonly forgedPaid: number;
  readonly forgedCaught: number;
  /** Coins that he refused since nobody minted them, and when the first of them was. */
  readonly reports: number;
  readonly firstReportAt: number | undefined;
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
        plansAlone(gang) && {
          values: series.expected,
          formula: formulaOf(this.#setting.options),
          source: SOURCE,
        };
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
  /** Nobody cheats otherwise than by forging or by spending twice. */
  readonly undisturbed: boolean;
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
  const metric = metricOf(label);
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
    metric('coins_minted.per_period', 'coins', brokersCoins(setting)),
    ...(detected ? [metric('forgery.detection_time_us', 'us', settled.firstReportAt! - presented.firstAt!)] : []),
    ...caughtShare(setting, settled),
    ...reportedShare(setting, forgers, settled.reports, circumstances.undisturbed),
    ...gangs.flatMap((gang) => gangMeasures(setting, gang, circumstances)),
    ...breakEven(setting, forgers, circumstances.steady),
  ];
}

/** The broker's coins of a period, on average over the periods of the run: what those of forgers stand beside. */
function brokersCoins<C>({ issues: { all } }: Setting<C>): number {
  return sum(all, ({ coins }) => coins) / all.length;
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
    ...survivors(setting, gang),
    ...yieldShare(setting, gang, steady),
    { name: `${name}.hashes_count`, unit: 'hashes', value: hashesOf(gang), combine: 'mean' },
  ];
}

/** Of the forged coins that the broker decides, those that he refuses: by the whole list all, by bins those of empty ones. */
function caughtShare<C>({ market, options }: Setting<C>, { forgedPaid, forgedCaught }: Settled): Metric[] {
  const decided = forgedPaid + forgedCaught;
  if (decided === 0) return [];
  const exact: Oracle = { value: 1, formula: '1', source: 'no forged coin is on the exact list', kind: 'exact' };
  return [
    {
      name: `${market.label}.forgery.caught_share`,
      unit: '1',
      value: forgedCaught / decided,
      combine: 'mean',
      ...(options.settlement === 'coin' && { theory: exact }),
    },
  ];
}

/** Of the coins that a gang had in stock when hidden predicates were disclosed, those that passed. */
function survivors<C>({ market, options }: Setting<C>, { label, members }: Gang<C>): Metric[] {
  const atRisk = sum(members, ({ runs }) => sum(runs, (run) => run.atRisk));
  if (atRisk === 0 || options.hiddenPredicates === undefined) return [];
  const balls = members[0].effort.splices ? 1 : options.way;
  return [
    {
      name: `${market.label}.${label}.predicate.passed_share`,
      unit: '1',
      value: sum(members, ({ runs }) => sum(runs, (run) => run.passed)) / atRisk,
      combine: 'mean',
      theory: {
        value: predicateSurvival(options.hiddenPredicates.bits, balls),
        formula: balls === 1 ? '2^-b' : '2^-(b k)',
        source: 'RS96, section 3: hidden predicates',
        kind: 'mean',
        sparse: true,
      },
    },
  ];
}

/**
 * Of the coins that as many hashes find where nothing is hidden, those that a gang found, passed or not: its inverse is
 * the factor by which predicates make a forged coin dearer. Above one where bins are full: one that loses a ball gives
 * another coin later.
 */
function yieldShare<C>(setting: Setting<C>, gang: Gang<C>, steady: boolean): Metric[] {
  const { market, options } = setting;
  if (options.hiddenPredicates === undefined || gang.members[0].effort.splices || hashesOf(gang) === 0) return [];
  const plain = sum(gang.members, ({ runs }) => sum(runs, ({ hashes }) => forgedCoins(options, hashes).mean));
  const usable = plain * 2 ** -options.groupBits;
  const theory = steady && plansAlone(gang) ? shareOf(usable, foundOracle(setting, expectedOf(gang))) : undefined;
  return [
    {
      name: `${market.label}.${gang.label}.predicate.yield_share`,
      unit: '1',
      value: foundBy(gang) / usable,
      combine: 'mean',
      ...(theory && { theory }),
    },
  ];
}

/** The law of a count, as a share of something fixed. */
function shareOf(whole: number, { law, ...count }: NormalCount): Oracle {
  return {
    ...count,
    value: count.value / whole,
    formula: `${count.formula} / (2^-g B P(Poisson(sum of x) >= k))`,
    ...(law && { law: { name: 'normal', sd: law.sd / whole } }),
  };
}

function foundLaw<C>(setting: Setting<C>, gang: Gang<C>, payers: number | undefined): Oracle | undefined {
  if (plansAlone(gang)) return foundOracle(setting, expectedOf(gang));
  const spliced = payers === undefined ? undefined : expectedSplices(setting, gang, payers);
  return spliced && { ...spliceOracle(spliced), source: 'coins overheard as a Poisson process; derived, after RS96' };
}

/**
 * Of one splicer who hashes to the end, whatever it brings, among people who buy for a coin each time: each overheard
 * coin is one of a Poisson process, thinned by whether its bin is hit later on.
 */
function expectedSplices<C>(setting: Setting<C>, { members }: Gang<C>, payers: number): Spread | undefined {
  const { market, options, issues } = setting;
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
    runs.length !== 1 ||
    !neverSoldOut(market, options, issues.of(0).coins)
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

/** A count that is judged by the normal law, or not at all. */
type NormalCount = Oracle & { readonly law?: { readonly name: 'normal'; readonly sd: number } };

function foundOracle<C>({ options }: Setting<C>, { mean, variance }: { mean: number; variance: number }): NormalCount {
  const normal = mean >= NORMAL_FROM && 2 ** options.bits - mean >= NORMAL_FROM;
  const judged = normal ? { law: { name: 'normal' as const, sd: Math.sqrt(variance) } } : { sparse: true };
  return { value: mean, formula: formulaOf(options), source: SOURCE, kind: 'mean', ...judged };
}

function formulaOf({ hiddenPredicates }: MicroMintOptions): string {
  return hiddenPredicates === undefined ? FORMULA : STAGED_FORMULA;
}
