/**
 * What each honest side has lost: the ledger's nets of the bank, of honest vendors and of honest users, turned round. A
 * bank that cheats is no honest side: what it gains is the gang's, and must not make up for what others lose.
 * @module
 */
import type { Metric } from '../sim/metric.ts';
import { MICRODOLLARS_PER_USD, type Microdollars } from '../units.ts';
import type { Gangs } from './gangs.ts';
import type { Market } from './scheme.ts';

const SIDES = ['bank', 'vendors', 'users'] as const;

/** In dollars; negative for a gain; 0 of a side on which nobody is honest. */
export type Losses = Readonly<Record<(typeof SIDES)[number], number>>;

export function lossesOf({ ledger, demand, bankParty }: Market, gangs: Gangs): Losses {
  /** Of honest parties from one up to another, that one excluded. */
  const loss = (from: number, to: number): number => {
    let sum: Microdollars = 0;
    for (let party = from; party < to; party++) if (!gangs.has(party)) sum -= ledger.net(party);
    return sum / MICRODOLLARS_PER_USD;
  };
  return {
    bank: loss(bankParty, bankParty + 1),
    vendors: loss(demand.users, bankParty),
    users: loss(0, demand.users),
  };
}

export function lossMetrics(label: string, lost: Losses): Metric[] {
  return SIDES.map((side) => ({ name: `${label}.loss.${side}_usd`, unit: 'USD', value: lost[side], combine: 'mean' }));
}
