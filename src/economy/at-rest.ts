/**
 * What must add up when everything is at rest, beside what is checked after every event.
 * @module
 */
import { InvariantViolation } from '../sim/invariant.ts';
import type { Demand } from './demand.ts';
import type { Market, Session } from './scheme.ts';

/** @throws InvariantViolation when something does not add up by the scheme's own rules */
export function checkRules({ label }: Market, session: Session): void {
  const disagreement = session.disagreement?.();
  if (disagreement !== undefined) throw new InvariantViolation(`${label}: ${disagreement}`);
}

/** @throws InvariantViolation when a wallet, counted coin by coin, differs from its owner's claims */
export function checkWallets(market: Market, session: Session): void {
  for (let user = 0; user < market.demand.users; user++) {
    const held = session.holdings(user);
    const claims = market.ledger.claims(market.userParty(user));
    if (held === claims) continue;
    throw new InvariantViolation(
      `${market.label}: user ${user} holds ${held} micro-dollars, the ledger says ${claims}`,
    );
  }
}

/**
 * Where all are honest and have paid in advance, nobody gains.
 * @throws InvariantViolation when one of the first `parties` parties did
 */
export function checkNets({ label, ledger, demand }: Market, parties: number): void {
  for (let party = 0; party < parties; party++) {
    const net = ledger.net(party);
    if (net === 0) continue;
    throw new InvariantViolation(
      `${label}: all are honest, yet ${partyNames(demand)(party)} gained ${net} micro-dollars`,
    );
  }
}

/** Parties of the ledger as messages call them: users, then vendors, then the bank, then the vendors at large. */
export function partyNames({ users, vendors }: Demand): (party: number) => string {
  return (party) => {
    if (party < users) return `user ${party}`;
    if (party < users + vendors) return `vendor ${party - users}`;
    return party === users + vendors ? 'the bank' : 'the vendors at large';
  };
}
