import type { OutboxChannel } from '@coinslot/shared/http/admin-outbox.ts';
import type { BrokerContext } from '../../../context.ts';
import { outboxTriesTotal } from '../../../observability/outbox-metrics.ts';
import { readWebhook } from '../discord/read-webhook.ts';
import { type MailServer, readMailServer } from '../mail/mail-server.ts';
import { readParams } from '../read-params.ts';
import { readSite } from '../read-site.ts';
import { describeMessage } from '../words/describe-message.ts';
import { isMessageKind, isNotificationKind } from '../words/message-params.ts';
import { renderDiscord } from '../words/render-discord.ts';
import { preferencesUrl, renderMail, type Site } from '../words/render-mail.ts';
import { claimMessage, type ClaimedMessage } from './claim-message.ts';
import type { SendOutcome } from './outcome.ts';
import { sendDiscord } from './send-discord.ts';
import { sendMail } from './send-mail.ts';
import { settleMessage } from './settle-message.ts';

type SendContext = Pick<BrokerContext, 'bus' | 'config' | 'db' | 'log' | 'metrics' | 'secrets'>;

/** So many are on their way at once: a server that is slow for one recipient keeps the others waiting for nothing. */
const atOnce = 5;
/** A round claims no more after this, so that the process can stop. */
const roundMs = 2_000;

/** Sends the mail that is due. None while no server is configured: it waits in the outbox. Answers how many were tried. */
export async function sendDueMail(ctx: SendContext): Promise<number> {
  const server = await readMailServer(ctx, ctx.db);
  if (server === null) return 0;
  const site = await readSite(ctx);
  return await inLanes(ctx, ['mail'], async (message) => await mail(ctx, server, site, message));
}

/** Sends the Discord messages that are due. Answers how many were tried. */
export async function sendDueDiscord(ctx: SendContext): Promise<number> {
  const site = await readSite(ctx);
  return await inLanes(ctx, ['discord', 'operator'], async (message) => await post(ctx, site, message));
}

async function inLanes(
  ctx: SendContext,
  channels: readonly OutboxChannel[],
  send: (message: ClaimedMessage) => Promise<SendOutcome>,
): Promise<number> {
  const until = performance.now() + roundMs;
  let tried = 0;
  async function runLane(): Promise<void> {
    while (performance.now() < until) {
      const message = await claimMessage(ctx.db, channels, ctx.config.outbox.triesMax);
      if (message === undefined) return;
      tried += 1;
      const outcome = await sendOrRefuse(ctx, message, send);
      await settleMessage(ctx, message, outcome);
      outboxTriesTotal.inc({ channel: message.channel, outcome: outcome.kind });
    }
  }
  await Promise.all(Array.from({ length: atOnce }, runLane));
  return tried;
}

// What cannot even be written (parameters of another version, a key that is gone) is our fault and ends here: it would be the same again.
async function sendOrRefuse(
  ctx: SendContext,
  message: ClaimedMessage,
  send: (message: ClaimedMessage) => Promise<SendOutcome>,
): Promise<SendOutcome> {
  try {
    return await send(message);
  } catch (error) {
    ctx.metrics.faults.inc({ kind: 'outbox_message' });
    ctx.log.error(
      { err: error, messageId: message.id, kind: message.kind },
      'a message could not be written',
    );
    return { kind: 'refused', why: 'It could not be written: the log has more.' };
  }
}

async function mail(
  ctx: SendContext,
  server: MailServer,
  site: Site,
  message: ClaimedMessage,
): Promise<SendOutcome> {
  const choosable = isNotificationKind(message.kind) && message.kind !== 'security';
  return await sendMail(server, {
    ...renderMail(wordsOf(ctx, message), site, choosable),
    id: message.id,
    to: message.recipient,
    unsubscribeUrl: choosable ? preferencesUrl(site) : null,
  });
}

async function post(ctx: SendContext, site: Site, message: ClaimedMessage): Promise<SendOutcome> {
  const key = await readWebhook(ctx, message.userId);
  if (key === null) return { kind: 'gone', why: 'The webhook was removed.' };
  return await sendDiscord(ctx, key, renderDiscord(wordsOf(ctx, message), site));
}

function wordsOf(ctx: SendContext, message: ClaimedMessage) {
  if (!isMessageKind(message.kind)) throw new Error(`there is no message of the kind ${message.kind}`);
  return describeMessage(message.kind, readParams(ctx, message));
}
