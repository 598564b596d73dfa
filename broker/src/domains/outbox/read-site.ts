import type { BrokerContext } from '../../context.ts';
import { readSettings } from '../settings/index.ts';
import type { Site } from './words/render-mail.ts';

/** What mails and Discord messages say of this installation. */
export async function readSite(ctx: Pick<BrokerContext, 'config' | 'db'>): Promise<Site> {
  const { general } = await readSettings(ctx);
  const { name, supportContact } = general.values;
  return {
    name,
    contact: supportContact === '' ? null : supportContact,
    publicUrl: ctx.config.http.publicUrl,
  };
}
