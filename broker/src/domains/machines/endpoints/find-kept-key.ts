import type { OpenedEndpoint } from '@coinslot/shared/worker-messages/report-body.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';
import type { LockedMachine } from '../life/lock-machine.ts';
import { recipeCan } from '../recipe-can.ts';

/**
 * Whether a machine shows the host key of an earlier one of its seat. Where all of a machine runs as the member's own user, he may have
 * answered in place of its end and of the next set-up: then he still gets in, with the key that the next member is given.
 */
export async function findKeptKey(
  tx: Tx,
  { id, seatId, labId }: LockedMachine,
  opened: readonly OpenedEndpoint[],
): Promise<boolean> {
  const keys = opened.map(({ hostKeyFingerprint }) => hostKeyFingerprint);
  const rows = await readRows(
    tx,
    z.object({ recipe: z.string() }),
    sql`
      select l.recipe from labs l where l.id = ${labId} and exists (
        select from endpoints e join lab_sessions s on s.machine_id = e.machine_id
        where e.host_key_fingerprint in ${keys} and e.machine_id <> ${id} and s.seat_id = ${seatId}
      )
    `,
  );
  return rows[0] !== undefined && recipeCan(rows[0].recipe, 'memberCanEnd');
}
