import type { SettingsGroup } from '@coinslot/shared/http/admin-settings.ts';
import { sql } from 'drizzle-orm';
import type { Tx } from '../../database/db.ts';
import { refuseStale } from '../../http/refuse-conflicts.ts';
import { type AdminAct, writeAudit } from '../audit/index.ts';
import { readSettingsNow } from './read-settings.ts';

/**
 * Puts new values of one group in place of the present ones. The audit log keeps them, of the terms the whole text: what a member agreed
 * to can be read there by its revision.
 *
 * @throws edited_meanwhile
 */
export async function editSettings(
  tx: Tx,
  act: AdminAct,
  group: SettingsGroup,
  asked: { values: object; revision: number },
): Promise<void> {
  await lockSettings(tx);
  const before = (await readSettingsNow(tx))[group];
  refuseStale(before, asked);
  const values = JSON.stringify(asked.values);
  const revision = before.revision + 1;
  await tx.execute(sql`
    insert into settings (name, values, revision, updated_by)
    values (${group}, ${values}::jsonb, ${revision}, ${act.actor.name})
    on conflict (name) do update
      set values = excluded.values, revision = excluded.revision, updated_by = excluded.updated_by, updated_at = now()`);
  await writeAudit(tx, {
    ...act,
    action: 'settings.edit',
    targetKind: 'settings',
    targetId: group,
    before: { revision: before.revision, ...sayShort(before.values) },
    after: { revision, ...asked.values },
  });
}

/**
 * Nobody else changes the settings until this transaction ends. Also holds for a group without a row: of two who write it first, one is
 * late. Take it before reading what a change depends on.
 */
export async function lockSettings(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('settings'))`);
}

// A page's text is in the line that wrote it; here its length says enough.
function sayShort(values: object): object {
  if (!('markdown' in values) || typeof values.markdown !== 'string') return values;
  return { characters: values.markdown.length };
}
