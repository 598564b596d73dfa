import type { InventoryEnd } from '@coinslot/shared/worker-messages/inventory.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';
import { auditSettled } from './audit-finding.ts';

/** Writes down what came of the ends that the inventory `epoch` of a seat was told to bring about. */
export async function noteEnds(
  tx: Tx,
  { seatId, epoch }: { seatId: string; epoch: number },
  ends: readonly InventoryEnd[],
): Promise<void> {
  if (ends.length === 0) return;
  const settled = await readRows(
    tx,
    Settled,
    sql`
      with told as (
        select * from jsonb_to_recordset(${JSON.stringify(ends)}::jsonb) as t("labRef" text, outcome text, failure text)
      ), noted as (
        update lab_findings f set
          state = case t.outcome when 'failed' then f.state when 'changed' then 'open' else 'settled' end,
          kind = case t.outcome when 'changed' then 'renamed' else f.kind end,
          sightings = case t.outcome when 'changed' then 1 else f.sightings end,
          wanted_by = case t.outcome when 'failed' then f.wanted_by end,
          failure = t.failure,
          settled_at = case when t.outcome in ('ended', 'absent') then now() end,
          settled_how = case t.outcome when 'ended' then 'ended' when 'absent' then 'gone' end
        from told t
        where f.seat_id = ${seatId} and f.lab_ref = t."labRef" and f.state = 'ending' and f.order_epoch = ${epoch}
        returning f.id, f.settled_how as how
      )
      select id, how from noted where how is not null
    `,
  );
  for (const finding of settled) await auditSettled(tx, finding);
}

const Settled = z.object({ id: z.uuid(), how: z.string() });
