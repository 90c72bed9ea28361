/**
 * MR1's users beside MR2's on one scale of dollars: a field of marks each, and how their bills are distributed.
 * @module
 */
import { scaleLinear } from 'd3';
import { plain, quantity } from '../../../report/format.ts';
import { drawLine, drawUpright, type Scale } from '../../drawing/axes.ts';
import { type Area, canvasIn, clear, type Surface } from '../../drawing/surface.ts';
import { heightOf, type Lettering, LINE, widthOf, write, writeLines } from '../../drawing/words.ts';
import type { Picture, Stage } from '../../scene.ts';
import { drawField, type Look, seenMinutes } from './field.ts';
import { drawHistogram } from './histogram.ts';
import type { Bills, BillsFrame } from './run.ts';
import { shareWords } from './words.ts';

/** Unless the picture is wider than so many times its height, the schemes stand one above the other. */
const SIDE_BY_SIDE = 1.1;
/** Of a panel's width. */
const FIELD_SHARE = 0.66;
const GAP_SHARE = 0.04;
/** Free at both ends of the range. */
const MARGIN_SHARE = 0.06;

interface Panel {
  readonly look: Look;
  readonly bills: Bills;
  readonly title: string;
  readonly words: string;
}

const TITLE: Lettering = { bold: true };

export function drawBills({ host }: Stage): Picture<BillsFrame> {
  const measure = canvasIn(host);
  let surface = measure();
  return {
    show(frame) {
      clear(surface);
      drawPanels(surface, frame, panelsOf(frame));
    },
    resize() {
      surface = measure();
    },
  };
}

function panelsOf({ mr1, mr2, payoutUsd }: BillsFrame): readonly Panel[] {
  const { over } = mr1;
  const { shortfallUsd: short } = mr2;
  return [
    {
      look: { colour: 'mr1', shape: 'square' },
      bills: mr1,
      title: `MR1: a win costs ${plain('usd', payoutUsd)}`,
      words: `billed more than they used: ${shareWords(over.value)}, theory ${shareWords(over.theory)}`,
    },
    {
      look: { colour: 'mr2', shape: 'circle' },
      bills: mr2,
      title: 'MR2: a win costs what is unpaid',
      words: `the bank is short of ${quantity('usd', short.value)} a user, theory ${quantity('usd', short.theory)}`,
    },
  ];
}

function drawPanels(surface: Surface, frame: BillsFrame, panels: readonly Panel[]): void {
  const { width, height, fontSize } = surface;
  const beside = width > SIDE_BY_SIDE * height;
  const [low, high] = frame.rangeUsd;
  const margin = (high - low) * MARGIN_SHARE;
  const numbers = 1 + Math.max(...frame.rangeUsd.map((usd) => widthOf(surface, wholeUsd(usd), { size: 0.9 })));
  const left = numbers + fontSize / 2;
  const gap = beside ? 1.5 * fontSize : 0;
  const each = beside ? (width - left - gap) / 2 : width - left;
  const head = Math.max(...panels.map(({ title, words }) => headHeight(surface, title, words, each)));
  const foot = 2 * LINE * fontSize;
  const tall = beside ? height : height / 2;
  panels.forEach((panel, i) => {
    const top = (beside ? 0 : i * tall) + head;
    const area = {
      left: left + (beside ? i * (each + gap) : 0),
      top,
      width: each,
      height: Math.max(2 * fontSize, (beside ? 0 : i * tall) + tall - foot - top),
    };
    const y = scaleLinear([low - margin, high + margin], [area.top + area.height, area.top]);
    drawPanel(surface, frame, panel, area, y, { numbers: i === 0 || !beside, head });
  });
}

function headHeight(surface: Surface, title: string, words: string, width: number): number {
  return heightOf(surface, title, width, TITLE) + heightOf(surface, words, width) + 0.6 * surface.fontSize;
}

function drawPanel(
  surface: Surface,
  frame: BillsFrame,
  { look, bills, title, words }: Panel,
  area: Area,
  y: Scale,
  { numbers, head }: { readonly numbers: boolean; readonly head: number },
): void {
  const { left, width } = area;
  const { colour } = look;
  const below = writeLines(
    surface,
    title,
    { left, top: area.top - head, width },
    { ...TITLE, colour: `${colour}-text` },
  );
  writeLines(surface, words, { left, top: below, width });
  const marks = { ...area, width: FIELD_SHARE * width };
  const bars = {
    ...area,
    left: left + (FIELD_SHARE + GAP_SHARE) * width,
    width: (1 - FIELD_SHARE - GAP_SHARE) * width,
  };
  drawUpright(surface, area, y, wholeUsd, numbers);
  drawHistogram(surface, bars, y, bills.bars, colour);
  drawField(surface, marks, y, look, bills, { minutes: frame.minutes, seen: seenMinutes(frame) });
  drawReferences(surface, frame, colour, marks, area, y);
  const bottom = area.top + area.height + (0.25 + LINE) * surface.fontSize;
  const caption = { colour: 'muted', baseline: 'top', size: 0.9 } as const;
  write(surface, 'users, side by side', marks.left, bottom, caption);
  write(surface, 'share of users', bars.left + bars.width, bottom, { ...caption, align: 'right' });
}

/** What bills are read against: what was used, and a user without a win. */
function drawReferences(
  surface: Surface,
  { paymentsMean, priceUsd, mr1, done }: BillsFrame,
  colour: Look['colour'],
  marks: Area,
  area: Area,
  y: Scale,
): void {
  const { fontSize } = surface;
  const { left, top, width, height } = marks;
  const right = area.left + area.width;
  const small = { size: 0.9 } as const;
  write(surface, 'bill less use', left + fontSize / 4, top, { ...small, colour: 'muted', baseline: 'top' });
  drawLine(surface, [left, y(0)], [right, y(0)], { colour: 'ink', width: colour === 'mr2' ? fontSize / 5 : 1.2 });
  if (colour === 'mr2') {
    const place = { left: left + fontSize / 4, width: width - fontSize / 4 };
    const above = y(0) - fontSize / 4 - heightOf(surface, BOUND, place.width, BOLD);
    writeLines(surface, BOUND, { ...place, top: above }, BOLD);
  }
  const unpaid = y(-paymentsMean * priceUsd);
  if (mr1.nothing.value === 0 || unpaid > top + height || unpaid - y(0) < 2.5 * fontSize) return;
  drawLine(surface, [left, unpaid], [left + width, unpaid], { colour: 'ink', dash: [2, 5] });
  write(surface, done ? 'no win' : 'no win yet', left + fontSize / 4, unpaid - fontSize / 2, small);
}

const BOUND = 'MR2 bound: pays no more than used';
const BOLD: Lettering = { bold: true, size: 0.9 };

function wholeUsd(usd: number): string {
  if (usd === 0) return '$0';
  const sign = usd < 0 ? '−' : '+';
  return `${sign}${plain('usd', Math.abs(usd))}`;
}
