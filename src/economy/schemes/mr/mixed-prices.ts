/**
 * The lotteries' closed forms where prices differ: how many win, what MR1 charges, what an MR2 bank is short of.
 *
 * The spread of MR2's charges and the chance that an MR1 user pays more than he used have no simple law there.
 * @module
 */
import type { Oracle } from '../../../sim/metric.ts';
import type { Need } from '../../../theory/demand.ts';
import { chanceOfPayingNothing, meanOf, paymentOf } from '../../../theory/lottery.ts';
import { mixedCharge, mixedRate, mixedShortfall, type Priced } from '../../../theory/price-mix.ts';
import { DAY, MICRODOLLARS_PER_USD } from '../../../units.ts';
import type { Signing } from './evidence.ts';
import { sparseBelow } from './measures.ts';
import { expelsHonest, rateNumber } from './options.ts';
import type { Setting } from './setting.ts';

/** Several prices where closed forms hold otherwise: everybody honest, nothing lost, every deposit in time. */
interface Mixed {
  readonly mix: readonly Priced[];
  readonly need: Need;
  readonly users: number;
  readonly byLast: boolean;
  readonly rate: number;
}

const SOURCE = 'MR02; laws derived';

function mixedOf(setting: Setting<Signing>): Mixed | undefined {
  const { market, options, unitValue, charges, stakesOf } = setting;
  const { demand, duration } = market;
  const { price, arrivals, users } = demand;
  if (price.kind !== 'choice' || !market.honest || !market.faultless) return undefined;
  if (!setting.inTime || expelsHonest(options)) return undefined;
  const total = price.weights.reduce((sum, weight) => sum + weight, 0);
  const unit = { unitValue, rate: rateNumber(options.selectionRate) };
  const mix = price.prices.map((each, i) => ({
    share: price.weights[i] / total,
    lottery: paymentOf(unit, stakesOf(each).units),
  }));
  const need: Need =
    arrivals.kind === 'fixed'
      ? { kind: 'fixed', count: arrivals.perUser }
      : { kind: 'poisson', mean: (arrivals.perUserPerDay * duration) / DAY };
  return { mix, need, users, byLast: charges.byLast, rate: mixedRate(mix) };
}

const LAWS: Readonly<Record<string, (mixed: Mixed, setting: Setting<Signing>) => Oracle | undefined>> = {
  payable_count: (mixed, { market }) => ({
    ...winners(mixed, 1, 'U E[N] s'),
    ...(market.fidelity !== 'real' && { byConstruction: true }),
  }),
  'pays_nothing.probability': ({ rate, need, users }) => {
    const probability = chanceOfPayingNothing(rate, need);
    const law = { name: 'binomial' as const, trials: users, probability, scale: 1 / users };
    return { value: probability, formula: 'E[(1-s)^N]', source: SOURCE, kind: 'mean', law };
  },
  'user_charge.mean_usd': (mixed) => {
    const { mean } = mixedCharge(mixed.mix, mixed.need);
    return mixed.byLast
      ? money(mixed, mean - mixedShortfall(mixed.mix, mixed.need), 'E[N] v - E[v (1-s)] (1 - E[(1-s)^N]) / s')
      : money(mixed, mean, 'E[N] v');
  },
  'user_charge.sd_usd': (mixed) =>
    mixed.byLast || mixed.users < USERS_ENOUGH
      ? undefined
      : money(mixed, Math.sqrt(mixedCharge(mixed.mix, mixed.need).variance), 'sd of v/s m, over the prices'),
  'bank_shortfall.mean_usd': (mixed) => short(mixed, 1),
  'loss.bank_usd': (mixed) => short(mixed, mixed.users),
};

/** Of fewer users not even many winners make the spread over users regular. */
const USERS_ENOUGH = 10;

/** By the metric's name without the label; undefined where no closed form holds, and at one price. */
export function mixedPriceLaw(setting: Setting<Signing>, metric: string, perDeposit?: number): Oracle | undefined {
  const mixed = mixedOf(setting);
  if (mixed === undefined) return undefined;
  if (perDeposit === undefined) return LAWS[metric]?.(mixed, setting);
  if (mixed.need.kind === 'poisson') return undefined;
  const payments = mixed.users * mixed.need.count;
  return winners(mixed, perDeposit / payments, perDeposit === 1 ? 's' : `${perDeposit} s`);
}

/** Winners of all users together, so much for each. */
function winners({ users, need, rate }: Mixed, scale: number, formula: string): Oracle {
  const mean = users * meanOf(need) * rate;
  const law =
    need.kind === 'fixed'
      ? { name: 'binomial' as const, trials: users * need.count, probability: rate, scale }
      : { name: 'poisson' as const, mean, scale };
  return { value: mean * scale, formula, source: SOURCE, kind: 'mean', law };
}

function money({ users, need, rate }: Mixed, amount: number, formula: string): Oracle {
  const value = amount / MICRODOLLARS_PER_USD;
  return { value, formula, source: SOURCE, kind: 'mean', ...sparseBelow(users * meanOf(need) * rate) };
}

function short(mixed: Mixed, times: number): Oracle {
  if (!mixed.byLast)
    return { value: 0, formula: '0', source: 'MR02: the user pays what the merchant gets', kind: 'exact' };
  const amount = times * mixedShortfall(mixed.mix, mixed.need);
  return money(mixed, amount, `${times === 1 ? '' : 'U '}E[v (1-s)] (1 - E[(1-s)^N]) / s`);
}
