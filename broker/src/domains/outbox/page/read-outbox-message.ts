import type { OutboxMessage, OutboxMessageDetail } from '@coinslot/shared/http/admin-outbox.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { type Db, readRows, type Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { readStanding, requireUser } from '../../roles/index.ts';
import { isMailConfigured } from '../mail/is-mail-configured.ts';
import { readParams } from '../read-params.ts';
import { readSite } from '../read-site.ts';
import { describeMessage } from '../words/describe-message.ts';
import { isMessageKind } from '../words/message-params.ts';
import { renderMail } from '../words/render-mail.ts';
import { outboxColumns, OutboxRow, toMessage } from './list-outbox.ts';

type PageContext = Pick<BrokerContext, 'config' | 'db' | 'secrets'>;

const DetailRow = OutboxRow.extend({
  params: z.unknown(),
  secretParams: z.string().nullable(),
  hasSecret: z.boolean(),
});

/**
 * A message with its words. A secret (a link) is shown only in a developer's installation without a mail server, where the outbox is
 * how a member reads it, and only to who ranks above its member: who reads a link can take the account over. Throws `not_found`.
 */
export async function readOutboxMessage(
  ctx: PageContext,
  readerId: string,
  id: string,
): Promise<OutboxMessageDetail> {
  const mailConfigured = await isMailConfigured(ctx, ctx.db);
  const [row] = await readRows(
    ctx.db,
    DetailRow,
    sql`
      select ${outboxColumns(mailConfigured)}, o.params, o.secret_params as "secretParams", o.has_secret as "hasSecret"
      from outbox o left join users u on u.id = o.user_id where o.id = ${id}`,
  );
  if (row === undefined) throw fail('not_found');
  const { params, secretParams, hasSecret, ...shown } = row;
  const message = toMessage(ctx, shown);
  if (hasSecret && secretParams === null) return { ...message, subject: null, body: null, hidden: 'erased' };
  if (hasSecret && (ctx.config.production || mailConfigured || !(await mayOpen(ctx.db, readerId, row)))) {
    return { ...message, subject: null, body: null, hidden: 'secret' };
  }
  if (!isMessageKind(row.kind)) return { ...message, subject: null, body: null, hidden: null };
  const words = describeMessage(row.kind, readParams(ctx, { id, params, secretParams, hasSecret }));
  const { subject, text } = renderMail(words, await readSite(ctx), false);
  return { ...message, subject, body: text, hidden: null };
}

// A link for nobody's account opens none. One's own are one's own to read, but for the one that would set a password unconfirmed.
async function mayOpen(
  db: Db,
  readerId: string,
  { userId, kind }: { userId: string | null; kind: string },
): Promise<boolean> {
  if (userId === null) return true;
  if (userId === readerId) return kind !== 'reset_password';
  return (await requireUser(db, userId)).rank < (await readStanding(db, readerId)).rank;
}

/** One message without its words. Throws `not_found`. */
export async function requireOutboxMessage(
  ctx: Pick<BrokerContext, 'config' | 'db'>,
  db: Db | Tx,
  id: string,
): Promise<OutboxMessage> {
  const [row] = await readRows(
    db,
    OutboxRow,
    sql`
      select ${outboxColumns(await isMailConfigured(ctx, db))}
      from outbox o left join users u on u.id = o.user_id where o.id = ${id}`,
  );
  if (row === undefined) throw fail('not_found');
  return toMessage(ctx, row);
}
