/** A small market of Millicent, any part of which a test may change. */
import { type MarketOutcome, type MarketSpecification, runMarket, type Tampering } from '../../src/economy/market.ts';
import type { Market, PaymentScheme, Session } from '../../src/economy/scheme.ts';
import type { MillicentOptions } from '../../src/economy/schemes/millicent/options.ts';
import { millicent } from '../../src/economy/schemes/millicent/scheme.ts';
import { DAY, HOUR } from '../../src/units.ts';
import { type Account, accountsOf, MARKET } from './setting.ts';

/** A piece of vendor scrip pays ten purchases of a cent, broker scrip four exchanges. */
export const MILLICENT: MillicentOptions = {
  protocol: 'secure',
  supply: 'licensed',
  brokers: 1,
  brokerScrip: 400_000,
  vendorScrip: 100_000,
  life: 30 * DAY,
  replayWindow: HOUR,
  commission: 100_000,
  discount: 200_000,
  warehouse: 1_000_000,
  expiryGain: 'issuer',
  redeemClosed: false,
};

export const MILLICENT_MARKET: MarketSpecification = { ...MARKET, label: 'millicent' };

export interface MillicentChange {
  readonly market?: Partial<MarketSpecification>;
  readonly demand?: Partial<MarketSpecification['demand']>;
  readonly options?: Partial<MillicentOptions>;
  readonly tampering?: Tampering;
  readonly scheme?: PaymentScheme<MillicentOptions>;
}

/** With everybody's account at the end. */
export function runMillicent(change: MillicentChange = {}): MarketOutcome & { accounts: Account[] } {
  let accounts: Account[] = [];
  const inspect = (market: Market, session: Session): void => {
    accounts = accountsOf(market);
    change.tampering?.inspect?.(market, session);
  };
  const demand = { ...MILLICENT_MARKET.demand, ...change.market?.demand, ...change.demand };
  const outcome = runMarket(
    { ...MILLICENT_MARKET, ...change.market, demand },
    change.scheme ?? millicent,
    { ...MILLICENT, ...change.options },
    { ...change.tampering, inspect },
  );
  return { ...outcome, accounts };
}
