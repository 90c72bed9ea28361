/**
 * farthing list: the gallery's scenarios, and the question each answers.
 * @module
 */

import { EXIT } from '../failure.ts';
import { print } from '../output.ts';
import { galleryFiles, readScenario, shown } from '../scenario-files.ts';

export function list({ json }: { readonly json?: boolean }): number {
  const scenarios = galleryFiles().map((file) => {
    const { name, title } = readScenario(file, {});
    return { name, title, file: shown(file) };
  });
  const width = Math.max(...scenarios.map(({ name }) => name.length));
  print(
    json
      ? `${JSON.stringify(scenarios, null, 2)}\n`
      : scenarios.map(({ name, title }) => `${name.padEnd(width)}  ${title}\n`).join(''),
  );
  return EXIT.done;
}
