import { ReopenRequest } from '@coinslot/shared/http/admin-labs.ts';
import {
  DisableSeatRequest,
  EditSeatRequest,
  Seat,
  SeatDraft,
  SeatList,
} from '@coinslot/shared/http/admin-seats.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction } from '../../../database/db.ts';
import type { BrokerApp } from '../../../http/broker-app.ts';
import { withIdempotency } from '../../../http/idempotency.ts';
import { adminActOf } from '../../audit/index.ts';
import { requireLab } from '../lab/list-admin-labs.ts';
import { createSeat } from './create-seat.ts';
import { deleteSeat } from './delete-seat.ts';
import { editSeat } from './edit-seat.ts';
import { listSeats } from './list-seats.ts';
import { reopenSeat, switchSeatOff } from './switch-seat.ts';

const Params = z.object({ id: z.uuid() });

export function registerSeatRoutes(app: BrokerApp, ctx: BrokerContext): void {
  app.get(
    '/api/v1/admin/labs/:id/seats',
    { config: { access: 'admin.seats.read' }, schema: { params: Params, response: { 200: SeatList } } },
    async (request) => {
      await requireLab(ctx.db, request.params.id);
      return { items: await listSeats(ctx.db, request.params.id) };
    },
  );
  app.post(
    '/api/v1/admin/labs/:id/seats',
    {
      config: { access: 'admin.seats.write', idempotent: true, hasSecretBody: true },
      schema: { params: Params, body: SeatDraft, response: { 201: Seat } },
    },
    async (request, reply) =>
      await withIdempotency(ctx, request, reply, async (tx) => ({
        status: 201,
        body: await createSeat(tx, ctx, adminActOf(request), request.params.id, request.body),
      })),
  );
  app.put(
    '/api/v1/admin/seats/:id',
    {
      config: { access: 'admin.seats.write', idempotent: false },
      schema: { params: Params, body: EditSeatRequest, response: { 200: Seat } },
    },
    async (request) =>
      await inTransaction(ctx.db, (tx) =>
        editSeat(tx, ctx, adminActOf(request), request.params.id, request.body),
      ),
  );
  app.delete(
    '/api/v1/admin/seats/:id',
    {
      config: { access: 'admin.seats.write', idempotent: false },
      schema: { params: Params, response: { 204: z.null() } },
    },
    async (request, reply) => {
      await inTransaction(ctx.db, (tx) => deleteSeat(tx, adminActOf(request), request.params.id));
      return reply.status(204).send(null);
    },
  );
  registerSwitches(app, ctx);
}

function registerSwitches(app: BrokerApp, ctx: BrokerContext): void {
  app.post(
    '/api/v1/admin/seats/:id/disable',
    {
      config: { access: 'admin.seats.write', idempotent: true },
      schema: { params: Params, body: DisableSeatRequest, response: { 200: Seat } },
    },
    async (request, reply) =>
      await withIdempotency(ctx, request, reply, async (tx) => ({
        status: 200,
        body: await switchSeatOff(tx, ctx, adminActOf(request), request.params.id, request.body.reason),
      })),
  );
  app.post(
    '/api/v1/admin/seats/:id/reopen',
    {
      config: { access: 'admin.seats.write', idempotent: true },
      schema: { params: Params, body: ReopenRequest, response: { 200: Seat } },
    },
    async (request, reply) =>
      await withIdempotency(ctx, request, reply, async (tx) => ({
        status: 200,
        body: await reopenSeat(tx, ctx, adminActOf(request), request.params.id, request.body.reason),
      })),
  );
}
