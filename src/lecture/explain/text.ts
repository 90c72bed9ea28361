/**
 * An explanation as text for a terminal: what is shown is set in, what is to be pasted begins at the margin.
 * @module
 */
import { printable } from '../../scenario/position.ts';
import { hexLines } from './commands.ts';
import type { Answer, Explanation, Figure, ShownBytes, Step } from './step.ts';

const WIDTH = 100;
const INDENT = '   ';
const DEEPER = '     ';
const LETTERS_OF_LINE = /.{1,90}/g;

/** How what stands out is written. */
export interface Emphasis {
  readonly bold: (text: string) => string;
}

/** The whole explanation, with an end of line at its end. */
export function explanationText(explanation: Explanation, { bold }: Emphasis): string {
  const { title, source, seed, steps } = explanation;
  const preface = `${source} Seed ${printable(seed)}: another seed, other bytes. The commands run in any shell, with Python 3.8 and OpenSSL 3 or later; keys lie open here so that every byte can be made again.`;
  const parts = steps.map((step, i) => stepLines(step, bold(`${i + 1}. ${step.title}`)).join('\n'));
  return `${[bold(title), wrapped(preface, '').join('\n'), ...parts].join('\n\n')}\n`;
}

function stepLines(step: Step, heading: string): string[] {
  const { sentences, bytes, figures, answers, check } = step;
  const found = [...bytes.flatMap(bytesLines), ...figureLines(figures), ...answers.map(answerLine)];
  return [
    heading,
    ...wrapped(sentences.join(' '), INDENT),
    '',
    ...found,
    '',
    `${INDENT}Check it yourself:`,
    check.commands,
    `${INDENT}It prints:`,
    ...check.prints.split('\n').map((line) => DEEPER + line),
  ];
}

function bytesLines({ label, length, hex, text }: ShownBytes): string[] {
  const heading = `${INDENT}${label} (${length} byte${length === 1 ? '' : 's'})`;
  const letters = text === undefined ? [] : text.split('\n').flatMap(letterLines);
  if (letters.length === 0 && heading.length + 2 + hex.length <= WIDTH) return [`${heading}  ${hex}`];
  return [heading, ...letters, ...hexLines(hex).map((line) => DEEPER + line)];
}

/** A line of letters in quotes, which go on over several lines where it is long. */
function letterLines(line: string): string[] {
  const pieces = `"${line}"`.match(LETTERS_OF_LINE)!;
  return pieces.map((piece, i) => DEEPER + (i === 0 ? '' : ' ') + piece);
}

function figureLines(figures: readonly Figure[]): string[] {
  const width = Math.max(0, ...figures.map(({ label }) => label.length));
  return figures.map(({ label, value }) => `${INDENT}${label.padEnd(width)}  ${value}`);
}

function answerLine({ who, asked, says, refused }: Answer): string {
  return `${INDENT}${who}, ${asked}: ${says}${refused ? ' (refused)' : ''}`;
}

/** Words of a paragraph in lines of at most the width, but for a longer word. */
function wrapped(paragraph: string, indent: string): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of paragraph.split(' ')) {
    const isFirst = line === indent;
    if (!isFirst && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = indent + word;
    } else line += isFirst ? word : ` ${word}`;
  }
  return [...lines, line];
}
