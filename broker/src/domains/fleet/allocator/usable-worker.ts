import { type SQL, sql } from 'drizzle-orm';
import { workerServes } from '../../queue/index.ts';

/**
 * SQL over workers `w` and pools `p`: true when this worker may get work now. Just after our own start a row may still
 * say "connected" of a worker that is not back yet: then only those count that joined since.
 */
export function usableWorker(clock: { startedAgoMs: number; suspectAfterMs: number }): SQL {
  const justStarted = clock.startedAgoMs < clock.suspectAfterMs;
  const joinedSince = justStarted
    ? sql`w.connected_since > now() - make_interval(secs => ${clock.startedAgoMs / 1000})`
    : sql`true`;
  return sql`
    ${workerServes(clock)} and w.used < w.capacity
    and (w.penalised_until is null or w.penalised_until <= now())
    and ${joinedSince}
  `;
}
