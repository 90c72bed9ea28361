/**
 * An assembler of as much of WebAssembly as a kernel over vectors of four 32-bit lanes needs: a module of one function
 * and its memory.
 *
 * An expression is code that leaves one value on the stack; the code of an operator is that of its operands and then its
 * own. So a kernel is written as formulas of TypeScript functions, and what such a function returns is the machine code
 * of the formula. Code holds the code of its parts as it is; only the finished module is a row of bytes.
 *
 * Source: WebAssembly Core Specification 2.0, sections 5.2.2 (integers), 5.3 (types), 5.4 (instructions), 5.5 (modules).
 * @module
 */

/** Encoded instructions: bytes, and code that stands for its bytes. */
export type Code = readonly (number | Code)[];

/** A variable of the function. */
export interface Local {
  readonly get: Code;
  set(value: Code): Code;
}

/** A function without results, and the memory that it works on; both are exported under these names. */
export interface KernelModule {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly variables: readonly ValueType[];
  readonly body: Code;
  readonly memory: string;
  /** Of 64 KiB each. */
  readonly pages: number;
}

type ValueType = keyof typeof VALUE_TYPES;
const VALUE_TYPES = { i32: 0x7f, v128: 0x7b } as const;

const MAGIC = [0x00, 0x61, 0x73, 0x6d]; // "\0asm"
const VERSION = [1, 0, 0, 0];
const SECTION = { types: 1, functions: 3, memories: 5, exports: 7, code: 10 };
const FUNCTION = 0x60;
const NO_RESULT = 0x40;
const END = 0x0b;
const LOOP = 0x03;
const BRANCH_IF = 0x0d;
const VECTOR = 0xfd;

/** LEB128: seven bits a byte, the least significant first; the top bit says that more follow. */
function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, unsigned(value >>> 7)];
}

/** As `unsigned`, but the last byte's second bit is the sign. */
function signed(value: number): Code {
  return value >= -0x40 && value < 0x40 ? [value & 0x7f] : [(value & 0x7f) | 0x80, signed(value >> 7)];
}

/** Adds the bytes of the code to `bytes`. */
function flatten(code: Code, bytes: number[] = []): number[] {
  for (const part of code) {
    if (typeof part === 'number') bytes.push(part);
    else flatten(part, bytes);
  }
  return bytes;
}

/** A count, and the items one behind the other. */
function list(items: Code): Code {
  return [unsigned(items.length), items];
}

/** The length in bytes, and the bytes. */
function sized(code: Code): Code {
  return list(flatten(code));
}

function binary(...opcode: Code): (x: Code, y: Code) => Code {
  return (x, y) => [x, y, opcode];
}

/** The shift's count is a constant. */
function shift(...opcode: Code): (x: Code, bits: number) => Code {
  return (x, bits) => [x, i32.constant(bits), opcode];
}

/** Where in memory: what alignment may be expected, as a power of two, and an offset in bytes to the address. */
function place(alignment: number, offset: number): Code {
  return [unsigned(alignment), unsigned(offset)];
}

export const i32 = {
  constant: (value: number): Code => [0x41, signed(value)],
  lessThan: binary(0x49),
  add: binary(0x6a),
};

/** Sixteen bytes, of no type yet. */
export const v128 = {
  load: (address: Code, offset: number): Code => [address, VECTOR, 0x00, place(4, offset)],
  /** The word at the place, in each of the four lanes. */
  load32Splat: (address: Code, offset: number): Code => [address, VECTOR, 0x09, place(2, offset)],
  store: (address: Code, offset: number, value: Code): Code => [address, value, VECTOR, 0x0b, place(4, offset)],
  /** Eight bytes of the value, the first or the last ones, from any place on. */
  store64Lane: (address: Code, offset: number, value: Code, lane: 0 | 1): Code => [
    address,
    value,
    VECTOR,
    0x5b,
    place(0, offset),
    lane,
  ],
  and: binary(VECTOR, 0x4e),
  xor: binary(VECTOR, 0x51),
};

/** Sixteen lanes of a byte. */
export const i8x16 = {
  /** Lanes 0 to 15 are those of x, 16 to 31 those of y: the sixteen that are named, in their order. */
  shuffle: (x: Code, y: Code, lanes: readonly number[]): Code => [x, y, VECTOR, 0x0d, lanes],
};

/** Four lanes of 32 bits. */
export const i32x4 = {
  splat: (value: Code): Code => [value, VECTOR, 0x11],
  /** All ones in the lanes where x = y, else zero. */
  equal: binary(VECTOR, 0x37),
  /** All ones in the lanes where x < y as unsigned numbers, else zero. */
  lessThan: binary(VECTOR, 0x3a),
  shl: shift(VECTOR, unsigned(0xab)),
  shr: shift(VECTOR, unsigned(0xad)),
  add: binary(VECTOR, unsigned(0xae)),
  subtract: binary(VECTOR, unsigned(0xb1)),
  /** Lanes 0 to 3 are those of x, 4 to 7 those of y: the four that are named, in their order. */
  shuffle: (x: Code, y: Code, lanes: readonly number[]): Code => {
    const bytes = lanes.map((lane) => [4 * lane, 4 * lane + 1, 4 * lane + 2, 4 * lane + 3]);
    return i8x16.shuffle(x, y, bytes.flat());
  },
};

/** Parameter or variable number `index`: the parameters come first. */
export function local(index: number): Local {
  const at = unsigned(index);
  return { get: [0x20, at], set: (value) => [value, 0x21, at] };
}

/** Runs the body, and again as long as the condition holds. */
export function doWhile(body: Code, condition: Code): Code {
  return [LOOP, NO_RESULT, body, condition, BRANCH_IF, 0, END];
}

/** The module's bytes. */
export function encodeModule({ name, parameters, variables, body, memory, pages }: KernelModule): Uint8Array {
  const ascii = (text: string) => list(Array.from(text, (letter) => letter.charCodeAt(0)));
  const types = (of: readonly ValueType[]) => of.map((type) => VALUE_TYPES[type]);
  const section = (id: number, ...items: Code[]) => [id, sized(list(items))];
  const code = [list(types(variables).map((type) => [1, type])), body, END];
  const sections = [
    section(SECTION.types, [FUNCTION, list(types(parameters)), list([])]),
    section(SECTION.functions, [0]), // of type 0
    section(SECTION.memories, [0x01, unsigned(pages), unsigned(pages)]), // so many pages, and never more
    section(SECTION.exports, [ascii(name), 0x00, 0], [ascii(memory), 0x02, 0]), // function 0 and memory 0
    section(SECTION.code, sized(code)),
  ];
  return Uint8Array.from(flatten([MAGIC, VERSION, sections]));
}
