import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { appendEvent } from '../life/append-event.ts';
import type { LockedMachine } from '../life/lock-machine.ts';

/**
 * Nobody can reach a ready machine: it has until a deadline to recover, then it is given up and the time since `since` is refunded.
 * One that is degraded already keeps its deadline, unless this one is sooner.
 */
export async function degrade(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'config'>,
  machine: Pick<LockedMachine, 'id' | 'degradedSince'>,
  {
    since,
    text,
    deadlineMs = ctx.config.health.degradedDeadlineMs,
  }: { since: Date; text: string; deadlineMs?: number },
): Promise<void> {
  if (machine.degradedSince !== null) {
    await tx.execute(sql`
      update machines set degraded_until = least(degraded_until, now() + ${deadlineMs} * interval '1 millisecond')
      where id = ${machine.id}
    `);
    return;
  }
  await tx.execute(sql`
    update machines set
      degraded_since = ${since.toISOString()}::timestamptz,
      degraded_until = now() + ${deadlineMs} * interval '1 millisecond'
    where id = ${machine.id}
  `);
  await appendEvent(tx, ctx, machine.id, { kind: 'health', degraded: true, text });
}
