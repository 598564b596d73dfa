import { randomUUID } from 'node:crypto';
import type { TestMessageResponse } from '@coinslot/shared/http/admin-mail.ts';
import type { BrokerContext } from '../../../context.ts';
import { fail } from '../../../http/errors.ts';
import { readSite } from '../read-site.ts';
import { sendMail } from '../send/send-mail.ts';
import { describeMessage } from '../words/describe-message.ts';
import { renderMail } from '../words/render-mail.ts';
import { readMailServer } from './mail-server.ts';

/** Sends one mail now, past the outbox, and answers what the server said. Throws `not_configured`. */
export async function sendTestMail(
  ctx: Pick<BrokerContext, 'config' | 'db' | 'secrets'>,
  to: string,
): Promise<TestMessageResponse> {
  const server = await readMailServer(ctx, ctx.db);
  if (server === null) throw fail('not_configured', { detail: 'Save a mail server first.' });
  const outcome = await sendMail(server, {
    ...renderMail(describeMessage('test', {}), await readSite(ctx), false),
    id: randomUUID(),
    to,
    unsubscribeUrl: null,
  });
  return outcome.kind === 'sent'
    ? { ok: true, detail: `${server.host} took the mail. Whether it arrives, only its recipient can see.` }
    : { ok: false, detail: outcome.why };
}
