import {
  NotificationChannel,
  type NotificationKind,
  type NotificationParams,
  notificationParams,
} from '@coinslot/shared/http/notifications.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { readRows, type Tx } from '../../database/db.ts';
import { type MemberMessage, queueMessages } from '../outbox/index.ts';
import { defaultChoices } from './default-choices.ts';
import { isAlwaysTold } from './preferences.ts';

/** One thing to tell one member. */
export interface Told<Kind extends NotificationKind> {
  userId: string;
  params: NotificationParams<Kind>;
  /** Names the fact: told twice with the same key, it is told once. */
  dedupeKey: string;
  /** After this nobody is told by mail or Discord any more. Default: a day from now. */
  validUntil?: Date;
}

/** Tells one member, in the transaction of the fact: the page's list, and what the member wants by mail and Discord. */
export async function notify<Kind extends NotificationKind>(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  { kind, ...told }: Told<Kind> & { kind: Kind },
): Promise<void> {
  await notifyEach(tx, ctx, kind, [told]);
}

const Written = z.object({
  id: z.int(),
  userId: z.uuid(),
  params: z.unknown(),
  validUntil: z.string(),
  channels: z.array(NotificationChannel.exclude(['page'])),
});

/**
 * Tells many members of one kind: one statement, and a second one where somebody wants mail or Discord.
 *
 * @returns how many were not told before
 */
export async function notifyEach<Kind extends NotificationKind>(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  kind: Kind,
  tolds: readonly Told<Kind>[],
): Promise<number> {
  if (tolds.length === 0) return 0;
  const asked = tolds.map(({ userId, params, dedupeKey, validUntil }) => ({
    userId,
    params: notificationParams[kind].parse(params),
    dedupeKey: `${kind}:${dedupeKey}`,
    validUntil: validUntil?.toISOString() ?? null,
  }));
  const written = await readRows(tx, Written, writeAll(kind, JSON.stringify(asked)));
  const messages = written.flatMap(({ channels, id, userId, params, validUntil }) =>
    channels.map((channel): MemberMessage => ({
      userId,
      channel,
      notificationId: id,
      kind,
      params,
      validUntil,
    })),
  );
  await queueMessages(tx, ctx, messages);
  return written.length;
}

function writeAll(kind: NotificationKind, asked: string) {
  const wanted = (channel: NotificationChannel) =>
    isAlwaysTold(kind, channel)
      ? sql`true`
      : sql`coalesce((
          select c.enabled from notification_choices c
          where c.user_id = a."userId" and c.kind = ${kind} and c.channel = ${channel}), ${defaultChoices[kind][channel]})`;
  return sql`
    with asked as (
      select a.*, ${wanted('page')} as page, ${wanted('mail')} as mail, ${wanted('discord')} as discord
      from jsonb_to_recordset(${asked}::jsonb) as a (
        "userId" uuid, params jsonb, "dedupeKey" text, "validUntil" timestamptz)
    ), written as (
      insert into notifications (user_id, kind, params, dedupe_key, shown)
      select "userId", ${kind}, params, "dedupeKey", page from asked
      on conflict (user_id, dedupe_key) do nothing
      returning id, user_id, dedupe_key
    )
    select w.id, w.user_id as "userId", a.params,
      coalesce(a."validUntil", now() + interval '1 day')::text as "validUntil",
      array_remove(array[case when a.mail then 'mail' end, case when a.discord then 'discord' end], null) as channels
    from written w join asked a on a."userId" = w.user_id and a."dedupeKey" = w.dedupe_key`;
}
