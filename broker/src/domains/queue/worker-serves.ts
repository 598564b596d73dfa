import { type SQL, sql } from 'drizzle-orm';

/**
 * SQL over a worker `w` and its pool `p`: it is there, in service, well, and carries the pool's labels. Whether it has a free slot
 * is another question.
 */
export function workerServes({ suspectAfterMs }: { suspectAfterMs: number }): SQL {
  return sql`
    w.state = 'active' and w.session_id is not null and w.failing_since is null and not w.leaving
    and w.labels @> p.labels and w.last_seen_at > now() - make_interval(secs => ${suspectAfterMs / 1000})
  `;
}
