import type { EditMailSettingsRequest, MailSettings } from '@coinslot/shared/http/admin-mail.ts';
import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import { requireAdmin } from '../../roles/index.ts';
import { lockSettings, readSettingsNow } from '../../settings/index.ts';
import { mailPasswordPlace, readMailRow, readMailSettings } from './mail-server.ts';

type EditContext = Pick<BrokerContext, 'bus' | 'config' | 'secrets'>;

/**
 * Saves the mail server. A password that is not given stays only for the same server and user: it must not be sent to another one.
 * What waits in the outbox is then sent. Only admins: by this server go the links that open everybody's account.
 *
 * @throws edited_meanwhile, rank_too_low
 */
export async function editMailSettings(
  tx: Tx,
  ctx: EditContext,
  act: AdminAct,
  asked: EditMailSettingsRequest,
): Promise<MailSettings> {
  await requireAdmin(tx, act, 'admin.settings.write');
  const present = await lockRow(tx, asked.revision);
  const before = await readMailSettings(ctx, tx);
  const sameServer = present !== undefined && present.host === asked.host && present.user === asked.user;
  const kept = sameServer ? present.password : null;
  const password =
    asked.password === undefined
      ? kept
      : asked.password === ''
        ? null
        : ctx.secrets.encryptSecret(asked.password, mailPasswordPlace);
  await tx.execute(sql`
    insert into mail_settings as m (host, port, security, username, password, sender)
    values (${asked.host}, ${asked.port}, ${asked.security}, ${asked.user}, ${password}, ${asked.from})
    on conflict (only_row) do update set host = excluded.host, port = excluded.port, security = excluded.security,
      username = excluded.username, password = excluded.password, sender = excluded.sender, revision = m.revision + 1`);
  const after = await readMailSettings(ctx, tx);
  await writeAudit(tx, {
    ...act,
    action: 'mail.edit',
    targetKind: 'settings',
    targetId: 'mail',
    before,
    after: { ...after, passwordChanged: asked.password !== undefined },
  });
  tx.afterCommit(() => ctx.bus.emit('outbox_changed', {}));
  return after;
}

/**
 * Takes the settings away: the environment's hold again, or mail waits in the outbox. Only admins. In production a server stays while
 * confirmed addresses are asked for: nobody could confirm one.
 *
 * @throws rank_too_low, not_configured
 */
export async function removeMailSettings(tx: Tx, ctx: EditContext, act: AdminAct): Promise<MailSettings> {
  // First, so that nobody asks for confirmed addresses meanwhile.
  await lockSettings(tx);
  await requireAdmin(tx, act, 'admin.settings.write');
  const before = await readMailSettings(ctx, tx);
  await tx.execute(sql`delete from mail_settings`);
  const after = await readMailSettings(ctx, tx);
  if (after.source === 'none' && ctx.config.production) await refuseIfNeeded(tx);
  await writeAudit(tx, {
    ...act,
    action: 'mail.remove',
    targetKind: 'settings',
    targetId: 'mail',
    before,
    after,
  });
  return after;
}

async function refuseIfNeeded(tx: Tx): Promise<void> {
  if (!(await readSettingsNow(tx)).members.values.emailMustBeVerified) return;
  throw fail('not_configured', {
    detail:
      'Members must confirm their addresses, which they do by mail. Save another mail server, or first switch that off under Settings, Joining.',
  });
}

// The table lock also holds where there is no row yet: two first edits at once follow one another.
async function lockRow(tx: Tx, revision: number) {
  await tx.execute(sql`lock table mail_settings in share row exclusive mode`);
  const row = await readMailRow(tx);
  const present = row?.revision ?? 0;
  if (present !== revision) throw fail('edited_meanwhile', { params: { revision: present } });
  return row;
}
