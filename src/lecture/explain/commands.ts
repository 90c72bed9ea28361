/**
 * Commands that compute a step's figure again: Python with its standard library, and OpenSSL where a signature is
 * checked. They can be pasted into a shell as they are: no other file, no indentation that must be taken off, and no
 * exclamation mark, which some shells would obey.
 * Source: RFC 8410, sections 4 and 7, for what stands before an Ed25519 key in its DER encoding.
 * @module
 */
import { concatenate, fromHex, toHex } from '../../protocols/primitives/bytes.ts';
import type { Check } from './step.ts';

const SECRET_KEY_HEADER = fromHex('302e020100300506032b657004220420')!;
const PUBLIC_KEY_HEADER = fromHex('302a300506032b6570032100')!;

/** Leaves 32 bytes in hexadecimal digits on a line. */
const FOLD = 'fold -w 64';
const PRINT_HEX = `python3 -c "import sys; print(sys.stdin.buffer.read().hex())" | ${FOLD}`;
const LONGEST_CODE_POINT_DIGITS = 8;
/** What stands for half of a pair of surrogates when a text becomes bytes. */
const REPLACEMENT = 0xfffd;

/** Lines of 32 bytes, as FOLD leaves them. */
export function hexLines(hex: string): string[] {
  return hex.match(/.{1,64}/g) ?? [''];
}

/** What is printed when long lines of hexadecimal digits are folded. */
export function folded(...lines: readonly string[]): string {
  return lines.flatMap(hexLines).join('\n');
}

/** A program of Python. */
export function python(...lines: readonly string[]): string {
  return ["python3 - <<'END'", ...lines, 'END'].join('\n');
}

/** The same, with long lines of output folded. */
export function pythonFolded(...lines: readonly string[]): string {
  return [`python3 - <<'END' | ${FOLD}`, ...lines, 'END'].join('\n');
}

/** The line of Python, or several, that gives bytes a name. */
export function named(name: string, bytes: Uint8Array): string {
  return `${name} = bytes.fromhex(${hexLiteral(bytes)})`;
}

/** A text as Python writes it, in ASCII, whatever it says. */
export function pythonText(text: string): string {
  const marks = Array.from(text, (mark) => {
    if (/^[ "#-&(-[\]-~]$/.test(mark)) return mark;
    const point = mark.codePointAt(0)!;
    const isSurrogate = point >= 0xd800 && point <= 0xdfff;
    const digits = (isSurrogate ? REPLACEMENT : point).toString(16);
    return `\\U${digits.padStart(LONGEST_CODE_POINT_DIGITS, '0')}`;
  });
  return `'${marks.join('')}'`;
}

/**
 * Lines of Python that define `key`, which derives keys from the seed as every part of the simulator does.
 * @see deriveKey
 */
export function keyFromSeed(seed: string): string[] {
  return [
    'import hashlib',
    'def key(name, length):',
    `    texts = ['farthing/key/1', ${pythonText(seed)}, name, str(length)]`,
    '    parts = [text.encode() for text in texts]',
    "    message = b''.join(len(part).to_bytes(4, 'big') + part for part in parts)",
    '    return hashlib.sha256(message).hexdigest()[:2 * length]',
  ];
}

/** Lines of a shell that run in a folder of their own, among files with these bytes. */
export function among(files: Readonly<Record<string, Uint8Array>>, ...lines: readonly string[]): string {
  const written = Object.entries(files).map(([name, bytes]) => `    '${name}': ${hexLiteral(bytes)},`);
  const program = python(
    'files = {',
    ...written,
    '}',
    'for name in files:',
    "    open(name, 'wb').write(bytes.fromhex(files[name]))",
  );
  return ['( cd "$(mktemp -d)"', program, ...lines, ')'].join('\n');
}

/** A secret key of Ed25519 and its public one. */
export interface KeyPair {
  /** Under which the secret key is derived from the seed. */
  readonly name: string;
  readonly secret: Uint8Array;
  readonly key: Uint8Array;
}

/** Derives secret keys from the seed and public keys from those; then whatever else. */
export function keysCheck(seed: string, pairs: readonly KeyPair[], ...others: readonly Check[]): Check {
  const derived = pairs.map(({ name, secret }) => `print(key('${name}', ${secret.length}))`);
  const files = pairs.map(({ secret }, i) => [`key-${i + 1}.der`, concatenate(SECRET_KEY_HEADER, secret)] as const);
  const printed = files.map(
    ([file]) => `openssl pkey -inform DER -in ${file} -pubout -outform DER | tail -c 32 | ${PRINT_HEX}`,
  );
  return {
    commands: [
      python(...keyFromSeed(seed), ...derived),
      among(Object.fromEntries(files), ...printed),
      ...others.map(({ commands }) => commands),
    ].join('\n'),
    prints: [
      ...pairs.map(({ secret }) => toHex(secret)),
      ...pairs.map(({ key }) => toHex(key)),
      ...others.map(({ prints }) => prints),
    ].join('\n'),
  };
}

/** Makes an Ed25519 signature again and verifies it. */
export function signatureCheck(message: Uint8Array, signature: Uint8Array, secret: Uint8Array, key: Uint8Array): Check {
  const files = { 'secret.der': concatenate(SECRET_KEY_HEADER, secret), 'public.der': publicKeyFile(key) };
  return {
    commands: among(
      { ...files, message, signature },
      `openssl pkeyutl -sign -keyform DER -inkey secret.der -rawin -in message | ${PRINT_HEX}`,
      printVerdict('public.der', 'message', 'signature'),
    ),
    prints: `${folded(toHex(signature))}\n${VERDICT.good}`,
  };
}

/** The file of a public key that OpenSSL reads. */
export function publicKeyFile(key: Uint8Array): Uint8Array {
  return concatenate(PUBLIC_KEY_HEADER, key);
}

/** Prints whether the signature of a message, each in a file, is one under the public key in a file. */
export function printVerdict(publicKey: string, message: string, signature: string): string {
  return `openssl pkeyutl -verify -pubin -keyform DER -inkey ${publicKey} -rawin -in ${message} -sigfile ${signature}`;
}

/** What `printVerdict` prints. */
export const VERDICT = { good: 'Signature Verified Successfully', bad: 'Signature Verification Failure' } as const;

/** Prints the HMAC-SHA-256 of a text of printable characters without a single quote, its lines parted by line ends. */
export function printHmac(key: Uint8Array, text: string): string {
  const lines = text.split('\n').map((line) => ` '${line}'`);
  const format = lines.map(() => '%s').join('\\n');
  const openssl = `openssl dgst -sha256 -mac HMAC -macopt hexkey:${toHex(key)}`;
  return `printf '${format}'${lines.join(lines.length > 1 ? ' \\\n' : '')} |\n${openssl} | sed 's/.*= //'`;
}

function hexLiteral(bytes: Uint8Array): string {
  const lines = hexLines(toHex(bytes));
  return lines.length === 1 ? `'${lines[0]}'` : `'''\n${lines.join('\n')}\n'''`;
}
