import type { BrokerContext } from '../../../context.ts';
import type { Db, Tx } from '../../../database/db.ts';
import { readMailRow } from './mail-server.ts';

/** Whether mail goes out. Without a server it waits in the outbox. */
export async function isMailConfigured(
  { config }: Pick<BrokerContext, 'config'>,
  db: Db | Tx,
): Promise<boolean> {
  return config.mail.server !== null || (await readMailRow(db)) !== undefined;
}
