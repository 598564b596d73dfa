import type { InventoryListing } from '@coinslot/shared/worker-messages/inventory.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';
import type { KnownSession } from './compare-inventory.ts';

/** Our rows of what may stand in this list: by tag at the whole lab, by the lab's id at the seat, and whatever is open there. */
export async function readKnownSessions(
  tx: Tx,
  asked: {
    labId: string;
    seatId: string;
    askedAt: Date;
    listLagMs: number;
    listings: readonly InventoryListing[];
  },
): Promise<KnownSession[]> {
  const { labId, seatId, askedAt, listLagMs, listings } = asked;
  const labels = listings.map(({ label }) => label);
  const refs = listings.map(({ labRef }) => labRef);
  // Younger than this, the list need not show what became of it.
  const shownFrom = sql`${askedAt}::timestamptz - ${listLagMs} * interval '1 millisecond'`;
  return await readRows(
    tx,
    KnownRow,
    sql`
      select s.id, s.tag, s.lab_ref as "labRef", s.seat_id <> ${seatId} as "isElsewhere", s.state <> 'ended' as "isOpen",
        coalesce(s.ended_at <= ${shownFrom}, false) as "endedBefore",
        m.state = 'ready' and s.state = 'live' and coalesce(s.live_at <= ${shownFrom}, false) and not exists (
          select from machine_restarts r where r.machine_id = m.id and r.state = 'pending'
        ) as "mustBeListed"
      from lab_sessions s join machines m on m.id = s.machine_id
      where s.id in (
        select id from lab_sessions where lab_id = ${labId} and tag = any(${sql.param(labels)}::text[])
        union select id from lab_sessions where seat_id = ${seatId} and lab_ref = any(${sql.param(refs)}::text[])
        union select id from lab_sessions where seat_id = ${seatId} and state <> 'ended'
      )
    `,
  );
}

const KnownRow = z.object({
  id: z.uuid(),
  tag: z.string(),
  labRef: z.string().nullable(),
  isElsewhere: z.boolean(),
  isOpen: z.boolean(),
  endedBefore: z.boolean(),
  mustBeListed: z.boolean(),
});
