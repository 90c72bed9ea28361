/**
 * Statistical payment, MR1, MR2 and MR3 behind the port.
 * Source: W96, R97, MR02; what differs stands with each part.
 * @module
 */
import { nearestUnitValues, payout } from '../../../protocols/mr/selection-rate.ts';
import { criticalSerials } from '../../../theory/mean-gap.ts';
import { HOUR, type Microdollars } from '../../../units.ts';
import type { Demand } from '../../demand.ts';
import type { Circumstances, PaymentScheme, Refusal } from '../../scheme.ts';
import { mr1Charging, mr2Charging } from './charging.ts';
import { DeferredSession } from './deferred-session.ts';
import { DrawnEvidence } from './drawn-evidence.ts';
import type { Evidence } from './evidence.ts';
import {
  type DeferredOptions,
  expelsHonest,
  type MrOptions,
  NEGLIGIBLE_FALSE_ALARM,
  rateNumber,
  unitValueOf,
} from './options.ts';
import { RealEvidence } from './real-evidence.ts';
import { MrSession, type Variant } from './session.ts';
import { SLIP_BYTES, trustedEvidence } from './trusted-evidence.ts';

const CHARTS = [
  'charge-excess',
  'charge-spread',
  'bank-net',
  'detection',
  'cheats',
  'redemption-cost',
  'bank-work',
  'bank-load',
];

/** The bank cannot do without a draw that everybody believes; no cryptography, no numbers on the cheques. */
export const statistical = lottery({
  name: 'statistical',
  signed: false,
  offers: ['deposits', 'credit', 'leaving'],
  charging: mr1Charging,
  evidence: (...parts) =>
    parts[0].fidelity === 'real' ? trustedEvidence(...parts) : new DrawnEvidence(...parts, SLIP_BYTES),
});

export const mr1 = lottery({
  name: 'mr1',
  signed: true,
  offers: ['collusion', 'selection', 'deposits', 'credit', 'leaving'],
  charging: mr1Charging,
  evidence: signedEvidence,
});

export const mr2 = lottery({
  name: 'mr2',
  signed: true,
  offers: ['serials', 'identities', 'collusion', 'selection', 'deposits', 'credit', 'leaving'],
  charging: (options, unitValue) => mr2Charging(options, unitValue, meanGapTest(options)),
  evidence: signedEvidence,
});

function signedEvidence(...parts: Parameters<Variant['evidence']>): Evidence {
  return parts[0].fidelity === 'real' ? new RealEvidence(...parts) : new DrawnEvidence(...parts);
}

function meanGapTest({ selectionRate, defences }: MrOptions): ((wins: number) => number) | undefined {
  if (defences.meanGapFalseAlarm === 0) return undefined;
  return criticalSerials(rateNumber(selectionRate), defences.meanGapFalseAlarm);
}

/** Selection after all lists of a period are fixed: user and merchant together cannot grind. */
export const mr3: PaymentScheme<DeferredOptions> = {
  name: 'mr3',
  fidelities: ['real', 'sampled', 'aggregate'],
  bankNeeded: 'never while paying',
  byLottery: true,
  prepaid: false,
  charts: CHARTS,
  capabilities: ({ bankProof }) => [
    'serials',
    'credit',
    'leaving',
    ...(bankProof === 'ed25519' ? (['bankDraw'] as const) : []),
  ],
  aftermath: (_duration, { period, stage }) => period + 3 * stage,
  refuses: (demand, options, circumstances) => refusal(demand, options, circumstances) ?? windowRefusal(options),
  reach: reachOf,
  open: (market, options) => new DeferredSession(market, options, meanGapTest(options)),
};

function lottery(variant: Variant): PaymentScheme<MrOptions> {
  return {
    name: variant.name,
    fidelities: ['real', 'sampled', 'aggregate'],
    bankNeeded: 'never while paying',
    byLottery: true,
    prepaid: false,
    charts: CHARTS,
    capabilities: () => variant.offers,
    aftermath: () => HOUR,
    refuses: refusal,
    reach: reachOf,
    open: (market, options) => new MrSession(market, options, variant),
  };
}

function reachOf(demand: Demand, options: MrOptions): number {
  const { price } = demand;
  if (price.kind !== 'constant') return 1;
  return Math.min(1, (rateNumber(options.selectionRate) * price.price) / unitValueOf(options, demand));
}

/** Prices are whole units, v/s is whole micro-dollars, and at aggregate there is one price. */
export function refusal(demand: Demand, options: MrOptions, { fidelity }: Circumstances): Refusal | undefined {
  const prices = demand.price.kind === 'constant' ? [demand.price.price] : demand.price.prices;
  const unitValue = unitValueOf(options, demand);
  if (fidelity === 'aggregate' && demand.price.kind !== 'constant')
    return {
      of: 'demand',
      key: 'price',
      message: 'expected one price, not a choice, since payments are skipped at aggregate',
    };
  if (fidelity === 'aggregate' && expelsHonest(options))
    return {
      of: 'options',
      key: 'meanGapFalseAlarm',
      message: `expected at most ${NEGLIGIBLE_FALSE_ALARM} beside expulsion at aggregate, where nobody is turned away`,
    };
  const odd = prices.find((price) => price % unitValue !== 0);
  if (odd !== undefined)
    return {
      of: 'demand',
      key: 'price',
      message: `expected prices of whole units of ${unitValue} micro-dollars, got one of ${odd} micro-dollars`,
    };
  if (payout(options.selectionRate, unitValue, 1) === undefined)
    return { of: 'options', key: 'selectionRate', message: unevenMessage(options, unitValue) };
  return undefined;
}

/** Cheques of a period are decided three stages after its end: the first of them are a whole period older. */
function windowRefusal({ depositWindow, period, stage }: DeferredOptions): Refusal | undefined {
  if (depositWindow >= period + 3 * stage) return undefined;
  return { of: 'options', key: 'depositWindow', message: 'expected at least the period and three stages' };
}

function unevenMessage({ selectionRate }: MrOptions, unitValue: Microdollars): string {
  const { below, above } = nearestUnitValues(selectionRate, unitValue);
  const got = `got v = ${unitValue} at s = ${selectionRate.numerator}/${selectionRate.denominator}`;
  if (below === above) return `expected v/s to be less than 2^53 micro-dollars, ${got}`;
  const nearest = below === undefined ? `is ${above}` : `are ${below} and ${above}`;
  return `expected v/s to be whole micro-dollars, ${got}; the nearest v ${nearest}`;
}
