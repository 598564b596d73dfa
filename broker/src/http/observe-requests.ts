import type { BrokerContext } from '../context.ts';
import type { BrokerApp } from './broker-app.ts';

// Asked for by machines every few seconds; a line each would bury the rest.
const quietRoutes = new Set(['/healthz', '/readyz', '/metrics', '/*']);

/** One log line and one measurement for each answer, by the route's pattern (never the address with its ids and queries). */
export function observeRequests(
  app: BrokerApp,
  { log, metrics }: Pick<BrokerContext, 'log' | 'metrics'>,
): void {
  // The search for secrets by name costs as much as a twentieth of a purchase, and none of the line's fields could be one.
  const lines = log.child({}, { redact: [] });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    const { method } = request;
    metrics.httpSeconds
      .labels({ method, route, status: `${Math.floor(reply.statusCode / 100)}xx` })
      .observe(reply.elapsedTime / 1000);
    if (quietRoutes.has(route) && reply.statusCode < 500) return;
    lines.info(
      {
        requestId: request.id,
        method,
        route,
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime),
        memberId: request.member?.id ?? request.actorId ?? undefined,
        machineId: readMachineId(route, request.params),
      },
      'request answered',
    );
  });
}

function readMachineId(route: string, params: unknown): string | undefined {
  if (!route.includes('/machines/') || typeof params !== 'object' || params === null) return undefined;
  return 'id' in params && typeof params.id === 'string' ? params.id : undefined;
}
