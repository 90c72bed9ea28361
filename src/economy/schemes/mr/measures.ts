/**
 * What a run of a lottery scheme measures: what users are charged against what they used, and what the bank is short
 * of; each figure beside its closed form where one holds.
 * @module
 */
import type { Law, Metric, Oracle } from '../../../sim/metric.ts';
import { Welford } from '../../../sim/statistics.ts';
import { bankReserve, type Reserve } from '../../../theory/bank-reserve.ts';
import {
  chanceOfPayingMore,
  chanceOfPayingNothing,
  charge,
  type Lottery,
  meanOf,
  paymentOf,
} from '../../../theory/lottery.ts';
import { bankNet, serialCharge, shortfall } from '../../../theory/serial-charge.ts';
import { DAY, MICRODOLLARS_PER_USD, type Microdollars, type Microseconds } from '../../../units.ts';
import type { Market } from '../../scheme.ts';
import type { Signing } from './evidence.ts';
import { expelsHonest, type MrOptions, rateNumber, rateOfUnits } from './options.ts';
import type { Setting } from './setting.ts';

/** What only bank and deposits know at the end. */
export interface Takings {
  readonly uncollected: Microdollars;
  readonly penalties: Microdollars;
  readonly forfeited: Microdollars;
  /** From a payable payment to its money, on average; undefined where nothing was paid. */
  readonly delayMean: Microseconds | undefined;
}

/** The confidence that a reserve is asked to suffice with. */
const RESERVE_CONFIDENCE = 0.999;
const SOURCE = 'MR02; laws derived';

/** Where closed forms hold: one price, nothing lost, and every deposit in time. */
export interface Closed {
  readonly lottery: Lottery;
  /** Payments of one user. */
  readonly need:
    | { readonly kind: 'fixed'; readonly count: number }
    | { readonly kind: 'poisson'; readonly mean: number };
  readonly payout: Microdollars;
  readonly byLast: boolean;
  /** Outcomes were drawn from these very laws. */
  readonly drawn: boolean;
}

/** Where everybody is honest besides. */
export function closedForms(setting: Setting<Signing>): Closed | undefined {
  return setting.market.honest ? termsOf(setting) : undefined;
}

/** What closed forms start from, whoever is honest. */
export function termsOf(setting: Setting<Signing>): Closed | undefined {
  const { market, options, unitValue, charges, stakesOf } = setting;
  const { demand, duration } = market;
  if (!market.faultless || demand.price.kind !== 'constant') return undefined;
  if (!setting.inTime || expelsHonest(options)) return undefined;
  const { units, payout } = stakesOf(demand.price.price);
  return {
    lottery: paymentOf({ unitValue, rate: rateNumber(options.selectionRate) }, units),
    need:
      demand.arrivals.kind === 'fixed'
        ? { kind: 'fixed', count: demand.arrivals.perUser }
        : { kind: 'poisson', mean: (demand.arrivals.perUserPerDay * duration) / DAY },
    payout,
    byLast: charges.byLast,
    drawn: market.fidelity !== 'real',
  };
}

export function measures(setting: Setting<Signing>, takings: Takings): Metric[] {
  const closed = closedForms(setting);
  return [
    ...userMeasures(setting, closed),
    ...bankMeasures(setting, closed),
    ...takingMeasures(setting, takings),
    ...delayMeasure(setting, takings),
  ];
}

/**
 * Most sales of a lottery are never paid for, and some many times over: what has a delay is a payable payment. Where ways
 * are left out, or somebody deposits as he likes, it would be another delay.
 */
function delayMeasure({ market }: Setting<Signing>, { delayMean }: Takings): Metric[] {
  const isWhole = market.honest && market.faultless && market.fidelity !== 'aggregate';
  if (!isWhole || delayMean === undefined) return [];
  return [metricsOf(market)('settlement.delay_mean_us', 'us', delayMean)];
}

