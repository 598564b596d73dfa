import { noAddressPattern } from '@coinslot/shared/no-address.ts';
import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';

/** One notification that its member wants by this channel. */
export interface MemberMessage {
  userId: string;
  channel: 'mail' | 'discord';
  notificationId: number | null;
  kind: string;
  params: unknown;
  /** ISO text. */
  validUntil: string;
}

/**
 * Puts notifications into the outbox in one statement. A member gets mail at an address they have confirmed (about the security of
 * the account also before), and Discord messages by their own webhook while it exists; whoever has no way gets nothing.
 */
export async function queueMessages(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  messages: readonly MemberMessage[],
): Promise<void> {
  if (messages.length === 0) return;
  await tx.execute(sql`
    insert into outbox (channel, kind, user_id, notification_id, recipient, params, valid_until)
    select m.channel, m.kind, u.id, m."notificationId",
      case m.channel when 'mail' then u.email else 'webhook ' || w.webhook_id end, m.params, m."validUntil"
    from jsonb_to_recordset(${JSON.stringify(messages)}::jsonb) as m (
      "userId" uuid, channel text, "notificationId" bigint, kind text, params jsonb, "validUntil" timestamptz)
    join users u on u.id = m."userId"
    left join discord_webhooks w on w.user_id = u.id and w.gone_at is null
    where case m.channel
      when 'mail' then u.email not ilike ${noAddressPattern}
        and (m.kind = 'security' or (u.email_verified and u.disabled_at is null))
      else w.user_id is not null and u.disabled_at is null end`);
  tx.afterCommit(() => ctx.bus.emit('outbox_changed', {}));
}
