import type { BrokerContext } from '../../../context.ts';
import { readMailRow } from './mail-server.ts';

/** Whether mail goes out. Without a server it waits in the outbox. */
export async function isMailConfigured({
  config,
  db,
}: Pick<BrokerContext, 'config' | 'db'>): Promise<boolean> {
  return config.mail.server !== null || (await readMailRow(db)) !== undefined;
}
