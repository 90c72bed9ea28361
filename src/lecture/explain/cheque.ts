/**
 * A cheque of Micali and Rivest: written, signed, countersigned, drawn; a void one and the first payable one, which the
 * bank charges as MR1 and as MR2. Each step carries out what it tells, so their order matters.
 * Source: MR02; the lecture's slides on MR1 and MR2; RFC 8032. The bytes and F are ours.
 * @module
 */
import type { Cheque } from '../../protocols/mr/cheque.ts';
import { checkDeposit } from '../../protocols/mr/deposit.ts';
import { acceptCheque } from '../../protocols/mr/merchant.ts';
import { isPayable } from '../../protocols/mr/selection.ts';
import { toHex } from '../../protocols/primitives/bytes.ts';
import { ascii } from '../../protocols/primitives/wire.ts';
import { SECOND } from '../../units.ts';
import { chargedAsMr1, chargedAsMr2, refused } from './cheque-bank.ts';
import { drawnByFunction } from './cheque-vrf.ts';
import {
  answerOf,
  type ChequeWorld,
  type Drawn,
  MERCHANT,
  nameOfSecret,
  openWorld,
  share,
  TERMS,
  THRESHOLD,
  USER,
} from './cheque-world.ts';
import { folded, keysCheck, named, python, pythonFolded, signatureCheck } from './commands.ts';
import { dollars, type Explanation, figure, grouped, type Step, shown, shownFields, textOf } from './step.ts';

const SIGNATURE_BYTES = 64;
const NUMBER_BYTES = 8;
const BANK = textOf(TERMS.bank);

/** Follows a void cheque and the first payable one under this seed. */
export function explainCheque(seed: string): Explanation {
  const world = openWorld(seed);
  const steps = [
    announced,
    written,
    signed,
    countersigned,
    voided,
    won,
    chargedAsMr1,
    chargedAsMr2,
    refused,
    drawnByFunction,
  ];
  return {
    object: 'cheque',
    title: 'A cheque of Micali and Rivest: MR1 and MR2',
    source: 'After Micali and Rivest, Micropayments Revisited (2002), and the lecture; signatures are Ed25519.',
    seed,
    steps: steps.map((step) => step(world)),
  };
}

function announced({ seed, secrets, keys }: ChequeWorld): Step {
  const roles = ['user', 'merchant'] as const;
  return {
    title: 'User and merchant have keys',
    sentences: [
      `User ${USER} and merchant ${MERCHANT} each have a secret key and a public one, and the bank knows the public ones.`,
      'All payments are worth $0.01, and one in a thousand is to be worth $10: the bank announces the threshold for F, a number below 2^64 that anybody can compute.',
    ],
    bytes: roles.flatMap((role) => [
      shown(`the ${role}'s secret key`, secrets[role]),
      shown(`the ${role}'s public key`, keys[role]),
    ]),
    figures: [figure('threshold: 2^64 / 1000, rounded down', THRESHOLD)],
    answers: [],
    check: keysCheck(
      seed,
      roles.map((role) => ({ name: nameOfSecret(role), secret: secrets[role], key: keys[role] })),
      { commands: python('print(2 ** 64 // 1000)'), prints: String(THRESHOLD) },
    ),
  };
}

function written({ blank }: ChequeWorld): Step {
  const { text } = blank.signed;
  const { time, value, serial } = blank.cheque;
  return {
    title: 'The user writes the transaction string T',
    sentences: [
      'T says who pays whom through which bank, when, how much, and under which serial number S, which counts the cheques of the user.',
      'Every name stands behind its length and every number in 8 bytes, so that no two cheques are written alike.',
    ],
    bytes: [
      ...shownFields(text, [
        ['user: length and name', 1 + USER.length],
        ['merchant: length and name', 1 + MERCHANT.length],
        ['bank: length and name', 1 + BANK.length],
        ['time, in microseconds', NUMBER_BYTES],
        ['value, in micro-dollars', NUMBER_BYTES],
        ['serial number S', NUMBER_BYTES],
      ]),
      shown('T', text),
    ],
    figures: [figure('time', `${time / SECOND} s`), figure('value', dollars(value)), figure('S', serial)],
    answers: [],
    check: { commands: pythonFolded(...textProgram(blank.cheque), 'print(T.hex())'), prints: folded(toHex(text)) },
  };
}

