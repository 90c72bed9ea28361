/**
 * A drawing in fewer bytes: long lines written in relative steps of a tenth of a pixel, places with two decimals, which
 * no eye can tell from Vega's. Every point stays; a step that rounds to nothing moves nothing.
 * @module
 */

/** The drawing with its straight-lined paths and its places written short; curves and symbols stay as they are. */
export function compact(svg: string): string {
  return svg
    .replace(/ d="(M[-\d.,MLZ]*)"/g, (_, path: string) => ` d="${compactPath(path)}"`)
    .replace(/ (?:transform|[xy][12]?)="[^"]*"/g, (place) => place.replace(LONG_NUMBER, twoDecimals));
}

const LONG_NUMBER = /-?\d+\.\d+(?:e-?\d+)?/g;

function twoDecimals(text: string): string {
  // Adding zero turns -0, which would be written with a sign, into 0.
  return String(Math.round(100 * Number(text)) / 100 + 0);
}

/** Differences of rounded places, not rounded differences: errors do not add up along the line. */
function compactPath(path: string): string {
  let [x, y] = [0, 0];
  let written = '';
  for (const [, command, coordinates] of path.matchAll(/([MLZ])([-\d.,]*)/g)) {
    if (command === 'Z') {
      written += 'Z';
      continue;
    }
    const [nextX, nextY] = coordinates.split(',').map((coordinate) => Math.round(10 * Number(coordinate)));
    written += command === 'M' ? `M${pair(nextX, nextY)}` : step(nextX - x, nextY - y);
    [x, y] = [nextX, nextY];
  }
  return written;
}

function step(dx: number, dy: number): string {
  if (dx === 0 && dy === 0) return '';
  if (dy === 0) return `h${tenths(dx)}`;
  return dx === 0 ? `v${tenths(dy)}` : `l${pair(dx, dy)}`;
}

function pair(x: number, y: number): string {
  return `${tenths(x)}${y < 0 ? '' : ' '}${tenths(y)}`;
}

/** A number of tenths as a decimal without needless zeros: "-.4", "12", "3.5". */
function tenths(count: number): string {
  const whole = Math.floor(Math.abs(count) / 10);
  const rest = Math.abs(count) % 10;
  const digits = rest === 0 ? String(whole) : `${whole === 0 ? '' : whole}.${rest}`;
  return count < 0 ? `-${digits}` : digits;
}
