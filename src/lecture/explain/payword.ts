/**
 * A chain of paywords: certified, committed to, spent word by word and several at once, deposited; and what is refused,
 * or comes to light too late. Each step carries out what it tells, so their order matters.
 * Source: RS96, section 2. The bytes are ours.
 * @module
 */
import { hashWord } from '../../protocols/payword/chain.ts';
import { toHex } from '../../protocols/primitives/bytes.ts';
import { KEY_BYTES } from '../../protocols/primitives/wire.ts';
import { keysCheck, named, python, signatureCheck } from './commands.ts';
import {
  BROKER,
  brokerAnswer,
  CENT,
  CREDIT_LIMIT,
  deposit,
  nameOfSecret,
  OTHER_VENDOR,
  openWorld,
  type PaywordWorld,
  payment,
  secretOf,
  USER,
  VENDOR,
  WORDS,
} from './payword-world.ts';
import { accepts, type Check, dollars, type Explanation, figure, type Step, shown, shownFields } from './step.ts';

const SIGNATURE_BYTES = 64;
const NUMBER_BYTES = 8;
const LENGTH_BYTES = 4;
/** h in Python. */
const HASH_PROGRAM = ['import hashlib', "def h(w): return hashlib.sha256(b'farthing/payword/1' + w).digest()"];

/** Follows a chain of ten paywords under this seed. */
export function explainPayword(seed: string): Explanation {
  const world = openWorld(seed);
  const steps = [announced, certified, chained, committed, paid, skipped, refused, deposited, overspent];
  return {
    object: 'payword',
    title: 'A chain of paywords',
    source:
      'After Rivest and Shamir, PayWord and MicroMint (1996); h is SHA-256 behind the name of its use, signatures are Ed25519.',
    seed,
    steps: steps.map((step) => step(world)),
  };
}

function announced({ seed, secrets, keys }: PaywordWorld): Step {
  const roles = ['broker', 'user'] as const;
  return {
    title: 'Broker and user have keys',
    sentences: [
      'The broker has a key that every vendor knows, and the user one that nobody knows yet.',
      'A signature is slow and a hash is fast: with PayWord the user signs once a day for each vendor, and pays with hashes.',
    ],
    bytes: roles.flatMap((role) => [
      shown(`the ${role}'s secret key`, secrets[role]),
      shown(`the ${role}'s public key`, keys[role]),
    ]),
    figures: [],
    answers: [],
    check: keysCheck(
      seed,
      roles.map((role) => ({ name: nameOfSecret(role), secret: secrets[role], key: keys[role] })),
    ),
  };
}

function certified({ secrets, keys, certificate }: PaywordWorld): Step {
  return {
    title: 'The broker certifies the user',
    sentences: [
      'C_U says that the broker pays for what the holder of this key signs, up to a credit limit and until it expires.',
      'A vendor that has never heard of the user needs nothing else.',
    ],
    bytes: shownFields(certificate, [
      ['broker: length and name', 1 + BROKER.length],
      ['user: length and name', 1 + USER.length],
      ["the user's public key", KEY_BYTES],
      ['expires, in microseconds', NUMBER_BYTES],
      ['credit limit, in micro-dollars', NUMBER_BYTES],
      ["the broker's signature", SIGNATURE_BYTES],
    ]),
    figures: [figure('credit limit', dollars(CREDIT_LIMIT))],
    answers: [],
    check: signatureCheck(...splitSigned(certificate), secrets.broker, keys.broker),
  };
}

function chained({ here }: PaywordWorld): Step {
  const { chain } = here;
  return {
    title: 'The user makes a chain',
    sentences: [
      `He draws w_${WORDS} at random, and w_(i-1) = h(w_i) down to the root w_0: each payword is worth a cent.`,
      'From a payword everybody can compute those before it, and nobody those after it.',
    ],
    bytes: Array.from({ length: WORDS + 1 }, (_, i) => shown(`w_${WORDS - i}`, chain.word(WORDS - i))),
    figures: [figure('h(w)', "SHA-256('farthing/payword/1' || w)")],
    answers: [],
    check: hashingCheck(chain.word(WORDS), WORDS, chain.root),
  };
}

function committed({ secrets, keys, certificate, here }: PaywordWorld): Step {
  return {
    title: 'The user commits to the root',
    sentences: [
      `M names the vendor, the root, the day and a limit, bears the certificate, and is signed by the user: for this day he owes ${VENDOR} a cent for every payword of this chain.`,
      'The vendor checks two signatures, once.',
    ],
    bytes: shownFields(here.commitment, [
      ['vendor: length and name', 1 + VENDOR.length],
      ['C_U: length and certificate', LENGTH_BYTES + certificate.length],
      ['w_0', KEY_BYTES],
      ['date, in microseconds', NUMBER_BYTES],
      ['limit, in micro-dollars', NUMBER_BYTES],
      ["the user's signature", SIGNATURE_BYTES],
    ]),
    figures: [figure('paywords within the limit', here.till.examined.words)],
    answers: [accepts(`vendor ${VENDOR}`, 'sent M')],
    check: signatureCheck(...splitSigned(here.commitment), secrets.user, keys.user),
  };
}

