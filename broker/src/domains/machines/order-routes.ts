import { AutoExtendRequest, Machine, MachineHealthHistory } from '@coinslot/shared/http/machines.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { inTransaction } from '../../database/db.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { requireMember } from '../../http/guard.ts';
import { withIdempotency } from '../../http/idempotency.ts';
import { readHealth } from './health/read-health.ts';
import { restartMachine } from './restart/restart-machine.ts';
import { extendMachine } from './time/extend-machine.ts';
import { setAutoExtend } from './time/set-auto-extend.ts';
import { readOwnMachine, requireMachine, requireOwnMachine } from './view/read-machine.ts';

const MachineParams = z.object({ id: z.uuid() });

/** What the owner of a machine asks for while it runs (more time, a restart), and how it is. */
export function registerOrderRoutes(app: BrokerApp, ctx: BrokerContext): void {
  for (const [verb, act, more] of [
    ['extend', extendMachine, { movesCoins: true }],
    ['restart', restartMachine, {}],
  ] as const) {
    app.post(
      `/api/v1/machines/:id/${verb}`,
      {
        config: { access: 'member', scope: 'machines.write', idempotent: true, ...more },
        schema: { params: MachineParams, response: { 202: Machine } },
      },
      async (request, reply) => {
        const memberId = requireMember(request).id;
        const machineId = request.params.id;
        return await withIdempotency(ctx, request, reply, async (tx) => {
          await act(tx, ctx, { memberId, machineId });
          return { status: 202, body: await readOwnMachine(tx, ctx, memberId, machineId) };
        });
      },
    );
  }
  app.put(
    '/api/v1/machines/:id/auto-extend',
    {
      config: { access: 'member', scope: 'machines.write', idempotent: false },
      schema: { params: MachineParams, body: AutoExtendRequest, response: { 200: Machine } },
    },
    async (request) => {
      const memberId = requireMember(request).id;
      const machineId = request.params.id;
      return await inTransaction(ctx.db, async (tx) => {
        await setAutoExtend(tx, ctx, { memberId, machineId, enabled: request.body.enabled });
        return await readOwnMachine(tx, ctx, memberId, machineId);
      });
    },
  );
  registerHealthRoutes(app, ctx);
}

function registerHealthRoutes(app: BrokerApp, ctx: BrokerContext): void {
  app.get(
    '/api/v1/machines/:id/health',
    {
      config: { access: 'member', scope: 'machines.read' },
      schema: { params: MachineParams, response: { 200: MachineHealthHistory } },
    },
    async (request) => {
      await requireOwnMachine(ctx.db, requireMember(request).id, request.params.id);
      return await readHealth(ctx.db, request.params.id);
    },
  );
  app.get(
    '/api/v1/admin/machines/:id/health',
    {
      config: { access: 'admin.machines.read' },
      schema: { params: MachineParams, response: { 200: MachineHealthHistory } },
    },
    async (request) => {
      await requireMachine(ctx.db, request.params.id);
      return await readHealth(ctx.db, request.params.id);
    },
  );
}
