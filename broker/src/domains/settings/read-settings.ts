import { GeneralSettings, MemberSettings, WelcomeSettings } from '@coinslot/shared/http/admin-settings.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows, type Tx } from '../../database/db.ts';
import { PgTimestamp } from '../../database/pg-types.ts';
import { defaultPrivacy } from './default-privacy.ts';
import { defaultTerms } from './default-terms.ts';

const stored = {
  general: GeneralSettings,
  members: MemberSettings,
  welcome: WelcomeSettings,
  terms: z.object({ markdown: z.string().default(defaultTerms) }),
  privacy: z.object({ markdown: z.string().default(defaultPrivacy) }),
} as const;

/** One group: its values, and who changed them last. `revision` 0 = as it came with the software. */
export interface SettingsEntry<Values> {
  values: Values;
  revision: number;
  updatedAt: Date | null;
  updatedBy: string | null;
}

/** What admins decided on the settings pages. What a process needs to start, and every secret, is the environment's (config.ts). */
export type Settings = { [Name in keyof typeof stored]: SettingsEntry<z.output<(typeof stored)[Name]>> };

const keptForMs = 1_000;
const kept = new WeakMap<Db, { readAt: number; settings: Promise<Settings> }>();

/** The settings as they are now, or were at most a second ago: a change at another broker counts here within that time. */
export async function readSettings({ db }: { db: Db }): Promise<Settings> {
  const known = kept.get(db);
  if (known !== undefined && performance.now() - known.readAt < keptForMs) return await known.settings;
  const settings = readSettingsNow(db);
  kept.set(db, { readAt: performance.now(), settings });
  // A failure is not kept.
  settings.catch(() => forgetSettings({ db }));
  return await settings;
}

/** The next reader in this process asks the database. Call it after the commit of a change. */
export function forgetSettings({ db }: { db: Db }): void {
  kept.delete(db);
}

/** As they are in this moment. */
export async function readSettingsNow(db: Db | Tx): Promise<Settings> {
  const rows = await readRows(
    db,
    Row,
    sql`select name, values, revision, updated_at as "updatedAt", updated_by as "updatedBy" from settings`,
  );
  const found = new Map(rows.map((row) => [row.name, row]));
  function entryOf<Values extends z.ZodType>(name: string, values: Values): SettingsEntry<z.output<Values>> {
    const row = found.get(name);
    return {
      values: values.parse(row?.values ?? {}),
      revision: row?.revision ?? 0,
      updatedAt: row?.updatedAt ?? null,
      updatedBy: row?.updatedBy ?? null,
    };
  }
  return {
    general: entryOf('general', stored.general),
    members: entryOf('members', stored.members),
    welcome: entryOf('welcome', stored.welcome),
    terms: entryOf('terms', stored.terms),
    privacy: entryOf('privacy', stored.privacy),
  };
}

const Row = z.object({
  name: z.string(),
  values: z.unknown(),
  revision: z.int(),
  updatedAt: PgTimestamp,
  updatedBy: z.string(),
});
