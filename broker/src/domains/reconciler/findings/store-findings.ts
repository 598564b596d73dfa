import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { auditSettled } from './audit-finding.ts';
import type { Finding } from './compare-inventory.ts';

export interface Sighting {
  labId: string;
  seatId: string;
  found: readonly Finding[];
  /** Every id that the list showed as running, and those that it showed as ending. */
  running: readonly string[];
  ending: readonly string[];
  /** Only what was seen longer ago than this before the inventory was asked for counts as seen twice. */
  listLagMs: number;
  askedAt: Date;
}

/**
 * Writes down what a complete inventory found of a seat, and settles what it does not find any more. The same thing seen again in the
 * same way has one sighting more; whatever looks otherwise than last time begins anew.
 */
export async function storeFindings(
  tx: Tx,
  ctx: Pick<BrokerContext, 'log'>,
  sighting: Sighting,
): Promise<void> {
  const { labId, seatId, found, listLagMs, askedAt } = sighting;
  const isSame = sql`
    (f.kind = excluded.kind and f.label = excluded.label and f.lab_session_id is not distinct from excluded.lab_session_id)
  `;
  const stored = await readRows(
    tx,
    Stored,
    sql`
      insert into lab_findings as f (lab_id, seat_id, kind, lab_ref, label, lab_session_id)
      select ${labId}, ${seatId}, n.kind, n."labRef", n.label, n."labSessionId"
      from jsonb_to_recordset(${JSON.stringify(found)}::jsonb)
        as n(kind text, "labRef" text, label text, "labSessionId" uuid)
      on conflict (seat_id, lab_ref) where state <> 'settled' do update set
        kind = excluded.kind, label = excluded.label, lab_session_id = excluded.lab_session_id,
        sightings = case
          when not ${isSame} then 1
          when f.last_seen_at <= ${askedAt}::timestamptz - ${listLagMs} * interval '1 millisecond' then f.sightings + 1
          else f.sightings
        end,
        first_seen_at = case when ${isSame} then f.first_seen_at else now() end,
        last_seen_at = now(),
        state = case when ${isSame} then f.state else 'open' end,
        wanted_by = case when ${isSame} then f.wanted_by end,
        tries = case when ${isSame} then f.tries else 0 end,
        next_try_at = case when ${isSame} then f.next_try_at end
      returning f.id, f.kind, f.lab_ref as "labRef", f.label, f.sightings
    `,
  );
  for (const finding of stored.filter(({ sightings }) => sightings === 1))
    ctx.log.warn({ seatId, ...finding }, "a lab's list and our rows do not agree");
  await settleUnseen(tx, sighting);
}

async function settleUnseen(tx: Tx, { seatId, found, running, ending }: Sighting): Promise<void> {
  const kept = [...found.map(({ labRef }) => labRef), ...ending];
  const settled = await readRows(
    tx,
    Settled,
    sql`
      update lab_findings f set state = 'settled', settled_at = now(), settled_how = case
        when f.lab_ref = any(${sql.param(running)}::text[]) then case f.kind when 'missing' then 'seen_again' else 'ours' end
        else case f.kind when 'missing' then 'ours' else 'gone' end
      end
      where f.seat_id = ${seatId} and f.state <> 'settled' and not f.lab_ref = any(${sql.param(kept)}::text[])
      returning f.id, f.tries, f.settled_how as how
    `,
  );
  for (const { id, how, tries } of settled) if (tries > 0) await auditSettled(tx, { id, how });
}

const Stored = z.object({
  id: z.uuid(),
  kind: z.string(),
  labRef: z.string(),
  label: z.string(),
  sightings: z.int(),
});
const Settled = z.object({ id: z.uuid(), tries: z.int(), how: z.string() });
