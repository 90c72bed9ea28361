/**
 * What must hold after every event; the run that finds it broken stops and names the event.
 * @module
 */

/** An invariant of the books or of the market does not hold: a defect of a scheme, never of its input. */
export class InvariantViolation extends Error {
  override readonly name = 'InvariantViolation';
}
