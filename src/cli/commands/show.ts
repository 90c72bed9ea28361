/**
 * farthing show: a scenario's question and its text.
 * @module
 */
import { EXIT } from '../failure.ts';
import { readScenario, readScenarioFile } from '../scenario-files.ts';

export function show(given: string): number {
  const { title, about } = readScenario(given, {});
  const { file, text } = readScenarioFile(given);
  const question = about.trim() === '' ? '' : `${about.trim()}\n\n`;
  process.stdout.write(`${title}\n\n${question}# ${file}\n${text}`);
  return EXIT.done;
}
