import {
  OutboxChannel,
  type OutboxListQuery,
  type OutboxMessage,
  type OutboxPage,
  OutboxState,
} from '@coinslot/shared/http/admin-outbox.ts';
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';
import { olderThan } from '../../../http/older-than.ts';
import { makePage } from '../../../http/page-cursor.ts';
import { isMailConfigured } from '../mail/is-mail-configured.ts';

export const OutboxRow = z.object({
  id: z.uuid(),
  channel: OutboxChannel,
  kind: z.string(),
  state: OutboxState,
  userId: z.uuid().nullable(),
  userName: z.string().nullable(),
  recipient: z.string(),
  tries: z.int(),
  nextTryAt: PgTimestamp.nullable(),
  lastError: z.string().nullable(),
  createdAt: PgTimestamp,
  createdAtText: z.string(),
  endedAt: PgTimestamp.nullable(),
  retryable: z.boolean(),
});

/** Whether a message `o` may be tried again. */
export const isRetryable = sql`(o.state = 'failed' and o.valid_until > now() and not o.has_secret)`;

/** Columns of an OutboxRow. What waits for a channel that is not configured is `kept`, and has no next try. */
export function outboxColumns(mailConfigured: boolean): SQL {
  return sql`
    o.id, o.channel, o.kind, ${stateOf(mailConfigured)} as state, o.user_id as "userId", u.name as "userName",
    o.recipient, o.tries, case when ${stateOf(mailConfigured)} = 'waiting' then o.next_try_at end as "nextTryAt",
    o.last_error as "lastError", o.created_at as "createdAt", o.created_at::text as "createdAtText",
    o.ended_at as "endedAt", ${isRetryable} as retryable`;
}

function stateOf(mailConfigured: boolean): SQL {
  return mailConfigured
    ? sql`o.state`
    : sql`case when o.state = 'waiting' and o.channel = 'mail' then 'kept' else o.state end`;
}

const Counts = z.object({ waiting: z.int(), kept: z.int(), failed: z.int() });

type PageContext = Pick<BrokerContext, 'config' | 'db'>;

/** The messages that are to leave or have left, newest first. */
export async function listOutbox(ctx: PageContext, query: OutboxListQuery): Promise<OutboxPage> {
  const mailConfigured = await isMailConfigured(ctx, ctx.db);
  const state = stateOf(mailConfigured);
  const rows = await readRows(
    ctx.db,
    OutboxRow,
    sql`
      select ${outboxColumns(mailConfigured)}
      from outbox o left join users u on u.id = o.user_id
      where ${query.channel === undefined ? sql`true` : sql`o.channel = ${query.channel}`}
        and ${query.state === undefined ? sql`true` : sql`${state} = ${query.state}`}
        and ${olderThan(query.cursor, sql`o.created_at`, sql`o.id`)}
      order by o.created_at desc, o.id desc limit ${query.limit + 1}`,
  );
  const [counts] = await readRows(
    ctx.db,
    Counts,
    sql`
      select count(*) filter (where s.state = 'waiting') as waiting, count(*) filter (where s.state = 'kept') as kept,
        count(*) filter (where s.state = 'failed') as failed
      from (select ${state} as state from outbox o where o.state in ('waiting', 'failed')) s`,
  );
  const page = makePage(
    rows,
    query.limit,
    (row) => toMessage(ctx, row),
    (row) => ({ at: row.createdAtText, id: row.id }),
  );
  return { ...page, mailConfigured, counts: Counts.parse(counts) };
}

export function toMessage(ctx: Pick<BrokerContext, 'config'>, row: z.infer<typeof OutboxRow>): OutboxMessage {
  const { createdAtText: _, ...message } = row;
  return {
    ...message,
    triesMax: ctx.config.outbox.triesMax,
    nextTryAt: row.nextTryAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}
