/**
 * A user and a merchant who win once under every name: each chosen cheque comes from a fresh identity.
 * Source: after J. R. Douceur, The Sybil Attack (2002); the application is ours.
 * @module
 */
import type { Adversary } from '../adversary.ts';

export const sybilPair: Adversary<unknown, 'identities'> = {
  kind: 'sybil-pair',
  needs: 'identities',
  role: 'pair',
  enlist({ renew, payChosen }, gang, _options, honest) {
    return (user, vendor, price) => {
      honest(user, vendor, price);
      gang.cheats(user);
      renew(user);
      payChosen(user, gang.accompliceOf(user), price);
      renew(user);
    };
  },
};
