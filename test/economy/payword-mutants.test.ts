/**
 * Defects of PayWord, cards and channels, each with what catches it. Fails when a defect goes by unseen.
 */
import { describe, expect, it } from 'vitest';
import { overLimitSpender } from '../../src/economy/adversaries/over-limit-spender.ts';
import type { Market, PaymentScheme, Session } from '../../src/economy/scheme.ts';
import { card } from '../../src/economy/schemes/card/scheme.ts';
import { channel } from '../../src/economy/schemes/channel/scheme.ts';
import { payword } from '../../src/economy/schemes/payword/scheme.ts';
import type { Ledger } from '../../src/sim/ledger.ts';
import { runCard, runChannel, runPayword } from './payword-setting.ts';
import { COIN, countOf, gang, measured } from './setting.ts';
import { opened, tamperedLedger, tamperedMarket } from './tampered.ts';

const SAMPLED = { fidelity: 'sampled' } as const;

function withSession<Options>(scheme: PaymentScheme<Options>, defect: (session: Session) => Partial<Session>) {
  const open = (market: Market, options: Options): Session => {
    const session = scheme.open(market, options);
    return opened(session, defect(session));
  };
  return { ...scheme, open };
}

/** At the n-th posting of this kind a micro-dollar is missing. */
function short(kind: 'pay' | 'redeem' | 'issue' | 'deliver', n: number) {
  let calls = 0;
  return (ledger: Ledger): Partial<Ledger> => ({
    [kind]: (from: number, to: number, amount: number) => ledger[kind](from, to, ++calls === n ? amount - 1 : amount),
  });
}

describe('a defect is caught', () => {
  const rows: readonly (readonly [string, () => unknown, RegExp])[] = [
    [
      'PayWord: a promise is booked a micro-dollar short',
      () => runPayword({ market: SAMPLED, scheme: tamperedLedger(payword, short('issue', 5)) }),
      /its register says \d+ micro-dollars are outstanding, the ledger \d+/,
    ],
    [
      'PayWord: a vendor is paid a micro-dollar short',
      () => runPayword({ market: SAMPLED, scheme: tamperedLedger(payword, short('pay', 3)) }),
      /all are honest, yet .* gained -?1 micro-dollars/,
    ],
    [
      'PayWord: users are never billed for the last day',
      () => runPayword({ market: SAMPLED, scheme: withSession(payword, () => ({ close: () => {} })) }),
      /users still owe \d+ micro-dollars/,
    ],
    [
      'card: goods without a fee',
      () => runCard({ scheme: tamperedLedger(card, short('deliver', 4)) }),
      /all are honest, yet .* gained -?1 micro-dollars/,
    ],
    [
      'channel: a deposit is taken twice',
      () =>
        runChannel({
          market: SAMPLED,
          scheme: tamperedLedger(channel, (ledger) => {
            let calls = 0;
            const issue: Ledger['issue'] = (issuer, holder, amount) =>
              ledger.issue(issuer, holder, ++calls === 2 ? 2 * amount : amount);
            return { issue };
          }),
        }),
      /its register says \d+ micro-dollars are outstanding, the ledger \d+/,
    ],
    [
      'PayWord: vendors forget to deposit',
      () =>
        runPayword({
          market: SAMPLED,
          scheme: withSession(payword, () => ({ close: () => {}, dayEnd: () => {} })),
        }),
      /vendors still hold paywords of \d+ micro-dollars/,
    ],
    [
      'card: the bank charges a micro-dollar too little',
      () => runCard({ scheme: tamperedLedger(card, short('pay', 3)) }),
      /the bank has \d+ micro-dollars, and took fees of \d+/,
    ],
    [
      'channel: the last channels are never closed',
      () => runChannel({ market: SAMPLED, scheme: withSession(channel, () => ({ close: () => {} })) }),
      /deposits of \d+ micro-dollars are still held/,
    ],
    [
      'channel: a wallet that forgets its deposits, which nobody closes',
      () =>
        runChannel({
          market: SAMPLED,
          scheme: withSession(channel, () => ({ close: () => {}, disagreement: () => undefined, holdings: () => 0 })),
        }),
      /user \d+ holds 0 micro-dollars, the ledger says \d+/,
    ],
    [
      'channel: a refund is a micro-dollar short',
      () => runChannel({ market: SAMPLED, scheme: tamperedLedger(channel, short('pay', 44)) }),
      /all are honest, yet .* gained -?1 micro-dollars/,
    ],
  ];

  it.each(rows)('%s', (_, run, message) => {
    expect(run).toThrow(message);
  });

  it('PayWord: without incidents nobody is caught, and the spree goes on as before: so detection is by the deposits', () => {
    const deaf = tamperedMarket(payword, () => ({ incident: () => {} }));
    const change = {
      market: { ...SAMPLED, enlistments: [gang(overLimitSpender, 2, { perPurchase: 10 })] },
      options: { limit: 10 * COIN },
    };
    const [seen, unseen] = [runPayword(change), runPayword({ ...change, scheme: deaf })];
    expect(measured(seen, 'payword.gang.caught_share')).toBe(1);
    expect(measured(unseen, 'payword.gang.caught_share')).toBe(0);
    expect(countOf(unseen, 'payword.refused.revoked_certificate_count')).toBe(
      countOf(seen, 'payword.refused.revoked_certificate_count'),
    );
  });
});
