/**
 * What must add up when everything is at rest under a lottery scheme: the ledger against what the bank has settled, and
 * every user's charges against the rule that he is charged by.
 * @module
 */
import type { Microdollars } from '../../../units.ts';
import type { Signing } from './evidence.ts';
import type { Takings } from './measures.ts';
import type { Setting } from './setting.ts';

/**
 * The first thing that does not add up, in words; undefined when all does.
 * @param held deposits of identities that the bank still holds
 */
export function disagreement(setting: Setting<Signing>, takings: Takings, held: Microdollars): string | undefined {
  return payoutsOff(setting) ?? bankOff(setting, takings, held) ?? chargesOff(setting);
}

/** Vendors get money from nobody but the bank, and for nothing but payable cheques. */
function payoutsOff({ market, charges }: Setting<Signing>): string | undefined {
  let got = 0;
  for (let vendor = 0; vendor < market.demand.vendors; vendor++) got += market.ledger.cash(market.vendorParty(vendor));
  const due = sum(charges.paid);
  return got === due ? undefined : `vendors got ${got} micro-dollars for payable cheques of ${due}`;
}

function bankOff(
  { market, charges }: Setting<Signing>,
  { uncollected, penalties, forfeited }: Takings,
  held: Microdollars,
): string | undefined {
  const has = market.ledger.cash(market.bankParty);
  const due = sum(charges.billed) - uncollected + penalties + forfeited + held - sum(charges.paid);
  return has === due ? undefined : `the bank has ${has} micro-dollars, and should have ${due}`;
}

/**
 * MR1: charged what was paid out. MR2: never above the use, unless he skips serial numbers, which nobody gains by; and
 * honest users exactly up to their last payable unit.
 */
function chargesOff({ market, charges, unitValue }: Setting<Signing>): string | undefined {
  const { byLast, billed, paid, worthUsed, furthest } = charges;
  for (let user = 0; user < market.demand.users; user++) {
    const charged = `user ${user} was charged ${billed[user]} micro-dollars`;
    if (!byLast && billed[user] !== paid[user]) return `${charged} for payable cheques of ${paid[user]}`;
    if (byLast && billed[user] > worthUsed[user]) return `${charged} and has used ${worthUsed[user]}`;
    if (byLast && market.honest && billed[user] !== furthest[user] * unitValue)
      return `${charged} up to his unit ${furthest[user]} of ${unitValue}`;
  }
  return undefined;
}

function sum(amounts: Float64Array): Microdollars {
  return amounts.reduce((total, amount) => total + amount, 0);
}
