/**
 * Who is charged and who is credited for a payable cheque: the rules of MR1 and of MR2, behind one interface.
 * Source: MR02.
 * @module
 */
import { NonceBook } from '../../../protocols/mr/nonce-book.ts';
import type { Rejection } from '../../../protocols/mr/rejection.ts';
import { SerialBook } from '../../../protocols/mr/serial-book.ts';
import type { Microdollars, Microseconds } from '../../../units.ts';
import type { Facts, Stakes } from './evidence.ts';
import type { MrOptions } from './options.ts';

/** What the bank does about one deposit. One object is written again and again. */
export interface Decision {
  rejection: Rejection | undefined;
  credit: Microdollars;
  debit: Microdollars;
  /** Why the user is caught. */
  caught: string | undefined;
}

export interface Charging {
  /** A new identity joins; they are numbered as the accounts number them. */
  enroll(): void;
  expel(identity: number): void;
  decide(facts: Facts, stakes: Stakes, now: Microseconds): Decision;
  /** A user's charge follows from his last payable cheque (MR2), not from their number (MR1). */
  readonly byLast: boolean;
}

/** MR1: the user pays what the merchant gets. */
export function mr1Charging({ depositWindow }: MrOptions): Charging {
  const book = new NonceBook<string | number>(depositWindow);
  const expelled = new Set<number>();
  const decision: Decision = { rejection: undefined, credit: 0, debit: 0, caught: undefined };
  return {
    byLast: false,
    enroll() {},
    expel: (identity) => expelled.add(identity),
    decide(facts, stakes, now) {
      const answer = expelled.has(facts.identity) ? 'expelled-user' : book.deposit(facts.id, facts.time, now);
      decision.rejection = answer === 'new' ? undefined : answer;
      decision.credit = answer === 'new' ? stakes.payout : 0;
      decision.debit = decision.credit;
      return decision;
    },
  };
}

/** The mean-gap test: largest serial number that is still too small for so many wins. */
export type CriticalSerial = (wins: number) => number;

/** MR2: the merchant gets v/s, the user pays for the serial numbers since his last payable cheque. */
export function mr2Charging(
  { depositWindow, defences }: MrOptions,
  unitValue: Microdollars,
  criticalSerial: CriticalSerial | undefined,
): Charging {
  const book = new SerialBook<string | number>({ depositWindow, honourReused: defences.honourReused });
  const wins: number[] = [];
  const decision: Decision = { rejection: undefined, credit: 0, debit: 0, caught: undefined };

  const testMeanGap = (identity: number): string | undefined => {
    if (criticalSerial === undefined) return undefined;
    wins[identity]++;
    return book.maxSerial(identity) <= criticalSerial(wins[identity]) ? 'mean-gap' : undefined;
  };
  return {
    byLast: true,
    enroll() {
      book.register();
      if (criticalSerial !== undefined) wins.push(0);
    },
    expel: (identity) => book.expel(identity),
    decide(facts, stakes, now) {
      const { identity, serial, units, time, id } = facts;
      const answer = book.deposit(identity, serial, units, time, id, now);
      decision.rejection = answer.rejection;
      decision.credit = answer.rejection === undefined ? stakes.payout : 0;
      decision.debit = answer.debitUnits * unitValue;
      decision.caught = answer.caught ?? (answer.rejection === undefined ? testMeanGap(identity) : undefined);
      return decision;
    },
  };
}
