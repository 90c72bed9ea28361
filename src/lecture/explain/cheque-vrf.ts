/**
 * The draw of a cheque by a verifiable random function in the place of the merchant's signature.
 * Source: RFC 9381, sections 5.1 to 5.4 and 5.5; MR02 for the draw.
 * @module
 */
import { checkSelection, isPayable, lotteryNumber, select, selectionHash } from '../../protocols/mr/selection.ts';
import { toHex } from '../../protocols/primitives/bytes.ts';
import { type ChequeWorld, share, TERMS, THRESHOLD } from './cheque-world.ts';
import { folded, named, pythonFolded } from './commands.ts';
import { accepts, figure, refuses, type Step, shown } from './step.ts';

/** The draw over C once more, for the cheque that won with a signature. */
export function drawnByFunction({ win, secrets, keys }: ChequeWorld): Step {
  const { signed } = win.deposit;
  const proof = select('ecvrf', signed, secrets.merchant);
  const hash = selectionHash('ecvrf', proof)!;
  const number = lotteryNumber('ecvrf', proof)!;
  const verdict = isPayable(number, TERMS.rate, 1) ? 'payable' : 'void';
  const isGood = checkSelection('ecvrf', proof, signed, keys.merchant);
  return {
    title: 'The same draw by a verifiable random function',
    sentences: [
      'Of a signature there can be several good ones for one message, since the signer chooses a secret number: a merchant who tries some until F(D) is small would win at will.',
      'A verifiable random function has one output for one message under one key; then D is its proof, and F reads its output, so this is another draw for the same C.',
      'The command is the whole verification, in plain arithmetic.',
    ],
    bytes: [shown('D, the proof: Gamma, c, s', proof), shown('the output', hash)],
    figures: [figure('F(D)', number), figure('F(D) / 2^64', share(number)), figure('threshold', THRESHOLD)],
    answers: [
      isGood ? accepts('bank', 'sent this D', 'good proof') : refuses('bank', 'sent this D', 'bad-selection-proof'),
      verdict === 'payable' ? accepts('bank', 'reading F(D)', verdict) : refuses('bank', 'reading F(D)', 'not-payable'),
    ],
    check: {
      commands: pythonFolded(
        named('Y', keys.merchant),
        named('C', signed),
        named('D', proof),
        ...VERIFICATION,
        "print('good proof' if good else 'bad proof')",
        'print(output.hex())',
        "F = int.from_bytes(output[:8], 'big')",
        'print(F)',
        "print('payable' if F < 2 ** 64 // 1000 else 'void')",
      ),
      prints: folded('good proof', toHex(hash), String(number), verdict),
    },
  };
}

/** ECVRF-EDWARDS25519-SHA512-TAI in Python: from Y, C and D to `good` and `output`. */
const VERIFICATION = [
  'import hashlib',
  'p = 2 ** 255 - 19',
  'd = -121665 * pow(121666, -1, p) % p',
  'def add(a, b):',
  '    (x, y), (u, v) = a, b',
  '    t = d * x * u * y * v',
  '    return (x * v + y * u) * pow(1 + t, -1, p) % p, (y * v + x * u) * pow(1 - t, -1, p) % p',
  'def times(n, a):',
  '    total = (0, 1)',
  '    while n:',
  '        if n % 2: total = add(total, a)',
  '        a, n = add(a, a), n // 2',
  '    return total',
  'def minus(a): return -a[0] % p, a[1]',
  'def decode(text):',
  "    odd, y = divmod(int.from_bytes(text, 'little'), 2 ** 255)",
  '    square = (y * y - 1) * pow(d * y * y + 1, -1, p) % p',
  '    x = pow(square, (p + 3) // 8, p)',
  '    if (x * x - square) % p: x = x * pow(2, (p - 1) // 4, p) % p',
  '    if (x * x - square) % p or y >= p: return None',
  '    return (x if x % 2 == odd else -x % p), y',
  "def encode(a): return (a[1] + a[0] % 2 * 2 ** 255).to_bytes(32, 'little')",
  "def sha512(*parts): return hashlib.sha512(b''.join(parts)).digest()",
  'h, tries = None, 0',
  'while h is None:',
  '    h = decode(sha512(bytes([3, 1]), Y, C, bytes([tries, 0]))[:32])',
  '    tries += 1',
  'h = times(8, h)',
  "base = decode((4 * pow(5, -1, p) % p).to_bytes(32, 'little'))",
  "gamma, c, s = decode(D[:32]), int.from_bytes(D[32:48], 'little'), int.from_bytes(D[48:], 'little')",
  'u = add(times(s, base), times(c, minus(decode(Y))))',
  'v = add(times(s, h), times(c, minus(gamma)))',
  'points = [encode(point) for point in (h, gamma, u, v)]',
  'good = sha512(bytes([3, 2]), Y, *points, bytes(1))[:16] == D[32:48]',
  'output = sha512(bytes([3, 3]), encode(times(8, gamma)), bytes(1))',
];
