/**
 * The baselines' options in a scenario file: cards and payment channels.
 * @module
 */
import { z } from 'zod';
import type { ChannelOptions } from '../economy/schemes/channel/options.ts';
import type { CardFees } from '../protocols/baselines/card.ts';
import { DAY } from '../units.ts';
import { scaled } from './decimal.ts';
import { durationOrNone, numberBetween, usd } from './fields.ts';

const MILLION = 1_000_000;
const USD_MAX = 1_000_000;

/** An amount in micro-dollars, or a share in millionths: both have at most 6 decimals. */
function millionths(max: number) {
  return numberBetween(0, max).transform((value, context): number => {
    const { exact } = scaled(String(value), MILLION);
    if (exact !== undefined) return Number(exact);
    context.addIssue('expected at most 6 decimals');
    return z.NEVER;
  });
}

export const cardSchema = z.strictObject({
  fixedUsd: millionths(USD_MAX)
    .prefault(0.3)
    .describe('What the vendor is charged for every payment: about 0.30 today, 0.29 in the era of RS96.'),
  share: millionths(1)
    .prefault(0.029)
    .describe('And what share of the price besides: about 0.029 today, 0.02 in the era of RS96. Nearest micro-dollar.'),
});

/** What the schema read, as the scheme wants it. */
export function cardOptions({ fixedUsd, share }: z.output<typeof cardSchema>): CardFees {
  return { fixed: fixedUsd, share };
}

export const channelSchema = z
  .strictObject({
    depositUsd: usd().prefault(1).describe('What a user puts into each channel; when it is used up he opens another.'),
    openUsd: millionths(USD_MAX).prefault(0.01).describe('What the user is charged for opening a channel.'),
    closeUsd: millionths(USD_MAX).prefault(0.01).describe('What the vendor is charged for closing one.'),
    settleEvery: durationOrNone()
      .prefault('none')
      .describe('Vendors close all channels so often, in whole days; none: at the end only.'),
  })
  .superRefine(({ settleEvery }, context) => {
    if (settleEvery !== 'none' && settleEvery % DAY !== 0)
      context.addIssue({ code: 'custom', path: ['settleEvery'], message: 'expected whole days, at least 1d, or none' });
  });

/** What the schema read, as the scheme wants it. */
export function channelOptions(read: z.output<typeof channelSchema>): ChannelOptions {
  const { depositUsd, openUsd, closeUsd, settleEvery } = read;
  return {
    deposit: depositUsd,
    openFee: openUsd,
    closeFee: closeUsd,
    settleEvery: settleEvery === 'none' ? Number.POSITIVE_INFINITY : settleEvery,
  };
}