function userMeasures(setting: Setting<Signing>, closed: Closed | undefined): Metric[] {
  const { market, charges } = setting;
  const users = market.demand.users;
  const billed = new Welford();
  let [over, nothing, mostOver] = [0, 0, Number.NEGATIVE_INFINITY];
  for (let user = 0; user < users; user++) {
    const excess = charges.billed(user) - charges.worthUsed(user);
    billed.add(charges.billed(user) / MICRODOLLARS_PER_USD);
    if (excess > 0) over++;
    if (charges.billed(user) === 0) nothing++;
    mostOver = Math.max(mostOver, excess / MICRODOLLARS_PER_USD);
  }
  const metric = metricsOf(market);
  return [
    metric(
      'payable_count',
      'cheques',
      charges.payable,
      closed && {
        ...payableOracle(closed, users),
        ...(closed.drawn && { byConstruction: true }),
      },
    ),
    metric('user_charge.mean_usd', 'USD', billed.mean, closed && meanChargeOracle(closed, users)),
    ...(users < 2 ? [] : [spread(market, billed.sd, closed)]),
    metric('overpay.probability', '1', over / users, closed && overpayOracle(setting, closed)),
    metric('pays_nothing.probability', '1', nothing / users, closed && payNothingOracle(closed, users)),
    {
      ...metric('user_charge.max_over_use_usd', 'USD', mostOver, charges.byLast ? neverAboveUse : undefined),
      combine: 'max',
    },
  ];
}

function metricsOf({ label }: Market) {
  return (quantity: string, unit: string, value: number, theory?: Oracle): Metric => ({
    name: `${label}.${quantity}`,
    unit,
    value,
    combine: 'mean',
    ...(theory && { theory }),
  });
}

/** The spread over users. Variances have the mean that theory says; their roots have not, hence the combination. */
function spread(market: Market, sd: number, closed: Closed | undefined): Metric {
  const oracle = closed && chargeSpread(closed, market.demand.users);
  return { ...metricsOf(market)('user_charge.sd_usd', 'USD', sd, oracle), combine: 'root-mean-square' };
}

function chargeSpread({ lottery, need, byLast }: Closed, users: number): Oracle {
  const { variance } = (byLast ? serialCharge : charge)(lottery, need);
  const formula = byLast ? 'sd of v S_last' : need.kind === 'fixed' ? 'v sqrt(n (1-s) / s)' : 'v sqrt(mu / s)';
  const events = turnsOfLuck(lottery.rate, users * meanOf(need));
  return spreadOracle(Math.sqrt(variance) / MICRODOLLARS_PER_USD, formula, { users, events });
}

/**
 * A spread over users as theory has it.
 * @param events - behind it in one replication, on average
 */
export function spreadOracle(
  sd: number,
  formula: string,
  { users, events }: { readonly users: number; readonly events: number },
): Oracle {
  return {
    value: sd,
    formula,
    source: SOURCE,
    kind: sd === 0 ? 'exact' : 'mean',
    ...sparseBelow(users < USERS_ENOUGH ? 0 : events),
  };
}

/** Payable cheques of all users together. */
export function payableOracle({ lottery: { rate }, need }: Closed, users: number, scale = 1): Oracle {
  const common = { source: SOURCE, kind: 'mean' as const };
  if (need.kind === 'fixed') {
    const trials = users * need.count;
    const law = { name: 'binomial' as const, trials, probability: rate, scale };
    return certain({ ...common, value: trials * rate * scale, formula: 'U n s', law });
  }
  const mean = users * need.mean * rate;
  return certain({ ...common, value: mean * scale, formula: 'U mu s', law: { name: 'poisson', mean, scale } });
}

function meanChargeOracle(closed: Closed, users: number): Oracle {
  const { lottery, need, payout, byLast } = closed;
  if (!byLast) return { ...payableOracle(closed, users, payout / (users * MICRODOLLARS_PER_USD)), formula: 'v E[N]' };
  return certain({
    value: serialCharge(lottery, need).mean / MICRODOLLARS_PER_USD,
    formula: need.kind === 'fixed' ? 'v (n - (1-s)(1-(1-s)^n)/s)' : 'v (mu - (1-s)(1-e^(-mu s))/s)',
    source: SOURCE,
    kind: 'mean',
    ...lawOfSum(closed, users, serialCharge(lottery, need).variance / users),
  });
}

