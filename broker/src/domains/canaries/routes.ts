import { Canary, CanaryPage, CanaryRequest } from '@coinslot/shared/http/admin-canaries.ts';
import { PageQuery } from '@coinslot/shared/http/page.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { withIdempotency } from '../../http/idempotency.ts';
import { adminActOf } from '../audit/index.ts';
import { askCanary } from './ask-canary.ts';
import { listCanaries, requireCanary } from './read-canaries.ts';

const Params = z.object({ id: z.uuid() });

export function registerCanaryRoutes(app: BrokerApp, ctx: BrokerContext): void {
  app.get(
    '/api/v1/admin/labs/:id/canaries',
    {
      config: { access: 'admin.labs.read' },
      schema: { params: Params, querystring: PageQuery, response: { 200: CanaryPage } },
    },
    async (request) => await listCanaries(ctx.db, request.params.id, request.query),
  );
  app.get(
    '/api/v1/admin/canaries/:id',
    { config: { access: 'admin.labs.read' }, schema: { params: Params, response: { 200: Canary } } },
    async (request) => await requireCanary(ctx.db, request.params.id),
  );
  app.post(
    '/api/v1/admin/labs/:id/canaries',
    {
      config: { access: 'admin.labs.write', idempotent: true },
      schema: { params: Params, body: CanaryRequest, response: { 202: Canary } },
    },
    async (request, reply) =>
      await withIdempotency(ctx, request, reply, async (tx) => {
        const order = { ...request.body, labId: request.params.id, by: adminActOf(request) };
        return { status: 202, body: await requireCanary(tx, await askCanary(tx, ctx, order)) };
      }),
  );
}
