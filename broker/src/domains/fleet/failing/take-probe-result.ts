import type { ProbeFault, ProbeResult } from '@coinslot/shared/worker-messages/probe.ts';
import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction } from '../../../database/db.ts';
import type { Connection, LiveSession } from '../socket/connection.ts';

/**
 * A worker answered a probe: passed, it gets machines again and what failed before counts no more; else the reason is shown and
 * it is asked again later. An answer to an older probe changes nothing.
 */
export async function takeProbeResult(
  ctx: Pick<BrokerContext, 'db' | 'bus' | 'metrics'>,
  connection: Connection,
  { workerId }: LiveSession,
  { probeId, ok, tookMs, fault }: ProbeResult,
): Promise<void> {
  const isNews = await inTransaction(ctx.db, async (tx) => {
    const taken = await tx.execute(sql`
      update workers set probe_id = null,
        failing_since = case when ${ok} then null else failing_since end,
        failing_reason = case when ${ok} then null else ${`A probe failed: ${fault === null ? 'it did not say why' : faults[fault]}`}::text end,
        probe_passed_at = case when ${ok} then now() else probe_passed_at end,
        failures = case when ${ok} then 0 else failures end,
        penalised_until = case when ${ok} then null else penalised_until end
      where id = ${workerId} and probe_id = ${probeId} and failing_since is not null
    `);
    if (taken.rowCount !== 1) return false;
    if (ok) tx.afterCommit(() => ctx.bus.emit('queue_changed', {}));
    return true;
  });
  if (!isNews) return;
  ctx.metrics.probes.inc({ outcome: ok ? 'passed' : 'failed' });
  connection.log.info({ ok, tookMs, fault }, 'a failing worker answered a probe');
}

const faults = {
  too_slow: 'the browser drew no page in time; its log says more',
  not_drawn: 'the browser could not draw a page; its log says why',
} as const satisfies Record<ProbeFault, string>;
