/**
 * Names that stand one above the other, each on its own line of text.
 * @module
 */

/** Moves names apart until each has its line of text, in the order of the lines' ends, and keeps them on the panel. */
export function spread<Name extends { readonly y: number }>(
  names: readonly Name[],
  gap: number,
  [low, high]: readonly [number, number],
): Name[] {
  const sorted = names.toSorted((a, b) => a.y - b.y);
  const places = sorted.map(({ y }) => y);
  for (let i = 1; i < places.length; i++) places[i] = Math.max(places[i], places[i - 1] + gap);
  let ceiling = high;
  for (let i = places.length - 1; i >= 0; i--) {
    places[i] = Math.max(low, Math.min(places[i], ceiling));
    ceiling = places[i] - gap;
  }
  return sorted.map((name, i) => ({ ...name, y: places[i] }));
}
