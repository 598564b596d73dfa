import type { OperatorEvent } from '@coinslot/shared/http/admin-mail.ts';
import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import type { MessageParams } from '../words/message-params.ts';

/** The same is not told again for this long: a lab that fails a hundred times is one piece of news. */
const quietMinutes = 10;

/** Tells the operator by Discord, when they have a webhook and want to hear of this. In the caller's transaction. */
export async function tellOperator<Event extends OperatorEvent>(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  event: Event,
  params: MessageParams<Event>,
): Promise<void> {
  await tx.execute(sql`
    insert into outbox (channel, kind, recipient, params, valid_until)
    select 'operator', ${event}, 'webhook ' || w.webhook_id, ${JSON.stringify(params)}::jsonb, now() + interval '1 day'
    from operator_webhook w
    where w.webhook_id is not null and w.gone_at is null and ${event} = any(w.events)
      and not exists (
        select 1 from outbox o
        where o.channel = 'operator' and o.kind = ${event} and o.params = ${JSON.stringify(params)}::jsonb
          and o.created_at > now() - ${quietMinutes} * interval '1 minute')`);
  tx.afterCommit(() => ctx.bus.emit('outbox_changed', {}));
}
