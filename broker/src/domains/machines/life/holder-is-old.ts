import { sql } from 'drizzle-orm';

/** The worker that holds a machine `m` speaks the protocol before this one: it knows neither extensions nor restarts. */
export const holderIsOld = sql`exists (
  select 1 from leases h join workers w on w.id = h.worker_id
  where h.machine_id = m.id and h.released_at is null and w.protocol < 2
)`;

/** The protocol of the first workers that carry terminals, connections and pages' pictures. */
const streamProtocol = 3;

export const holderHasStreams = sql`exists (
  select 1 from leases h join workers w on w.id = h.worker_id
  where h.machine_id = m.id and h.released_at is null and w.protocol >= ${streamProtocol}
)`;
