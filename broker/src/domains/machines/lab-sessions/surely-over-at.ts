import { sql } from 'drizzle-orm';

/**
 * When a lab session `s` of a machine `m` has surely ended by itself: at the time the lab named, else an hour after the time that
 * was asked for could be over.
 */
export const surelyOverAt = sql`
  coalesce(s.lab_ends_at, s.intended_at + m.duration_minutes * interval '1 minute' + interval '1 hour')
`;
