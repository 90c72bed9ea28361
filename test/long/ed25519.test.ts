/**
 * The two implementations of Ed25519 on many hostile bytes: a kind of bytes on which they part is found with 0.99 when
 * one in 430 of the changed vectors, or one in 110 of the formless ones, is of it.
 */
import { describe, it } from 'vitest';
import { agreeOnFormless, agreeOnHostileParts } from '../protocols/ed25519-backends.ts';

describe('the two implementations of Ed25519', () => {
  it('agree on the hostile vectors when parts of two are put together, or a bit or S is changed', () => {
    agreeOnHostileParts(2000, 8032);
  });

  it('agree on bytes of no form at all', () => {
    agreeOnFormless(500, 8032);
  });
});