/** Lines of Python that put T together. */
function textProgram({ time, value, serial }: Cheque): string[] {
  return [
    "T = b'farthing/cheque/1'",
    `for name in (b'${USER}', b'${MERCHANT}', b'${BANK}'):`,
    '    T += bytes([len(name)]) + name',
    `for number in (${time}, ${value}, ${serial}):`,
    "    T += number.to_bytes(8, 'big')",
  ];
}

function signed({ secrets, keys, blank, directory }: ChequeWorld): Step {
  const { signature, text } = blank.signed;
  const { time, value } = blank.cheque;
  const expected = { merchant: ascii(MERCHANT), value, userKey: directory.userKey, notBefore: time, notAfter: time };
  const accepted = acceptCheque(TERMS, blank.deposit.signed, expected);
  const elsewhere = acceptCheque(TERMS, blank.deposit.signed, { ...expected, merchant: ascii('other') });
  return {
    title: 'The user signs: C',
    sentences: [
      'C is T with the signature of the user over T, and that is all he sends to the merchant, by electronic mail if he likes.',
      'The merchant checks the signature off-line, before it is known whether the cheque is worth anything.',
    ],
    bytes: [
      ...shownFields(blank.deposit.signed, [
        ['T', text.length],
        ['Sig_U(T)', SIGNATURE_BYTES],
      ]),
      shown('C', blank.deposit.signed),
    ],
    figures: [],
    answers: [
      answerOf(`merchant ${MERCHANT}`, 'sent C', accepted),
      answerOf('another merchant', 'sent the same C', elsewhere),
    ],
    check: signatureCheck(text, signature, secrets.user, keys.user),
  };
}

function countersigned({ secrets, keys, blank }: ChequeWorld): Step {
  const { signed, proof } = blank.deposit;
  return {
    title: 'The merchant signs C: D',
    sentences: [
      'D is the signature of the merchant over C, and only the merchant can make it: so the user could not know D when he wrote T, and the merchant cannot change T.',
    ],
    bytes: [shown('D = Sig_M(C)', proof)],
    figures: [],
    answers: [],
    check: signatureCheck(signed, proof, secrets.merchant, keys.merchant),
  };
}

function voided({ blank, directory }: ChequeWorld): Step {
  const decision = checkDeposit(TERMS, blank.deposit, directory);
  return {
    title: 'F(D) is compared with the threshold: void',
    sentences: [
      'F(D) is the first 64 bits of SHA-512 of D, as a number.',
      'It is not below the threshold, so this cheque is worth $0, as 999 in 1000 are, and the bank never sees it; if the merchant sent it, the bank would refuse.',
    ],
    bytes: [],
    figures: [figure('F(D)', blank.number), figure('F(D) / 2^64', share(blank.number)), figure('threshold', THRESHOLD)],
    answers: [answerOf('bank', 'sent C and D all the same', decision)],
    check: drawCheck(blank),
  };
}

function won({ win }: ChequeWorld): Step {
  const { serial } = win.cheque;
  return {
    title: 'The first payable cheque',
    sentences: [
      `The user goes on paying, a cent a second, S = 1, 2, 3, ...; the first payable cheque has S = ${serial}: here F(D) is below the threshold, and C is worth $10.`,
      'On average it takes 1000 cheques; how many it took here this program has counted, because Python by itself cannot sign.',
    ],
    bytes: [
      shown('T', win.signed.text),
      shown('Sig_U(T)', win.signed.signature),
      shown('C', win.deposit.signed),
      shown('D = Sig_M(C)', win.deposit.proof),
    ],
    figures: [
      figure('cheques tried', grouped(serial)),
      figure('F(D)', win.number),
      figure('F(D) / 2^64', share(win.number)),
      figure('threshold', THRESHOLD),
    ],
    answers: [],
    check: drawCheck(win),
  };
}

/** F(D) and the verdict, from D. */
function drawCheck({ deposit, number }: Drawn): Step['check'] {
  return {
    commands: python(
      'import hashlib',
      named('D', deposit.proof),
      "F = int.from_bytes(hashlib.sha512(D).digest()[:8], 'big')",
      'print(F)',
      "print('%.10f' % (F / 2 ** 64))",
      "print('payable' if F < 2 ** 64 // 1000 else 'void')",
    ),
    prints: [number, share(number), isPayable(number, TERMS.rate, 1) ? 'payable' : 'void'].join('\n'),
  };
}
