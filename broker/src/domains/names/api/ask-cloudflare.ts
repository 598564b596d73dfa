import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { type CallOutcome, noteOutcome, takeCall } from './call-budget.ts';

export type CloudflareContext = Pick<BrokerContext, 'config' | 'db' | 'log' | 'metrics'>;

export interface CloudflareCall {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/client/v4`, e.g. `/zones/0123…/dns_records`. */
  path: string;
  query?: Readonly<Record<string, string>>;
  body?: unknown;
  token: string;
  /** Removals, and the looks that they need, may use up the whole budget, everything else four fifths of it: what stands can always be taken down. */
  removes?: boolean;
}

/**
 * What came of a call. `rejected`: Cloudflare said no (4xx), with its own codes and words. `held`: it was not sent, or Cloudflare asked
 * to come back at `until`. `failed`: no answer in time, or one that is none; whether it was done is unknown.
 */
export type CloudflareAnswer =
  | { outcome: 'answered'; result: unknown; pages: number }
  | { outcome: 'rejected'; status: number; codes: readonly number[]; message: string }
  | { outcome: 'held'; until: Date }
  | { outcome: 'failed'; why: string };

const answerBytesMax = 4_000_000;
/** How long Cloudflare keeps an account closed that sent too many calls. */
const closedForMs = 300_000;

/** Sends one call, unless too many were sent or Cloudflare is failing. Never throws for what Cloudflare does. */
export async function askCloudflare(ctx: CloudflareContext, call: CloudflareCall): Promise<CloudflareAnswer> {
  const until = await takeCall(ctx, call.removes ?? false);
  if (until !== null) {
    ctx.metrics.cloudflareRequests.inc({ outcome: 'held' });
    return { outcome: 'held', until };
  }
  const { answer, retryAfterMs } = await send(ctx, call);
  ctx.metrics.cloudflareRequests.inc({ outcome: answer.outcome });
  await noteOutcome(ctx, judge(answer, retryAfterMs));
  return answer;
}

/** An answer's whole meaning for a sentence; without the token and without ids. */
export function explainAnswer(answer: Exclude<CloudflareAnswer, { outcome: 'answered' }>): string {
  switch (answer.outcome) {
    case 'held':
      return `Nothing is sent to Cloudflare before ${answer.until.toISOString()}.`;
    case 'failed':
      return `Cloudflare could not be reached (${answer.why}).`;
    case 'rejected':
      return `Cloudflare answered ${answer.status}: ${answer.message}`;
  }
}

async function send(
  ctx: CloudflareContext,
  call: CloudflareCall,
): Promise<{ answer: CloudflareAnswer; retryAfterMs: number }> {
  const { apiUrl, timeoutMs } = ctx.config.tunnels;
  const url = new URL(`${apiUrl}/client/v4${call.path}`);
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
  try {
    const response = await fetch(url, {
      method: call.method,
      // The token goes to Cloudflare and nowhere else.
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        authorization: `Bearer ${call.token}`,
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    });
    const answer = toAnswer(response.status, await response.text());
    return { answer, retryAfterMs: readRetryAfter(response.headers.get('retry-after')) };
  } catch (error) {
    return {
      answer: { outcome: 'failed', why: error instanceof Error ? error.name : 'unknown' },
      retryAfterMs: 0,
    };
  }
}

/** What every answer of Cloudflare's is wrapped in. */
const Envelope = z.object({
  success: z.boolean(),
  errors: z.array(z.object({ code: z.number(), message: z.string() })).catch([]),
  result: z.unknown(),
  result_info: z.object({ total_pages: z.int() }).nullish().catch(null),
});

function toAnswer(status: number, text: string): CloudflareAnswer {
  const envelope = text.length > answerBytesMax ? null : readEnvelope(text);
  if (status >= 400 && status < 500) {
    const errors = envelope?.errors ?? [];
    const message = errors
      .map(({ code, message }) => `${message} (${code})`)
      .join('; ')
      .slice(0, 300);
    return { outcome: 'rejected', status, codes: errors.map(({ code }) => code), message };
  }
  if (envelope === null || status < 200 || status >= 300)
    return { outcome: 'failed', why: `status ${status}` };
  if (!envelope.success) {
    return {
      outcome: 'rejected',
      status,
      codes: envelope.errors.map(({ code }) => code),
      message: 'no success',
    };
  }
  return { outcome: 'answered', result: envelope.result, pages: envelope.result_info?.total_pages ?? 1 };
}

function readEnvelope(text: string): z.infer<typeof Envelope> | null {
  try {
    return Envelope.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

// That something does not exist or exists already is an answer like any other; a token that is refused is a failure of ours.
function judge(answer: CloudflareAnswer, retryAfterMs: number): CallOutcome {
  if (answer.outcome === 'rejected' && answer.status === 429) {
    return { went: 'closed', forMs: retryAfterMs || closedForMs, detail: explainAnswer(answer) };
  }
  const refused = answer.outcome === 'rejected' && (answer.status === 401 || answer.status === 403);
  return refused || answer.outcome === 'failed'
    ? { went: 'badly', detail: explainAnswer(answer) }
    : { went: 'well' };
}

function readRetryAfter(seconds: string | null): number {
  const ms = Number(seconds) * 1000;
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, 3_600_000) : 0;
}
