/**
 * What the bank does with a payable cheque: charged as MR1 and as MR2, and refused when anything is wrong with it.
 * Source: MR02; the lecture's slides on MR1 and MR2.
 * @module
 */
import { encodeCheque } from '../../protocols/mr/cheque.ts';
import { checkDeposit } from '../../protocols/mr/deposit.ts';
import { NonceBook } from '../../protocols/mr/nonce-book.ts';
import { payout } from '../../protocols/mr/selection-rate.ts';
import { SerialBook } from '../../protocols/mr/serial-book.ts';
import { chequeId, encodeSigned } from '../../protocols/mr/signed-cheque.ts';
import { toHex } from '../../protocols/primitives/bytes.ts';
import { DAY, HOUR, type Microdollars } from '../../units.ts';
import { answerOf, CENT, type ChequeWorld, TERMS } from './cheque-world.ts';
import { among, printVerdict, publicKeyFile, python, VERDICT } from './commands.ts';
import { type Answer, accepts, dollars, figure, refuses, type Step, shown } from './step.ts';

const PAYOUT = payout(TERMS.rate, CENT, 1)!;

export function chargedAsMr1({ win, keys, directory }: ChequeWorld): Step {
  const used = win.cheque.serial * CENT;
  return {
    title: 'MR1: the bank charges the user $10',
    sentences: [
      'The bank verifies both signatures and F(D), charges the user $10 and credits the merchant with $10.',
      `The user has used ${dollars(used)} by now: he may pay a lot more than that, or less.`,
    ],
    bytes: [],
    figures: [
      figure('credited to the merchant', dollars(PAYOUT)),
      figure('charged to the user', dollars(PAYOUT)),
      figure('used by the user', dollars(used)),
    ],
    answers: [answerOf('bank', 'sent C and D', checkDeposit(TERMS, win.deposit, directory))],
    check: {
      commands: among(
        {
          'user.der': publicKeyFile(keys.user),
          'merchant.der': publicKeyFile(keys.merchant),
          T: win.signed.text,
          'signature-of-T': win.signed.signature,
          C: win.deposit.signed,
          D: win.deposit.proof,
        },
        printVerdict('user.der', 'T', 'signature-of-T'),
        printVerdict('merchant.der', 'C', 'D'),
        python(
          "S = int.from_bytes(open('T', 'rb').read()[-8:], 'big')",
          "print('used $%.2f, charged $10.00' % (S / 100))",
        ),
      ),
      prints: [VERDICT.good, VERDICT.good, `used ${dollars(used)}, charged ${dollars(PAYOUT)}`].join('\n'),
    },
  };
}

export function chargedAsMr2({ win }: ChequeWorld): Step {
  const { serial, time } = win.cheque;
  const book = new SerialBook<string>({ depositWindow: DAY, honourReused: true });
  const user = book.register();
  const before = book.maxSerial(user);
  const { debitUnits, credited } = book.deposit(user, serial, 1, time, chequeId(win.signed), time + HOUR);
  const debit = debitUnits * CENT;
  return {
    title: 'MR2: the bank charges the user S - MaxS',
    sentences: [
      'MaxS is the highest serial number that the bank has processed for this user, 0 at first: it credits the merchant with $10, debits the user by a cent for each of S - MaxS, and sets MaxS to S.',
      `So the user never pays more than he used. ${balance(PAYOUT - debit)}`,
    ],
    bytes: [shown('S, the last 8 bytes of T', win.signed.text.slice(-8))],
    figures: [
      figure('MaxS before', before),
      figure('S', serial),
      figure('debited from the user', `${debitUnits} x $0.01 = ${dollars(debit)}`),
      figure('MaxS after', book.maxSerial(user)),
      figure('paid out less the debit', dollars(PAYOUT - debit)),
    ],
    answers: [credited ? accepts('bank', 'sent C and D', 'credited') : refuses('bank', 'sent C and D', 'not credited')],
    check: {
      commands: python(
        `S, MaxS = int('${toHex(win.signed.text.slice(-8))}', 16), ${before}`,
        'cents = max(0, S - MaxS)',
        "print('debited $%.2f' % (cents / 100))",
        "word = 'ahead by' if cents > 1000 else 'short of'",
        "print('the bank is', word, '$%.2f' % (abs(1000 - cents) / 100))",
      ),
      prints: `debited ${dollars(debit)}\nthe bank is ${debit > PAYOUT ? 'ahead by' : 'short of'} ${dollars(Math.abs(PAYOUT - debit))}`,
    },
  };
}

/** What the bank is left with after a first win. */
function balance(short: Microdollars): string {
  if (short > 0) return 'What is missing from $10 the bank bears until later cheques of the user bring it in.';
  return 'Here nothing is missing from $10: he has used as much or more without winning, and the bank is ahead for now.';
}

export function refused(world: ChequeWorld): Step {
  const { win, keys } = world;
  const raised = encodeCheque({ ...win.cheque, value: 100 * CENT });
  const id = chequeId(win.signed);
  return {
    title: 'What the bank refuses',
    sentences: [
      'The bank pays a cheque once: it knows each by SHA-256 of T, and a second deposit is refused, as is one that comes after a day.',
      'Whoever raises the value changes T, and the signature of the user is none over another T; whoever takes D from another cheque has no signature over this C.',
    ],
    bytes: [shown('T with a value of $1', raised)],
    figures: [figure('SHA-256 of T', id)],
    answers: refusals(world, raised),
    check: {
      commands: among(
        {
          'user.der': publicKeyFile(keys.user),
          T: win.signed.text,
          'raised-T': raised,
          signature: win.signed.signature,
        },
        `openssl dgst -sha256 T | sed 's/.*= //'`,
        printVerdict('user.der', 'T', 'signature'),
        printVerdict('user.der', 'raised-T', 'signature'),
      ),
      prints: [id, VERDICT.good, VERDICT.bad].join('\n'),
    },
  };
}

function refusals({ win, blank, directory }: ChequeWorld, raised: Uint8Array): Answer[] {
  const { time, serial } = win.cheque;
  const id = chequeId(win.signed);
  const nonces = new NonceBook<string>(DAY);
  const serials = new SerialBook<string>({ depositWindow: DAY, honourReused: true });
  const user = serials.register();
  const depositAsMr1 = (now: number) => nonces.deposit(id, time, now);
  const depositAsMr2 = (now: number) => serials.deposit(user, serial, 1, time, id, now).rejection ?? 'new';
  const again = [depositAsMr1, depositAsMr2].map((deposit) => [deposit(time + HOUR), deposit(time + 2 * HOUR)]);
  const signed = encodeSigned({ ...win.signed, text: raised });
  const mr = ['MR1', 'MR2'];
  return [
    ...again.flatMap(([first, second], i) => [
      lookedUp(`looking up the first deposit, ${mr[i]}`, first),
      lookedUp(`looking up the second deposit, ${mr[i]}`, second),
    ]),
    lookedUp('sent the cheque after two days', depositAsMr1(time + 2 * DAY)),
    answerOf('bank', 'sent T with a value of $1', checkDeposit(TERMS, { ...win.deposit, signed }, directory)),
    answerOf(
      'bank',
      'sent the D of the void cheque',
      checkDeposit(TERMS, { ...win.deposit, proof: blank.deposit.proof }, directory),
    ),
  ];
}

/** What a book says to a deposit: `new`, or why not. */
function lookedUp(asked: string, says: string): Answer {
  return says === 'new' ? accepts('bank', asked, says) : refuses('bank', asked, says);
}
