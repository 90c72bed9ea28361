/**
 * Keys and names of everybody in a lottery economy at fidelity real: all derived from the replication's seed.
 * @module
 */
import { readWord, writeWord } from '../../../protocols/primitives/bytes.ts';
import { isRegistrableKey, publicKeyOf } from '../../../protocols/primitives/ed25519.ts';
import { deriveKey } from '../../../protocols/primitives/hash.ts';

const KEY_BYTES = 32;
const ID_BYTES = 4;

/** The people of one role, numbered from 0: their secrets, their public keys as registered, and their names in bytes. */
export class Keyring {
  readonly #seed: string;
  readonly #role: string;
  readonly #secrets: Uint8Array[] = [];
  readonly #publicKeys: Uint8Array[] = [];
  readonly #ids: Uint8Array[] = [];

  constructor(seed: string, role: string, count = 0) {
    this.#seed = seed;
    this.#role = role;
    for (let member = 0; member < count; member++) this.enroll(member);
  }

  /** @throws RangeError when members do not join in their order */
  enroll(member: number): void {
    if (member !== this.#secrets.length) throw new RangeError(`${this.#role} ${member} joins out of order`);
    const secret = deriveKey(this.#seed, `${this.#role}/${member}/key`, KEY_BYTES);
    const publicKey = publicKeyOf(secret);
    if (!isRegistrableKey(publicKey)) throw new RangeError(`${this.#role} ${member} has a key that nobody registers`);
    const id = new Uint8Array(ID_BYTES);
    writeWord(id, 0, member);
    this.#secrets.push(secret);
    this.#publicKeys.push(publicKey);
    this.#ids.push(id);
  }

  secret(member: number): Uint8Array {
    return this.#secrets[member];
  }

  id(member: number): Uint8Array {
    return this.#ids[member];
  }

  /** The number of the member who has this name; -1 for a name that nobody has. */
  memberOf(id: Uint8Array): number {
    if (id.length !== ID_BYTES) return -1;
    const member = readWord(id, 0);
    return member >= 0 && member < this.#ids.length ? member : -1;
  }

  /** The registered key of a name. */
  readonly keyOf = (id: Uint8Array): Uint8Array | undefined => this.#publicKeys[this.memberOf(id)];
}
