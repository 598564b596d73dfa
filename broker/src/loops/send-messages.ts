import type { BrokerContext } from '../context.ts';
import { endOverdueMessages, sendDueDiscord, sendDueMail } from '../domains/outbox/index.ts';
import type { Loop } from './loop.ts';

/** Sends the mail of the outbox that is due, and ends what is too late to be sent. */
export function createSendMail(ctx: BrokerContext): Loop['run'] {
  return async () => {
    const ended = await endOverdueMessages(ctx);
    if (ended > 0) ctx.log.info({ ended }, 'messages were not sent in time');
    await sendDueMail(ctx);
  };
}

/** Sends the Discord messages of the outbox that are due: a slow mail server holds none of them up. */
export function createSendDiscord(ctx: BrokerContext): Loop['run'] {
  return async () => {
    await sendDueDiscord(ctx);
  };
}
