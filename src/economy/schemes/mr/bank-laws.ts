/**
 * How a bank fares that grinds its draws under MR3, where the exact law is known: for honest users who buy in Poisson
 * processes. With a fixed number of payments each the numbers of a period's payments have no closed form.
 *
 * Nobody ever catches it: each of its draws is a valid signature.
 * @module
 */
import type { Oracle } from '../../../sim/metric.ts';
import { grindingBank } from '../../../theory/grinding-bank.ts';
import { shortfall } from '../../../theory/serial-charge.ts';
import type { Microseconds } from '../../../units.ts';
import { always, expected, meanPayments, type Play } from './gang-laws.ts';
import { sparseBelow } from './measures.ts';
import type { DeferredOptions } from './options.ts';

/** Periods beyond this are not summed over. */
const PERIODS_MAX = 100_000;

/** What has been worked out: every replication asks for the same. */
const known = new Map<string, ReturnType<typeof grindingBank>>();

/** By the metric's name; `honest_gain_usd` is what an honest bank would have gained on average. */
export function grindingBankLaw(play: Play, metric: string): Oracle | undefined {
  if (metric === 'caught_share') return always(0, '0: its draws are valid');
  if (metric === 'honest_gain_usd') return honest(play);
  const found = metric === 'gain_usd' || metric === 'gain_over_honest_usd' ? ground(play) : undefined;
  if (found === undefined) return undefined;
  const { users, closed } = play;
  const { net, winners } = found;
  const events = Math.min(winners, users * meanPayments(play) - winners);
  if (metric === 'gain_usd') return { ...expected(net, 'E[v S_last] - v/s E[min of T draws]'), ...sparseBelow(events) };
  const more = net + users * shortfall(closed.lottery, closed.need).mean;
  return { ...expected(more, 'E[gain] + U v (1-s)(1-e^(-mu s))/s'), ...sparseBelow(events) };
}

/** Under MR3 as under MR2 the bank is short of what users have used after their last winners. */
function honest(play: Play): Oracle {
  const { users, closed } = play;
  return expected(-users * shortfall(closed.lottery, closed.need).mean, '- U v (1-s)(1-e^(-mu s))/s');
}

function ground(play: Play): ReturnType<typeof grindingBank> | undefined {
  const { closed, options, users, asked, gap, duration } = play;
  const { lottery, need } = closed;
  const { penalty, meanGapFalseAlarm } = options.defences;
  if (need.kind !== 'poisson' || lottery.rate === 1 || (penalty > 0 && meanGapFalseAlarm > 0)) return undefined;
  const periods = periodsOf(duration, (options as DeferredOptions).period);
  if (periods === undefined) return undefined;
  const means = periods.map((time) => (users * time) / gap);
  const key = [users, lottery.unitValue, lottery.rate, asked.tries, means[0], means.at(-1), means.length].join('/');
  const found = known.get(key) ?? grindingBank({ lottery, users, tries: asked.tries, periods: means });
  known.set(key, found);
  return found;
}

/** The lengths of the periods of a duration, the last one perhaps cut short; undefined when they are too many. */
function periodsOf(duration: Microseconds, period: Microseconds): Microseconds[] | undefined {
  const whole = Math.floor(duration / period);
  if (whole > PERIODS_MAX) return undefined;
  const rest = duration - whole * period;
  return [...new Array<Microseconds>(whole).fill(period), ...(rest > 0 ? [rest] : [])];
}
