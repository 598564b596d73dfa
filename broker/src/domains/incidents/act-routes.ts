import {
  IncidentActAnswer,
  IncidentActRequest,
  RefundMachineAnswer,
  RefundMachineRequest,
  ReleaseSeatRequest,
} from '@coinslot/shared/http/admin-incidents.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { withIdempotency } from '../../http/idempotency.ts';
import { adminActOf } from '../audit/index.ts';
import { askLabSessionEnd, refundMachine, settleMachine, writeOffLabSession } from '../machines/index.ts';
import { askInventory, endFinding } from '../reconciler/index.ts';

const Params = z.object({ id: z.uuid() });

/** What a person may do by hand. Each does what the system does, by the same functions; none goes around a rule. */
export function registerActRoutes(app: BrokerApp, ctx: BrokerContext): void {
  registerEnds(app, ctx);
  registerCoins(app, ctx);
  app.post(
    '/api/v1/admin/seats/:id/look',
    {
      config: { access: 'admin.incidents.look', idempotent: true },
      schema: { params: Params, body: IncidentActRequest, response: { 200: IncidentActAnswer } },
    },
    async (request, reply) =>
      await withIdempotency(ctx, request, reply, async (tx) => {
        const { reason } = request.body;
        await askInventory(tx, adminActOf(request), { seatId: request.params.id, reason });
        return { status: 200, body: { outcome: 'asked' } as const };
      }),
  );
}

function registerEnds(app: BrokerApp, ctx: BrokerContext): void {
  app.post(
    '/api/v1/admin/lab-sessions/:id/end',
    {
      config: { access: 'admin.incidents.end_session', idempotent: true },
      schema: { params: Params, body: IncidentActRequest, response: { 200: IncidentActAnswer } },
    },
    async (request, reply) =>
      await withIdempotency(ctx, request, reply, async (tx) => {
        const asked = { labSessionId: request.params.id, reason: request.body.reason };
        const outcome = await askLabSessionEnd(tx, ctx, adminActOf(request), asked);
        return { status: 200, body: { outcome } };
      }),
  );
  app.post(
    '/api/v1/admin/lab-findings/:id/end',
    {
      config: { access: 'admin.incidents.end_session', idempotent: true },
      schema: { params: Params, body: IncidentActRequest, response: { 200: IncidentActAnswer } },
    },
    async (request, reply) =>
      await withIdempotency(ctx, request, reply, async (tx) => {
        const asked = { findingId: request.params.id, reason: request.body.reason };
        await endFinding(tx, adminActOf(request), asked);
        return { status: 200, body: { outcome: 'asked' } as const };
      }),
  );
  app.post(
    '/api/v1/admin/lab-sessions/:id/write-off',
    {
      config: { access: 'admin.incidents.release_seat', idempotent: true, fresh: true },
      schema: { params: Params, body: ReleaseSeatRequest, response: { 200: IncidentActAnswer } },
    },
    async (request, reply) =>
      await withIdempotency(ctx, request, reply, async (tx) => {
        await writeOffLabSession(tx, ctx, adminActOf(request), {
          session: { id: request.params.id },
          ...request.body,
        });
        return { status: 200, body: { outcome: 'done' } as const };
      }),
  );
}

function registerCoins(app: BrokerApp, ctx: BrokerContext): void {
  app.post(
    '/api/v1/admin/machines/:id/settle',
    {
      config: { access: 'admin.machines.stop', idempotent: true },
      schema: { params: Params, body: IncidentActRequest, response: { 200: IncidentActAnswer } },
    },
    async (request, reply) =>
      await withIdempotency(ctx, request, reply, async (tx) => {
        const asked = { machineId: request.params.id, reason: request.body.reason };
        await settleMachine(tx, ctx, adminActOf(request), asked);
        return { status: 200, body: { outcome: 'done' } as const };
      }),
  );
  app.post(
    '/api/v1/admin/machines/:id/refund',
    {
      config: { access: 'admin.machines.refund', idempotent: true, fresh: true, movesCoins: true },
      schema: { params: Params, body: RefundMachineRequest, response: { 200: RefundMachineAnswer } },
    },
    async (request, reply) =>
      await withIdempotency(ctx, request, reply, async (tx) => {
        const asked = { machineId: request.params.id, ...request.body };
        return { status: 200, body: await refundMachine(tx, ctx, adminActOf(request), asked) };
      }),
  );
}
