import { EditPoolRequest, Pool, PoolDraft, PoolList } from '@coinslot/shared/http/admin-pools.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction } from '../../../database/db.ts';
import type { BrokerApp } from '../../../http/broker-app.ts';
import { withIdempotency } from '../../../http/idempotency.ts';
import { adminActOf } from '../../audit/index.ts';
import { createPool } from './create-pool.ts';
import { deletePool } from './delete-pool.ts';
import { editPool } from './edit-pool.ts';
import { listPools } from './list-pools.ts';

const PoolParams = z.object({ id: z.uuid() });

export function registerPoolRoutes(app: BrokerApp, ctx: BrokerContext): void {
  app.get(
    '/api/v1/admin/pools',
    {
      // Who enrols a worker chooses its pool.
      config: { access: ['admin.pools.read', 'admin.workers.read'] },
      schema: { response: { 200: PoolList } },
    },
    async () => ({ items: await listPools(ctx) }),
  );
  app.post(
    '/api/v1/admin/pools',
    {
      config: { access: 'admin.pools.write', idempotent: true },
      schema: { body: PoolDraft, response: { 201: Pool } },
    },
    async (request, reply) =>
      await withIdempotency(ctx, request, reply, async (tx) => ({
        status: 201,
        body: await createPool(tx, ctx, adminActOf(request), request.body),
      })),
  );
  app.put(
    '/api/v1/admin/pools/:id',
    {
      config: { access: 'admin.pools.write', idempotent: false },
      schema: { params: PoolParams, body: EditPoolRequest, response: { 200: Pool } },
    },
    async (request) =>
      await inTransaction(ctx.db, (tx) =>
        editPool(tx, ctx, adminActOf(request), request.params.id, request.body),
      ),
  );
  app.delete(
    '/api/v1/admin/pools/:id',
    {
      config: { access: 'admin.pools.write', idempotent: false },
      schema: { params: PoolParams, response: { 204: z.null() } },
    },
    async (request, reply) => {
      await inTransaction(ctx.db, (tx) => deletePool(tx, adminActOf(request), request.params.id));
      return reply.status(204).send(null);
    },
  );
}
