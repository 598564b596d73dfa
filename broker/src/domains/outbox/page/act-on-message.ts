import type { OutboxMessage } from '@coinslot/shared/http/admin-outbox.ts';
import { type SQL, sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import { requireUserBelow } from '../../roles/index.ts';
import { isRetryable } from './list-outbox.ts';
import { requireOutboxMessage } from './read-outbox-message.ts';

type ActContext = Pick<BrokerContext, 'bus' | 'config' | 'db'>;

/** Tries a failed message again, from the first try. Throws `outbox_state_conflict` when its time or its secret is gone. */
export async function retryMessage(
  tx: Tx,
  ctx: ActContext,
  act: AdminAct,
  id: string,
): Promise<OutboxMessage> {
  const message = await change(tx, ctx, act, {
    id,
    action: 'outbox.retry',
    change: sql`
      update outbox o set state = 'waiting', ended_at = null, tries = 0, next_try_at = now(), last_error = null
      where o.id = ${id} and ${isRetryable}`,
  });
  tx.afterCommit(() => ctx.bus.emit('outbox_changed', {}));
  return message;
}

/** Sends a message not at all. Throws `outbox_state_conflict` for one that was sent or dropped, or is on its way just now. */
export async function discardMessage(
  tx: Tx,
  ctx: ActContext,
  act: AdminAct,
  id: string,
): Promise<OutboxMessage> {
  return await change(tx, ctx, act, {
    id,
    action: 'outbox.discard',
    change: sql`
      update outbox set state = 'dropped', ended_at = now(), secret_params = null, last_error = 'An admin discarded it.'
      where id = ${id} and state in ('waiting', 'failed') and (claim is null or next_try_at <= now())`,
  });
}

async function change(
  tx: Tx,
  ctx: ActContext,
  act: AdminAct,
  { id, action, change }: { id: string; action: string; change: SQL },
): Promise<OutboxMessage> {
  const before = await requireOutboxMessage(ctx, tx, id);
  // What tells somebody that their account was changed is not silenced from below.
  if (before.userId !== null) await requireUserBelow(tx, act, before.userId);
  const changed = await tx.execute(change);
  if (changed.rowCount !== 1) throw fail('outbox_state_conflict');
  const after = await requireOutboxMessage(ctx, tx, id);
  await writeAudit(tx, {
    ...act,
    action,
    targetKind: 'outbox_message',
    targetId: id,
    before: { state: before.state, tries: before.tries },
    after: { state: after.state },
  });
  return after;
}
