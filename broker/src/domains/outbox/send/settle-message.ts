import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, type Tx } from '../../../database/db.ts';
import { tellOperator } from '../queue/tell-operator.ts';
import { backOffMs } from './back-off.ts';
import type { ClaimedMessage } from './claim-message.ts';
import type { SendOutcome } from './outcome.ts';

/** Writes how a try ended. Nothing when the claim was lost meanwhile: then somebody else has tried it since. */
export async function settleMessage(
  ctx: Pick<BrokerContext, 'bus' | 'config' | 'db'>,
  message: ClaimedMessage,
  outcome: SendOutcome,
): Promise<void> {
  await inTransaction(ctx.db, async (tx) => {
    if (outcome.kind === 'sent') return void (await end(tx, message, 'sent', null));
    if (outcome.kind === 'gone') return await loseWebhook(tx, message, outcome.why);
    if (outcome.kind === 'again' && (outcome.notOurTry || message.tries < ctx.config.outbox.triesMax)) {
      return await tryLater(tx, ctx, message, outcome);
    }
    if (!(await end(tx, message, 'failed', outcome.why))) return;
    if (message.channel === 'operator') return;
    const { channel, kind } = message;
    await tellOperator(tx, ctx, 'delivery_failed', { channel, kind });
  });
}

async function end(
  tx: Tx,
  { id, claim }: ClaimedMessage,
  state: 'sent' | 'failed',
  why: string | null,
): Promise<boolean> {
  const ended = await tx.execute(sql`
    update outbox set state = ${state}, ended_at = now(), claim = null, last_error = ${why}, secret_params = null
    where id = ${id} and claim = ${claim} and state = 'waiting'`);
  return ended.rowCount === 1;
}

async function tryLater(
  tx: Tx,
  ctx: Pick<BrokerContext, 'config'>,
  message: ClaimedMessage,
  outcome: SendOutcome & { kind: 'again' },
): Promise<void> {
  const afterMs = Math.max(
    outcome.afterMs ?? 0,
    outcome.notOurTry ? 0 : backOffMs(message.tries, ctx.config.outbox.retryMs),
  );
  await tx.execute(sql`
    update outbox set claim = null, last_error = ${outcome.why}, tries = tries - ${outcome.notOurTry ? 1 : 0},
      next_try_at = now() + ${afterMs} * interval '1 millisecond'
    where id = ${message.id} and claim = ${message.claim} and state = 'waiting'`);
  if (outcome.afterMs === undefined) return;
  // Who asked us to wait is asked by nobody meanwhile: this webhook, or the whole of Discord.
  await tx.execute(sql`
    update outbox set next_try_at = now() + ${afterMs} * interval '1 millisecond'
    where state = 'waiting' and channel in ('discord', 'operator') and claim is null
      and next_try_at < now() + ${afterMs} * interval '1 millisecond'
      and (${outcome.forAll ?? false}::boolean or recipient = ${message.recipient})`);
}

/** The webhook is switched off, which its page tells; nothing more goes there. */
async function loseWebhook(tx: Tx, message: ClaimedMessage, why: string): Promise<void> {
  await (message.channel === 'operator'
    ? tx.execute(sql`
        update operator_webhook set gone_at = now()
        where gone_at is null and 'webhook ' || webhook_id = ${message.recipient}`)
    : tx.execute(sql`
        update discord_webhooks set gone_at = now()
        where user_id = ${message.userId} and gone_at is null and 'webhook ' || webhook_id = ${message.recipient}`));
  await tx.execute(sql`
    update outbox set state = 'dropped', ended_at = now(), claim = null, last_error = ${why}
    where state = 'waiting' and channel = ${message.channel} and recipient = ${message.recipient}
      and user_id is not distinct from ${message.userId}`);
}
