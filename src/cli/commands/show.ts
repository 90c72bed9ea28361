/**
 * farthing show: a scenario's question and its text.
 * @module
 */
import { printable } from '../../scenario/position.ts';
import { EXIT } from '../failure.ts';
import { print } from '../output.ts';
import { checkedScenario, readScenarioFile } from '../scenario-files.ts';

export function show(given: string): number {
  const source = readScenarioFile(given);
  const { title, about } = checkedScenario(source, {});
  const question = about.trim() === '' ? '' : `${about.trim()}\n\n`;
  print(`${title}\n\n${question}# ${printable(source.file)}\n${source.text}`);
  return EXIT.done;
}
