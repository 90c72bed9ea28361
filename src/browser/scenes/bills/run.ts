/**
 * The bills of MR1's and MR2's users while they are being made out, read from the ledgers of the two markets, beside
 * the exact laws for the payments that each user has made so far.
 *
 * Whether a cheque wins does not hang on when it is written, so at every moment a user who has made n payments has
 * Bin(n, s) wins, and under MR2 a geometric number of unpaid serials cut off at n; the laws drawn are the means of
 * these over the users' own n.
 * @source Micali, Rivest, Micropayments Revisited (2002): the rules; the laws are those of theory/lottery.ts and
 *   theory/serial-charge.ts
 * @module
 */
import type { OpenMarket } from '../../../economy/market.ts';
import type { Scenario } from '../../../scenario/model.ts';
import type { OpenReplication } from '../../../scenario/replicate.ts';
import { chanceOfPayingNothing, chargeQuantile, type ExactRate, type Lottery } from '../../../theory/lottery.ts';
import { largestWhere } from '../../../theory/search.ts';
import { MICRODOLLARS_PER_USD, MINUTE } from '../../../units.ts';
import { LastWins } from './last-wins.ts';
import { type Bars, type Counts, gapBars, LawsByPayments, winBars } from './laws.ts';

/** What is to be seen at a moment. Users are in one order in all lists. */
export interface BillsFrame {
  /** Simulated, since the beginning. */
  readonly minutes: number;
  /** Of the whole run. */
  readonly minutesInAll: number;
  /** Everybody has made his last payment. */
  readonly done: boolean;
  readonly users: number;
  /** Payments that each user makes in all, and on average has made so far. */
  readonly perUser: number;
  readonly paymentsMean: number;
  readonly priceUsd: number;
  /** s. */
  readonly rate: number;
  /** What a winning cheque pays. */
  readonly payoutUsd: number;
  /** Cheques that have won so far. */
  readonly wins: number;
  /** Bills less use lie in between, all but a few. */
  readonly rangeUsd: readonly [number, number];
  readonly mr1: Bills;
  readonly mr2: Bills;
}

/** The bills of one scheme; each theory is the exact mean for the payments made so far. */
export interface Bills {
  /** Bill less use of each user. */
  readonly excessUsd: Float64Array;
  /** Of each user: the simulated minute in which he was last billed, minus infinity if never. */
  readonly wonAtMinutes: Float64Array;
  /** Of each user: where his bill less use would have stood then without the win. */
  readonly wonFromUsd: Float64Array;
  readonly billMeanUsd: number;
  /** Share of users who are billed more than they used. */
  readonly over: Judged;
  /** Share of users who have paid nothing. */
  readonly nothing: Judged;
  /** What the bank has paid out and not billed, per user. */
  readonly shortfallUsd: Judged;
  readonly bars: Bars;
}

export interface Judged {
  readonly value: number;
  readonly theory: number;
}

/** Beyond the mean time of a user's last payment, in standard deviations; the last position brings what is left. */
const TAIL_DEVIATIONS = 4;
/** The range of the picture holds all but so many users, on average. */
const USERS_OUTSIDE = 0.5;

/** Positions are simulated minutes. */
export function watchBills(scenario: Scenario, replication: OpenReplication) {
  const terms = termsOf(scenario);
  const length = Math.ceil((scenario.duration / MINUTE) * (1 + TAIL_DEVIATIONS / Math.sqrt(terms.perUser)));
  const laws = new LawsByPayments(terms.lottery, terms.rate, terms.perUser);
  const watched = replication.markets.map((market) => ({ market, wins: new LastWins(market) }));
  let minute = 0;
  const advance = (position: number): void => {
    for (; minute <= position; minute++) {
      replication.advance(minute < length ? minute * MINUTE : Number.POSITIVE_INFINITY);
      for (const { wins } of watched) wins.look(minute);
    }
  };
  return {
    length,
    advance,
    frame(position: number): BillsFrame {
      advance(position);
      const moment = { minutes: position, minutesInAll: length, done: position >= length };
      return frameOf(terms, laws, moment, watched);
    },
  };
}

interface WatchedMarket {
  readonly market: OpenMarket;
  readonly wins: LastWins;
}

/** What the scenario says. */
interface Terms {
  readonly users: number;
  readonly perUser: number;
  readonly rate: ExactRate;
  readonly lottery: Lottery;
  readonly rangeUsd: readonly [number, number];
}

