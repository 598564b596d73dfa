import { timingSafeEqual } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { FastifyRequest } from 'fastify';
import type { BrokerContext } from '../context.ts';
import { isMigrated } from '../database/migrate.ts';
import type { BrokerApp } from '../http/broker-app.ts';
import { fail } from '../http/errors.ts';
import { tellMetrics } from './tell-metrics.ts';

/** How each background loop does, by name. Only the critical ones decide whether the broker is ready. */
export type LoopHealth = Record<string, { healthy: boolean; critical: boolean; lastRunAt: string | null }>;

const databasePatienceMs = 2_000;

/**
 * `/healthz`: the process answers. `/readyz`: it can serve; how many loops are late, and for whoever may read the metrics which.
 * `/metrics`: for Prometheus, from this host or with the token.
 */
export function registerHealthRoutes(app: BrokerApp, ctx: BrokerContext, readLoops: () => LoopHealth): void {
  const open = { config: { access: 'public', readsSession: false, rateLimit: false } } as const;
  app.get('/healthz', open, () => ({ status: 'ok' }));
  app.get('/readyz', open, async (request, reply) => {
    const loops = readLoops();
    const mayRead = mayReadMetrics(request, ctx.config.metricsToken);
    const checks = {
      database: await answersInTime(ctx.db.execute(sql`select 1`)),
      migrations: await answersInTime(isMigrated(ctx.db.$client)),
      loops: Object.values(loops).every(({ healthy, critical }) => healthy || !critical),
    };
    const ready = Object.values(checks).every(Boolean);
    return reply
      .status(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({
        status: ready ? 'ready' : 'not ready',
        checks,
        lateLoops: Object.values(loops).filter(({ healthy }) => !healthy).length,
        ...(mayRead ? { loops } : {}),
      });
  });
  app.get('/metrics', open, async (request, reply) => {
    if (!mayReadMetrics(request, ctx.config.metricsToken)) throw fail('not_found');
    const { type, text } = await tellMetrics(ctx);
    return reply.type(type).send(text);
  });
}

async function answersInTime(work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), databasePatienceMs);
  });
  const answered = work.then(
    (result) => result !== false,
    () => false,
  );
  return await Promise.race([answered, late]).finally(() => clearTimeout(timer));
}

// Behind a trusted proxy everybody's socket comes from this host: there the token decides alone.
function mayReadMetrics(request: FastifyRequest, token: string | undefined): boolean {
  if (token === undefined) return isLoopback(request.socket.remoteAddress) && isLoopback(request.ip);
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function isLoopback(address: string | undefined): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address ?? '');
}
