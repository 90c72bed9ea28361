/**
 * Waiting times of queues in which customers arrive in a Poisson process and are served in order of arrival.
 *
 * Times are in any one unit, the arrival rate in customers per that unit. A wait excludes the service itself. A queue
 * that cannot keep up (utilisation 1 or more) has an infinite mean wait.
 * @module
 */
import type { Oracle } from '../sim/metric.ts';

/** Mean and second moment of a service time. */
interface Service {
  readonly mean: number;
  readonly meanSquare: number;
}

/**
 * Mean wait of M/G/1: lambda E[S^2] / (2 (1 - rho)), rho = lambda E[S].
 * @source Pollaczek, Khinchine
 */
export function waitMG1(arrivalRate: number, service: Service): number {
  const utilisation = arrivalRate * service.mean;
  return utilisation >= 1 ? Infinity : (arrivalRate * service.meanSquare) / (2 * (1 - utilisation));
}

/** Fewer jobs than this that have to wait, and their mean wait is too irregular to be judged. */
const WAITING_ENOUGH = 20;
/**
 * For so many relaxation times a queue that begins empty must run. Its mean work falls short of the stationary one by
 * E[V^2] / (2 (1 - rho) T), since d/dt E[V^2] = 2 (1 - rho) (W - E[V]): for equal services by an eighth of 1/100 at most.
 */
const RELAXATIONS_ENOUGH = 100;

/**
 * The mean wait of M/G/1 as it stands beside what a station that began empty measured over a time. The relaxation time
 * is taken as E[S] / (1 - sqrt rho)^2, that of M/M/1, which is longer than that of more regular services.
 * @param time - of observation, in the unit of the service times
 * @returns undefined where the server cannot keep up, or does not come near its stationary law in this time
 * @source Pollaczek, Khinchine; Morse, Stochastic properties of waiting lines (1955), for the relaxation time
 */
export function mg1Wait(arrivalRate: number, service: Service, time: number): Oracle | undefined {
  const utilisation = arrivalRate * service.mean;
  if (utilisation >= 1) return undefined;
  const away = 1 - Math.sqrt(utilisation);
  if (time * away * away < RELAXATIONS_ENOUGH * service.mean) return undefined;
  return {
    value: waitMG1(arrivalRate, service),
    formula: 'lambda E[S^2] / (2 (1 - rho))',
    source: 'Pollaczek, Khinchine: M/G/1',
    kind: 'mean',
    ...(arrivalRate * time * utilisation < WAITING_ENOUGH && { sparse: true }),
  };
}

/** Mean wait of M/M/1: exponential service of this mean, E[S^2] = 2 E[S]^2. */
export function waitMM1(arrivalRate: number, meanService: number): number {
  return waitMG1(arrivalRate, { mean: meanService, meanSquare: 2 * meanService * meanService });
}

/** Mean wait of M/D/1: every service takes this long. */
export function waitMD1(arrivalRate: number, service: number): number {
  return waitMG1(arrivalRate, { mean: service, meanSquare: service * service });
}

/**
 * Erlang C: the probability that a customer of M/M/c finds every server busy; 1 when the offered load reaches c.
 * From Erlang B by its recursion, which neither overflows nor cancels.
 * @param servers - c, at least 1
 * @param load - offered load a = lambda E[S], in servers
 */
export function erlangC(servers: number, load: number): number {
  if (load >= servers) return 1;
  let blocking = 1;
  for (let c = 1; c <= servers; c++) blocking = (load * blocking) / (c + load * blocking);
  return blocking / (1 - (load / servers) * (1 - blocking));
}

/** Mean wait of M/M/c: Erlang C times E[S] / (c - a). */
export function waitMMc(arrivalRate: number, meanService: number, servers: number): number {
  const load = arrivalRate * meanService;
  return load >= servers ? Infinity : (erlangC(servers, load) * meanService) / (servers - load);
}
