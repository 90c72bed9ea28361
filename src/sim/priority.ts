/**
 * What happens first among events of one instant. Tie priorities are named, because in an economy the order of ties
 * decides: whether a coin that expires now is still paid, which of two spends of one coin arrives first.
 * @module
 */

/** Tie priorities, lower first; events of equal time and priority happen in the order in which they were scheduled. */
export const Priority = {
  /** A message arrives: it left in the past, so whoever acts at this instant has already received it. */
  delivery: 0,
  /** A service ends: before decisions, so that who acts now meets the server free and the result known. */
  completion: 1,
  /** An agent acts, or a process goes on, with all that has reached it by now. */
  decision: 2,
  /** A period ends: whatever happened at its last instant still belongs to it. */
  closing: 3,
  /** A meter is read: it sees the instant complete. */
  observation: 4,
} as const;

export type Priority = (typeof Priority)[keyof typeof Priority];
