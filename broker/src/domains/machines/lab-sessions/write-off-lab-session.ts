import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';
import { fail } from '../../../http/errors.ts';
import { writeAudit } from '../../audit/index.ts';
import { lockMachine } from '../life/lock-machine.ts';
import { closeLabSession } from './close-lab-session.ts';
import { surelyOverAt } from './surely-over-at.ts';

/**
 * Takes a lab session as ended on an operator's word, because its lab does not answer any more: its seat and slot become free, and
 * a machine that still runs on it ends with a refund of the unused time. Only once the lab itself must have ended it: until then
 * it would be a second machine on the seat.
 *
 * @throws not_found; a sentence when it ended already or may still run
 */
export async function writeOffLabSession(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'metrics'>,
  { tag, reason, actorName }: { tag: string; reason: string; actorName: string },
): Promise<void> {
  const machineId = await findMachine(tx, tag);
  const machine = machineId === null ? null : await lockMachine(tx, machineId);
  const session = await readSession(tx, tag);
  if (!machine || !session) throw fail('not_found', { detail: `No lab session has the tag ${tag}.` });
  if (session.state === 'ended') throw new Error(`The lab session ${tag} has ended already.`);
  if (!session.isSurelyOver) {
    const from = session.surelyOverAt.toISOString();
    throw new Error(`The lab may still run ${tag}. It can be written off from ${from}.`);
  }
  await closeLabSession(tx, ctx, machine, {
    id: session.id,
    how: 'written_off',
    actor: `operator:${actorName}`,
  });
  await writeAudit(tx, {
    actor: { id: null, name: actorName },
    action: 'lab_session.write_off',
    targetKind: 'lab_session',
    targetId: session.id,
    reason,
    before: { tag, state: session.state, machineId: machine.id, machineState: machine.state },
  });
}

async function findMachine(tx: Tx, tag: string): Promise<string | null> {
  const rows = await readRows(
    tx,
    z.object({ machineId: z.uuid() }),
    sql`select machine_id as "machineId" from lab_sessions where tag = ${tag}`,
  );
  return rows[0]?.machineId ?? null;
}

async function readSession(tx: Tx, tag: string) {
  const rows = await readRows(
    tx,
    z.object({ id: z.uuid(), state: z.string(), surelyOverAt: PgTimestamp, isSurelyOver: z.boolean() }),
    sql`
      select s.id, s.state, ${surelyOverAt} as "surelyOverAt", ${surelyOverAt} <= now() as "isSurelyOver"
      from lab_sessions s join machines m on m.id = s.machine_id
      where s.tag = ${tag}
      for update of s
    `,
  );
  return rows[0] ?? null;
}
