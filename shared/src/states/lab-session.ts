import { z } from 'zod';

/**
 * What the lab runs for a machine. The row is committed before the lab is asked to start.
 *
 *   intended ─▶ starting ─▶ live ─▶ ending ─▶ ended
 *
 * `intended`: about to ask; the lab may or may not run it. `starting`: the lab gave its own id.
 * `unknown`: the last holder vanished; nobody has looked yet. Any state may go to `unknown` and back.
 * `ended` is written only when the lab confirmed it, or two looks further apart than the lab's list lag found nothing.
 */
export const LabSessionState = z.enum(['intended', 'starting', 'live', 'ending', 'ended', 'unknown']);
export type LabSessionState = z.infer<typeof LabSessionState>;

/** Every legal move; the database refuses all others (table lab_session_state_moves, held equal by a test). */
export const labSessionMoves = {
  intended: ['starting', 'live', 'ending', 'ended', 'unknown'],
  starting: ['live', 'ending', 'ended', 'unknown'],
  live: ['ending', 'ended', 'unknown'],
  ending: ['ended', 'unknown'],
  ended: [],
  unknown: ['starting', 'live', 'ending', 'ended'],
} as const satisfies Record<LabSessionState, readonly LabSessionState[]>;
