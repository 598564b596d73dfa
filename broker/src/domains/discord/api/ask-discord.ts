import type { BrokerContext } from '../../../context.ts';
import { countRefusal, pauseRoute, readGate } from './refusals.ts';

export type DiscordContext = Pick<BrokerContext, 'config' | 'db' | 'log' | 'metrics'>;

export interface DiscordRequest {
  method: 'GET' | 'PUT';
  /** Below the API's version, e.g. `/guilds/1/members/2`. */
  path: string;
  /** The kind of address, as Discord limits it: without the ids of members. */
  route: string;
  authorization: string;
  body?: unknown;
}

/**
 * What came of a request to Discord. `refused`: 401 or 403. `held`: it was not sent, or Discord asked to come back at `until`.
 * `failed`: no answer in time, or one that is none.
 */
export type DiscordAnswer =
  | { outcome: 'answered'; status: number; body: unknown }
  | { outcome: 'not_found'; code: number | null }
  | { outcome: 'refused'; status: 401 | 403; code: number | null }
  | { outcome: 'held'; until: Date; why: 'breaker' | 'pause' }
  | { outcome: 'failed'; why: string };

const longestPauseMs = 3_600_000;
const statusesRefused: readonly number[] = [401, 403, 429];
const answerBytesMax = 4_000_000;

/** Sends one request, unless it would bring us nearer to Discord's ban or Discord asked us to wait. Never throws for what Discord does. */
export async function askDiscord(ctx: DiscordContext, request: DiscordRequest): Promise<DiscordAnswer> {
  const held = await readHold(ctx, request.route);
  if (held !== null) return held;
  const answer = await send(ctx, request);
  ctx.metrics.discordRequests.inc({ outcome: answer.outcome });
  return answer;
}

async function readHold(ctx: DiscordContext, route: string): Promise<DiscordAnswer | null> {
  const { refused, fewerAt, pausedUntil } = await readGate(ctx.db, route);
  if (refused >= ctx.config.signIn.discord.refusalsMax && fewerAt !== null) {
    ctx.log.warn({ refused }, 'Discord refused so many requests that none is sent for a while');
    return { outcome: 'held', until: fewerAt, why: 'breaker' };
  }
  return pausedUntil === null ? null : { outcome: 'held', until: pausedUntil, why: 'pause' };
}

async function send(ctx: DiscordContext, request: DiscordRequest): Promise<DiscordAnswer> {
  const { timeoutMs, urls } = ctx.config.signIn;
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${urls.discord}/api/v10${request.path}`, {
      method: request.method,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        authorization: request.authorization,
        'user-agent': `DiscordBot (${ctx.config.http.publicUrl}, 1)`,
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
    text = await response.text();
  } catch (error) {
    return { outcome: 'failed', why: error instanceof Error ? error.name : 'unknown' };
  }
  await noteLimits(ctx, request.route, response);
  return await toAnswer(ctx, request.route, response, text);
}

// Discord says when a kind of address is used up, before it refuses.
async function noteLimits(ctx: DiscordContext, route: string, { headers, status }: Response): Promise<void> {
  if (statusesRefused.includes(status)) await countRefusal(ctx.db);
  const resetAfterMs = toMs(headers.get('x-ratelimit-reset-after'));
  if (status !== 429 && headers.get('x-ratelimit-remaining') === '0' && resetAfterMs !== null) {
    await pauseRoute(ctx.db, route, resetAfterMs);
  }
}

async function toAnswer(
  ctx: DiscordContext,
  route: string,
  { status, headers }: Response,
  text: string,
): Promise<DiscordAnswer> {
  const body = text.length > answerBytesMax ? undefined : parse(text);
  if (status === 429) {
    const waitMs = toMs(headers.get('retry-after')) ?? 60_000;
    await pauseRoute(ctx.db, isGlobal(headers, body) ? '*' : route, waitMs);
    return { outcome: 'held', until: new Date(Date.now() + waitMs), why: 'pause' };
  }
  if (status === 401 || status === 403) return { outcome: 'refused', status, code: codeOf(body) };
  if (status === 404) return { outcome: 'not_found', code: codeOf(body) };
  if (status >= 200 && status < 300 && (text === '' || body !== undefined)) {
    return { outcome: 'answered', status, body };
  }
  return { outcome: 'failed', why: `status ${status}` };
}

function toMs(seconds: string | null): number | null {
  const ms = Math.ceil(Number(seconds) * 1000);
  return seconds === null || !Number.isFinite(ms) ? null : Math.min(Math.max(ms, 100), longestPauseMs);
}

function isGlobal(headers: Headers, body: unknown): boolean {
  if (headers.get('x-ratelimit-global') !== null || headers.get('x-ratelimit-scope') === 'global')
    return true;
  return typeof body === 'object' && body !== null && 'global' in body && body.global === true;
}

function codeOf(body: unknown): number | null {
  const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : null;
  return typeof code === 'number' ? code : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
