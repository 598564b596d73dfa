import type { Heartbeat } from '@coinslot/shared/worker-messages/heartbeat.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows } from '../../../database/db.ts';
import { type RemainingLease, renewLeases } from '../../leases/index.ts';
import { noteFailingEnds, recordHealth } from '../../machines/index.ts';
import type { LiveSession } from './connection.ts';

/**
 * Renews what the worker holds and notes that it lives. Answers what is still its own, or null when this connection is
 * not the worker any more (superseded, revoked or locked): then nothing was renewed.
 */
export async function takeHeartbeat(
  ctx: BrokerContext,
  session: LiveSession,
  heartbeat: Heartbeat,
): Promise<RemainingLease[] | null> {
  session.heardAt = performance.now();
  const leases = await renew(ctx, session, heartbeat);
  if (leases === null) return null;
  // In transactions of their own: they lock machines or what is theirs, and those come before workers.
  const told = { workerId: session.workerId, holds: heartbeat.holds };
  await recordHealth(ctx, told);
  await noteFailingEnds(ctx, told);
  return leases;
}

async function renew(
  ctx: BrokerContext,
  session: LiveSession,
  heartbeat: Heartbeat,
): Promise<RemainingLease[] | null> {
  return await inTransaction(ctx.db, async (tx) => {
    // The worker before its leases: the one order of locks (see lockMachine).
    const rows = await readRows(
      tx,
      SeenWorker,
      sql`
        update workers set last_seen_at = now(), leaving = ${heartbeat.draining},
          load = ${JSON.stringify(heartbeat.load)}::jsonb
        where id = ${session.workerId} and session_id = ${session.sessionId} and state not in ('revoked', 'locked')
        returning id
      `,
    );
    if (rows.length === 0) return null;
    return await renewLeases(tx, ctx, { workerId: session.workerId, holds: heartbeat.holds });
  });
}

const SeenWorker = z.object({ id: z.uuid() });
