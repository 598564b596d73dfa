import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { countRefusal, readGate } from '../../discord/index.ts';
import { type WebhookKey, webhookUrl } from '../discord/webhook-address.ts';
import type { renderDiscord } from '../words/render-discord.ts';
import { type SendOutcome, shorten } from './outcome.ts';

const timeoutMs = 15_000;
const answerCharactersMax = 10_000;

const RateLimit = z.object({ retry_after: z.number().nonnegative(), global: z.boolean().default(false) });

/**
 * Posts one message to a webhook. Never tells the address: its token is a secret. What Discord refuses counts with everything else it
 * refuses us, and near its ban nothing is posted.
 */
export async function sendDiscord(
  ctx: Pick<BrokerContext, 'config' | 'db'>,
  key: WebhookKey,
  body: ReturnType<typeof renderDiscord>,
): Promise<SendOutcome> {
  const { urls, discord } = ctx.config.signIn;
  const { refused } = await readGate(ctx.db, 'webhook');
  if (refused >= discord.refusalsMax) {
    return {
      kind: 'again',
      why: 'Discord refused too many requests; none is sent for a while.',
      afterMs: 60_000,
      forAll: true,
      notOurTry: true,
    };
  }
  const outcome = await post(webhookUrl(`${urls.discord}/api`, key), body);
  if (outcome.counts) await countRefusal(ctx.db);
  return outcome.outcome;
}

async function post(
  url: string,
  body: ReturnType<typeof renderDiscord>,
): Promise<{ outcome: SendOutcome; counts: boolean }> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      redirect: 'error',
      headers: { 'content-type': 'application/json', 'user-agent': 'Coinslot (webhook)' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { outcome: await judge(answer), counts: [401, 403, 429].includes(answer.status) };
  } catch (error) {
    const reason =
      error instanceof Error && error.name === 'TimeoutError' ? 'no answer in time' : 'no connection';
    return { outcome: { kind: 'again', why: `Discord: ${reason}` }, counts: false };
  }
}

async function judge(answer: Response): Promise<SendOutcome> {
  const text = (await answer.text()).slice(0, answerCharactersMax);
  if (answer.ok) return { kind: 'sent' };
  if (answer.status === 429) return readRateLimit(answer, text);
  const why = shorten(`Discord answered ${answer.status}`);
  // 401 and 403 as well: the token is void or the webhook may not write any more. Asking again would count towards a ban.
  if ([401, 403, 404].includes(answer.status)) return { kind: 'gone', why };
  return answer.status >= 500 ? { kind: 'again', why } : { kind: 'refused', why };
}

function readRateLimit(answer: Response, text: string): SendOutcome {
  const body = RateLimit.safeParse(parseJson(text)).data;
  const header = Number(answer.headers.get('retry-after') ?? Number.NaN);
  const seconds = body?.retry_after ?? (Number.isFinite(header) ? header : 60);
  return {
    kind: 'again',
    why: 'Discord asks to wait',
    afterMs: Math.ceil(Math.min(Math.max(seconds, 0.1), 3600) * 1000),
    // Without a body it is not Discord but the wall before it: nobody goes there for a while.
    forAll: body === undefined || body.global,
    notOurTry: true,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
