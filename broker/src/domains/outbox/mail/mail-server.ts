import type { MailSettings } from '@coinslot/shared/http/admin-mail.ts';
import { MailSecurity } from '@coinslot/shared/http/admin-mail.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { type Db, readRows, type Tx } from '../../../database/db.ts';

/** Where mail goes out, with the password in plain text: for the transport only. */
export interface MailServer {
  host: string;
  port: number;
  security: MailSecurity;
  user: string;
  password: string;
  from: string;
}

const Row = z.object({
  host: z.string(),
  port: z.int(),
  security: MailSecurity,
  user: z.string(),
  password: z.string().nullable(),
  from: z.string(),
  revision: z.int(),
});

/** The place of the stored password: encrypted for this row, it opens in no other. */
export const mailPasswordPlace = 'mail_settings';

/** The row of settings, its password still encrypted; undefined when the environment's hold. */
export async function readMailRow(db: Db | Tx): Promise<z.infer<typeof Row> | undefined> {
  const [row] = await readRows(
    db,
    Row,
    sql`select host, port, security, username as "user", password, sender as "from", revision from mail_settings`,
  );
  return row;
}

/** The server to send by: the admin's settings, else the environment's, else none. */
export async function readMailServer(
  ctx: Pick<BrokerContext, 'config' | 'secrets'>,
  db: Db | Tx,
): Promise<MailServer | null> {
  const row = await readMailRow(db);
  if (row === undefined) return ctx.config.mail.server;
  const { revision: _, ...server } = row;
  return {
    ...server,
    password: row.password === null ? '' : ctx.secrets.decryptSecret(row.password, mailPasswordPlace),
  };
}

/** The settings as an admin sees them: never a password. */
export async function readMailSettings(
  ctx: Pick<BrokerContext, 'config'>,
  db: Db | Tx,
): Promise<MailSettings> {
  const row = await readMailRow(db);
  if (row !== undefined) {
    const { password, ...shown } = row;
    return { source: 'settings', ...shown, hasPassword: password !== null };
  }
  const { server } = ctx.config.mail;
  if (server === null) {
    return {
      source: 'none',
      host: '',
      port: 587,
      security: 'starttls',
      user: '',
      hasPassword: false,
      from: '',
      revision: 0,
    };
  }
  const { password, ...shown } = server;
  return { source: 'environment', ...shown, hasPassword: password !== '', revision: 0 };
}
