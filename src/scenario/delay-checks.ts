/**
 * Whether what is under way when a MicroMint period ends comes back in its grace: coins that a vendor refuses then have
 * been three ways when they reach the broker, and he takes his time too. Later ones would be worth nothing.
 * @module
 */
import { SECOND } from '../units.ts';
import type { Scenario } from './model.ts';
import type { Objection } from './parse.ts';

/** A grace holds so many of the network's largest delays. */
const WAYS = 4;

export function delayObjections({ schemes, network: { latency, jitter } }: Scenario): Objection[] {
  const least = WAYS * (latency + jitter);
  return schemes.flatMap(({ name, options }, index): Objection[] => {
    const { grace } = options;
    if (name !== 'micromint' || typeof grace !== 'number' || grace >= least) return [];
    const message = `expected at least ${WAYS} times the largest delay of the network, ${inSeconds(least)}, got ${inSeconds(grace)}`;
    return [{ path: ['schemes', index, 'grace'], message }];
  });
}

function inSeconds(time: number): string {
  return `${time / SECOND}s`;
}
