import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { lockOwnMachine } from '../acts/lock-own-machine.ts';
import { closeEndpoints } from '../endpoints/close-endpoints.ts';
import { appendEvent } from '../life/append-event.ts';
import type { LockedMachine } from '../life/lock-machine.ts';
import { tellHolder } from '../life/tell-holder.ts';
import { recipeCan } from '../recipe-can.ts';

/**
 * The owner restarts a ready machine. Its ways in are closed at once; the holder opens new ones when it answers again.
 *
 * @throws not_found, machine_not_restartable (the detail says why)
 */
export async function restartMachine(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'config'>,
  act: { memberId: string; machineId: string },
): Promise<void> {
  const machine = await lockOwnMachine(tx, act);
  const detail = await explainNotRestartable(tx, ctx, machine);
  if (detail !== null) throw fail('machine_not_restartable', { detail });
  await closeEndpoints(tx, machine.id);
  await tx.execute(sql`
    insert into machine_restarts (id, machine_id, requested_by, deadline_at) values (
      ${randomUUID()}, ${machine.id}, ${`member:${act.memberId}`},
      now() + ${ctx.config.time.restartDeadlineMs} * interval '1 millisecond'
    )
  `);
  // Checks from before say nothing of the machine that comes back.
  await tx.execute(sql`
    update machines set health_ok = null, health_failures = 0 where id = ${machine.id}
  `);
  await appendEvent(tx, ctx, machine.id, { kind: 'restart', state: 'pending', text: null });
  await tellHolder(tx, ctx, machine.id);
}

async function explainNotRestartable(
  tx: Tx,
  ctx: Pick<BrokerContext, 'config'>,
  machine: LockedMachine,
): Promise<string | null> {
  if (machine.state !== 'ready') return 'Only a ready machine can be restarted.';
  const [row] = await readRows(
    tx,
    Around,
    sql`
      select
        l.recipe, lab_is_open(l) as "labIsOpen",
        exists (select 1 from machine_extensions e where e.machine_id = m.id and e.state = 'pending') as "isExtending",
        exists (select 1 from machine_restarts r where r.machine_id = m.id and r.state = 'pending') as "isRestarting",
        exists (
          select 1 from machine_restarts r where r.machine_id = m.id
            and r.decided_at > now() - ${ctx.config.time.restartPauseMs} * interval '1 millisecond'
        ) as "justRestarted"
      from machines m join labs l on l.id = m.lab_id
      where m.id = ${machine.id}
    `,
  );
  const around = Around.parse(row);
  if (!recipeCan(around.recipe, 'restarts')) return 'This lab cannot restart machines.';
  // The way in would be closed at once, and nobody could open it again.
  if (!around.labIsOpen) return 'This lab is closed just now.';
  if (around.isRestarting) return 'It is being restarted already.';
  if (around.justRestarted) return 'It was restarted just now. Try again in half a minute.';
  return around.isExtending ? 'The lab is being asked for more time. Wait until that is done.' : null;
}

const Around = z.object({
  recipe: z.string(),
  labIsOpen: z.boolean(),
  isExtending: z.boolean(),
  isRestarting: z.boolean(),
  justRestarted: z.boolean(),
});
