import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Connection, LiveSession } from '../socket/connection.ts';

/**
 * Asks a failing worker to prove that it works, unless it was asked a moment ago. Compare-and-set on the last probe: however
 * often this runs, the worker is asked once per interval.
 */
export async function sendProbe(
  ctx: Pick<BrokerContext, 'db' | 'config' | 'metrics'>,
  connection: Connection,
  { workerId, sessionId }: LiveSession,
): Promise<void> {
  const probeId = randomUUID();
  const asked = await ctx.db.execute(sql`
    update workers set probe_id = ${probeId}, probe_sent_at = now()
    where id = ${workerId} and session_id = ${sessionId} and failing_since is not null
      and (probe_sent_at is null or probe_sent_at <= now() - make_interval(secs => ${ctx.config.fleet.probeIntervalMs / 1000}))
  `);
  if (asked.rowCount !== 1) return;
  ctx.metrics.probes.inc({ outcome: 'sent' });
  connection.send({ type: 'probe', probeId });
}
