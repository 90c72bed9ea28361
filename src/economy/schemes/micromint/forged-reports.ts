/**
 * How a broker who settles by bins learns of forged coins: some lie in bins that he never filled, and of those he knows
 * that nobody bought them. In any other bin a forged coin is paid, or looks like a coin spent twice.
 * @source after RS96, section 3; the law is derived
 * @module
 */
import type { Metric, Oracle } from '../../../sim/metric.ts';
import { expectedCoins } from '../../../theory/micromint.ts';
import type { Forgers } from './forgers.ts';
import { sum } from './forging-gangs.ts';
import { coinsPerPayment } from './measures.ts';
import { underWayMax } from './options.ts';
import type { Setting } from './setting.ts';

/**
 * Of the coins from scratch that forgers tried to pass, those that the broker reported as minted by nobody.
 * @param reports coins refused as not minted
 * @param undisturbed whether nobody cheats otherwise than by forging or by spending twice
 */
export function reportedShare<C>(
  setting: Setting<C>,
  forgers: Forgers<C>,
  reports: number,
  undisturbed: boolean,
): Metric[] {
  const { market, options } = setting;
  const tried = sum(forgers.all, ({ effort, runs }) => (effort.splices ? 0 : sum(runs, ({ presented }) => presented)));
  if (options.settlement !== 'bin' || tried === 0) return [];
  const holds = undisturbed && allAreDecided(setting) && isOneAlone(setting, forgers);
  return [
    {
      name: `${market.label}.forgery.reported_share`,
      unit: '1',
      value: reports / tried,
      combine: 'mean',
      ...(holds && { theory: shareOracle(setting) }),
    },
  ];
}

/**
 * The bins of his coins are drawn without replacement from all, whatever the broker's are, and how many he tries to pass
 * does not depend on which they are: of n coins those in bins never filled are hypergeometric, n (1 - coins / B) on
 * average for any number of coins that the broker happens to have.
 */
function shareOracle<C>({ options }: Setting<C>): Oracle {
  return {
    value: 1 - expectedCoins(options, options.balls) / 2 ** options.bits,
    formula: '1 - E[coins] / B = P(Bin(N, 2^-n) < k)',
    source: 'a forged coin in a bin that was never filled is accepted by all and refused by the broker; derived',
    kind: 'mean',
  };
}

/** Whether every coin in a bin that was never filled comes before the broker, in time, and once. */
function allAreDecided<C>({ market, options }: Setting<C>): boolean {
  const { suspendAfter, recallAt, coinFiles, hiddenPredicates } = options;
  // With predicates a bin may give a second coin, which a vendor who has seen the first refuses.
  const plain = [suspendAfter, recallAt, coinFiles, hiddenPredicates].every((each) => each === undefined);
  return plain && market.faultless && market.delayMax <= underWayMax(options);
}

/**
 * Whether there is one forger from scratch: of two, one may come to a vendor who has seen the bin. Splicers do not
 * matter, since the bins of their coins are the broker's.
 */
function isOneAlone<C>({ market, options }: Setting<C>, forgers: Forgers<C>): boolean {
  const minters = forgers.all.filter(({ effort }) => !effort.splices);
  if (minters.length !== 1) return false;
  const [{ effort }] = minters;
  // Beside a coin that is refused a good one of the same payment goes unseen; who claims leaves out the former only.
  return effort.fenced || coinsPerPayment(market.demand, options) === 1;
}
