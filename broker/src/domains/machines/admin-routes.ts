import {
  AdminMachine,
  AdminMachinePage,
  AdminStopMachineRequest,
  MachineEventPage,
} from '@coinslot/shared/http/machines.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { withIdempotency } from '../../http/idempotency.ts';
import { adminActOf } from '../audit/index.ts';
import { stopMachineAsAdmin } from './acts/stop-machine.ts';
import { EventQuery, readEventPage } from './life/read-events.ts';
import { logAnswers, LogQuery, sendLogs } from './logs/send-logs.ts';
import { AdminMachineQuery, listAdminMachines } from './view/list-admin-machines.ts';
import { readAdminMachine } from './view/read-admin-machine.ts';
import { requireMachine } from './view/read-machine.ts';

const MachineParams = z.object({ id: z.uuid() });

/** Everybody's machines, for admins. Never an endpoint: a member's way in is the member's. */
export function registerAdminMachineRoutes(app: BrokerApp, ctx: BrokerContext): void {
  app.get(
    '/api/v1/admin/machines',
    {
      config: { access: 'admin.machines.read' },
      schema: { querystring: AdminMachineQuery, response: { 200: AdminMachinePage } },
    },
    async (request) => await listAdminMachines(ctx.db, request.query),
  );
  app.get(
    '/api/v1/admin/machines/:id',
    {
      config: { access: 'admin.machines.read' },
      schema: { params: MachineParams, response: { 200: AdminMachine } },
    },
    async (request) => await readAdminMachine(ctx.db, ctx, request.params.id),
  );
  app.get(
    '/api/v1/admin/machines/:id/events',
    {
      config: { access: 'admin.machines.read' },
      schema: { params: MachineParams, querystring: EventQuery, response: { 200: MachineEventPage } },
    },
    async (request) => {
      await requireMachine(ctx.db, request.params.id);
      return await readEventPage(ctx.db, request.params.id, request.query);
    },
  );
  app.get(
    '/api/v1/admin/machines/:id/logs',
    {
      config: { access: 'admin.machines.read', sends: logAnswers },
      schema: { params: MachineParams, querystring: LogQuery },
    },
    async (request, reply) => {
      await requireMachine(ctx.db, request.params.id);
      return await sendLogs(ctx, reply, request.params.id, request.query);
    },
  );
  app.post(
    '/api/v1/admin/machines/:id/stop',
    {
      config: { access: 'admin.machines.stop', idempotent: true },
      schema: { params: MachineParams, body: AdminStopMachineRequest, response: { 200: AdminMachine } },
    },
    async (request, reply) => {
      const machineId = request.params.id;
      return await withIdempotency(ctx, request, reply, async (tx) => {
        const { reason } = request.body;
        await stopMachineAsAdmin(tx, ctx, adminActOf(request), { machineId, reason });
        return { status: 200, body: await readAdminMachine(tx, ctx, machineId) };
      });
    },
  );
}
