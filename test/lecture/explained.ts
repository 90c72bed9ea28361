/** Reads explanations as a student does: by the labels and the hexadecimal digits that are shown. */
import { EXPLANATIONS } from '../../src/lecture/explain/explain.ts';
import type { Explanation, Step } from '../../src/lecture/explain/step.ts';

export const OBJECTS = [...EXPLANATIONS.keys()];
/** The last one has marks that a shell or Python might obey. */
export const SEEDS = ['1', 'twenty', `a student's "$HOME" \\n \`x\`! ☕`];

const known = new Map<string, Explanation>();

/** The explanation, made once. */
export function explained(object: string, seed: string): Explanation {
  const key = `${object} ${seed}`;
  const explanation = known.get(key) ?? EXPLANATIONS.get(object)!(seed);
  known.set(key, explanation);
  return explanation;
}

/** The explanation, made anew. */
export const explainedAnew = (object: string, seed: string): Explanation => EXPLANATIONS.get(object)!(seed);

export function stepOf({ steps }: Explanation, title: RegExp): Step {
  const found = steps.filter((step) => title.test(step.title));
  if (found.length !== 1) throw new Error(`${found.length} steps are titled ${title}`);
  return found[0]!;
}

/** The digits shown under a label, or under the only one that begins so. */
export function hexOf({ title, bytes }: Step, label: string): string {
  const named = bytes.filter((each) => each.label === label);
  const found = named.length > 0 ? named : bytes.filter((each) => each.label.startsWith(label));
  if (found.length !== 1) throw new Error(`${title}: ${found.length} times ${label}`);
  return found[0]!.hex;
}

export function bytesOf(step: Step, label: string): Buffer {
  return Buffer.from(hexOf(step, label), 'hex');
}

export function figureOf({ title, figures }: Step, label: string): string {
  const found = figures.filter((each) => each.label === label);
  if (found.length !== 1) throw new Error(`${title}: ${found.length} times ${label}`);
  return found[0]!.value;
}

/** What is to be pasted and what it prints, as the printed text has it. */
export function checksIn(text: string): { readonly commands: string; readonly prints: string }[] {
  return text
    .split('\n   Check it yourself:\n')
    .slice(1)
    .map((part) => {
      const [commands, rest] = part.split('\n   It prints:\n');
      const lines = rest!.split('\n');
      const end = lines.findIndex((line) => !line.startsWith('     '));
      return {
        commands: commands!,
        prints: lines
          .slice(0, end)
          .map((line) => `${line.slice(5)}\n`)
          .join(''),
      };
    });
}
