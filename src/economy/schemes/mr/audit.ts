/**
 * What must add up when everything is at rest under a lottery scheme: the ledger against what the bank has settled, and
 * every user's charges against the rule that he is charged by.
 * @module
 */
import type { Microdollars } from '../../../units.ts';
import type { Market } from '../../scheme.ts';
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
  const due = sumOver(market, (user) => charges.paid(user));
  return got === due ? undefined : `vendors got ${got} micro-dollars for payable cheques of ${due}`;
}

function bankOff(
  { market, charges }: Setting<Signing>,
  { uncollected, penalties, forfeited }: Takings,
  held: Microdollars,
): string | undefined {
  const has = market.ledger.cash(market.bankParty);
  const billed = sumOver(market, (user) => charges.billed(user));
  const paid = sumOver(market, (user) => charges.paid(user));
  const due = billed - uncollected + penalties + forfeited + held - paid;
  return has === due ? undefined : `the bank has ${has} micro-dollars, and should have ${due}`;
}

/**
 * MR1: charged what was paid out. MR2: never above the use, unless he skips serial numbers, which nobody gains by; and
 * honest users exactly up to their last payable unit.
 */
function chargesOff(setting: Setting<Signing>): string | undefined {
  const { market, charges } = setting;
  for (let user = 0; user < market.demand.users; user++) {
    const off = chargeOff(setting, user);
    if (off !== undefined) return `user ${user} was charged ${charges.billed(user)} micro-dollars ${off}`;
  }
  return undefined;
}

function chargeOff({ market, charges, unitValue }: Setting<Signing>, user: number): string | undefined {
  const [billed, paid, used] = [charges.billed(user), charges.paid(user), charges.worthUsed(user)];
  if (!charges.byLast) return billed === paid ? undefined : `for payable cheques of ${paid}`;
  if (billed > used) return `and has used ${used}`;
  const furthest = charges.furthest(user);
  return market.honest && billed !== furthest * unitValue ? `up to his unit ${furthest} of ${unitValue}` : undefined;
}

function sumOver({ demand }: Market, amountOf: (user: number) => Microdollars): Microdollars {
  let sum = 0;
  for (let user = 0; user < demand.users; user++) sum += amountOf(user);
  return sum;
}
