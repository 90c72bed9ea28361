/**
 * farthing explain: one coin, cheque, piece of scrip or chain of paywords followed step by step.
 * @module
 */
import { createColors } from 'picocolors';
import { EXPLANATIONS } from '../../lecture/explain/explain.ts';
import { explanationText } from '../../lecture/explain/text.ts';
import { shortened } from '../../scenario/position.ts';
import { alternativesText, nearest } from '../../scenario/suggest.ts';
import { checkedSeed } from '../checked-seed.ts';
import { EXIT, InputError } from '../failure.ts';
import { print } from '../output.ts';

/** Colours on a terminal only: picocolors by itself also writes them where CI is set. */
const pc = createColors((process.stdout.isTTY ?? false) && process.env.NO_COLOR === undefined);

/** @throws InputError when there is no such object, or the seed is none. */
export function explain(object: string, { seed, json }: { readonly seed: string; readonly json?: boolean }): number {
  const follow = EXPLANATIONS.get(object);
  if (follow === undefined) throw new InputError(unknownObject(object));
  const explanation = follow(checkedSeed(seed));
  print(json ? `${JSON.stringify(explanation, null, 2)}\n` : explanationText(explanation, pc));
  return EXIT.done;
}

function unknownObject(object: string): string {
  const known = [...EXPLANATIONS.keys()];
  const meant = nearest(object, known);
  const guess = meant === undefined ? '' : `, did you mean ${meant}?`;
  return `explain ${shortened(object)}: expected ${alternativesText(known)}${guess}`;
}
