/** Ways to put a defect between a scheme and its market, so that a test can show which invariant catches it. */
import type { Market, PaymentScheme, Session } from '../../src/economy/scheme.ts';
import type { MicroMintOptions } from '../../src/economy/schemes/micromint/options.ts';
import type { Post } from '../../src/economy/schemes/micromint/post.ts';
import { micromint } from '../../src/economy/schemes/micromint/scheme.ts';
import { BYTES_PER_BALL } from '../../src/protocols/micromint/ball.ts';
import type { Coin } from '../../src/protocols/micromint/coin.ts';
import type { Ledger } from '../../src/sim/ledger.ts';

/** The members of an object of a class, own and inherited, as a plain object whose members a test may replace. */
export function opened<T extends object>(object: T, changes: Partial<T>): T {
  const view: Record<string, unknown> = {};
  const names = new Set([...Object.keys(object), ...Object.getOwnPropertyNames(Object.getPrototypeOf(object))]);
  for (const name of names) {
    if (name === 'constructor') continue;
    Object.defineProperty(view, name, {
      enumerable: true,
      configurable: true,
      get: () => {
        const member = object[name as keyof T];
        return typeof member === 'function' ? member.bind(object) : member;
      },
    });
  }
  for (const [name, member] of Object.entries(changes)) {
    Object.defineProperty(view, name, { value: member, enumerable: true });
  }
  return view as T;
}

/** MicroMint on a market that a defect has changed. */
export function onMarket(defect: (market: Market) => Partial<Market>): PaymentScheme<MicroMintOptions> {
  return { ...micromint, open: (market, options) => micromint.open(opened(market, defect(market)), options) };
}

/** MicroMint with a ledger that a defect has changed. */
export function onLedger(defect: (ledger: Ledger) => Partial<Ledger>): PaymentScheme<MicroMintOptions> {
  return onMarket((market) => ({ ledger: opened(market.ledger, defect(market.ledger)) }));
}

/** MicroMint whose session a defect has changed. */
export function withSession(defect: (session: Session) => Partial<Session>): PaymentScheme<MicroMintOptions> {
  return {
    ...micromint,
    open(market, options) {
      const session = micromint.open(market, options);
      return opened(session, defect(session));
    },
  };
}

/**
 * MicroMint with one coin whose balls are turned round on their way: in the first payment as a careless user would send
 * it, in the first deposit as a vendor would who had accepted it.
 */
export function withCoinUnsorted(line: 'payment' | 'deposit'): PaymentScheme<MicroMintOptions> {
  let isDone = false;
  return onMarket(({ network }) => ({
    network: opened(network, {
      channel: (name, slab, deliver, gaveUp) => {
        const delivered = (slot: number): void => {
          if (name === line && !isDone) unsortFirst((slab as Post<Coin>['slab']).col.coins, slot);
          isDone ||= name === line;
          deliver(slot);
        };
        return network.channel(name, slab, delivered, gaveUp);
      },
    }),
  }));
}

function unsortFirst(column: unknown[], slot: number): void {
  const [first, ...others] = column[slot] as readonly Coin[];
  const balls = Array.from({ length: first.length / BYTES_PER_BALL }, (_, i) =>
    first.slice(i * BYTES_PER_BALL, (i + 1) * BYTES_PER_BALL),
  );
  column[slot] = [Uint8Array.from(balls.reverse().flatMap((ball) => [...ball])), ...others];
}
