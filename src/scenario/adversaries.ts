/**
 * The one place that names concrete adversaries: what each may be told in a scenario, and what it does.
 * @module
 */
import type { z } from 'zod';
import { changeKeeper } from '../economy/adversaries/change-keeper.ts';
import { cheatingBroker } from '../economy/adversaries/cheating-broker.ts';
import { coinThief } from '../economy/adversaries/coin-thief.ts';
import { colludingPair } from '../economy/adversaries/colluding-pair.ts';
import { doubleSpender } from '../economy/adversaries/double-spender.ts';
import { forger } from '../economy/adversaries/forger.ts';
import { forgingPair } from '../economy/adversaries/forging-pair.ts';
import { grindingBank } from '../economy/adversaries/grinding-bank.ts';
import { grindingMerchant } from '../economy/adversaries/grinding-merchant.ts';
import { insolventUser } from '../economy/adversaries/insolvent-user.ts';
import { inventingVendor } from '../economy/adversaries/inventing-vendor.ts';
import { lateDepositor } from '../economy/adversaries/late-depositor.ts';
import { overLimitSpender } from '../economy/adversaries/over-limit-spender.ts';
import { quitter } from '../economy/adversaries/quitter.ts';
import { replayingMerchant } from '../economy/adversaries/replaying-merchant.ts';
import { requestReplayer } from '../economy/adversaries/request-replayer.ts';
import { scripForger } from '../economy/adversaries/scrip-forger.ts';
import { serialReuser } from '../economy/adversaries/serial-reuser.ts';
import { serialStretcher } from '../economy/adversaries/serial-stretcher.ts';
import { splicer } from '../economy/adversaries/splicer.ts';
import { sybilPair } from '../economy/adversaries/sybil-pair.ts';
import { wireThief } from '../economy/adversaries/wire-thief.ts';
import type { Adversary, Enlistment } from '../economy/adversary.ts';
import { adversaryObjections, isAgainst, type Target } from './adversary-checks.ts';
import {
  bankOptions,
  brokerOptions,
  delayOptions,
  doubleSpenderOptions,
  forgerOptions,
  forgingPairOptions,
  insolventOptions,
  noOptions,
  overLimitOptions,
  pairOptions,
  quitterOptions,
  replayerOptions,
  replayOptions,
  splicerOptions,
  stretcherOptions,
  thiefOptions,
  wireThiefOptions,
} from './adversary-options.ts';
import type { AdversarySchemas } from './adversary-schema.ts';
import type { AdversaryEntry, Scenario } from './model.ts';
import type { Objection } from './parse.ts';

/** An adversary with how its options are read from a file. */
interface Binding {
  readonly schema: z.ZodObject;
  // biome-ignore lint/suspicious/noExplicitAny: each adversary has options of its own, which only its binding knows
  readonly adversary: Adversary<any>;
  /** @param read what its own schema has read, which only its binding knows */
  options(read: object): unknown;
}

const asRead = (read: unknown): unknown => read;

const BINDINGS: ReadonlyMap<string, Binding> = new Map<string, Binding>(
  [
    { adversary: serialReuser, schema: noOptions, options: asRead },
    { adversary: serialStretcher, schema: stretcherOptions, options: asRead },
    { adversary: grindingMerchant, schema: noOptions, options: asRead },
    { adversary: colludingPair, schema: pairOptions, options: asRead },
    { adversary: sybilPair, schema: noOptions, options: asRead },
    { adversary: lateDepositor, schema: delayOptions, options: asRead },
    { adversary: replayingMerchant, schema: replayOptions, options: asRead },
    { adversary: quitter, schema: quitterOptions, options: asRead },
    {
      adversary: insolventUser,
      schema: insolventOptions,
      options: ({ fundsUsd }: z.output<typeof insolventOptions>) => ({ funds: fundsUsd }),
    },
    { adversary: grindingBank, schema: bankOptions, options: asRead },
    { adversary: doubleSpender, schema: doubleSpenderOptions, options: asRead },
    { adversary: forger, schema: forgerOptions, options: asRead },
    { adversary: forgingPair, schema: forgingPairOptions, options: asRead },
    { adversary: splicer, schema: splicerOptions, options: asRead },
    { adversary: coinThief, schema: thiefOptions, options: asRead },
    { adversary: overLimitSpender, schema: overLimitOptions, options: asRead },
    { adversary: inventingVendor, schema: noOptions, options: asRead },
    { adversary: scripForger, schema: noOptions, options: asRead },
    { adversary: wireThief, schema: wireThiefOptions, options: asRead },
    { adversary: requestReplayer, schema: replayerOptions, options: asRead },
    { adversary: changeKeeper, schema: noOptions, options: asRead },
    { adversary: cheatingBroker, schema: brokerOptions, options: asRead },
  ].map((binding) => [binding.adversary.kind, binding as Binding]),
);

export const ADVERSARY_SCHEMAS: AdversarySchemas = new Map(
  [...BINDINGS].map(([kind, { schema, adversary }]) => [kind, { schema, role: adversary.role }]),
);

function bindingOf(kind: string): Binding {
  return BINDINGS.get(kind)!;
}

/** The adversaries that are let loose on one scheme, in the order of the file. */
export function enlistmentsAgainst(entries: readonly AdversaryEntry[], target: Target): Enlistment[] {
  return entries
    .filter((entry) => isAgainst(entry, bindingOf(entry.kind).adversary, target))
    .map(({ kind, label, share, count, options }) => {
      const { adversary, options: read } = bindingOf(kind);
      const size = { ...(share !== undefined && { share }), ...(count !== undefined && { count }) };
      return { label, adversary, options: read(options), ...size };
    });
}

/** What the scenario's adversaries ask that its schemes do not offer, or for which its people do not suffice. */
export function objectionsToAdversaries(scenario: Scenario, targets: readonly Target[]): Objection[] {
  return adversaryObjections(scenario, targets, (kind) => bindingOf(kind).adversary);
}