/** A sum over so many users with a winner is normal, as far as 1e-9 can tell. */
const NORMAL_FROM_USERS = 10_000;
/** Thirty replications of so many events, and Student's t is right about a false alarm of 1e-9. */
const EVENTS_ENOUGH = 2;
/** Of fewer users not even many events make the spread over users regular. */
const USERS_ENOUGH = 10;

/**
 * How a sum over users is judged: by its normal law, which may be that it never varies, or by its spread where so many
 * events stand behind it.
 * @param variance of the metric, in square micro-dollars
 */
export function lawOfSum(
  { lottery, need }: Closed,
  users: number,
  variance: number,
): Pick<Oracle, 'law'> | Pick<Oracle, 'sparse'> {
  const winning = users * (1 - chanceOfPayingNothing(lottery.rate, need));
  if (variance > 0 && winning < NORMAL_FROM_USERS) return sparseBelow(turnsOfLuck(lottery.rate, users * meanOf(need)));
  return { law: { name: 'normal', sd: Math.sqrt(variance) / MICRODOLLARS_PER_USD } };
}

/** @param events behind the metric in one replication, on average */
export function sparseBelow(events: number): Pick<Oracle, 'sparse'> {
  return events < EVENTS_ENOUGH ? { sparse: true } : {};
}

/** Of so many payments those that have the rarer luck: winners as a rule, losers where nearly all win. */
export function turnsOfLuck(rate: number, payments: number): number {
  return rate === 1 ? Number.POSITIVE_INFINITY : payments * Math.min(rate, 1 - rate);
}

/** An expectation from which its law never strays is the metric itself, every time. */
export function certain(oracle: Oracle): Oracle {
  const { law, ...rest } = oracle;
  return law === undefined || varies(law) ? oracle : { ...rest, kind: 'exact' };
}

function varies(law: Law): boolean {
  if (law.name === 'normal') return law.sd > 0;
  if (law.scale === 0) return false;
  if (law.name === 'poisson') return law.mean > 0;
  return law.trials > 0 && law.probability > 0 && law.probability < 1;
}

/** A share of users, each of whom does it or does not. */
function shareOracle(probability: number, users: number, formula: string): Oracle {
  const law = { name: 'binomial' as const, trials: users, probability, scale: 1 / users };
  return certain({ value: probability, formula, source: SOURCE, kind: 'mean', law });
}

function overpayOracle({ market, options, unitValue, stakesOf }: Setting<Signing>, closed: Closed): Oracle | undefined {
  if (closed.byLast) return { value: 0, formula: '0', source: 'MR02: v S_last <= v n', kind: 'exact' };
  const { price } = market.demand;
  if (closed.need.kind !== 'fixed' || price.kind !== 'constant' || unitValue === 0) return undefined;
  const rate = rateOfUnits(options.selectionRate, stakesOf(price.price).units);
  const chance = chanceOfPayingMore(closed.need.count, rate);
  return shareOracle(chance, market.demand.users, 'P(Bin(n, s) > n s)');
}

function payNothingOracle({ lottery, need }: Closed, users: number): Oracle {
  const formula = need.kind === 'fixed' ? '(1-s)^n' : 'e^(-mu s)';
  return shareOracle(chanceOfPayingNothing(lottery.rate, need), users, formula);
}

/** MR2's bound, whatever anybody does. */
const neverAboveUse: Oracle = { value: 0, formula: 'v S_last <= v n', source: 'MR02', kind: 'bound' };

function bankMeasures(setting: Setting<Signing>, closed: Closed | undefined): Metric[] {
  const { market, options, charges } = setting;
  const users = market.demand.users;
  const metric = metricsOf(market);
  let [paid, billed] = [0, 0];
  for (let user = 0; user < users; user++) {
    paid += charges.paid(user);
    billed += charges.billed(user);
  }
  const short = (paid - billed) / MICRODOLLARS_PER_USD;
  const fees = (market.bank.macropayments * options.macropaymentFee) / MICRODOLLARS_PER_USD;
  return [
    metric('bank_shortfall.mean_usd', 'USD', short / users, closed && shortfallOracle(closed, users)),
    metric('bank_shortfall.total_usd', 'USD', short),
    metric('bank.float_peak_usd', 'USD', charges.floatPeak / MICRODOLLARS_PER_USD),
    metric('bank.redemption_cost_usd', 'USD', fees, closed && feeOracle(closed, users, options)),
    ...reserveMeasures(setting, closed, short),
  ];
}