/** @throws RangeError for a scenario that is not this scene's */
function termsOf({ demand, schemes }: Scenario): Terms {
  const rate = schemes[0]?.options.selectionRate as { numerator: number; denominator: number } | undefined;
  if (demand?.arrivals.kind !== 'fixed' || demand.price.kind !== 'constant' || rate === undefined)
    throw new RangeError('expected a fixed number of payments at one price, paid by lottery');
  const { users } = demand;
  const { perUser } = demand.arrivals;
  const lottery = { unitValue: demand.price.price, rate: rate.numerator / rate.denominator };
  const exact = { numerator: BigInt(rate.numerator), denominator: BigInt(rate.denominator) };
  return { users, perUser, rate: exact, lottery, rangeUsd: rangeOf(lottery, users, perUser) };
}

function rangeOf(lottery: Lottery, users: number, perUser: number): readonly [number, number] {
  const { unitValue, rate } = lottery;
  const rare = USERS_OUTSIDE / users;
  const use = perUser * unitValue;
  const isSeen = (gap: number): boolean => chanceOfPayingNothing(rate, { kind: 'fixed', count: gap }) > rare;
  const lowest = Math.min(
    chargeQuantile(lottery, perUser, rare) - use,
    -unitValue * Math.min(perUser, largestWhere(isSeen, 0, perUser)),
  );
  const highest = chargeQuantile(lottery, perUser, 1 - rare) + unitValue / rate - use;
  return [lowest / MICRODOLLARS_PER_USD, highest / MICRODOLLARS_PER_USD];
}

function frameOf(
  terms: Terms,
  laws: LawsByPayments,
  moment: Pick<BillsFrame, 'minutes' | 'minutesInAll' | 'done'>,
  [one, two]: readonly WatchedMarket[],
): BillsFrame {
  const { users, perUser, lottery, rangeUsd } = terms;
  const { unitValue, rate } = lottery;
  const payout = unitValue / rate;
  const counts = countsOf(one.market, unitValue, perUser);
  const nothing = laws.nothing(counts);
  const mr1 = billsOf(one, { over: laws.over(counts), nothing, shortfall: 0 }, (_, bills) =>
    winBars(laws, counts, bills),
  );
  const mr2 = billsOf(two, { over: 0, nothing, shortfall: laws.shortfall(counts) }, (excess) =>
    gapBars(
      laws,
      counts,
      excess.map((amount) => Math.round(-amount / unitValue)),
    ),
  );
  return {
    ...moment,
    users,
    perUser,
    paymentsMean: counts.mean,
    priceUsd: unitValue / MICRODOLLARS_PER_USD,
    rate,
    payoutUsd: payout / MICRODOLLARS_PER_USD,
    wins: Math.round((mr1.billMeanUsd * users * MICRODOLLARS_PER_USD) / payout),
    rangeUsd,
    mr1,
    mr2,
  };
}

/** How many payments each user has made. */
function countsOf({ ledger, demand: { users } }: OpenMarket, price: number, perUser: number): Counts {
  const usersByPayments = new Uint32Array(perUser + 1);
  let all = 0;
  for (let user = 0; user < users; user++) {
    const payments = Math.round(ledger.goods(user) / price);
    usersByPayments[payments]++;
    all += payments;
  }
  return { users, usersByPayments, mean: all / users };
}

function billsOf(
  { market: { ledger, bankParty, demand }, wins }: WatchedMarket,
  theory: { readonly over: number; readonly nothing: number; readonly shortfall: number },
  barsOf: (excess: Float64Array, bills: Float64Array) => Bars,
): Bills {
  const { users } = demand;
  const bills = new Float64Array(users);
  const excess = new Float64Array(users);
  let [billed, over, nothing] = [0, 0, 0];
  for (let user = 0; user < users; user++) {
    const bill = -ledger.cash(user);
    bills[user] = bill;
    excess[user] = bill - ledger.goods(user);
    billed += bill;
    if (excess[user] > 0) over++;
    if (bill === 0) nothing++;
  }
  const usd = (amount: number): number => amount / users / MICRODOLLARS_PER_USD;
  const bars = barsOf(excess, bills);
  const { minutes, from } = wins.read();
  const inUsd = (amounts: Float64Array): Float64Array => amounts.map((amount) => amount / MICRODOLLARS_PER_USD);
  return {
    excessUsd: inUsd(excess),
    wonAtMinutes: minutes,
    wonFromUsd: inUsd(from),
    billMeanUsd: usd(billed),
    over: { value: over / users, theory: theory.over },
    nothing: { value: nothing / users, theory: theory.nothing },
    shortfallUsd: { value: usd(-ledger.cash(bankParty)), theory: usd(theory.shortfall * users) },
    bars,
  };
}
