/**
 * One bank: its server, the customers who wait before it, and its figures.
 * @module
 */
import type { Area, Surface } from '../../drawing/surface.ts';

/** Every so manieth customer is drawn as a ring: one sees them step forward. */
const RING_EVERY = 5;
/** From one customer to the next, in letters, when there is room. */
const PITCH_LETTERS = 1.5;

/** Who is where before a server. */
export interface Waiting {
  readonly completed: number;
  readonly inService: number;
  readonly waiting: number;
}

/** The server at the left end of the area, the queue to the right of it, its head nearest. */
export function drawQueue(
  surface: Surface,
  area: Area,
  { completed, inService, waiting }: Waiting,
  colour: string,
): void {
  const { context, fontSize } = surface;
  const box = Math.min(area.height, 2 * fontSize);
  const middle = area.top + area.height / 2;
  context.strokeStyle = surface.colour('ink');
  context.lineWidth = 1.5;
  context.setLineDash([]);
  context.strokeRect(area.left + 1, middle - box / 2, box, box);
  if (inService > 0) drawCustomer(surface, area.left + 1 + box / 2, middle, 0.34 * box, colour, completed);
  const left = area.left + box + 0.6 * fontSize;
  const place = placesIn({ ...area, left, width: area.left + area.width - left }, waiting, PITCH_LETTERS * fontSize);
  for (let i = 0; i < waiting; i++)
    drawCustomer(surface, place.x(i), place.y(i), 0.4 * place.pitch, colour, completed + inService + i);
}

function drawCustomer(
  { context, colour }: Surface,
  x: number,
  y: number,
  radius: number,
  name: string,
  number: number,
): void {
  context.beginPath();
  const isRing = number % RING_EVERY === 0;
  context.arc(x, y, isRing ? 0.8 * radius : radius, 0, 2 * Math.PI);
  if (isRing) {
    context.lineWidth = Math.max(1, 0.4 * radius);
    context.strokeStyle = colour(name);
    context.stroke();
    return;
  }
  context.fillStyle = colour(name);
  context.fill();
}

/** Places for so many in an area, in as few rows as it takes: the first are nearest to the left edge. */
function placesIn({ left, top, width, height }: Area, count: number, pitchMax: number) {
  let rows = 1;
  let pitch = Math.min(pitchMax, height);
  while (Math.ceil(count / rows) * pitch > width) {
    rows++;
    pitch = Math.min(pitchMax, height / rows);
  }
  const first = top + (height - rows * pitch) / 2;
  return {
    pitch,
    x: (i: number): number => left + (Math.floor(i / rows) + 0.5) * pitch,
    y: (i: number): number => first + ((i % rows) + 0.5) * pitch,
  };
}