function paid({ here }: PaywordWorld): Step {
  const { chain } = here;
  return {
    title: 'The first payword',
    sentences: [
      'The user sends (w_1, 1); the vendor hashes w_1 and finds w_0, which he has signed.',
      'One hash, no signature, and nobody else is asked.',
    ],
    bytes: [shown('w_1', chain.word(1)), shown('w_0', chain.root)],
    figures: [],
    answers: [payment(here, 1, 1)],
    check: hashingCheck(chain.word(1), 1, chain.root),
  };
}

function skipped({ here }: PaywordWorld): Step {
  const { chain } = here;
  return {
    title: 'Four paywords at once',
    sentences: [
      'For something that costs 4 cents he skips ahead and sends (w_5, 5): the vendor hashes four times and finds w_1, the last one that it has.',
    ],
    bytes: [shown('w_5', chain.word(5)), shown('w_1', chain.word(1))],
    figures: [],
    answers: [payment(here, 5, 4)],
    check: hashingCheck(chain.word(5), 4, chain.word(1)),
  };
}

function refused({ seed, here }: PaywordWorld): Step {
  const { chain } = here;
  const guess = secretOf(seed, 'guess');
  return {
    title: 'What the vendor refuses',
    sentences: [
      'A payword that was spent pays nothing, nor does an earlier one, which anybody can compute.',
      'A payword that does not lead to the last one is not of this chain, and one beyond the limit is not covered by the commitment.',
    ],
    bytes: [shown('a guess of w_6', guess), shown('w_9', chain.word(9)), shown('w_5', chain.word(5))],
    figures: [figure('paywords within the limit', here.till.examined.words)],
    answers: [payment(here, 5, 1), payment(here, 3, 1), payment(here, 6, 1, guess), payment(here, 9, 1)],
    check: {
      commands: python(
        ...HASH_PROGRAM,
        named('guess', guess),
        named('w', chain.word(9)),
        'print(h(guess).hex())',
        'for i in range(4):',
        '    w = h(w)',
        'print(w.hex())',
      ),
      prints: [hashWord(guess), chain.word(5)].map(toHex).join('\n'),
    },
  };
}

function deposited(world: PaywordWorld): Step {
  const { here } = world;
  const { word, index } = here.till.last;
  const first = deposit(world, here);
  return {
    title: 'The vendor deposits',
    sentences: [
      `At the end of the day the vendor sends M and the last payword, (w_${index}, ${index}): one message for the whole day.`,
      'The broker checks the signature, hashes down to the root, pays the vendor and books what the user owes; the same deposit again pays nothing.',
    ],
    bytes: [shown(`w_${index}`, word), shown('w_0, in M', here.chain.root)],
    figures: [
      figure('paid to the vendor', dollars(first.credited)),
      figure('owed by the user', dollars(world.book.owed(world.account))),
    ],
    answers: [
      brokerAnswer(`sent (M, w_${index}, ${index})`, first.rejection),
      brokerAnswer('sent the same again', deposit(world, here).rejection),
    ],
    check: hashingCheck(word, index, here.chain.root),
  };
}

function overspent(world: PaywordWorld): Step {
  const { here, there } = world;
  const words = there.till.examined.words;
  const taken = payment(there, words, words);
  const { credited, dishonoured, caught } = deposit(world, there);
  const last = there.till.last;
  return {
    title: 'Credit is overspent',
    sentences: [
      `On the same day the user has promised vendor ${OTHER_VENDOR} as much as vendor ${VENDOR}, and spends it all; each sees its own commitment only, and both are within the limit.`,
      'The broker sees it with the deposits, when the money is gone: here the vendor bears what is beyond the credit limit, and the user is found out.',
    ],
    bytes: [shown(`w_${last.index} of the chain for ${OTHER_VENDOR}`, last.word), shown('its w_0', there.chain.root)],
    figures: [
      figure('credit limit', dollars(CREDIT_LIMIT)),
      figure('paid to the vendor', dollars(credited)),
      figure('not paid to the vendor', dollars(dishonoured)),
      figure('owed by the user', dollars(world.book.owed(world.account))),
    ],
    answers: [taken, brokerAnswer(`asked by ${OTHER_VENDOR} to pay ${last.index} cents in full`, caught)],
    check: {
      commands: python(
        ...HASH_PROGRAM,
        ...hashingLines(last.word, last.index),
        `cents, limit = ${here.till.last.index} + ${last.index}, ${CREDIT_LIMIT / CENT}`,
        "print('over the limit by', cents - limit, 'cents')",
      ),
      prints: `${toHex(there.chain.root)}\nover the limit by ${dishonoured / CENT} cents`,
    },
  };
}

function hashingCheck(word: Uint8Array, times: number, expected: Uint8Array): Check {
  return { commands: python(...HASH_PROGRAM, ...hashingLines(word, times)), prints: toHex(expected) };
}

/** Lines of Python that hash a payword so often, and print where that leads. */
function hashingLines(word: Uint8Array, times: number): string[] {
  return [named('w', word), `for i in range(${times}):`, '    w = h(w)', 'print(w.hex())'];
}

/** A message and the signature behind it. */
function splitSigned(bytes: Uint8Array): [Uint8Array, Uint8Array] {
  return [bytes.slice(0, -SIGNATURE_BYTES), bytes.slice(-SIGNATURE_BYTES)];
}
