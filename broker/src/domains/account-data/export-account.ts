import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../database/db.ts';
import { type ExportPart, exportPageSize, listExportParts } from './export-parts.ts';

/**
 * What of a member stands nowhere in the copy, and why. A test holds it, with the parts, equal to all tables that belong to a member.
 */
export const notExported = {
  user_notes: 'what admins note for each other',
  email_links: 'secrets of a day at most',
  passkey_challenges: 'secrets of minutes',
  pending_sign_ins: 'secrets of minutes',
  sign_in_attempts: 'secrets of minutes',
} as const;

/** Tables whose rows stand in the copy, in a part of their own or in the profile. */
export const exportedTables = [
  'user_roles',
  'second_factors',
  'low_balances',
  'discord_members',
  'discord_webhooks',
  'identities',
  'sessions',
  'passkeys',
  'api_keys',
  'device_grants',
  'known_devices',
  'notifications',
  'notification_choices',
  'outbox',
  'announcement_marks',
] as const;

/**
 * Everything that is kept about a member but for `notExported`, as one JSON document, piece by piece: at most 500 rows are in memory. No secrets: no hashes,
 * keys or passwords, and no addresses of admins.
 */
export async function* exportAccount(db: Db, userId: string): AsyncGenerator<string> {
  const [profile] = await readRows(db, z.object({ row: z.unknown() }), profileOf(userId));
  yield `{"exportedAt":${JSON.stringify(new Date().toISOString())},\n"profile":${JSON.stringify(profile?.row)}`;
  for (const part of listExportParts(userId)) {
    yield `,\n${JSON.stringify(part.name)}:[`;
    yield* exportPart(db, part);
    yield ']';
  }
  yield '\n}\n';
}

const Row = z.object({ place: z.string(), row: z.unknown() });

async function* exportPart(db: Db, part: ExportPart): AsyncGenerator<string> {
  let after: string | null = null;
  for (;;) {
    const rows: z.infer<typeof Row>[] = await readRows(db, Row, part.rows(after));
    if (rows.length > 0) {
      yield `${after === null ? '\n' : ',\n'}${rows.map(({ row }) => JSON.stringify(row)).join(',\n')}`;
    }
    if (rows.length < exportPageSize) return;
    after = rows.at(-1)?.place ?? null;
  }
}

function profileOf(userId: string): SQL {
  return sql`
    select jsonb_build_object(
      'id', id, 'name', name, 'email', email, 'emailVerified', email_verified, 'createdAt', created_at,
      'termsRevision', terms_revision, 'termsAcceptedAt', terms_accepted_at,
      'roles', array(select role_name from user_roles where user_id = id),
      'secondFactorSince', (select confirmed_at from second_factors where user_id = id),
      'lowBalance', (select jsonb_build_object('below', below, 'toldAt', told_at) from low_balances where user_id = id),
      'discord', (
        select jsonb_build_object('consentedAt', consented_at, 'inGuild', in_guild, 'roles', roles, 'syncedAt', synced_at,
          'perksUntil', perks_until) from discord_members where user_id = id
      ),
      'discordWebhook', (
        select jsonb_build_object('id', webhook_id, 'setAt', set_at, 'goneAt', gone_at) from discord_webhooks where user_id = id
      ),
      'wallet', (
        select to_jsonb(w) - 'user_id' from wallets w where w.user_id = id
      )
    ) as row
    from users where id = ${userId}`;
}
