import type { AdminSettings } from '@coinslot/shared/http/admin-settings.ts';
import type { BrokerContext } from '../../context.ts';
import { readSettingsNow, type SettingsEntry } from './read-settings.ts';

export interface SettingsFacts {
  /** How many members have had welcome coins. */
  granted: number;
  /** How many members have not verified their address. */
  unconfirmed: number;
  mailMissing: boolean;
}

/** What the settings pages show. */
export async function showSettings(
  ctx: Pick<BrokerContext, 'config' | 'db'>,
  { granted, unconfirmed, mailMissing }: SettingsFacts,
): Promise<AdminSettings> {
  const { general, members, welcome, terms, privacy } = await readSettingsNow(ctx.db);
  return {
    general: show(general),
    members: {
      ...show(members),
      activeMachinesMaxByDefault: ctx.config.machines.activePerMemberMax,
      unconfirmed,
      mailMissing,
    },
    welcome: { ...show(welcome), granted },
    terms: show(terms),
    privacy: show(privacy),
  };
}

function show<Values>(entry: SettingsEntry<Values>) {
  return { ...entry, updatedAt: entry.updatedAt?.toISOString() ?? null };
}
