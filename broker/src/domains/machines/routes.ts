import {
  BuyMachineRequest,
  EndpointList,
  Machine,
  MachineEventPage,
  MachineListQuery,
  MachinePage,
} from '@coinslot/shared/http/machines.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { readPageOwner, requireMember, requireSessionToken } from '../../http/guard.ts';
import { withIdempotency, withOwnIdempotency } from '../../http/idempotency.ts';
import type { LiveWatchers } from '../../live/live-watchers.ts';
import { buyMachine } from './acts/buy-machine.ts';
import { cancelMachine } from './acts/cancel-machine.ts';
import { createQueueGuard } from './acts/queue-guard.ts';
import { stopMachine } from './acts/stop-machine.ts';
import { readEndpoints } from './endpoints/read-endpoints.ts';
import { EventQuery, readEventPage } from './life/read-events.ts';
import { registerLiveRoute } from './live/register-live-route.ts';
import { logAnswers, LogQuery, sendLogs } from './logs/send-logs.ts';
import { registerOrderRoutes } from './order-routes.ts';
import { listOwnMachines } from './view/list-machines.ts';
import { readOwnMachine, requireOwnMachine } from './view/read-machine.ts';

const MachineParams = z.object({ id: z.uuid() });

/** A member's own machines; everybody else's do not exist here. */
export function registerMachineRoutes(app: BrokerApp, ctx: BrokerContext, watchers: LiveWatchers): void {
  registerActs(app, ctx);
  registerOrderRoutes(app, ctx);
  registerViews(app, ctx);
  registerLiveRoute(app, ctx, watchers);
}

function registerActs(app: BrokerApp, ctx: BrokerContext): void {
  const queueGuard = createQueueGuard(ctx.config.machines.queueLengthMax);
  app.post(
    '/api/v1/machines',
    {
      config: {
        access: 'member',
        scope: 'machines.write',
        readsSession: 'by-itself',
        idempotent: true,
        movesCoins: true,
      },
      schema: { body: BuyMachineRequest, response: { 202: Machine } },
    },
    async (request, reply) => {
      const sessionToken = requireSessionToken(request);
      const purchase = { ...request.body, sessionToken, pageOwner: readPageOwner(request) };
      return await withOwnIdempotency(ctx, request, reply, (claim) =>
        buyMachine(ctx, queueGuard, claim, purchase),
      );
    },
  );
  for (const [verb, act] of [
    ['cancel', cancelMachine],
    ['stop', stopMachine],
  ] as const) {
    app.post(
      `/api/v1/machines/:id/${verb}`,
      {
        config: { access: 'member', scope: 'machines.write', idempotent: true },
        schema: { params: MachineParams, response: { 200: Machine } },
      },
      async (request, reply) => {
        const memberId = requireMember(request).id;
        const machineId = request.params.id;
        return await withIdempotency(ctx, request, reply, async (tx) => {
          await act(tx, ctx, { memberId, machineId });
          return { status: 200, body: await readOwnMachine(tx, ctx, memberId, machineId) };
        });
      },
    );
  }
}

function registerViews(app: BrokerApp, ctx: BrokerContext): void {
  app.get(
    '/api/v1/machines',
    {
      config: { access: 'member', scope: 'machines.read' },
      schema: { querystring: MachineListQuery, response: { 200: MachinePage } },
    },
    async (request) => await listOwnMachines(ctx.db, ctx, requireMember(request).id, request.query),
  );
  app.get(
    '/api/v1/machines/:id',
    {
      config: { access: 'member', scope: 'machines.read' },
      schema: { params: MachineParams, response: { 200: Machine } },
    },
    async (request) => await readOwnMachine(ctx.db, ctx, requireMember(request).id, request.params.id),
  );
  app.get(
    '/api/v1/machines/:id/events',
    {
      config: { access: 'member', scope: 'machines.read' },
      schema: { params: MachineParams, querystring: EventQuery, response: { 200: MachineEventPage } },
    },
    async (request) => {
      await requireOwnMachine(ctx.db, requireMember(request).id, request.params.id);
      return await readEventPage(ctx.db, request.params.id, request.query);
    },
  );
  app.get(
    '/api/v1/machines/:id/logs',
    {
      config: { access: 'member', scope: 'machines.read', sends: logAnswers },
      schema: { params: MachineParams, querystring: LogQuery },
    },
    async (request, reply) => {
      await requireOwnMachine(ctx.db, requireMember(request).id, request.params.id);
      return await sendLogs(ctx, reply, request.params.id, request.query);
    },
  );
  app.get(
    '/api/v1/machines/:id/endpoints',
    {
      // They hold what opens the machine: whoever has it can do inside it what its owner can, but neither buy nor end one.
      config: { access: 'member', scope: 'machines.connect' },
      schema: { params: MachineParams, response: { 200: EndpointList } },
    },
    async (request, reply) => {
      const { id, viewer } = requireMember(request);
      const machine = await readOwnMachine(ctx.db, ctx, id, request.params.id);
      reply.header('cache-control', 'no-store');
      const items = machine.state === 'ready' ? await readEndpoints(ctx.db, ctx, machine.id) : [];
      return {
        items: viewer === null ? items : items.map((item) => ({ ...item, password: null, privateKey: null })),
      };
    },
  );
}
