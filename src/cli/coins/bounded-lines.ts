/**
 * A text file line by line, in constant memory whatever is in it.
 * @module
 */
import { createReadStream } from 'node:fs';

/** No line of a coin list is nearly as long. What goes on longer is cut, and is then no coin. */
const LINE_LENGTH_MAX = 65_536;

/** The lines without their ends, \n or \r\n; a longer one is cut. */
export async function* boundedLines(file: string): AsyncGenerator<string> {
  let line = '';
  for await (const chunk of createReadStream(file, 'utf8') as AsyncIterable<string>) {
    const parts = chunk.split('\n');
    for (const part of parts.slice(0, -1)) {
      yield ended(joined(line, part));
      line = '';
    }
    line = joined(line, parts[parts.length - 1]!);
  }
  if (line !== '') yield ended(line);
}

function joined(line: string, part: string): string {
  return line.length >= LINE_LENGTH_MAX ? line : (line + part).slice(0, LINE_LENGTH_MAX);
}

function ended(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
