import { createHash } from 'node:crypto';
import { errorCatalogue } from '@coinslot/shared/error-codes.ts';
import { sql } from 'drizzle-orm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { BrokerContext } from '../context.ts';
import { type Db, inSavepoint, inTransaction, readRows, type Tx } from '../database/db.ts';
import { idempotencyReplaysTotal } from '../observability/wallet-metrics.ts';
import { fail, isAppError, toProblem } from './errors.ts';
import { requireMember } from './guard.ts';

export interface Answer<Body> {
  status: number;
  body: Body;
  /** What a repeat gets instead of `body`: with secret fields null and `secretAlreadyShown`. */
  storedBody?: unknown;
}

/**
 * Runs `act` at most once for this member and Idempotency-Key, and sends its answer. Key, effect and answer are one transaction:
 * the key is claimed before `act` looks at anything, a second request with it waits for the first one's commit and gets the same
 * answer. A final refusal (4xx that the catalogue never retries) undoes the effect and is kept as the answer; one that may pass
 * later, and every fault of ours, keeps nothing.
 */
export async function withIdempotency<Body>(
  ctx: Pick<BrokerContext, 'db' | 'secrets'>,
  request: FastifyRequest,
  reply: FastifyReply,
  act: (tx: Tx) => Promise<Answer<Body>>,
): Promise<FastifyReply> {
  const claim = { ...readKey(ctx, request), scope: scopeOf(requireMember(request).id) };
  const outcome = await inTransaction(ctx.db, async (tx): Promise<Outcome> => {
    const earlier = await claimKey(tx, claim);
    if (earlier !== undefined) return { ...earlier, replayed: true };
    const first = await actOrRefuse(tx, act);
    await tx.execute(sql`
      update idempotency_keys
      set status = ${first.status}, body = ${JSON.stringify(first.storedBody ?? first.body ?? null)}::jsonb
      where scope = ${claim.scope} and key = ${claim.key}`);
    return { status: first.status, body: first.body, replayed: false };
  });
  return sendOutcome(request, reply, outcome);
}

/**
 * The same promise for an act that reads the session, claims the key, takes effect and keeps its answer in one statement of its own,
 * and that writes nothing when it refuses. A final refusal is kept afterwards: it changed nothing, so nothing is lost in between.
 */
export async function withOwnIdempotency(
  ctx: Pick<BrokerContext, 'db' | 'secrets'>,
  request: FastifyRequest,
  reply: FastifyReply,
  act: (claim: KeyClaim) => Promise<OwnOutcome | Refused>,
): Promise<FastifyReply> {
  const outcome = await actOrKeepRefusal(ctx.db, readKey(ctx, request), async (claim) => {
    const first = await act(claim);
    request.actorId = first.memberId;
    return first;
  });
  return sendOutcome(request, reply, outcome);
}

/** True when this request's key has an answer: withIdempotency then gives that, or refuses the key, and does nothing more. */
export async function hasKeptAnswer(
  { db }: Pick<BrokerContext, 'db'>,
  request: FastifyRequest,
): Promise<boolean> {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string') return false;
  const scope = scopeOf(requireMember(request).id);
  const kept = await db.execute(sql`
    select 1 from idempotency_keys
    where scope = ${scope} and key = ${key} and status is not null`);
  return kept.rowCount === 1;
}

interface Outcome {
  status: number;
  body: unknown;
  /** It is what an earlier request with this key was answered. */
  replayed: boolean;
}

/** What an act found out by itself: also whose it was. */
export interface OwnOutcome extends Outcome {
  memberId: string;
}

/** Nothing was written, for this reason. */
export interface Refused {
  memberId: string;
  error: Error;
}

function sendOutcome(request: FastifyRequest, reply: FastifyReply, outcome: Outcome): FastifyReply {
  if (outcome.replayed) {
    idempotencyReplaysTotal.inc();
    reply.header('idempotency-replayed', 'true');
  }
  reply.status(outcome.status).header('cache-control', 'no-store');
  if (outcome.status < 400) return reply.send(outcome.body);
  reply.header('content-type', 'application/problem+json; charset=utf-8').serializer(JSON.stringify);
  return reply.send({ ...z.looseObject({}).parse(outcome.body), requestId: request.id });
}

/** What is asked for with which key. `bodyHash` tells two bodies apart, however they were written. */
export interface KeyClaim {
  key: string;
  route: string;
  bodyHash: string;
  movesCoins: boolean;
}

interface Claim extends KeyClaim {
  scope: string;
}

