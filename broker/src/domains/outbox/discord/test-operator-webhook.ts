import type { TestMessageResponse } from '@coinslot/shared/http/admin-mail.ts';
import type { BrokerContext } from '../../../context.ts';
import { fail } from '../../../http/errors.ts';
import { readSite } from '../read-site.ts';
import { sendDiscord } from '../send/send-discord.ts';
import { describeMessage } from '../words/describe-message.ts';
import { renderDiscord } from '../words/render-discord.ts';
import { readWebhook } from './read-webhook.ts';

/** Posts one message to the operator's channel now, past the outbox, and answers what Discord said. Throws `not_configured`. */
export async function testOperatorWebhook(
  ctx: Pick<BrokerContext, 'config' | 'db' | 'secrets'>,
): Promise<TestMessageResponse> {
  const key = await readWebhook(ctx, null);
  if (key === null) throw fail('not_configured', { detail: 'Save the address of a webhook first.' });
  const words = { ...describeMessage('test', {}), link: null };
  const outcome = await sendDiscord(ctx, key, renderDiscord(words, await readSite(ctx)));
  return outcome.kind === 'sent'
    ? { ok: true, detail: 'Discord took the message: look into the channel.' }
    : { ok: false, detail: outcome.why };
}