function shortfallOracle(closed: Closed, users: number): Oracle {
  const { lottery, need, byLast } = closed;
  if (!byLast || users === 0)
    return { value: 0, formula: '0', source: 'MR02: the user pays what the merchant gets', kind: 'exact' };
  return certain({
    value: shortfall(lottery, need).mean / MICRODOLLARS_PER_USD,
    formula: need.kind === 'fixed' ? 'v (1-s)(1-(1-s)^n)/s' : 'v (1-s)(1-e^(-mu s))/s',
    source: SOURCE,
    kind: 'mean',
    ...lawOfSum(closed, users, bankNet(lottery, need).variance / users),
  });
}

/**
 * Under MR1 every payable cheque is one charge and one payment to a merchant. Deposits of identities are charges too, and
 * under MR2 a deposit out of order charges nobody.
 */
function feeOracle(closed: Closed, users: number, { macropaymentFee: fee, defences }: MrOptions): Oracle | undefined {
  if (closed.byLast || fee === 0 || defences.identityDeposit > 0) return undefined;
  return { ...payableOracle(closed, users, (2 * fee) / MICRODOLLARS_PER_USD), formula: '2 fee U n s' };
}

/** Whether the reserve that theory asks for was enough at the end. */
function reserveMeasures(setting: Setting<Signing>, closed: Closed | undefined, short: number): Metric[] {
  if (closed === undefined || !closed.byLast || closed.need.kind !== 'fixed') return [];
  const { market, options, stakesOf } = setting;
  const { price, users } = market.demand;
  if (price.kind !== 'constant') return [];
  const rate = rateOfUnits(options.selectionRate, stakesOf(price.price).units);
  const reserve = reserveOf({ users, payments: closed.need.count, unitValue: price.price, rate });
  const amount = reserve.amount / MICRODOLLARS_PER_USD;
  const suffices = short <= amount ? 1 : 0;
  const metric = metricsOf(market);
  return [
    metric('bank.reserve_usd', 'USD', amount),
    metric(
      'bank.reserve_suffices.probability',
      '1',
      suffices,
      shareOracle(1 - reserve.insufficient, 1, reserveFormula(reserve)),
    ),
  ];
}

function reserveFormula({ excessMax }: Reserve): string {
  const law = 'P(loss of U users <= R)';
  return excessMax === 0 ? law : `${law}; R at most $${(excessMax / MICRODOLLARS_PER_USD).toPrecision(2)} too large`;
}

/** Reserves take time to work out, and every replication of a scenario asks for the same. */
const knownReserves = new Map<string, Reserve>();

function reserveOf(clientele: Parameters<typeof bankReserve>[0]): Reserve {
  const { users, payments, unitValue, rate } = clientele;
  const key = `${users}/${payments}/${unitValue}/${rate.numerator}/${rate.denominator}`;
  const known = knownReserves.get(key) ?? bankReserve(clientele, RESERVE_CONFIDENCE);
  knownReserves.set(key, known);
  return known;
}

function takingMeasures({ market, options, evidence }: Setting<Signing>, takings: Takings): Metric[] {
  const metric = metricsOf(market);
  const usd = (name: string, amount: Microdollars, matters: boolean): Metric[] =>
    matters ? [metric(`bank.${name}_usd`, 'USD', amount / MICRODOLLARS_PER_USD)] : [];
  return [
    ...usd('uncollected', takings.uncollected, takings.uncollected > 0),
    ...usd('penalties', takings.penalties, options.defences.penalty > 0),
    ...usd('forfeited_deposits', takings.forfeited, options.defences.identityDeposit > 0),
    ...(evidence.tries > 0 ? [metric('grinding.tries_count', 'draws', evidence.tries)] : []),
  ];
}
