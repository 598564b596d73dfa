import type { OperatorWebhook } from '@coinslot/shared/http/admin-mail.ts';
import { OperatorEvent, type EditOperatorWebhookRequest } from '@coinslot/shared/http/admin-mail.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { type Db, readRows, type Tx } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';
import { refuseStale } from '../../../http/refuse-conflicts.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import { operatorWebhookPlace } from './read-webhook.ts';
import { parseWebhookUrl, webhookName } from './webhook-address.ts';

const Row = z.object({
  id: z.string().nullable(),
  events: z.array(OperatorEvent),
  setAt: PgTimestamp,
  goneAt: PgTimestamp.nullable(),
  revision: z.int(),
});

/** The operator's webhook without its token. */
export async function readOperatorWebhook(db: Db | Tx): Promise<OperatorWebhook> {
  const [row] = await readRows(
    db,
    Row,
    sql`
      select webhook_id as id, events, set_at as "setAt", gone_at as "goneAt", revision from operator_webhook`,
  );
  const { id, events, setAt, goneAt, revision } = Row.parse(row);
  const webhook =
    id === null ? null : { name: webhookName(id), setAt: setAt.toISOString(), gone: goneAt !== null };
  return { webhook, events, revision };
}

/** Sets, keeps or removes the webhook, and what is told there. Throws `edited_meanwhile`. */
export async function editOperatorWebhook(
  tx: Tx,
  ctx: Pick<BrokerContext, 'secrets'>,
  act: AdminAct,
  asked: EditOperatorWebhookRequest,
): Promise<OperatorWebhook> {
  await tx.execute(sql`select revision from operator_webhook for update`);
  const before = refuseStale(await readOperatorWebhook(tx), asked);
  if (asked.url !== undefined) {
    const key = asked.url === null ? null : parseWebhookUrl(asked.url);
    const token = key === null ? null : ctx.secrets.encryptSecret(key.token, operatorWebhookPlace);
    await tx.execute(sql`
      update operator_webhook set webhook_id = ${key?.id ?? null}, token = ${token}, set_at = now(), gone_at = null`);
  }
  await tx.execute(sql`
    update operator_webhook set events = ${sql.param([...new Set(asked.events)])}::text[], revision = revision + 1`);
  const after = await readOperatorWebhook(tx);
  await writeAudit(tx, {
    ...act,
    action: 'operator_webhook.edit',
    targetKind: 'settings',
    targetId: 'operator_webhook',
    before,
    after,
  });
  return after;
}