// Two members never share a key.
function scopeOf(memberId: string): string {
  return `member:${memberId}`;
}

function readKey(ctx: Pick<BrokerContext, 'secrets'>, request: FastifyRequest): KeyClaim {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string') throw fail('idempotency_key_required');
  return {
    key,
    // With its ids: the same key for another machine is another act.
    route: `${request.method} ${request.url.split('?')[0]}`,
    bodyHash: hashBody(ctx, request),
    movesCoins: request.routeOptions.config.movesCoins ?? false,
  };
}

const Stored = z.object({
  route: z.string(),
  bodyHash: z.string(),
  status: z.int().nullable(),
  body: z.unknown(),
});

/** Claims the key; when it was claimed before, the stored answer. Waits while another transaction holds it. */
async function claimKey(tx: Tx, claim: Claim): Promise<{ status: number; body: unknown } | undefined> {
  const claimed = await tx.execute(sql`
    insert into idempotency_keys (scope, key, route, body_hash, moves_coins)
    values (${claim.scope}, ${claim.key}, ${claim.route}, ${claim.bodyHash}, ${claim.movesCoins})
    on conflict (scope, key) do nothing`);
  if (claimed.rowCount === 1) return undefined;
  const [stored] = await readRows(
    tx,
    Stored,
    sql`select route, body_hash as "bodyHash", status, body from idempotency_keys
        where scope = ${claim.scope} and key = ${claim.key}`,
  );
  return readRepeat(claim, stored);
}

/**
 * The answer that was kept for this key, from its row or what stands for one.
 *
 * @throws idempotency_key_reused when the key was used for something else
 */
export function readRepeat(claim: KeyClaim, row: unknown): { status: number; body: unknown } {
  const stored = Stored.safeParse(row).data;
  if (stored === undefined || stored.status === null) throw fail('unavailable', { retryAfterSeconds: 1 });
  if (stored.route !== claim.route || stored.bodyHash !== claim.bodyHash)
    throw fail('idempotency_key_reused');
  return { status: stored.status, body: stored.body };
}

async function actOrKeepRefusal(
  db: Db,
  claim: KeyClaim,
  act: (claim: KeyClaim) => Promise<OwnOutcome | Refused>,
): Promise<Outcome> {
  const outcome = await act(claim);
  if (!('error' in outcome)) return outcome;
  const problem = finalProblem(outcome.error);
  if (problem === undefined) throw outcome.error;
  const kept = await keepRefusal(db, { ...claim, scope: scopeOf(outcome.memberId) }, problem);
  if (kept) return { status: problem.status, body: problem, replayed: false };
  // Another request with this key was faster in between: its answer counts.
  const again = await act(claim);
  if ('error' in again) throw again.error;
  return again;
}

async function keepRefusal(db: Db, claim: Claim, problem: Problem): Promise<boolean> {
  const kept = await db.execute(sql`
    insert into idempotency_keys (scope, key, route, body_hash, moves_coins, status, body)
    values (${claim.scope}, ${claim.key}, ${claim.route}, ${claim.bodyHash}, ${claim.movesCoins}, ${problem.status},
      ${JSON.stringify(problem)}::jsonb)
    on conflict (scope, key) do nothing`);
  return kept.rowCount === 1;
}

async function actOrRefuse<Body>(
  tx: Tx,
  act: (tx: Tx) => Promise<Answer<Body>>,
): Promise<Answer<Body | Problem>> {
  try {
    return await inSavepoint(tx, act);
  } catch (error) {
    const problem = finalProblem(error);
    if (problem === undefined) throw error;
    return { status: problem.status, body: problem };
  }
}

type Problem = ReturnType<typeof toProblem>;

/** The refusal that will be the same whenever it is asked again; undefined for what may pass, and for every fault of ours. */
function finalProblem(error: unknown): Problem | undefined {
  if (!isAppError(error)) return undefined;
  const { status, retry } = errorCatalogue[error.code];
  return status >= 500 || retry === 'later' ? undefined : toProblem(error);
}

// A plain hash of a body with a password would let whoever reads the database try passwords: that one needs our key.
function hashBody(ctx: Pick<BrokerContext, 'secrets'>, request: FastifyRequest): string {
  const text = canonicalJson(request.body);
  if (request.routeOptions.config.hasSecretBody === true) return ctx.secrets.fingerprint(text);
  return createHash('sha256').update(text).digest('hex');
}

// JSON with sorted keys: the same body however it was written.
function canonicalJson(value: unknown): string {
  return JSON.stringify(value ?? null, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
