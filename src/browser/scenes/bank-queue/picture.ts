/**
 * Three equal banks below each other, each with its figures and its queue, and the queues over time.
 * @module
 */
import { drawLine } from '../../drawing/axes.ts';
import { canvasIn, clear, type Surface } from '../../drawing/surface.ts';
import { LINE, widthOf, writeLines } from '../../drawing/words.ts';
import type { Picture, Stage } from '../../scene.ts';
import { drawHistory } from './history.ts';
import { type Look, lookOf } from './look.ts';
import { drawQueue } from './queue-row.ts';
import type { BankView, QueueFrame } from './run.ts';
import { BANKS, counted, shareWords, timeWords } from './words.ts';

/** Words have room for the longest, but no more than half of the width. */
const LONGEST = 'mean wait 888 ms, theory 888 ms';
const WORDS_SHARE_MAX = 0.5;
/** Lines of a bank's words, and what is free below them, in letters. */
const LINES = 3;
const FREE_LETTERS = 0.7;
/** Before a bank's name there is a piece of its line in the chart, so many letters long. */
const SAMPLE_LETTERS = 1.8;
/** The banks have at most this share of the height. */
const BANKS_SHARE = 0.55;

export function drawBankQueue({ host }: Stage): Picture<QueueFrame> {
  const measure = canvasIn(host);
  let surface = measure();
  return {
    show(frame) {
      clear(surface);
      const { fontSize, width, height } = surface;
      const least = (LINES * LINE + FREE_LETTERS) * fontSize;
      const each = Math.max(least, (BANKS_SHARE * height) / BANKS.length);
      BANKS.forEach(({ key, title }, i) => {
        drawBank(surface, { top: i * each, height: each - FREE_LETTERS * fontSize }, title, frame[key], lookOf(key));
      });
      const top = BANKS.length * each;
      drawHistory(surface, { left: 0, top, width, height: height - top }, frame);
    },
    resize() {
      surface = measure();
    },
  };
}

function drawBank(
  surface: Surface,
  { top, height }: { readonly top: number; readonly height: number },
  title: string,
  bank: BankView,
  look: Look,
): void {
  const { fontSize, width } = surface;
  const words = Math.min(WORDS_SHARE_MAX * width, widthOf(surface, LONGEST) + fontSize / 2);
  const sample = SAMPLE_LETTERS * fontSize;
  const middle = top + fontSize / 2;
  drawLine(surface, [2, middle], [sample - 2, middle], { ...look, width: Math.max(2, fontSize / 7) });
  const left = sample + fontSize / 3;
  const below = writeLines(surface, title, { left, top, width: words - left }, { bold: true, colour: look.words });
  const figures = writeLines(surface, load(bank), { left: 0, top: below, width: words });
  writeLines(surface, wait(bank), { left: 0, top: figures, width: words });
  const queue = { left: words + fontSize / 2, top, width: width - words - fontSize / 2, height };
  drawQueue(surface, queue, bank, look.colour);
}

function load({ arrivals, busyShare }: BankView): string {
  return `${counted(arrivals, 'job')}, busy ${shareWords(busyShare)}`;
}

function wait({ arrivals, waitMeanSeconds, longRun }: BankView): string {
  if (arrivals === 0) return '';
  const theory = longRun === undefined ? '' : `, theory ${timeWords(longRun.waitMeanSeconds)}`;
  return `mean wait ${timeWords(waitMeanSeconds)}${theory}`;
}
