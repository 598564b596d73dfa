import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { writeAudit } from '../../audit/index.ts';
import { reconciler } from './audit-finding.ts';

/** Ends in one order at most. */
const atMost = 10;
const retryFromMs = 60_000;
const retryMaxMs = 30 * 60_000;

/**
 * Gives the inventory `epoch` of a seat what it is to end there: what a retained row names, two inventories agreed on and the grace has
 * passed for, or what an admin wants ended now. Our rows are asked once more: what they explain by now is left alone. Tried again,
 * ever more seldom, until it is settled.
 */
export async function takeDueEnds(
  tx: Tx,
  ctx: Pick<BrokerContext, 'config' | 'log'>,
  { seatId, epoch }: { seatId: string; epoch: number },
): Promise<void> {
  const { orphanGraceMs } = ctx.config.reconciler;
  const taken = await readRows(
    tx,
    Taken,
    sql`
      update lab_findings f set state = 'ending', order_epoch = ${epoch}, tries = f.tries + 1,
        next_try_at = now() + least(${retryMaxMs}, ${retryFromMs} * power(2, least(f.tries, 10))) * interval '1 millisecond'
      where f.id in (
        select d.id from lab_findings d join lab_sessions s on s.id = d.lab_session_id
        where d.seat_id = ${seatId} and d.state in ('open', 'ending') and s.seat_id = d.seat_id
          and (d.wanted_by is not null
            or (d.sightings >= 2 and d.first_seen_at <= now() - ${orphanGraceMs} * interval '1 millisecond'))
          and (d.next_try_at is null or d.next_try_at <= now())
          and case d.kind
            when 'orphan' then s.state = 'ended'
            when 'second_session' then s.state <> 'ended' and s.lab_ref <> d.lab_ref
            else false
          end
          and not exists (
            select from lab_sessions o where o.seat_id = d.seat_id and o.lab_ref = d.lab_ref and o.state <> 'ended'
          )
        order by d.first_seen_at limit ${atMost} for update of d
      )
      returning f.id, f.kind, f.lab_ref as "labRef", f.label, f.tries, f.wanted_by as "wantedBy"
    `,
  );
  for (const { id, tries, ...facts } of taken) {
    ctx.log.warn({ findingId: id, seatId, tries, ...facts }, 'what a lab runs for nobody is ended');
    if (tries > 1) continue;
    await writeAudit(tx, {
      actor: reconciler,
      action: 'lab_finding.end',
      targetKind: 'lab_finding',
      targetId: id,
      after: { seatId, ...facts },
    });
  }
}

const Taken = z.object({
  id: z.uuid(),
  kind: z.string(),
  labRef: z.string(),
  label: z.string(),
  tries: z.int(),
  wantedBy: z.string().nullable(),
});
