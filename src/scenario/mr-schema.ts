/**
 * The lottery schemes' options in a scenario file.
 * @module
 */
import { z } from 'zod';
import type { Defences, DeferredOptions, MrOptions } from '../economy/schemes/mr/options.ts';
import { selectionRate } from '../protocols/mr/selection-rate.ts';
import { DAY } from '../units.ts';
import { duration, durationOrNone, numberBetween, rate, usd } from './fields.ts';

const FALSE_ALARM_MAX = 0.01;

const onOff = (meaning: string, byDefault: boolean) =>
  z.boolean({ error: 'expected true or false' }).default(byDefault).describe(meaning);

const common = {
  selectionRate: rate().prefault(0.001).describe('s: the probability that a cheque of one unit is payable.'),
  unitUsd: usd()
    .optional()
    .describe('v: worth of a unit in dollars; every price is a whole number of units. By default the least price.'),
  macropaymentFeeUsd: usd().prefault(0.3).describe('What one charge to a user, or one payment to a vendor, costs.'),
  depositWindow: durationOrNone()
    .prefault('none')
    .describe('How long after it was written a payable cheque is taken; none: there is no deadline.'),
};

const user = {
  penaltyUsd: usd().optional().describe('What a user pays who is caught; by default nothing.'),
  expulsion: onOff('Whether a user who is caught can go on.', false),
  identityDepositUsd: usd()
    .optional()
    .describe(
      'What each identity puts down; it comes back to who leaves after being billed as much. Default: nothing.',
    ),
};

const serials = {
  ...user,
  honourReused: onOff('Whether a vendor is paid for a cheque whose serial number was used before.', true),
  meanGapFalseAlarm: numberBetween(0, FALSE_ALARM_MAX)
    .default(0)
    .describe('False alarm of one mean-gap test, made at every deposit, such as 1e-9; 0: no such test.'),
};

const selectionProof = z
  .enum(['ed25519', 'ecvrf'], { error: 'expected ed25519 or ecvrf' })
  .default('ed25519')
  .describe('How a vendor proves that a cheque is selected: his signature, or a function with one proof only.');

export const statisticalSchema = z.strictObject(common);
export const mr1Schema = z.strictObject({ ...common, ...user, selectionProof });
export const mr2Schema = z.strictObject({ ...common, ...serials, selectionProof });
export const mr3Schema = z
  .strictObject({
    ...common,
    ...serials,
    period: duration().prefault('1d').describe('How long vendors list cheques before they commit: whole days.'),
    stage: duration()
      .prefault('1h')
      .describe('Time for the last cheques and commitments after a period, again for the draw, and for the openings.'),
    bankProof: z
      .enum(['ecvrf', 'ed25519'], { error: 'expected ecvrf or ed25519' })
      .default('ecvrf')
      .describe('How the bank proves its draw: with ed25519 it can choose among draws.'),
  })
  .superRefine(({ period, stage }, context) => {
    const refuse = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
    if (period % DAY !== 0) refuse('period', 'expected whole days, at least 1d');
    else if (3 * stage > period) refuse('stage', 'expected at most a third of the period');
  });

/** What any of the schemas reads. */
type Read = z.output<typeof statisticalSchema> &
  Partial<z.output<typeof mr2Schema>> &
  Partial<z.output<typeof mr3Schema>>;

/** What a schema read, as statistical payment, MR1 and MR2 want it. */
export function mrOptions(read: Read): MrOptions {
  const { numerator, denominator } = read.selectionRate;
  return {
    selectionRate: selectionRate(BigInt(numerator), BigInt(denominator)),
    selectionProof: read.selectionProof ?? 'ed25519',
    depositWindow: read.depositWindow === 'none' ? Number.POSITIVE_INFINITY : read.depositWindow,
    defences: defencesOf(read),
    macropaymentFee: read.macropaymentFeeUsd,
    ...(read.unitUsd !== undefined && { unitValue: read.unitUsd }),
  };
}

function defencesOf(read: Read): Defences {
  return {
    penalty: read.penaltyUsd ?? 0,
    expulsion: read.expulsion ?? false,
    honourReused: read.honourReused ?? true,
    meanGapFalseAlarm: read.meanGapFalseAlarm ?? 0,
    identityDeposit: read.identityDepositUsd ?? 0,
  };
}

/** What the schema read, as MR3 wants it. */
export function mr3Options(read: z.output<typeof mr3Schema>): DeferredOptions {
  return { ...mrOptions(read), period: read.period, stage: read.stage, bankProof: read.bankProof };
}
