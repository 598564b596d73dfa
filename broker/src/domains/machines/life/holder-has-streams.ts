import { sql } from 'drizzle-orm';

/** The protocol of the first workers that carry terminals, connections and pages' pictures. */
const streamProtocol = 3;

/** The worker that holds a machine `m` carries streams to it. */
export const holderHasStreams = sql`exists (
  select 1 from leases h join workers w on w.id = h.worker_id
  where h.machine_id = m.id and h.released_at is null and w.protocol >= ${streamProtocol}
)`;
