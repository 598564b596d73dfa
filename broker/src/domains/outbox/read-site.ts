import type { BrokerContext } from '../../context.ts';
import { readSettings } from '../settings/index.ts';
import type { Site } from './words/render-mail.ts';

/** What mails and Discord messages say of this installation. */
export async function readSite(ctx: Pick<BrokerContext, 'config' | 'db'>): Promise<Site> {
  const { general } = await readSettings(ctx);
  return { name: general.values.name, publicUrl: ctx.config.http.publicUrl };
}
