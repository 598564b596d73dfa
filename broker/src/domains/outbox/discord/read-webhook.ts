import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows } from '../../../database/db.ts';
import type { WebhookKey } from './webhook-address.ts';

const Row = z.object({ id: z.string(), token: z.string() });

/** The places of the stored tokens: encrypted for one owner, they open for no other. */
export const operatorWebhookPlace = 'operator_webhook';
export function memberWebhookPlace(userId: string): string {
  return `discord_webhook:${userId}`;
}

/** The webhook that a message goes to: the member's, or the operator's for null. Null when there is none (any more). */
export async function readWebhook(
  ctx: Pick<BrokerContext, 'db' | 'secrets'>,
  userId: string | null,
): Promise<WebhookKey | null> {
  const [row] = await readRows(
    ctx.db,
    Row,
    userId === null
      ? sql`select webhook_id as id, token from operator_webhook where webhook_id is not null and gone_at is null`
      : sql`select webhook_id as id, token from discord_webhooks where user_id = ${userId} and gone_at is null`,
  );
  if (row === undefined) return null;
  const place = userId === null ? operatorWebhookPlace : memberWebhookPlace(userId);
  return { id: row.id, token: ctx.secrets.decryptSecret(row.token, place) };
}
