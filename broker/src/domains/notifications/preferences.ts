import {
  alwaysTold,
  type ChannelChoice,
  type EditNotificationPreferencesRequest,
  NotificationChannel,
  NotificationKind,
  type NotificationPreferences,
} from '@coinslot/shared/http/notifications.ts';
import { noAddressPattern } from '@coinslot/shared/no-address.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { readRows, type Tx } from '../../database/db.ts';
import { isMailConfigured, readMemberWebhook } from '../outbox/index.ts';
import { defaultChoices } from './default-choices.ts';

const Choice = z.object({ kind: z.string(), channel: NotificationChannel, enabled: z.boolean() });
const Own = z.object({ below: z.int().nullable(), emailVerified: z.boolean() });

/** What the member is told where: their own choices over the defaults, and whether the ways are there. */
export async function readPreferences(
  ctx: Pick<BrokerContext, 'config' | 'db'>,
  userId: string,
): Promise<NotificationPreferences> {
  const chosen = await readRows(
    ctx.db,
    Choice,
    sql`select kind, channel, enabled from notification_choices where user_id = ${userId}`,
  );
  const [own] = await readRows(
    ctx.db,
    Own,
    sql`
      select b.below, u.email_verified and u.email not ilike ${noAddressPattern} as "emailVerified"
      from users u left join low_balances b on b.user_id = u.id where u.id = ${userId}`,
  );
  const configured = await isMailConfigured(ctx, ctx.db);
  return {
    choices: merge(chosen),
    lowBalanceBelow: own?.below ?? null,
    mail: !configured ? 'not_configured' : own?.emailVerified === true ? 'ready' : 'not_verified',
    discord: await readMemberWebhook(ctx.db, userId),
  };
}

type Choices = Record<NotificationKind, ChannelChoice>;

function merge(chosen: readonly z.infer<typeof Choice>[]): Choices {
  const own = new Map(chosen.map(({ kind, channel, enabled }) => [`${kind} ${channel}`, enabled]));
  return Object.fromEntries(
    NotificationKind.options.map((kind) => [
      kind,
      Object.fromEntries(
        NotificationChannel.options.map((channel) => [
          channel,
          isAlwaysTold(kind, channel) || (own.get(`${kind} ${channel}`) ?? defaultChoices[kind][channel]),
        ]),
      ),
    ]),
  ) as Choices;
}

/** Keeps what differs from the defaults, so that a default that we change later reaches whoever did not choose. */
export async function editPreferences(
  tx: Tx,
  userId: string,
  { choices, lowBalanceBelow }: EditNotificationPreferencesRequest,
): Promise<void> {
  const own = NotificationKind.options.flatMap((kind) =>
    NotificationChannel.options
      .filter((channel) => !isAlwaysTold(kind, channel))
      .filter((channel) => choices[kind][channel] !== defaultChoices[kind][channel])
      .map((channel) => ({ kind, channel, enabled: choices[kind][channel] })),
  );
  await tx.execute(sql`select id from users where id = ${userId} for no key update`);
  await tx.execute(sql`delete from notification_choices where user_id = ${userId}`);
  await tx.execute(sql`
    insert into notification_choices (user_id, kind, channel, enabled)
    select ${userId}, kind, channel, enabled
    from jsonb_to_recordset(${JSON.stringify(own)}::jsonb) as c (kind text, channel text, enabled boolean)`);
  await tx.execute(sql`
    insert into low_balances (user_id, below) values (${userId}, ${lowBalanceBelow})
    on conflict (user_id) do update set below = excluded.below`);
}

/** Whether this kind is told there whatever the member chose. */
export function isAlwaysTold(kind: NotificationKind, channel: NotificationChannel): boolean {
  const always: Partial<Record<NotificationKind, readonly NotificationChannel[]>> = alwaysTold;
  return always[kind]?.includes(channel) ?? false;
}
