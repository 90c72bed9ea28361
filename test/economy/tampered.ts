/** Ways to put a defect between a scheme and its market, so that a test can show which invariant catches it. */
import type { Market, PaymentScheme, Session } from '../../src/economy/scheme.ts';
import type { MicroMintOptions } from '../../src/economy/schemes/micromint/options.ts';
import type { Post } from '../../src/economy/schemes/micromint/post.ts';
import { micromint } from '../../src/economy/schemes/micromint/scheme.ts';
import { type Charging, mr1Charging, mr2Charging } from '../../src/economy/schemes/mr/charging.ts';
import { DrawnEvidence } from '../../src/economy/schemes/mr/drawn-evidence.ts';
import type { Evidence } from '../../src/economy/schemes/mr/evidence.ts';
import type { DeferredOptions } from '../../src/economy/schemes/mr/options.ts';
import { mr1, mr2 } from '../../src/economy/schemes/mr/scheme.ts';
import { MrSession, type Variant } from '../../src/economy/schemes/mr/session.ts';
import { BYTES_PER_BALL } from '../../src/protocols/micromint/ball.ts';
import type { Coin } from '../../src/protocols/micromint/coin.ts';
import type { Ledger } from '../../src/sim/ledger.ts';
import { LOTTERY } from './setting.ts';

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

/** A scheme on a market that a defect has changed. */
export function tamperedMarket<Options>(
  scheme: PaymentScheme<Options>,
  defect: (market: Market) => Partial<Market>,
): PaymentScheme<Options> {
  return { ...scheme, open: (market, options) => scheme.open(opened(market, defect(market)), options) };
}

/** A scheme with a ledger that a defect has changed. */
export function tamperedLedger<Options>(
  scheme: PaymentScheme<Options>,
  defect: (ledger: Ledger) => Partial<Ledger>,
): PaymentScheme<Options> {
  return tamperedMarket(scheme, (market) => ({ ledger: opened(market.ledger, defect(market.ledger)) }));
}

/** A message of some line as it arrives, by its columns. */
export type Message = (column: string) => unknown;

/** A scheme with an ear at every line: the messages that arrive, before their receiver acts. */
export function overheard<Options>(
  scheme: PaymentScheme<Options>,
  hear: (line: string, message: Message, now: number) => void,
  more: (market: Market) => Partial<Market> = () => ({}),
): PaymentScheme<Options> {
  return tamperedMarket(scheme, (market) => ({
    ...more(market),
    network: opened(market.network, {
      channel: (name, slab, deliver, gaveUp) => {
        const delivered = (slot: number): void => {
          const { col } = slab as unknown as { readonly col: Record<string, ArrayLike<unknown>> };
          hear(name, (column) => col[column]![slot], market.simulation.now);
          deliver(slot);
        };
        return market.network.channel(name, slab, delivered, gaveUp);
      },
    }),
  }));
}

/** MicroMint on a market that a defect has changed. */
export function onMarket(defect: (market: Market) => Partial<Market>): PaymentScheme<MicroMintOptions> {
  return tamperedMarket(micromint, defect);
}

/** MicroMint with a ledger that a defect has changed. */
export function onLedger(defect: (ledger: Ledger) => Partial<Ledger>): PaymentScheme<MicroMintOptions> {
  return tamperedLedger(micromint, defect);
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

/** Where a defect can sit in a bank of MR1 or MR2. */
export interface BankDefect {
  charging?(charging: Charging): Charging;
  evidence?(evidence: Evidence): Evidence;
}

/** MR1 or MR2 at fidelity sampled with a defect in its rules. */
export function defective(name: 'mr1' | 'mr2', defect: BankDefect): PaymentScheme<DeferredOptions> {
  const scheme = { mr1, mr2 }[name];
  const variant: Variant = {
    name,
    signed: true,
    offers: scheme.capabilities(LOTTERY),
    charging(options, unitValue) {
      const charging = name === 'mr1' ? mr1Charging(options) : mr2Charging(options, unitValue, undefined);
      return defect.charging?.(charging) ?? charging;
    },
    evidence(...parts) {
      const evidence = new DrawnEvidence(...parts);
      return defect.evidence?.(evidence) ?? evidence;
    },
  };
  return { ...scheme, open: (market, options) => new MrSession(market, options, variant) };
}

/** Rules by which every debit that is not none comes out otherwise. */
export function withDebit(charging: Charging, change: (debit: number) => number): Charging {
  return {
    ...charging,
    decide(...deposit) {
      const decision = charging.decide(...deposit);
      return { ...decision, debit: decision.debit === 0 ? 0 : change(decision.debit) };
    },
  };
}
