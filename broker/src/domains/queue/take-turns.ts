import { sql } from 'drizzle-orm';
import type { Tx } from '../../database/db.ts';

/** Remembers that these takers had a turn, in this order: from here on they wait for their next one. */
export async function takeTurns(
  tx: Tx,
  granted: readonly { takerId: string | null; poolId: string; labId: string }[],
): Promise<void> {
  // The last of each taker counts. Not the transaction's time: it may have waited for its lock since before the newest came.
  // Microseconds keep their order.
  const turns = new Map(
    granted.flatMap(({ takerId, poolId, labId }, n) =>
      takerId === null ? [] : [[`${takerId} ${poolId} ${labId}`, { takerId, poolId, labId, n }] as const],
    ),
  );
  if (turns.size === 0) return;
  await tx.execute(sql`
    with moment as materialized (select clock_timestamp() as at)
    insert into queue_turns (taker_id, pool_id, lab_id, last_granted_at)
    select t."takerId", t."poolId", t."labId", moment.at + t.n * interval '1 microsecond'
    from moment, jsonb_to_recordset(${JSON.stringify([...turns.values()])}::jsonb)
      as t("takerId" uuid, "poolId" uuid, "labId" uuid, n integer)
    on conflict (pool_id, lab_id, taker_id) do update set last_granted_at = excluded.last_granted_at
  `);
}
