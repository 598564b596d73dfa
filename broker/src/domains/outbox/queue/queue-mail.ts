import { randomUUID } from 'node:crypto';
import { isRealAddress } from '@coinslot/shared/no-address.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { type AccountMailKind, accountMailParams, type MessageParams } from '../words/message-params.ts';
import { secretPlace } from './secret-place.ts';

export interface AccountMail<Kind extends AccountMailKind> {
  kind: Kind;
  /** Whose account it is about; null for none that exists. */
  userId: string | null;
  to: string;
  params: MessageParams<Kind>;
  /** Milliseconds from now after which it makes no sense any more: the life of its link. */
  validForMs: number;
}

/**
 * Puts a mail about an account into the outbox, in the caller's transaction; a loop sends it. A link is encrypted until it is
 * sent, then erased. An address that nobody can have (`…@….invalid`) gets nothing. Throws for one that is none.
 */
export async function queueMail<Kind extends AccountMailKind>(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'secrets'>,
  { kind, userId, to, params, validForMs }: AccountMail<Kind>,
): Promise<void> {
  if (!isRealAddress(to)) return;
  const recipient = z.email().parse(to);
  const id = randomUUID();
  const carried = JSON.stringify(accountMailParams[kind].parse(params));
  const hasSecret = 'url' in params;
  const secretParams = hasSecret ? ctx.secrets.encryptSecret(carried, secretPlace(id)) : null;
  await tx.execute(sql`
    insert into outbox (id, channel, kind, user_id, recipient, params, secret_params, has_secret, valid_until)
    values (${id}, 'mail', ${kind}, ${userId}, ${recipient}, ${hasSecret ? '{}' : carried}::jsonb, ${secretParams}, ${hasSecret},
      now() + ${validForMs} * interval '1 millisecond')`);
  tx.afterCommit(() => ctx.bus.emit('outbox_changed', {}));
}
