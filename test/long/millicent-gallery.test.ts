/**
 * The scenarios of Millicent, small: what each is about happens, no law is wrong, and what its text says can be seen. A
 * row fails when a fraud does not happen any more, or succeeds where it should not.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../src/experiment/result.ts';
import { valueIn as metricValue, quickResult } from './quick-result.ts';

interface Row {
  readonly name: string;
  /** Metrics that are above 0 when what it is about has happened. */
  readonly happens: readonly string[];
  /** Metrics in order, the next one smaller than the last. */
  readonly falls?: readonly (readonly string[])[];
  /** Pairs of metrics that are equal. */
  readonly equal?: readonly (readonly [string, string])[];
  readonly none?: readonly string[];
  readonly losses?: readonly string[];
}

const GANGS = ['wire-thief', 'request-replayer', 'scrip-forger', 'double-spender'];

const ROWS: readonly Row[] = [
  {
    name: 'millicent-month',
    happens: ['dime.exchanges.refills_count', 'dollar.exchanges.first_visits_count'],
    falls: [
      ['dime.payments.served_count', 'dime.exchanges.made_count', 'quarter.exchanges.made_count'],
      ['quarter.exchanges.made_count', 'dollar.exchanges.made_count'],
      ['dollar.scrip.outstanding_usd', 'quarter.scrip.outstanding_usd'],
    ],
    equal: [['dime.exchanges.first_visits_count', 'dollar.exchanges.first_visits_count']],
    none: ['dime.scrip.expired_in_wallets_usd', 'dime.loss.users_usd'],
  },
  {
    name: 'millicent-theft',
    happens: [
      'clear.wire-thief.gain_usd',
      'clear.request-replayer.gain_usd',
      'clear.refused.already_spent_count',
      'clear.honest_users.refused_count',
      'secure.wire.overheard_usd',
      'secure.refused.bad_request_hmac_count',
      'secure.refused.bad_stamp_count',
      'secure.double-spender.caught_share',
      'secure.honest_users.accused_count',
      'private.refused.bad_seal_count',
      'insiders.change-keeper.gain_usd',
      'insiders.cheating-broker.gain_usd',
      'insiders.honest_users.accused_count',
    ],
    none: [
      ...GANGS.flatMap((gang) => [`secure.${gang}.gain_usd`, `private.${gang}.gain_usd`]),
      ...['clear.scrip-forger.gain_usd', 'clear.double-spender.caught_share', 'clear.loss.vendors_usd'],
      ...['secure.honest_users.refused_count', 'private.honest_users.refused_count', 'insiders.loss.vendors_usd'],
      'insiders.loss.bank_usd',
    ],
  },
  {
    name: 'millicent-float',
    happens: [
      'issuer-keeps.scrip.expired_in_wallets_usd',
      'issuer-keeps.loss.users_usd',
      'worthless.scrip.of_closed_vendors_usd',
      'worthless.refused.closed_count',
      'worthless.loss.users_usd',
      'redeemed.loss.bank_usd',
      'warehouse.broker.bulk_purchases_count',
      'warehouse.scrip.expired_in_warehouses_usd',
    ],
    equal: [
      ['issuer-keeps.loss.users_usd', 'issuer-keeps.scrip.expired_in_wallets_usd'],
      ['holder-paid.scrip.expired_refunded_usd', 'holder-paid.scrip.expired_in_wallets_usd'],
      ['warehouse.loss.bank_usd', 'warehouse.scrip.expired_in_warehouses_usd'],
      ['worthless.loss.users_usd', 'worthless.scrip.of_closed_vendors_usd'],
      ['redeemed.loss.bank_usd', 'redeemed.scrip.redeemed_of_closed_vendors_usd'],
    ],
    none: [
      ...['holder-paid.loss.users_usd', 'holder-paid.loss.vendors_usd'],
      ...['warehouse.loss.users_usd', 'redeemed.loss.users_usd'],
    ],
    losses: ['issuer-keeps.loss.vendors_usd', 'worthless.loss.vendors_usd', 'redeemed.loss.vendors_usd'],
  },
];

describe.each(ROWS)('$name', ({ name, happens, falls = [], equal = [], none = [], losses = [] }) => {
  let result: Result;
  beforeAll(async () => {
    result = await quickResult(name);
  });

  const valueIn = (metric: string): number => metricValue(result, metric);

  it.each(happens)('happens: %s', (metric) => {
    expect(valueIn(metric)).toBeGreaterThan(0);
  });

  it('has no metric that disagrees with its theory', () => {
    expect(result.disagreements).toEqual([]);
  });

  it('owes what is outstanding at every reading', () => {
    for (const { label } of result.labels) expect(valueIn(`${label}.scrip.register_gap_usd`)).toBe(0);
  });

  it('shows what it says', () => {
    for (const metrics of falls)
      for (const [i, metric] of metrics.slice(1).entries())
        expect(valueIn(metric), `${metric} beside ${metrics[i]}`).toBeLessThan(valueIn(metrics[i]!));
    for (const [one, other] of equal) expect(valueIn(one), `${one} = ${other}`).toBeCloseTo(valueIn(other), 9);
    for (const metric of none) expect(valueIn(metric), metric).toBeCloseTo(0, 12);
    for (const metric of losses) expect(valueIn(metric), metric).toBeLessThan(0);
  });
});
