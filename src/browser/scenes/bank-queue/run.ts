/**
 * Three banks on one demand while their jobs come in, queue and are done, read from the banks' stations, beside the
 * long run of the queue that theory knows.
 * @source Pollaczek, Khinchine: theory/queueing.ts; what a job costs: economy/bank.ts
 * @module
 */
import { type Bank, OPERATIONS } from '../../../economy/bank.ts';
import type { OpenMarket } from '../../../economy/market.ts';
import type { Scenario } from '../../../scenario/model.ts';
import type { OpenReplication } from '../../../scenario/replicate.ts';
import { waitMD1 } from '../../../theory/queueing.ts';
import { DAY, SECOND } from '../../../units.ts';

/** What is to be seen at a moment. */
export interface QueueFrame {
  /** Simulated, since the beginning, and in all. */
  readonly seconds: number;
  readonly secondsInAll: number;
  /** Of the histories. */
  readonly intervalSeconds: number;
  readonly paymentsPerMinute: number;
  /** Of so many cheques of MR2 one comes to the bank, on average. */
  readonly oneIn: number;
  readonly card: BankView;
  readonly millicent: BankView;
  readonly mr2: BankView;
}

/** One bank at a moment. */
export interface BankView {
  /** Jobs so far. */
  readonly arrivals: number;
  readonly completed: number;
  readonly waiting: number;
  readonly inService: number;
  /** Share of the time so far in which the server was busy. */
  readonly busyShare: number;
  /** Over all jobs so far. */
  readonly waitMeanSeconds: number;
  readonly waitMaxSeconds: number;
  readonly waitingMax: number;
  /** Most jobs waiting at the seconds of each interval, one interval after the other. */
  readonly history: Uint32Array;
  /** Where jobs are alike and come in a Poisson process. */
  readonly longRun?: LongRun;
}

export interface LongRun {
  readonly utilisation: number;
  /** Infinite where the bank cannot keep up. */
  readonly waitMeanSeconds: number;
  /** Jobs waiting on average, by Little's law; infinite likewise. */
  readonly waitingMean: number;
  /** By so many jobs an hour its queue grows where it cannot keep up. */
  readonly growthPerHour: number;
}

/** Intervals of the history. */
const INTERVALS = 600;

/** Positions are simulated seconds. */
export function watchQueue(scenario: Scenario, { markets }: OpenReplication) {
  const { demand, duration } = scenario;
  const [cardMarket, millicentMarket, mr2Market] = markets;
  if (demand?.arrivals.kind !== 'poisson' || mr2Market === undefined)
    throw new RangeError('expected three schemes, and purchases in a Poisson process');
  const length = Math.floor(duration / SECOND);
  const perSecond = (demand.users * demand.arrivals.perUserPerDay * SECOND) / DAY;
  const rate = scenario.schemes[2].options.selectionRate as { numerator: number; denominator: number };
  const oneIn = rate.denominator / rate.numerator;
  const intervalSeconds = Math.max(1, Math.ceil(length / INTERVALS));
  const card = new Watch(cardMarket, length, intervalSeconds, perSecond);
  const millicent = new Watch(millicentMarket, length, intervalSeconds);
  const mr2 = new Watch(mr2Market, length, intervalSeconds, perSecond / oneIn);
  let second = 0;
  const advance = (position: number): void => {
    for (; second <= position; second++) for (const each of [card, millicent, mr2]) each.goTo(second);
  };
  return {
    length,
    advance,
    frame(position: number): QueueFrame {
      advance(position);
      return {
        seconds: position,
        secondsInAll: length,
        intervalSeconds,
        paymentsPerMinute: perSecond * 60,
        oneIn,
        card: card.view(position),
        millicent: millicent.view(position),
        mr2: mr2.view(position),
      };
    },
  };
}

/** A bank that is looked at every second. */
class Watch {
  readonly #market: OpenMarket;
  readonly #every: number;
  readonly #history: Uint32Array;
  readonly #poissonPerSecond: number | undefined;

  /** @param poissonPerSecond rate of its jobs, when they are alike and come in a Poisson process */
  constructor(market: OpenMarket, length: number, every: number, poissonPerSecond?: number) {
    this.#market = market;
    this.#every = every;
    this.#history = new Uint32Array(Math.ceil((length + 1) / every));
    this.#poissonPerSecond = poissonPerSecond;
  }

  goTo(second: number): void {
    this.#market.advance(second * SECOND);
    const interval = Math.floor(second / this.#every);
    const waiting = this.#market.bank.station.queueLength(second * SECOND);
    this.#history[interval] = Math.max(this.#history[interval], waiting);
  }

  view(second: number): BankView {
    const { bank } = this.#market;
    const { station } = bank;
    const waiting = station.queueLength(second * SECOND);
    const longRun = this.#longRun(bank);
    return {
      arrivals: station.arrivals,
      completed: station.completed,
      waiting,
      inService: station.arrivals - station.completed - waiting,
      busyShare: station.utilisation(second * SECOND),
      waitMeanSeconds: station.waitMean / SECOND,
      waitMaxSeconds: station.waitMax / SECOND,
      waitingMax: station.queueMax,
      history: this.#history.slice(0, Math.floor(second / this.#every) + 1),
      ...(longRun && { longRun }),
    };
  }

  /** Known from the first job on, which shows what a job costs. */
  #longRun(bank: Bank): LongRun | undefined {
    const rate = this.#poissonPerSecond;
    if (rate === undefined || bank.station.arrivals === 0) return undefined;
    const done = OPERATIONS.map((operation) => [operation, bank.count(operation)]);
    const service = bank.serviceTime(Object.fromEntries(done)) / bank.station.arrivals / SECOND;
    const waitMeanSeconds = waitMD1(rate, service);
    return {
      utilisation: rate * service,
      waitMeanSeconds,
      waitingMean: rate * waitMeanSeconds,
      growthPerHour: Math.max(0, rate - 1 / service) * 3600,
    };
  }
}
