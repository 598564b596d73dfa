import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { type Db, readRows, type Tx } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';
import { memberWebhookPlace } from './read-webhook.ts';
import { parseWebhookUrl, webhookName } from './webhook-address.ts';

/** A member's webhook as its page shows it: without the token. */
export interface MemberWebhook {
  name: string;
  setAt: string;
  gone: boolean;
}

const Row = z.object({ id: z.string(), setAt: PgTimestamp, goneAt: PgTimestamp.nullable() });

export async function readMemberWebhook(db: Db | Tx, userId: string): Promise<MemberWebhook | null> {
  const [row] = await readRows(
    db,
    Row,
    sql`
      select webhook_id as id, set_at as "setAt", gone_at as "goneAt" from discord_webhooks where user_id = ${userId}`,
  );
  if (row === undefined) return null;
  return { name: webhookName(row.id), setAt: row.setAt.toISOString(), gone: row.goneAt !== null };
}

/** Sets the webhook anew (also one that was gone), or removes it for null. */
export async function setMemberWebhook(
  tx: Tx,
  ctx: Pick<BrokerContext, 'secrets'>,
  userId: string,
  url: string | null,
): Promise<void> {
  if (url === null) {
    await tx.execute(sql`delete from discord_webhooks where user_id = ${userId}`);
    return;
  }
  const key = parseWebhookUrl(url);
  const token = ctx.secrets.encryptSecret(key.token, memberWebhookPlace(userId));
  await tx.execute(sql`
    insert into discord_webhooks (user_id, webhook_id, token) values (${userId}, ${key.id}, ${token})
    on conflict (user_id) do update set
      webhook_id = excluded.webhook_id, token = excluded.token, set_at = now(), gone_at = null`);
}
