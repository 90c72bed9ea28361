/**
 * The scenes of the living page, in the order of the lecture. A further one is a file of its own and a line here.
 * @module
 */
import type { AnyScene } from './scene.ts';
import { ballsIntoBins } from './scenes/balls-into-bins.ts';
import { bankQueue } from './scenes/bank-queue.ts';
import { bills } from './scenes/bills.ts';

export const SCENES: readonly AnyScene[] = [ballsIntoBins, bills, bankQueue];
