/**
 * Waiting times of queues in which customers arrive in a Poisson process and are served in order of arrival.
 *
 * Times are in any one unit, the arrival rate in customers per that unit. A wait excludes the service itself. A queue
 * that cannot keep up (utilisation 1 or more) has an infinite mean wait.
 * @module
 */

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
