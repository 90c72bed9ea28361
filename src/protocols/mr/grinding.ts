/**
 * Two attacks on selection, with real signatures: a merchant who tries proofs of one cheque, and a user and a merchant
 * who together try cheques.
 * Source: MR02 asks for signatures of which there is one a message; Ed25519's are not, for a dishonest signer. That
 * user and merchant choose T together is the known weakness of drawing at payment.
 * @module
 */
import { signaturesOf } from '../primitives/ed25519-grinding.ts';
import type { Cheque } from './cheque.ts';
import { isPayable, lotteryNumber, select } from './selection.ts';
import type { SelectionRate } from './selection-rate.ts';
import { encodeSigned, signCheque } from './signed-cheque.ts';
import type { SelectionSuite } from './terms.ts';

export interface GroundProof {
  /** D: valid under the merchant's key, and payable. */
  readonly proof: Uint8Array;
  /** How many proofs were made; 1/(j s) on average. */
  readonly tries: number;
}

export interface GroundCheque extends GroundProof {
  readonly cheque: Cheque;
  readonly signed: Uint8Array;
}

/** Who tries cheques together: 32 bytes each. */
export interface Conspirators {
  readonly userSecret: Uint8Array;
  readonly merchantSecret: Uint8Array;
}

/**
 * A merchant alone, with suite `ed25519`: signatures of one signed cheque under ever other nonces until one is payable;
 * the first is the honest one.
 * @param units j.
 * @returns undefined when none of `triesMax` is payable.
 */
export function grindProof(
  signed: Uint8Array,
  merchantSecret: Uint8Array,
  rate: SelectionRate,
  units: number,
  triesMax: number,
): GroundProof | undefined {
  const signatures = signaturesOf(signed, merchantSecret);
  for (let tries = 1; tries <= triesMax; tries++) {
    const proof = signatures.next().value;
    if (isPayable(lotteryNumber('ed25519', proof)!, rate, units)) return { proof, tries };
  }
  return undefined;
}

/**
 * User and merchant together, with either suite: candidates, such as `laterTimes`, until one has a payable honest proof.
 * @param units j of every candidate.
 * @returns undefined when none of them is payable.
 */
export function grindCheque(
  suite: SelectionSuite,
  candidates: Iterable<Cheque>,
  { userSecret, merchantSecret }: Conspirators,
  rate: SelectionRate,
  units: number,
): GroundCheque | undefined {
  let tries = 0;
  for (const cheque of candidates) {
    tries++;
    const signed = encodeSigned(signCheque(cheque, userSecret));
    const proof = select(suite, signed, merchantSecret);
    if (isPayable(lotteryNumber(suite, proof)!, rate, units)) return { cheque, signed, proof, tries };
  }
  return undefined;
}

/** The cheque at its time and the following ones, `count` in all: what a pair varies under MR2, where serials cost. */
export function* laterTimes(cheque: Cheque, count: number): Generator<Cheque> {
  for (let i = 0; i < count; i++) yield { ...cheque, time: cheque.time + i };
}

/** The cheque under its serial and the following ones, `count` in all: under MR1 the serial is a nonce, and free. */
export function* laterSerials(cheque: Cheque, count: number): Generator<Cheque> {
  for (let i = 0; i < count; i++) yield { ...cheque, serial: cheque.serial + i };
}
