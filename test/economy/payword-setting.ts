/** Small markets of PayWord, cards and channels, any part of which a test may change. */
import { type MarketOutcome, type MarketSpecification, runMarket, type Tampering } from '../../src/economy/market.ts';
import type { Market, PaymentScheme, Session } from '../../src/economy/scheme.ts';
import { card } from '../../src/economy/schemes/card/scheme.ts';
import type { ChannelOptions } from '../../src/economy/schemes/channel/options.ts';
import { channel } from '../../src/economy/schemes/channel/scheme.ts';
import type { PaywordOptions } from '../../src/economy/schemes/payword/options.ts';
import { payword } from '../../src/economy/schemes/payword/scheme.ts';
import type { CardFees } from '../../src/protocols/baselines/card.ts';
import { DAY } from '../../src/units.ts';
import { type Account, accountsOf, COIN, MARKET } from './setting.ts';

/** Chains of seven: some days need a second one. */
export const PAYWORD: PaywordOptions = {
  unitValue: COIN,
  limit: 40 * COIN,
  chainLength: 7,
  certificateLife: 3 * DAY,
  commission: 1_000,
  lossPolicy: 'vendor',
  depositWindow: 7 * DAY,
};

export const CARD: CardFees = { fixed: 300_000, share: 29_000 };

/** A deposit pays nine purchases of a cent. */
export const CHANNEL: ChannelOptions = {
  deposit: 95_000,
  openFee: 5_000,
  closeFee: 3_000,
  settleEvery: Number.POSITIVE_INFINITY,
};

export interface Change<Options> {
  readonly market?: Partial<MarketSpecification>;
  readonly demand?: Partial<MarketSpecification['demand']>;
  readonly options?: Partial<Options>;
  readonly tampering?: Tampering;
  readonly scheme?: PaymentScheme<Options>;
}

/** With everybody's account at the end. */
export type Audited = MarketOutcome & { accounts: Account[] };

function runner<Options>(label: string, standard: PaymentScheme<Options>, defaults: Options) {
  return ({ market, demand, options, tampering, scheme = standard }: Change<Options> = {}): Audited => {
    let accounts: Account[] = [];
    const inspect = (there: Market, session: Session): void => {
      accounts = accountsOf(there);
      tampering?.inspect?.(there, session);
    };
    const specification = { ...MARKET, label, ...market };
    const outcome = runMarket(
      { ...specification, demand: { ...specification.demand, ...demand } },
      scheme,
      { ...defaults, ...options },
      { ...tampering, inspect },
    );
    return { ...outcome, accounts };
  };
}

export const runPayword = runner('payword', payword, PAYWORD);
export const runCard = runner('card', card, CARD);
export const runChannel = runner('channel', channel, CHANNEL);
